"""Regular working days: weekdays without holidays, whatever absences there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

from allocator.calendars.days_off import DaysOff
from allocator.domain import Workday
from allocator.domain.calendar import WEEK

BLOCK_DAYS = 64
"""Days that are counted at once, so that long walks pass over them."""


class RegularDays:
    """The working days of everybody with the same weekdays and holidays.

    Parameters
    ----------
    workdays
        Days of the week.
    days_off
        Holidays.
    """

    def __init__(self, workdays: Sequence[Workday], days_off: DaysOff) -> None:
        self._weekdays = frozenset(WEEK.index(day) for day in workdays)
        self._days_off = days_off
        self._blocks: dict[int, list[int]] = {}

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day is one of the weekdays."""
        return day.weekday() in self._weekdays

    def __contains__(self, day: dt.date) -> bool:
        """Whether the day is one of the weekdays and no holiday."""
        return self.is_workday(day) and day not in self._days_off

    def counts(self, block: int) -> list[int]:
        """Return how many days of a block are regular before its first, second, ... and in all.

        Block k holds the days with the ordinals from k x ``BLOCK_DAYS`` on.
        """
        if block not in self._blocks:
            is_regular = (int(day is not None and day in self) for day in days_of(block))
            self._blocks[block] = [0, *accumulate(is_regular)]
        return self._blocks[block]


def days_of(block: int) -> list[dt.date | None]:
    """Return the days of a block; None before the first day there is, and after the last."""
    last = dt.date.max.toordinal()
    return [
        dt.date.fromordinal(ordinal) if 1 <= ordinal <= last else None
        for ordinal in range(block * BLOCK_DAYS, (block + 1) * BLOCK_DAYS)
    ]
