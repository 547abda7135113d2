"""Constraints that every plan keeps anyway, but from which the solver learns bounds.

The work that falls to each person within a group of items bounds the group's finish from below.
In the linear relaxation, where work may be split among all who are able, this is the bound of the
fractional assignment of effort to capable people.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from allocator.cpmodel.variables import Variables


def add_person_loads(
    variables: Variables, latest: cp_model.IntVar, activities: frozenset[int]
) -> None:
    """Per person: latest end >= earliest start of theirs + what they do of these activities.

    The earliest start is 0 where all that they may do can be dropped: then they may do nothing.
    """
    if not variables.with_people:
        return
    problem, model = variables.problem, variables.model
    work: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    head: dict[int, int] = {}
    certain: set[int] = set()
    for a in sorted(activities):
        droppable = variables.droppable(problem.activities[a].node)
        for n, staffing in enumerate(problem.activities[a].staffing):
            for p, table in zip(staffing.people, staffing.finish, strict=True):
                work[p].append((table.fewest_slots * staffing.share, variables.pick[a, n, p]))
                earliest = int(variables.windows.earliest[a]) if variables.tight else 0
                head[p] = min(head.get(p, earliest), earliest)
                if not droppable:
                    certain.add(p)
    for p, parts in work.items():
        if len(parts) > 1:
            load = sum(slots * pick for slots, pick in parts)
            least = head[p] if p in certain else 0
            model.add(problem.share_scale * (latest - least) >= load)
