"""A model of starts alone: it takes of each item no less time than its fastest people need.

Every plan, its people left out, is a solution of this model with the same values of all tiers that
depend on starts and ends. So what is proved of the model bounds all plans.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from allocator.cpmodel.ranges import Ranges, domain, ranges_of
from allocator.cpmodel.variables import Variables
from allocator.problem.activity import Activity, Staffing
from allocator.problem.objective import TierKind
from allocator.problem.time_windows import possible_starts
from allocator.problem.timeline import BoolArray, Table

RULES_ABOUT_PEOPLE = frozenset(
    {
        *("staffing", "not_same_as", "same_as", "working_time", "person_load", "max_items"),
        *("overlap", "handover", "budget"),
    }
)
TIER_KINDS = (TierKind.FINISHES, TierKind.VALUE, TierKind.DEADLINES)
"""Kinds of tiers that do not depend on who does what."""


def add(variables: Variables) -> None:
    """Per activity: it starts where the calendars let it, and takes as long as people may need."""
    horizon = variables.problem.horizon
    known: dict[tuple[Staffing | Table | None, ...], tuple[Ranges, int, int]] = {}
    for activity in variables.problem.activities:
        key = (*activity.staffing, activity.hold)
        if key not in known:
            starts = possible_starts(activity, horizon)
            known[key] = (ranges_of(starts), *_slots(activity, starts))
        possible, fewest, most = known[key]
        a, present = activity.index, variables.present(activity)
        start = variables.start[a]
        variables.model.add_linear_expression_in_domain(start, domain(possible)).only_enforce_if(
            present
        )
        if activity.staffing:
            size = variables.size[a]
            variables.model.add_linear_constraint(size, fewest, most).only_enforce_if(present)


def _slots(activity: Activity, possible: BoolArray) -> tuple[int, int]:
    """Return the fewest and the most slots from a possible start to the end of a team's work."""
    starts = np.flatnonzero(possible)
    horizon = len(possible)
    fewest, most = 0, 0
    for staffing in activity.least if len(starts) else ():
        tables = Counter(staffing.finish)
        taken = sorted((table.fewest_slots, number) for table, number in tables.items())
        fewest = max(fewest, _ranked(taken, staffing.count))
    for staffing in activity.staffing if len(starts) else ():
        for table in set(staffing.finish):
            ends = table.values[starts]
            done = ends <= horizon
            most = max(most, int((ends - starts)[done].max(initial=0)))
    return fewest, max(fewest, most)


def _ranked(taken: list[tuple[int, int]], count: int) -> int:
    """Return the slots that the so-manieth fastest person takes at least."""
    for slots, number in taken:
        count -= number
        if count <= 0:
            return slots
    return 0
