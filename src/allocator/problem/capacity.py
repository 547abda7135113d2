"""When a person works, and how much of each slot is theirs to plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from allocator.domain import Person, Scenario
from allocator.domain.quantities import beginning, end_of, exact
from allocator.problem.timeline import DAY, DayTable, IntArray, Timeline


@dataclass(frozen=True)
class Capacity:
    """A person's capacity in every slot of the axis, as exact fractions.

    Attributes
    ----------
    units
        Shape (H,): capacity in the slot times ``scale``; 0 where the person does not work.
    scale
        The common denominator.
    cumulated
        Shape (H + 1,): sum of ``units`` before each boundary.
    """

    units: IntArray
    scale: int
    cumulated: IntArray


def capacity_of(person: Person, scenario: Scenario, timeline: Timeline) -> Capacity:
    """Tabulate a person's capacity over the axis."""
    shares = [exact(person.capacity), *(exact(a.capacity) for a in person.availability)]
    scale = math.lcm(*(share.denominator for share in shares))
    starts, slot_ends = timeline.starts, timeline.starts + timeline.slot_minutes
    units = np.full(len(starts), int(shares[0] * scale), dtype=np.int64)
    for window, share in zip(person.availability, shares[1:], strict=True):
        begins = timeline.minutes(beginning(window.start))
        ends = timeline.minutes(end_of(window.end))
        units[(starts >= begins) & (starts < ends)] = int(share * scale)
    units[~_present(person, scenario, timeline)] = 0
    for off in person.time_off:
        begins = timeline.minutes(beginning(off.start))
        ends = timeline.minutes(end_of(off.end))
        units[(slot_ends > begins) & (starts < ends)] = 0
    cumulated = np.concatenate([[0], np.cumsum(units)]).astype(np.int64)
    return Capacity(units, scale, cumulated)


def _present(person: Person, scenario: Scenario, timeline: Timeline) -> np.ndarray:
    """Whether the slot lies on a day of the person's and between joining and leaving."""
    starts = timeline.starts
    if not len(starts):
        return np.zeros(0, dtype=bool)
    calendar = scenario.calendar
    first = timeline.origin.toordinal()
    days = DayTable.build(
        first,
        int(starts[-1]) // DAY + 1,
        person.workdays or calendar.workdays,
        person.holidays or calendar.holidays,
    )
    present = days.works[starts // DAY]
    if person.joins is not None:
        present &= starts >= timeline.minutes(beginning(person.joins))
    if person.leaves is not None:
        present &= starts + timeline.slot_minutes <= timeline.minutes(end_of(person.leaves))
    return np.asarray(present)
