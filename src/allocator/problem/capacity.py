"""When a person works, and how much of each slot is theirs to plan."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.calendars.calendars import Calendars
from allocator.calendars.local_days import LocalDays
from allocator.calendars.regular_days import RegularDays
from allocator.calendars.taken_time import TakenTime
from allocator.domain import Person, Scenario, Sprint
from allocator.domain.quantities import exact
from allocator.problem.timeline import DAY_MINUTES, BoolArray, IntArray, Timeline, regular_slots


@dataclass(frozen=True, eq=False)
class Capacity:
    """A person's capacity in every slot of the axis, as exact fractions.

    Those who work the same slots share one, which is equal to itself alone.

    Attributes
    ----------
    units
        Shape (H,): capacity in the slot times ``scale``; 0 where the person does not work. Of the
        smallest unsigned type that holds it.
    scale
        The common denominator.
    """

    units: npt.NDArray[np.unsignedinteger[Any]]
    scale: int

    def between(self, first: int, last: int) -> Capacity:
        """Return the capacity on the slots of an axis from one slot to another (half-open)."""
        return Capacity(self.units[first:last], self.scale)

    @cached_property
    def cumulated(self) -> IntArray:
        """Sum of ``units`` before each boundary, shape (H + 1,)."""
        return np.concatenate([[0], np.cumsum(self.units, dtype=np.int64)])

    @cached_property
    def most(self) -> int:
        """The largest of the units."""
        return int(self.units.max(initial=0))


class Capacities:
    """The people's capacities; those who work the same slots share one object.

    Parameters
    ----------
    scenario, calendars
        What is planned, and the working time in it.
    timeline
        The problem's timeline.
    """

    def __init__(self, scenario: Scenario, calendars: Calendars, timeline: Timeline) -> None:
        self._scenario, self._calendars, self._timeline = scenario, calendars, timeline
        self._of: dict[int, Capacity] = {}
        self._slots: dict[RegularDays, BoolArray] = {}
        self._made: dict[tuple[object, ...], Capacity] = {}
        self._equal: dict[tuple[int, bytes], Capacity] = {}
        self._minutes: dict[tuple[str, ...], IntArray] = {}

    def of(self, person: int) -> Capacity:
        """Return the capacity over the axis of a person, by index."""
        if person not in self._of:
            self._of[person] = self.tabulated(self._scenario.people[person])
        return self._of[person]

    def tabulated(self, person: Person) -> Capacity:
        """Return a person's capacity over the axis."""
        regular = self._calendars.regular_days(person)
        focused = tuple(s for s in self._scenario.sprints_of(person.team) if s.capacity != 1)
        key = (
            focused,
            *(person.capacity, regular, person.time_off, person.availability),
            *(person.joins, person.leaves),
            *self._calendars.commitments(person),
        )
        if key not in self._made:
            if regular not in self._slots:
                self._slots[regular] = _slots_on_axis(regular, self._timeline)
            days = self._calendars.local_days(person)
            made = _tabulate(person, days, self._timeline, self._slots[regular], focused)
            taken = self._calendars.taken_time(person)
            if taken is not None:
                minutes = self._minutes_left(person, taken)
                made = _without_taken(made, taken, minutes, self._timeline)
            self._made[key] = self._equal.setdefault((made.scale, made.units.tobytes()), made)
        return self._made[key]

    def _minutes_left(self, person: Person, taken: TakenTime) -> IntArray:
        """Return the minutes of each slot without meetings, once for all who attend the same."""
        attended = tuple(meeting.id for meeting in self._scenario.meetings_of(person))
        if attended not in self._minutes:
            self._minutes[attended] = _minutes_left(taken, self._timeline)
        return self._minutes[attended]


def _tabulate(
    person: Person,
    days: LocalDays,
    timeline: Timeline,
    regular: BoolArray,
    focused: tuple[Sprint, ...],
) -> Capacity:
    shares = [exact(person.capacity), *(exact(a.capacity) for a in person.availability)]
    scale = math.lcm(*(share.denominator for share in shares))
    starts, slot_ends = timeline.starts, timeline.starts + timeline.slot_minutes
    units = np.full(len(starts), int(shares[0] * scale), dtype=np.int64)
    for window, share in zip(person.availability, shares[1:], strict=True):
        begins = timeline.minutes(days.beginning(window.start))
        ends = timeline.minutes(days.end(window.end))
        units[(starts >= begins) & (starts < ends)] = int(share * scale)
    units[~_present(person, days, timeline, regular)] = 0
    for off in person.time_off:
        begins = timeline.minutes(days.beginning(off.start))
        ends = timeline.minutes(days.end(off.end))
        units[(slot_ends > begins) & (starts < ends)] = 0
    if focused:
        factors, per_one = _focus(focused, timeline)
        units, scale = units * factors, scale * per_one
    smallest = np.min_scalar_type(int(units.max(initial=0)))
    return Capacity(units.astype(smallest), scale)


def _without_taken(
    capacity: Capacity, taken: TakenTime, minutes: IntArray, timeline: Timeline
) -> Capacity:
    """Return a capacity without what meetings and duties take of it."""
    parts, per_one = _left_of_turns(taken, timeline)
    units = capacity.units * minutes * parts
    scale = capacity.scale * timeline.slot_minutes * per_one
    divisor = math.gcd(scale, int(np.gcd.reduce(units, initial=0)))
    units, scale = units // divisor, scale // divisor
    return Capacity(units.astype(np.min_scalar_type(int(units.max(initial=0)))), scale)


def _minutes_left(taken: TakenTime, timeline: Timeline) -> IntArray:
    """Return, shape (H,), the minutes of each slot in which there are no meetings."""
    starts, length = timeline.starts, timeline.slot_minutes
    left = np.full(len(starts), length, dtype=np.int64)
    times = [
        (timeline.minutes(begins), timeline.minutes(ends))
        for begins, ends in taken.meetings_between(*_reach(timeline))
    ]
    for begins, ends in times:
        first = int(np.searchsorted(starts, begins - length, side="right"))
        last = int(np.searchsorted(starts, ends, side="left"))
        slots = starts[first:last]
        left[first:last] -= np.minimum(slots + length, ends) - np.maximum(slots, begins)
    return left


def _left_of_turns(taken: TakenTime, timeline: Timeline) -> tuple[IntArray, int]:
    """Return, shape (H,), what duties leave of the capacity, times a scale, and the scale."""
    left, scale = np.ones(len(timeline.starts), dtype=np.int64), 1
    _, last = _reach(timeline)
    for kept, on_duty in taken.duties(timeline.origin.date(), last.date()):
        mask = np.array(on_duty)[timeline.starts // DAY_MINUTES]
        left *= np.where(mask, kept.numerator, kept.denominator)
        scale *= kept.denominator
    return left, scale


def _reach(timeline: Timeline) -> tuple[dt.datetime, dt.datetime]:
    """Return the instants at which the first slot of the axis begins and the last one ends."""
    return timeline.moment(timeline.ends[0]), timeline.moment(timeline.ends[-1])


def _focus(focused: tuple[Sprint, ...], timeline: Timeline) -> tuple[IntArray, int]:
    """Return, shape (H,), the focus factor in each slot, times a scale, and the scale."""
    shares = [exact(sprint.capacity) for sprint in focused]
    scale = math.lcm(*(share.denominator for share in shares))
    factors = np.full(len(timeline.starts), scale, dtype=np.int64)
    for sprint, share in zip(focused, shares, strict=True):
        first = timeline.first_slot(timeline.minutes(sprint.begins))
        last = timeline.first_slot(timeline.minutes(sprint.ends))
        factors[first:last] = int(share * scale)
    return factors, scale


def _slots_on_axis(regular: RegularDays, timeline: Timeline) -> BoolArray:
    """Return, shape (H,), whether each slot is one of some regular days."""
    starts = timeline.starts
    if not len(starts):
        return np.zeros(0, dtype=bool)
    days = int(starts[-1]) // DAY_MINUTES + 1
    return np.isin(starts, regular_slots(regular, timeline.origin, days))


def _present(person: Person, days: LocalDays, timeline: Timeline, regular: BoolArray) -> BoolArray:
    """Whether the slot is one of the person's and between joining and leaving."""
    starts, present = timeline.starts, regular.copy()
    if person.joins is not None:
        present &= starts >= timeline.minutes(days.beginning(person.joins))
    if person.leaves is not None:
        present &= starts + timeline.slot_minutes <= timeline.minutes(days.end(person.leaves))
    return present
