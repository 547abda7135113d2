"""Working time between two moments, where a history has no time spent."""

from __future__ import annotations

import datetime as dt

from allocator.domain.history import DAY_HOURS

_OPENS, _SATURDAY = 9, 5


def working_hours(start: dt.datetime, finish: dt.datetime) -> float:
    """Return hours from Monday to Friday, 9 to 17, between two moments.

    A day without a time of day counts whole: it begins at 9 and ends at 17.
    """
    if finish.time() == dt.time():
        finish = dt.datetime.combine(finish.date(), dt.time(_OPENS + DAY_HOURS))
    if finish <= start:
        return 0.0
    first, last = start.date(), finish.date()
    if first == last:
        return _within(first, start, finish)
    between = _workdays(first + dt.timedelta(days=1), last)
    ends = _within(first, start, dt.datetime.max) + _within(last, dt.datetime.min, finish)
    return between * DAY_HOURS + ends


def _within(day: dt.date, start: dt.datetime, finish: dt.datetime) -> float:
    if day.weekday() >= _SATURDAY:
        return 0.0
    opens = dt.datetime.combine(day, dt.time(_OPENS))
    closes = opens + dt.timedelta(hours=DAY_HOURS)
    return max(0.0, (min(finish, closes) - max(start, opens)) / dt.timedelta(hours=1))


def _workdays(first: dt.date, end: dt.date) -> int:
    """Return the days from Monday to Friday from the first until before the end."""
    weeks, rest = divmod((end - first).days, 7)
    days = (first.weekday() + number for number in range(rest))
    return 5 * weeks + sum(day % 7 < _SATURDAY for day in days)
