"""A person's working time: when they work, and with how much of their day."""

from __future__ import annotations

import datetime as dt
import math
import weakref
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from allocator.calendars.team import (
    HOUR,
    MICRO,
    TeamCalendar,
    days_off,
    following_days,
    midnight,
    team_calendar,
)
from allocator.domain import (
    Availability,
    Calendar,
    Holidays,
    Person,
    Scenario,
    Sprint,
    SprintCalendar,
    TimeOff,
    Workday,
)
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import When, beginning, end_of, exact, iso

Slots = tuple[tuple[dt.timedelta, int], ...]
"""The working slots of one day: beginning, counted from midnight, and capacity in units."""

Away = tuple[dt.datetime, dt.datetime, str]
"""A time without work, half-open, with its reason."""


class PersonCalendar:
    """The working time of one person.

    Parameters
    ----------
    team
        The team calendar, whose slots the person's are.
    capacity
        The share of the day left for planned work.
    workdays, holidays
        The person's own, or the team's.
    away
        Times without work: time off, the time before joining and after leaving.
    windows
        Times with another capacity.
    focused
        Sprints in whose slots the capacity is multiplied by theirs.
    leaves
        The instant from which on they never work again, if any.

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
        workdays: tuple[Workday, ...],
        holidays: Holidays,
        away: tuple[Away, ...],
        windows: tuple[Availability, ...],
        focused: tuple[Sprint, ...] = (),
        leaves: dt.datetime | None = None,
    ) -> None:
        self.team = team
        self.leaves = leaves
        self._workdays = workdays
        self._holidays = holidays
        self._away = away
        self._windows = tuple((beginning(w.start), end_of(w.end)) for w in windows)
        shares = [exact(capacity), *(exact(window.capacity) for window in windows)]
        factors = [exact(sprint.capacity) for sprint in focused]
        self._one = math.lcm(*(factor.denominator for factor in factors))
        self._focus = [
            (sprint.begins, sprint.ends, int(factor * self._one))
            for sprint, factor in zip(focused, factors, strict=True)
        ]
        self.unit = math.lcm(*(share.denominator for share in shares)) * self._one
        self._capacity, *self._capacities = (int(share * self.unit) for share in shares)
        self._full: Slots = tuple((offset, self._capacity) for offset in team.offsets)
        self._slot_micros = team.slot // MICRO
        changes = [*self._away, *self._focus]
        self._special = [*((a, b) for a, b, _ in changes), *self._windows]
        self._days: dict[dt.date, Slots] = {}
        self._sums: dict[dt.date, int] = {}

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

    def hours(self, work: int) -> Fraction:
        """Return an amount of :meth:`work_by_day` as working hours x capacity."""
        return Fraction(work, HOUR * self.unit)

    def work_by_day(self, a: dt.datetime, b: dt.datetime) -> Iterator[tuple[dt.date, int]]:
        """Yield the days from a to b, each with its working time, in microseconds x units.

        Counted are the slots that begin at a or after it, up to b.
        """
        if a >= b:
            return
        for day in following_days(a.date(), b.date()):
            opens = midnight(day)
            if a - opens <= self.team.opens and b - opens >= self.team.closes:
                yield day, self.day_units(day) * self._slot_micros
            else:
                yield day, self._part(day, a - opens, b - opens)

    def hours_between(self, a: dt.datetime, b: dt.datetime) -> Fraction:
        """Return working hours x capacity in the slots that begin at a or later, up to b."""
        return self.hours(sum(work for _, work in self.work_by_day(a, b)))

    def why_away(self, instant: dt.datetime) -> str:
        """Say why no slot in which the person works begins at the instant."""
        day, offset = instant.date(), instant - midnight(instant.date())
        if offset not in self.team.offsets:
            return "no slot of the working day begins then"
        if WEEK[day.weekday()] not in self._workdays:
            return "not a working day of theirs"
        if day in days_off(self._holidays, day.year):
            return "a holiday of theirs"
        for start, end, reason in self._away:
            if start < instant + self.team.slot and instant < end:
                return reason
        return "their capacity is 0 then"

    def _part(self, day: dt.date, a: dt.timedelta, b: dt.timedelta) -> int:
        """Working time in the slots that begin from offset a on, up to offset b."""
        total = 0
        for offset, units in self.slots(day):
            if a <= offset < b:
                total += units * ((min(offset + self.team.slot, b) - offset) // MICRO)
        return total

    def _make(self, day: dt.date) -> Slots:
        if WEEK[day.weekday()] not in self._workdays:
            return ()
        if day in days_off(self._holidays, day.year):
            return ()
        opens, closes = midnight(day) + self.team.opens, midnight(day) + self.team.closes
        if not any(a < closes and opens < b for a, b in self._special):
            return self._full
        slots = (
            (offset, self._capacity_in(midnight(day) + offset)) for offset in self.team.offsets
        )
        return tuple((offset, capacity) for offset, capacity in slots if capacity > 0)

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
        return capacity


def person_calendar(scenario: Scenario, person: Person) -> PersonCalendar:
    """Return the working time of a person of the scenario."""
    calendar = scenario.calendar
    latest = _latest.get(person.id)
    if (
        latest is not None
        and latest[0]() is person
        and latest[1].team.calendar is calendar
        and latest[2] is scenario.sprints
    ):
        return latest[1]
    found = _person_calendar(
        calendar,
        person.capacity,
        calendar.workdays if person.workdays is None else person.workdays,
        calendar.holidays if person.holidays is None else person.holidays,
        person.time_off,
        person.availability,
        person.joins,
        person.leaves,
        tuple(sprint for sprint in scenario.sprints_of(person.team) if sprint.capacity != 1),
    )
    if len(_latest) >= _MOST_PEOPLE:
        _latest.clear()
    _latest[person.id] = weakref.ref(person), found, scenario.sprints
    return found


_MOST_PEOPLE = 4096
_latest: dict[str, tuple[weakref.ref[Person], PersonCalendar, SprintCalendar | None]] = {}
"""The one asked for last, by id: to look up a calendar by all its fields takes longer."""


@lru_cache(maxsize=1024)
def _person_calendar(
    calendar: Calendar,
    capacity: float,
    workdays: tuple[Workday, ...],
    holidays: Holidays,
    time_off: tuple[TimeOff, ...],
    availability: tuple[Availability, ...],
    joins: When | None,
    leaves: When | None,
    focused: tuple[Sprint, ...],
) -> PersonCalendar:
    """Make the calendar of everybody with these times, once."""
    away: list[Away] = [
        (beginning(off.start), end_of(off.end), f"off from {iso(off.start)} to {iso(off.end)}")
        for off in time_off
    ]
    if joins is not None:
        away.append((dt.datetime.min, beginning(joins), f"not there before {iso(joins)}"))
    if leaves is not None:
        away.append((end_of(leaves), dt.datetime.max, f"gone after {iso(leaves)}"))
    return PersonCalendar(
        team_calendar(calendar),
        capacity=capacity,
        workdays=workdays,
        holidays=holidays,
        away=tuple(away),
        windows=availability,
        focused=focused,
        leaves=None if leaves is None else end_of(leaves),
    )
