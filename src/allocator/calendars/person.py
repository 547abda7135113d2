"""A person's working time: when they work, and with how much of their day."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from allocator.calendars.instants import (
    MICROSECOND,
    MICROSECONDS_PER_HOUR,
    following_days,
    midnight,
)
from allocator.calendars.regular_days import BLOCK_DAYS, Offsets, RegularDays, days_of
from allocator.calendars.taken_time import TakenTime
from allocator.calendars.team import TeamCalendar
from allocator.domain import Sprint
from allocator.domain.quantities import exact

Slots = tuple[tuple[dt.timedelta, int], ...]
"""The working slots of one day: beginning, counted from midnight, and capacity in units."""

Away = tuple[dt.datetime, dt.datetime, str]
"""A time without work, half-open, with its reason."""

Window = tuple[dt.datetime, dt.datetime, float]
"""A time, half-open, with the capacity in slots that begin in it."""


class PersonCalendar:
    """The working time of one person.

    Parameters
    ----------
    team
        The team calendar, whose slots are as long as the person's.
    capacity
        The share of the day left for planned work.
    regular
        The person's regular days, with their hours.
    away
        Times without work: time off, the time before joining and after leaving.
    windows
        Times with another capacity.
    focused
        Sprints in whose slots the capacity is multiplied by theirs.
    leaves
        The instant from which on they never work again, if any.
    taken
        What meetings and duties take of their slots, if there are any.

    Attributes
    ----------
    unit
        Capacities are counted in whole units; so many are the capacity 1.
    """

    def __init__(
        self,
        team: TeamCalendar,
        *,
        capacity: float,
        regular: RegularDays,
        away: tuple[Away, ...],
        windows: tuple[Window, ...],
        focused: tuple[Sprint, ...] = (),
        leaves: dt.datetime | None = None,
        taken: TakenTime | None = None,
    ) -> None:
        self.team = team
        self.leaves = leaves
        self._regular, self._taken = regular, taken
        self._away = away
        self._windows = tuple((begins, ends) for begins, ends, _ in windows)
        shares = [exact(capacity), *(exact(share) for _, _, share in windows)]
        factors = [exact(sprint.capacity) for sprint in focused]
        self._one = math.lcm(*(factor.denominator for factor in factors))
        self._focus = [
            (sprint.begins, sprint.ends, int(factor * self._one))
            for sprint, factor in zip(focused, factors, strict=True)
        ]
        self.unit = math.lcm(*(share.denominator for share in shares)) * self._one
        self.unit *= 1 if taken is None else taken.unit
        self._capacity, *self._capacities = (int(share * self.unit) for share in shares)
        self._full: dict[Offsets, Slots] = {}
        self._slot_micros = team.slot // MICROSECOND
        changes = [*self._away, *self._focus]
        self._special = [*((a, b) for a, b, _ in changes), *self._windows]
        self._days: dict[dt.date, Slots] = {}
        self._sums: dict[dt.date, int] = {}
        self._blocks: dict[int, list[int]] = {}
        self._first_block, self._totals = 0, list[int]()  # before each block from the first on

    def slots(self, day: dt.date) -> Slots:
        """Return the slots of the day in which the person works, in order."""
        if day not in self._days:
            self._days[day] = self._make(day)
        return self._days[day]

    def capacity_at(self, instant: dt.datetime) -> Fraction:
        """Return the capacity in the slot that begins at the instant; 0 where there is none."""
        offset = instant - midnight(instant.date())
        return Fraction(dict(self.slots(instant.date())).get(offset, 0), self.unit)

    def day_units(self, day: dt.date) -> int:
        """Return the sum of the capacities of the day's slots, in units."""
        if day not in self._sums:
            self._sums[day] = sum(units for _, units in self.slots(day))
        return self._sums[day]

    def day_reaching(self, after: dt.date, units: int, last: dt.date) -> tuple[dt.date, int] | None:
        """Return the first day after another by whose end the capacity adds up to an amount.

        Parameters
        ----------
        after
            The days that follow it count.
        units
            The amount; above 0.
        last
            The last day to look at.

        Returns
        -------
        tuple
            The day, and what of the amount falls to it; None where it is not reached.
        """
        number, first = divmod(after.toordinal() + 1, BLOCK_DAYS)
        found = self._block_reaching(number, self._block(number)[first] + units, last)
        if found is None:
            return None
        number, units = found
        sums = self._block(number)
        place = bisect_left(sums, units) - 1
        ordinal = number * BLOCK_DAYS + place
        if ordinal > last.toordinal():
            return None
        return dt.date.fromordinal(ordinal), units - sums[place]

    def _block_reaching(self, first: int, units: int, last: dt.date) -> tuple[int, int] | None:
        """Return the block by whose end an amount is reached, and what of it falls to the block.

        Capacity counts from the beginning of the first block on; None where it is not reached.
        """
        end = last.toordinal() // BLOCK_DAYS + 1
        if not self._totals or first < self._first_block:
            self._first_block, self._totals = first, [0]
        self._extend_totals(first)
        target = self._totals[first - self._first_block] + units
        while self._totals[-1] < target and self._first_block + len(self._totals) <= end:
            self._extend_totals(self._first_block + len(self._totals))
        place = bisect_left(self._totals, target) - 1
        if place + 1 == len(self._totals):
            return None
        return self._first_block + place, target - self._totals[place]

    def _extend_totals(self, number: int) -> None:
        """Add up the capacity of all blocks before one, from the first that was asked for."""
        while self._first_block + len(self._totals) <= number:
            block = self._first_block + len(self._totals) - 1
            self._totals.append(self._totals[-1] + self._block(block)[-1])

    def _block(self, number: int) -> list[int]:
        """Return the capacity of a block of days before its first, second, ... day, and in all."""
        if number not in self._blocks:
            self._blocks[number] = self._sum_block(number)
        return self._blocks[number]

    def _sum_block(self, number: int) -> list[int]:
        days = days_of(number)
        known = [day for day in days if day is not None]
        opens, closes = midnight(known[0]), midnight(known[-1]) + self._regular.closes
        if any(a <= opens and closes <= b for a, b, _ in self._away):
            return [0] * (BLOCK_DAYS + 1)
        if self._is_special(opens, closes):
            units = (0 if day is None else self.day_units(day) for day in days)
            return [0, *accumulate(units)]
        return [self._capacity * count for count in self._regular.counts(number)]

    def hours(self, work: int) -> Fraction:
        """Return an amount of :meth:`work_by_day` as working hours x capacity."""
        return Fraction(work, MICROSECONDS_PER_HOUR * self.unit)

    def work_by_day(self, a: dt.datetime, b: dt.datetime) -> Iterator[tuple[dt.date, int]]:
        """Yield the days from a to b, each with its working time, in microseconds x units.

        Counted are the slots that begin at a or after it, up to b.
        """
        if a >= b:
            return
        for day in following_days(a.date(), b.date()):
            opens = midnight(day)
            if a - opens <= self._regular.opens and b - opens >= self._regular.closes:
                yield day, self.day_units(day) * self._slot_micros
            else:
                yield day, self._part(day, a - opens, b - opens)

    def hours_between(self, a: dt.datetime, b: dt.datetime) -> Fraction:
        """Return working hours x capacity in the slots that begin at a or later, up to b."""
        return self.hours(sum(work for _, work in self.work_by_day(a, b)))

    def is_regular(self, day: dt.date) -> bool:
        """Whether a day of theirs is a weekday of theirs and no holiday; absences do not count."""
        return day in self._regular

    @property
    def working_hours(self) -> tuple[Offsets, str | None]:
        """Where their slots begin on their clock, and the clock's zone if it is not the plan's."""
        return self._regular.hours, self._regular.zone

    def regular_offsets(self, day: dt.date) -> Offsets:
        """Return where their slots begin on a day of the plan's clock; absences do not count."""
        return self._regular.offsets(day)

    def first_slots(self, first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
        """Yield the first slot of each of their days, as they are counted there.

        Looked at are the slots that begin on some days of the plan's clock, both included.
        """
        before = self._first_there(first)
        for day in following_days(first, last):
            for offset, _ in self.slots(day):
                there = self._regular.there(midnight(day) + offset).date()
                if there != before:
                    yield midnight(day) + offset
                before = there

    def _first_there(self, first: dt.date) -> dt.date | None:
        """Return the day there of the last slot before a day of the plan's clock, if it is near."""
        eve = first - dt.timedelta(days=1)
        slots = self.slots(eve)
        return self._regular.there(midnight(eve) + slots[-1][0]).date() if slots else None

    def ends_by(self, day: dt.date, by: dt.datetime) -> bool:
        """Whether all slots that begin on a day of the plan's clock end by an instant."""
        return midnight(day) + self._regular.closes <= by

    def is_away(self, a: dt.datetime, b: dt.datetime) -> bool:
        """Whether they are off, not there yet, or gone at any instant from a to b."""
        return any(begins < b and a < ends for begins, ends, _ in self._away)

    def is_taken(self, instant: dt.datetime) -> bool:
        """Whether meetings or duties take all of a slot that begins at the instant."""
        return self._taken is not None and not self._taken.left(instant)

    def why_away(self, instant: dt.datetime) -> str:
        """Say why no slot in which the person works begins at the instant."""
        there = self._regular.there(instant)
        if there - midnight(there.date()) not in self._regular.hours:
            return "no slot of their working day begins then"
        if not self._regular.is_workday(there.date()):
            return "not a working day of theirs"
        if there.date() not in self._regular:
            return "a holiday of theirs"
        for start, end, reason in self._away:
            if start < instant + self.team.slot and instant < end:
                return reason
        if self.is_taken(instant):
            return "meetings or a duty take all of their time then"
        return "their capacity is 0 then"

    def _part(self, day: dt.date, a: dt.timedelta, b: dt.timedelta) -> int:
        """Working time in the slots that begin from offset a on, up to offset b."""
        total = 0
        for offset, units in self.slots(day):
            if a <= offset < b:
                total += units * ((min(offset + self.team.slot, b) - offset) // MICROSECOND)
        return total

    def _make(self, day: dt.date) -> Slots:
        offsets = self._regular.offsets(day)
        if not offsets:
            return ()
        opens, closes = midnight(day) + offsets[0], midnight(day) + offsets[-1] + self.team.slot
        if not self._is_special(opens, closes):
            if offsets not in self._full:
                self._full[offsets] = tuple((offset, self._capacity) for offset in offsets)
            return self._full[offsets]
        slots = ((offset, self._capacity_in(midnight(day) + offset)) for offset in offsets)
        return tuple((offset, capacity) for offset, capacity in slots if capacity > 0)

    def _is_special(self, opens: dt.datetime, closes: dt.datetime) -> bool:
        """Whether slots between two instants may have another capacity than most."""
        if any(a < closes and opens < b for a, b in self._special):
            return True
        return self._taken is not None and self._taken.touches(opens, closes)

    def _capacity_in(self, begins: dt.datetime) -> int:
        ends = begins + self.team.slot
        if any(a < ends and begins < b for a, b, _ in self._away):
            return 0
        capacity = self._capacity
        for (a, b), other in zip(self._windows, self._capacities, strict=True):
            if a <= begins < b:
                capacity = other
        for a, b, factor in self._focus:
            if a <= begins < b:
                capacity = capacity * factor // self._one
        if self._taken is None:
            return capacity
        return capacity * self._taken.left(begins) // self._taken.unit
