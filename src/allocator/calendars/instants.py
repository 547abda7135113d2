"""Instants and days: midnights, shifts by clock minutes, days in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

MICROSECOND = dt.timedelta(microseconds=1)
"""The unit in which instants are subtracted, so that the difference is exact."""
MICROSECONDS_PER_HOUR = dt.timedelta(hours=1) // MICROSECOND


def midnight(day: dt.date) -> dt.datetime:
    """Return the instant at which a day begins."""
    return dt.datetime.combine(day, dt.time())


def later(instant: dt.datetime, minutes: Fraction) -> dt.datetime:
    """Return the instant that many clock minutes away, kept within the years 1 to 9999."""
    try:
        return instant + dt.timedelta(microseconds=round(minutes * 60_000_000))
    except OverflowError:
        return dt.datetime.max if minutes > 0 else dt.datetime.min


def following_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from the first to the last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield dt.date.fromordinal(ordinal)


def preceding_days(last: dt.date, first: dt.date) -> Iterator[dt.date]:
    """Yield the days from the last back to the first, both included."""
    for ordinal in range(last.toordinal(), first.toordinal() - 1, -1):
        yield dt.date.fromordinal(ordinal)
