"""Constraints that every plan keeps anyway, but from which the solver learns bounds.

The work that falls to each person within a group of items bounds the group's finish from below.
In the linear relaxation, where work may be split among all who are able, this is the bound of the
fractional assignment of effort to capable people.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from allocator.cpmodel.variables import Variables
from allocator.problem.model import Activity, Staffing
from allocator.problem.timeline import IntArray

MOST_GROUPS = 40
"""Groups of capable people for which a cumulative is added, busiest first."""


def shortest(table: IntArray) -> int:
    """Return the fewest slots from start to finish in a finish table; 0 if it has none."""
    starts = np.flatnonzero(table <= len(table))
    return int((table[starts] - starts).min()) if len(starts) else 0


def add_person_loads(
    variables: Variables, latest: cp_model.IntVar, activities: frozenset[int]
) -> None:
    """Per person: latest end >= earliest start of theirs + what they do of these activities."""
    problem, model = variables.problem, variables.model
    work: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    head: dict[int, int] = {}
    for a in sorted(activities):
        for n, staffing in enumerate(problem.activities[a].staffing):
            for p, table in zip(staffing.people, staffing.finish, strict=True):
                work[p].append((shortest(table) * staffing.share, variables.pick[a, n, p]))
                earliest = int(variables.windows.earliest[a]) if variables.tight else 0
                head[p] = min(head.get(p, earliest), earliest)
    for p, parts in work.items():
        if len(parts) > 1:
            load = sum(slots * pick for slots, pick in parts)
            model.add(problem.share_scale * (latest - head[p]) >= load)


def add_group_cumulatives(variables: Variables) -> None:
    """Per group of people: never more work at once than the group that alone can do it."""
    groups: dict[frozenset[int], int] = defaultdict(int)
    parts = [
        (activity, staffing, frozenset(staffing.people), _least(staffing))
        for activity in variables.problem.activities
        for staffing in activity.staffing
    ]
    for _, staffing, people, slots in parts:
        groups[people] += slots * staffing.count * staffing.share
    everybody = frozenset(p for people in groups for p in people)
    busiest = sorted(groups, key=lambda g: (-groups[g] / max(1, len(g)), sorted(g)))[:MOST_GROUPS]
    for group in dict.fromkeys([*busiest, everybody]):
        if len(group) > 1:
            inside = [(a, s, slots) for a, s, people, slots in parts if people <= group]
            _add_cumulative(variables, len(group), inside)


def _least(staffing: Staffing) -> int:
    return min((shortest(table) for table in staffing.finish), default=0)


def _add_cumulative(
    variables: Variables, people: int, inside: list[tuple[Activity, Staffing, int]]
) -> None:
    if len(inside) <= people:
        return
    model, scale = variables.model, variables.problem.share_scale
    intervals, demands = [], []
    for activity, staffing, slots in inside:
        start, present = variables.start[activity.index], variables.present(activity)
        single = len(activity.staffing) == 1 and staffing.count == 1
        intervals.append(
            model.new_optional_interval_var(
                start,
                variables.size[activity.index],
                variables.end[activity.index],
                present,
                "group",
            )
            if single
            else model.new_optional_fixed_size_interval_var(start, slots, present, "group")
        )
        demands.append(staffing.count * staffing.share)
    model.add_cumulative(intervals, demands, people * scale)
