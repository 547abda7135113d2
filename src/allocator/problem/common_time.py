"""Working time that two people of an item have in common: who can be put together, and how long."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.calendars.calendars import Calendars
from allocator.calendars.local_days import LocalDays
from allocator.domain import Scenario, WorkItem
from allocator.problem.activity import CommonTime, Staffing
from allocator.problem.capacity import Capacities, Capacity
from allocator.problem.timeline import DAY_MINUTES, NEVER, IntArray, Table, Timeline


@dataclass(frozen=True)
class _Days:
    """The days of a place on the axis.

    Attributes
    ----------
    zone
        Its name; None where it is the plan's.
    begins
        Shape (days + 1,): the instants at which they begin; the last one ends at the last entry.
    number
        Shape (H,): the day in which each slot begins.
    """

    zone: str | None
    begins: IntArray
    number: IntArray


class CommonTimes:
    """Tabulates which two people have too little time in common, and from which starts on.

    Parameters
    ----------
    scenario, calendars
        What is planned, and the working time in it.
    timeline
        The axis.
    capacities
        The people's capacities on it.
    """

    def __init__(
        self,
        scenario: Scenario,
        calendars: Calendars,
        timeline: Timeline,
        capacities: Capacities,
    ) -> None:
        self._scenario, self._calendars = scenario, calendars
        self._timeline, self._capacities = timeline, capacities
        self._days: dict[str | None, _Days] = {}
        self._tables: dict[tuple[object, ...], Table | None] = {}
        self._made: dict[tuple[object, ...], CommonTime | None] = {}

    def of(self, item: WorkItem, staffing: Sequence[Staffing]) -> CommonTime | None:
        """Return what an item asks of any two of its people; None where all of them can do it."""
        overlaps = tuple(need.overlap for need in item.planned_needs)
        if item.is_started or (item.overlap is None and not any(overlaps)):
            return None
        key = (*staffing, item.overlap, overlaps)
        if key not in self._made:
            limits = {
                pair: tables
                for pair, minutes in self._asked(item, staffing)
                if (tables := self._limits(staffing, pair, minutes))
            }
            self._made[key] = CommonTime(limits) if limits else None
        return self._made[key]

    def _asked(
        self, item: WorkItem, staffing: Sequence[Staffing]
    ) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield pairs of needs with the minutes that their people have to have in common."""
        calendar = self._scenario.calendar
        for one, other in itertools.combinations_with_replacement(range(len(staffing)), 2):
            spans = [item.overlap, item.planned_needs[one].overlap if one == other else None]
            minutes = [calendar.working_minutes(span) for span in spans if span is not None]
            if one == other:
                are_together = staffing[one].count > 1
            else:
                are_together = not {one, other} <= set(item.choice)
            if minutes and are_together:
                yield (one, other), int(np.ceil(float(max(minutes))))

    def _limits(
        self, staffing: Sequence[Staffing], pair: tuple[int, int], minutes: int
    ) -> dict[tuple[int, int], Table]:
        one, other = (staffing[need].people for need in pair)
        found = {}
        for p, q in itertools.product(one, other):
            if p != q and (pair[0] != pair[1] or p < q):
                table = self._table(p, q, minutes)
                if table is not None:
                    found[p, q] = table
        return found

    def _table(self, p: int, q: int, minutes: int) -> Table | None:
        """Return by start the last boundary by which the earlier of two people must be done.

        None where nothing is asked of them by that.
        """
        one, other = self._capacities.of(p), self._capacities.of(q)
        days = [self._days_of(p), self._days_of(q)]
        places = tuple(sorted(str(each.zone) for each in days))
        key = (*sorted((one, other), key=id), places, minutes)
        if key not in self._tables:
            last = np.full(self._timeline.horizon, NEVER, dtype=np.int64)
            for each in days:
                np.minimum(last, self._last(one, other, each, minutes), out=last)
            self._tables[key] = Table(last) if bool((last < NEVER).any()) else None
        return self._tables[key]

    def _last(self, one: Capacity, other: Capacity, days: _Days, minutes: int) -> IntArray:
        """Return the same for the days of one place alone."""
        timeline, count = self._timeline, len(days.begins) - 1
        works = [each.units > 0 for each in (one, other)]
        mine, theirs, both = (
            np.bincount(days.number[mask], minlength=count)
            for mask in (works[0], works[1], works[0] & works[1])
        )
        thin = np.flatnonzero((mine > 0) & (theirs > 0) & (both * timeline.slot_minutes < minutes))
        begins, ends = days.begins[thin], days.begins[thin + 1]
        last = np.searchsorted(timeline.ends, ends, side="left") - 1
        following = np.searchsorted(begins, timeline.starts, side="left")
        return np.append(last, NEVER)[following].astype(np.int64)

    def _days_of(self, person: int) -> _Days:
        found = self._scenario.people[person]
        zone = found.timezone
        if zone not in self._days:
            self._days[zone] = _days_on(self._timeline, self._calendars.local_days(found), zone)
        return self._days[zone]


def _days_on(timeline: Timeline, days: LocalDays, zone: str | None) -> _Days:
    """Return the days of a place from before the axis begins until after it ends."""
    first = timeline.origin.date() - dt.timedelta(days=2)
    length = int(timeline.ends[-1]) // DAY_MINUTES + 5
    dates = (first + dt.timedelta(days=k) for k in range(length + 1))
    begins = np.array([timeline.minutes(days.beginning(date)) for date in dates], dtype=np.int64)
    number = np.searchsorted(begins, timeline.starts, side="right") - 1
    return _Days(zone, begins, number)
