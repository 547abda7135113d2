"""Each need of a planned item has as many people as it asks for, all different."""

from __future__ import annotations

from allocator.cpmodel.variables import KnownSolution, Literal, Variables
from allocator.problem.activity import Activity


def add(variables: Variables) -> None:
    """For every need: sum of picks = people x planned; per item, each person at most once.

    Of needs to choose from exactly one is filled.
    """
    model = variables.model
    for activity in variables.problem.activities:
        taken: dict[int, list[int]] = {}
        for n, staffing in enumerate(activity.staffing):
            picks = variables.picks(activity, n)
            if n in activity.choice:
                model.add(sum(picks) == staffing.count * _filled(variables, activity, n))
            elif staffing.count == 1 and not variables.droppable(activity.node):
                model.add_exactly_one(picks)
            else:
                model.add(sum(picks) == staffing.count * variables.present(activity))
            for p in staffing.people:
                taken.setdefault(p, []).append(n)
        if activity.choice:
            filled = [variables.filled[activity.index, n] for n in activity.choice]
            model.add(sum(filled) == variables.present(activity))
        for p, needs in taken.items():
            if len(needs) > 1:
                model.add_at_most_one(variables.pick[activity.index, n, p] for n in needs)


def _filled(variables: Variables, activity: Activity, need: int) -> Literal:
    """Make the literal that one of the needs to choose from is the one that is filled."""
    a = activity.index

    def hint(known: KnownSolution) -> int:
        return int(bool(known[0].people[a][need]))

    variables.filled[a, need] = variables.literal(f"filled[{a},{need}]", hint)
    return variables.filled[a, need]
