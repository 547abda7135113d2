"""Days and times as people write them.

============================= ====================================== =========================
function                      for                                    example
============================= ====================================== =========================
:func:`day`                   a day                                  ``Fri 29 Jan 2027``
:func:`day_without_year`      a day, where the page gives the year   ``Fri 29 Jan``
:func:`day_and_month`         a day in a picture or a narrow column  ``29 Jan``
:func:`month`                 a month, by a day in it                ``Jan 2027``
:func:`when`                  a due date or deadline                 ``Fri 29 Jan 2027 12:00``
:func:`when_without_year`     the same, where the page has the year  ``Fri 29 Jan 12:00``
:func:`dates_in_words`        a sentence with ISO dates              ``due Fri 29 Jan 2027``
:func:`finish_day`            the day on which something ends        ``Fri 29 Jan 2027``
:func:`day_and_time`          a day and an instant at its end        ``Fri 29 Jan 2027 24:00``
:func:`time_of_day`           an instant of a known day              ``24:00``
:func:`work_start`            when work begins                       ``Fri 29 Jan 2027 10:00``
:func:`work_end`              when work ends                         ``Fri 29 Jan 2027``
:func:`period`                first and last day                     ``Mon 7 Dec 2026 to ...``
:func:`day_ranges`            many days                              ``Mon 7 Dec, Thu 10 to ...``
:func:`instant`               an instant as it stands in a file      ``Tue 2026-12-01 17:00``
:func:`names_day`             whether a text names a day             ``True``
============================= ====================================== =========================
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.domain import Calendar
    from allocator.domain.quantities import When

_ISO = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?:[ T](\d\d:\d\d))?(?![\w-])")

_DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")


def names_day(text: str) -> bool:
    """Return whether a text names a day as these functions write it."""
    return _DAY.search(text) is not None


def day(date: dt.date) -> str:
    """Write a day: ``Fri 29 Jan 2027``."""
    return f"{day_without_year(date)} {date.year}"


def day_without_year(date: dt.date) -> str:
    """Write a day whose year is plain from the page: ``Fri 29 Jan``."""
    return f"{date:%a} {day_and_month(date)}"


def day_and_month(date: dt.date) -> str:
    """Write a day in a picture or a narrow column: ``29 Jan``."""
    return f"{date.day} {date:%b}"


def month(date: dt.date) -> str:
    """Write the month of a day: ``Jan 2027``."""
    return f"{date:%b} {date.year}"


def without_weekday(written: str) -> str:
    """Return a day as written by :func:`day` or :func:`finish_day` without its day of the week."""
    weekday, _, rest = written.partition(" ")
    return rest if len(weekday) == len("Fri") else written


def when(limit: When | None) -> str:
    """Write a due date or deadline, with its time where it has one; empty where there is none."""
    if limit is None:
        return ""
    return f"{day(limit)}{_time_given(limit)}"


def when_without_year(limit: When) -> str:
    """Write a date whose year is plain from the page, with its time where it has one."""
    return f"{day_without_year(limit)}{_time_given(limit)}"


def _time_given(limit: When) -> str:
    return f" {limit:%H:%M}" if isinstance(limit, dt.datetime) else ""


def finish_day(
    on: dt.date | None, *, at: dt.datetime | None = None, like: When | None = None
) -> str:
    """Write the day on which something ends; empty where there is none.

    Parameters
    ----------
    on
        The day; ``analysis.days`` says which of two a finish at midnight belongs to.
    at
        The instant.
    like
        The date that stands beside it; if that one has a time, the finish has one too.
    """
    if on is None:
        return ""
    if at is None or not isinstance(like, dt.datetime):
        return day(on)
    return day_and_time(on, at)


def day_and_time(on: dt.date, at: dt.datetime) -> str:
    """Write a day and the time at which something ends on it: ``Fri 29 Jan 2027 24:00``."""
    return f"{day(on)} {time_of_day(at, on=on)}"


def time_of_day(at: dt.datetime, *, on: dt.date) -> str:
    """Write the time of an instant of a day; midnight at the end of the day is 24:00."""
    return f"{at:%H:%M}" if at.date() == on else "24:00"


def work_start(at: dt.datetime, calendar: Calendar, *, on: dt.date | None = None) -> str:
    """Write when something begins; with its time where that is not the beginning of a day.

    Parameters
    ----------
    at
        The instant.
    calendar
        The team's, which says when its days begin.
    on
        The day, where it is known: a milestone at midnight may be on either of two.
    """
    minutes = at.hour * 60 + at.minute
    if minutes in (0, calendar.day_start_minutes):
        return day(on or at)
    return f"{day(at)} {at:%H:%M}"


def work_end(at: dt.datetime, calendar: Calendar, *, on: dt.date | None = None) -> str:
    """Write when something ends; with its time where that is not the end of a day.

    The parameters are those of :func:`work_start`.
    """
    minutes = at.hour * 60 + at.minute
    if minutes == 0:
        return day(on or _day_before(at))
    closes = calendar.day_start_minutes + int(calendar.day_minutes)
    return day(at) if minutes == closes else f"{day(at)} {at:%H:%M}"


def _day_before(midnight: dt.datetime) -> dt.date:
    return midnight.date() - dt.timedelta(days=midnight.date() > dt.date.min)


def dates_in_words(text: str) -> str:
    """Return a text with its ISO dates as :func:`when` writes them.

    Findings have the dates as they stand in the scenario; an answer has them as words.
    """
    return _ISO.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    try:
        has_time = found[1] is not None
        read = dt.datetime.fromisoformat if has_time else dt.date.fromisoformat
        return when(read(found[0]))
    except ValueError:
        return found[0]


def period(start: When, end: When) -> str:
    """Write a period by its first and last day; a single day stands alone."""
    return when(start) if start == end else f"{when(start)} to {when(end)}"


def day_ranges(days: Iterable[dt.date]) -> str:
    """Write days, those in a row as a range: ``Mon 7 Dec, Thu 10 Dec to Fri 11 Dec``.

    Parameters
    ----------
    days
        In order. Days with only a weekend between them count as in a row.
    """
    days = list(days)
    breaks = [0, *(k for k, two in enumerate(pairwise(days), 1) if not _in_a_row(*two)), len(days)]
    runs = [days[first:last] for first, last in pairwise(breaks) if first < last]
    return ", ".join(
        " to ".join(map(day_without_year, dict.fromkeys((run[0], run[-1])))) for run in runs
    )


def _in_a_row(one: dt.date, two: dt.date) -> bool:
    gap = (two - one).days
    return gap == 1 or (gap <= 3 and one.weekday() == 4)


def instant(at: dt.datetime) -> str:
    """Write an instant as it stands in a plan file, with its weekday: ``Tue 2026-12-01 17:00``."""
    return f"{at:%a} {at.isoformat(sep=' ', timespec='minutes')}"
