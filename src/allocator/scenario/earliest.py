"""Earliest finishes by a plain walk over working days, person by person.

Nothing here looks at links, at other work or at the share of a day that is already taken: a
finish of this module is never later than that of any plan, so a deadline that even this
finish misses cannot be met.

Instants are minutes from midnight of the plan's first day; effort and what a slot yields are
whole numbers of a person's own unit, so that all arithmetic is exact.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Final

from allocator.domain import Calendar, Holidays, Person, TimeOff
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import beginning, end_of, exact
from allocator.scenario import limits

DAY: Final = 24 * 60
"""Minutes of a day."""

LAST: Final = limits.HORIZON_DAYS * DAY
"""How far ahead calendars are walked, in minutes from the origin."""

Span = tuple[int, int]
"""Beginning and end of a half-open interval, in minutes."""


class WorkTimes:
    """When people, and the team, work.

    Parameters
    ----------
    calendar
        The team calendar; its country and those of people are known.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.origin = dt.datetime.combine(beginning(calendar.start).date(), dt.time())
        self._people: dict[str, PersonTimes] = {}
        self._days_off: dict[Holidays, _DaysOff] = {}
        self.team = PersonTimes(self, None)

    def of(self, person: Person) -> PersonTimes:
        """Return the working time of a person."""
        if person.id not in self._people:
            self._people[person.id] = PersonTimes(self, person)
        return self._people[person.id]

    def minutes(self, instant: dt.datetime) -> int:
        """Return an instant in minutes from the origin."""
        return int((instant - self.origin).total_seconds()) // 60

    def instant(self, minutes: int) -> dt.datetime:
        """Return the instant that lies so many minutes after the origin."""
        return self.origin + dt.timedelta(minutes=minutes)

    def span(self, time: TimeOff) -> Span:
        """Return the minutes from the beginning to the end of a time."""
        return self.minutes(beginning(time.start)), self.minutes(end_of(time.end))

    def days_off(self, holidays: Holidays) -> _DaysOff:
        """Return the days off of a calendar; people with the same holidays share them."""
        return self._days_off.setdefault(holidays, _DaysOff(holidays))


class _DaysOff:
    """The dates of holidays, looked up a year at a time."""

    def __init__(self, holidays: Holidays) -> None:
        self._holidays = holidays
        self._years: dict[int, frozenset[dt.date]] = {}

    def __contains__(self, day: dt.date) -> bool:
        if day.year not in self._years:
            self._years[day.year] = self._holidays.days([day.year])
        return day in self._years[day.year]


class PersonTimes:
    """The slots in which one person works, day by day, as far ahead as was asked for.

    Parameters
    ----------
    times
        The team's.
    person
        Whose working time it is; None for the team calendar's own.
    """

    def __init__(self, times: WorkTimes, person: Person | None) -> None:
        calendar = times.calendar
        person = person or Person(id="team")
        self._slot = calendar.slot_minutes
        self._first_day = times.origin.date()
        holidays = calendar.holidays if person.holidays is None else person.holidays
        self._days_off = times.days_off(holidays)
        workdays = calendar.workdays if person.workdays is None else person.workdays
        self._weekdays = {WEEK.index(day) for day in workdays}
        capacities = [exact(person.capacity), *(exact(a.capacity) for a in person.availability)]
        self._unit = math.lcm(*(capacity.denominator for capacity in capacities))
        self._away = _merged(_absences(times, person))
        windows = sorted(person.availability, key=lambda window: beginning(window.start))
        self._windows = [times.span(window) for window in windows]
        self._yields = [self._yield_of(window.capacity) for window in windows]
        self._yield = self._yield_of(person.capacity)
        self._starts = [
            calendar.day_start_minutes + number * self._slot
            for number in range(int(calendar.day_minutes) // self._slot)
        ]
        self._plain = self._starts, list(accumulate([self._yield] * len(self._starts)))
        self._until: list[int] = []  # what all days up to the end of each one yield

    def first_slot(self, after: int, *, before: int = LAST) -> int | None:
        """Return the start of the first slot in which they work.

        Parameters
        ----------
        after, before
            The slot begins at or after the one and before the other; minutes.
        """
        after, before = max(after, 0), min(before, LAST)
        if after >= before:
            return None
        day = after // DAY
        self._reach(day)
        starts, _ = self._day(day)
        at = bisect_left(starts, after - day * DAY)
        if at == len(starts):
            later = self._find_day(self._total(day) + 1, before)
            if later is None:
                return None
            day, at = later, 0
            starts, _ = self._day(day)
        start = day * DAY + starts[at]
        return start if start < before else None

    def finish(self, effort: Fraction, rate: Fraction, after: int, *, by: int = LAST) -> int | None:
        """Return when they would be done, starting as soon as they work.

        Parameters
        ----------
        effort
            Minutes of work at speed 1.
        rate
            Share times speed.
        after
            They start at or after this; minutes.
        by
            A later finish counts as none; minutes.

        Returns
        -------
        int or None
            Minutes; None where they are not done by then.
        """
        by = min(by, LAST)
        start = self.first_slot(after, before=by)
        if start is None:
            return None
        target = self._before(start) + math.ceil(effort * self._unit / rate)
        day = self._find_day(target, by)
        if day is None:
            return None
        starts, sums = self._day(day)
        at = bisect_left(sums, target - self._total(day - 1))
        finish = day * DAY + starts[at] + self._slot
        return finish if finish <= by else None

    def _yield_of(self, capacity: float) -> int:
        return int(self._slot * exact(capacity) * self._unit)

    def _total(self, day: int) -> int:
        return self._until[day] if day >= 0 else 0

    def _before(self, start: int) -> int:
        """Return what the slots before the one that starts then yield."""
        day = start // DAY
        starts, sums = self._day(day)
        at = bisect_left(starts, start - day * DAY)
        return self._total(day - 1) + (sums[at - 1] if at else 0)

    def _find_day(self, target: int, before: int) -> int | None:
        """Return the first day by whose end the total reaches a target."""
        last, step = before // DAY, 64
        while len(self._until) <= last and self._total(len(self._until) - 1) < target:
            self._reach(min(len(self._until) + step, last))
            step *= 2
        day = bisect_left(self._until, target)
        return day if day < len(self._until) and day <= last else None

    def _reach(self, day: int) -> None:
        """Extend the totals to include a day."""
        total = self._total(len(self._until) - 1)
        for number in range(len(self._until), day + 1):
            _, sums = self._day(number)
            total += sums[-1] if sums else 0
            self._until.append(total)

    def _day(self, number: int) -> tuple[list[int], list[int]]:
        """Return the slots of a day: starts in minutes of the day, yield up to each one's end."""
        date = self._first_day + dt.timedelta(days=number)
        if date.weekday() not in self._weekdays or date in self._days_off:
            return [], []
        begin, end = number * DAY, (number + 1) * DAY
        if _overlapping(self._away, begin, end) is None and not self._has_window(begin, end):
            return self._plain
        starts: list[int] = []
        yields: list[int] = []
        for start in self._starts:
            gain = self._gain(begin + start)
            if gain > 0:
                starts.append(start)
                yields.append(gain)
        return starts, list(accumulate(yields))

    def _has_window(self, begin: int, end: int) -> bool:
        return _overlapping(self._windows, begin, end) is not None

    def _gain(self, start: int) -> int:
        """Return what a slot of a workday yields."""
        if _overlapping(self._away, start, start + self._slot) is not None:
            return 0
        window = _overlapping(self._windows, start, start + 1)
        return self._yield if window is None else self._yields[window]


def _absences(times: WorkTimes, person: Person) -> Iterator[Span]:
    start = times.minutes(beginning(times.calendar.start))
    if person.joins is not None:
        start = max(start, times.minutes(beginning(person.joins)))
    yield -LAST, start
    if person.leaves is not None:
        yield times.minutes(end_of(person.leaves)), 2 * LAST
    yield from (times.span(off) for off in person.time_off)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch made one."""
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _overlapping(spans: Sequence[Span], begin: int, end: int) -> int | None:
    """Return the last of the disjoint, sorted spans that overlaps a half-open interval."""
    at = bisect_left(spans, (end, 0)) - 1
    return at if at >= 0 and spans[at][1] > begin else None
