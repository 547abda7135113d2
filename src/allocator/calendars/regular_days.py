"""Regular working days: weekdays without holidays, whatever absences there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import accumulate

from allocator.calendars.days_off import DaysOff
from allocator.calendars.instants import midnight
from allocator.calendars.local_clock import LocalClock
from allocator.domain import Workday
from allocator.domain.calendar import WEEK

BLOCK_DAYS = 64
"""Days that are counted at once, so that long walks pass over them."""
_DAY = dt.timedelta(days=1)

Offsets = tuple[dt.timedelta, ...]
"""Beginnings of slots, counted from midnight, in order."""


class RegularDays:
    """The working days of everybody with the same weekdays, holidays, hours and zone.

    Parameters
    ----------
    workdays
        Days of the week.
    days_off
        Holidays.
    hours
        Beginnings of the slots of a day, on the clock of the place.
    slot
        The length of one.
    clock
        The clock of the place; None where it is the plan's.

    Attributes
    ----------
    zone
        The zone of the clock; None where it is the plan's.
    opens, closes
        No slot of a day of the plan's clock begins before the one, or ends after the other.
    """

    def __init__(
        self,
        workdays: Sequence[Workday],
        days_off: DaysOff,
        hours: Offsets,
        slot: dt.timedelta,
        clock: LocalClock | None = None,
    ) -> None:
        self._weekdays = frozenset(WEEK.index(day) for day in workdays)
        self._days_off = days_off
        self.hours, self._slot, self._clock = hours, slot, clock
        self.zone = None if clock is None else clock.zone
        self.opens = hours[0] if clock is None else dt.timedelta()
        self.closes = (hours[-1] if clock is None else _DAY) + slot
        self._blocks: dict[int, list[int]] = {}

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day, as it is counted there, is one of the weekdays."""
        return day.weekday() in self._weekdays

    def __contains__(self, day: dt.date) -> bool:
        """Whether the day, as it is counted there, is one of the weekdays and no holiday."""
        return self.is_workday(day) and day not in self._days_off

    def there(self, instant: dt.datetime) -> dt.datetime:
        """Return what the clock of the place shows at an instant of the plan's."""
        return instant if self._clock is None else self._clock.local(instant)

    def within_hours(self, begins: dt.datetime, ends: dt.datetime) -> bool:
        """Whether a time lies within the hours of the day there on which it begins, worked or not.

        Parameters
        ----------
        begins, ends
            Instants of the plan's clock.
        """
        there, until = self.there(begins), self.there(ends)
        day = midnight(there.date())
        return day + self.hours[0] <= there and until <= day + self.hours[-1] + self._slot

    def offsets(self, day: dt.date) -> Offsets:
        """Return the slots that begin on a day of the plan's clock."""
        if self._clock is None:
            return self.hours if day in self else ()
        return tuple(sorted(self._offsets_there(day, self._clock)))

    def _offsets_there(self, day: dt.date, clock: LocalClock) -> Iterator[dt.timedelta]:
        """Yield the slots of a place whose days are not the plan's."""
        for there in (day - _DAY, day, day + _DAY):
            if there in self:
                for offset in self.hours:
                    begins = clock.slot_begin(midnight(there) + offset)
                    if begins is not None and begins.date() == day:
                        yield begins - midnight(day)

    def counts(self, block: int) -> list[int]:
        """Return how many slots of a block are before its first, second, ... day, and in all.

        Block k holds the days with the ordinals from k x ``BLOCK_DAYS`` on.
        """
        if block not in self._blocks:
            slots = (0 if day is None else len(self.offsets(day)) for day in days_of(block))
            self._blocks[block] = [0, *accumulate(slots)]
        return self._blocks[block]


def days_of(block: int) -> list[dt.date | None]:
    """Return the days of a block; None before the first day there is, and after the last."""
    last = dt.date.max.toordinal()
    return [
        dt.date.fromordinal(ordinal) if 1 <= ordinal <= last else None
        for ordinal in range(block * BLOCK_DAYS, (block + 1) * BLOCK_DAYS)
    ]
