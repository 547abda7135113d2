"""Reads days and months as people write them.

========================= =================================================
written                   read as
========================= =================================================
``2027-01-15``            that day
``2027-01-15T12:00``      that instant
``15 Jan 2027``           that day; also ``Jan 15 2027``
``15 January``            the 15 January of the plan's time
``December``              the next December that is not over; all of it
``December 2027``         all of that December
``end of January``        the last day of the next January that is not over
========================= =================================================
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from allocator.domain.quantities import When, beginning

_MONTHS = {name.casefold(): k for k, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): k for k, name in enumerate(calendar.month_abbr) if name}
_MONTHS |= {"sept": 9}
_MAX_YEARS_AHEAD = 8
"""Years within which a day without a year comes again: 29 February after at most eight."""


@dataclass(frozen=True)
class DaySpan:
    """A day, an instant or a month.

    Attributes
    ----------
    first, last
        Its first and its last day; twice the same of a day or an instant.
    """

    first: When
    last: When

    @property
    def before(self) -> When:
        """By when something ends that ends before it."""
        return _shifted(self.first, -1)

    @property
    def after(self) -> When:
        """What starts from here on starts after it."""
        return _shifted(self.last, 1)


def read_days(text: str, begins: dt.date, first: dt.date, last: dt.date) -> DaySpan | None:
    """Read a day, an instant or a month.

    Parameters
    ----------
    text
        As written.
    begins
        The day from which on the plan still can be changed: what has no year is the next one.
    first, last
        Of the plan, what has been done included. What has no year is the one within it that has
        passed, where the next one is behind its end.

    Returns
    -------
    DaySpan or None
        None where it is none of them, or no day of the calendar.
    """
    span = _read(text, begins)
    if span is None or _is_within(span, last):
        return span
    earlier = _read(text, first)
    return earlier if earlier is not None and _is_within(earlier, last) else span


def _is_within(span: DaySpan, last: dt.date) -> bool:
    return beginning(span.first).date() <= last


def _read(text: str, begins: dt.date) -> DaySpan | None:
    words = text.replace(",", " ").casefold().split()
    words = [word for word in words if word != "the"]
    if len(words) == 1 and "-" in words[0]:
        return _iso(words[0])
    if words[:2] == ["end", "of"]:
        month = _month(words[2:], begins)
        return None if month is None else DaySpan(month.last, month.last)
    return _month(words, begins) or _day(words, begins)


def _iso(word: str) -> DaySpan | None:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            day = dt.date.fromisoformat(word)
            return DaySpan(day, day)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}", word):
            instant = dt.datetime.fromisoformat(word.upper())
            return DaySpan(instant, instant)
    except ValueError:
        pass
    return None


def _month(words: list[str], begins: dt.date) -> DaySpan | None:
    if not words or words[0] not in _MONTHS or len(words) > 2:
        return None
    number = _MONTHS[words[0]]
    if len(words) == 2:
        return _whole(int(words[1]), number) if re.fullmatch(r"\d{4}", words[1]) else None
    span = _whole(begins.year, number)
    return span if span is None or span.last >= begins else _whole(begins.year + 1, number)


def _whole(year: int, month: int) -> DaySpan | None:
    if not dt.MINYEAR <= year < dt.MAXYEAR:
        return None
    last = calendar.monthrange(year, month)[1]
    return DaySpan(dt.date(year, month, 1), dt.date(year, month, last))


def _day(words: list[str], begins: dt.date) -> DaySpan | None:
    if len(words) not in (2, 3):
        return None
    day, month = (words[0], words[1]) if words[1] in _MONTHS else (words[1], words[0])
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", day)
    if month not in _MONTHS or number is None:
        return None
    if len(words) == 3:
        years = [int(words[2])] if re.fullmatch(r"\d{4}", words[2]) else []
    else:
        years = [begins.year + k for k in range(_MAX_YEARS_AHEAD + 1)]
    for year in years:
        found = _date(year, _MONTHS[month], int(number[1]))
        if found is not None and (len(words) == 3 or found >= begins):
            return DaySpan(found, found)
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shifted(when: When, days: int) -> When:
    """Return the day so many days on; an instant as it is."""
    if isinstance(when, dt.datetime):
        return when
    return dt.date.fromordinal(min(max(when.toordinal() + days, 1), dt.date.max.toordinal()))
