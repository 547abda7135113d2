"""Nobody is on both of two items that are to have different people."""

from __future__ import annotations

from allocator.cpmodel.variables import Literal, Variables
from allocator.problem.activity import Activity


def add(variables: Variables) -> None:
    """Per pair and person who can do both: they are picked for one need of the two at most."""
    activities = variables.problem.activities
    for a, b in variables.problem.people_rules.apart:
        mine, others = (picks_of(variables, activities[each]) for each in (a, b))
        for person in mine.keys() & others.keys():
            variables.model.add_at_most_one([*mine[person], *others[person]])


def picks_of(variables: Variables, activity: Activity) -> dict[int, list[Literal]]:
    """Return by person the literals that they fill a need of an activity."""
    found: dict[int, list[Literal]] = {}
    for n, staffing in enumerate(activity.staffing):
        for person in staffing.people:
            found.setdefault(person, []).append(variables.pick[activity.index, n, person])
    return found
