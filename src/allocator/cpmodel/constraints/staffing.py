"""Each need of a planned item has as many people as it asks for, all different."""

from __future__ import annotations

from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """For every need: sum of picks = people x planned; per item, each person at most once."""
    model = variables.model
    for activity in variables.problem.activities:
        taken: dict[int, list[int]] = {}
        for n, staffing in enumerate(activity.staffing):
            picks = variables.picks(activity, n)
            if staffing.count == 1 and not variables.droppable(activity.node):
                model.add_exactly_one(picks)
            else:
                model.add(sum(picks) == staffing.count * variables.present(activity))
            for p in staffing.people:
                taken.setdefault(p, []).append(n)
        for p, needs in taken.items():
            if len(needs) > 1:
                model.add_at_most_one(variables.pick[activity.index, n, p] for n in needs)
