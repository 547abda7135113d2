"""Two items that are to have the same people have them, as far as both have room."""

from __future__ import annotations

from allocator.cpmodel.constraints.not_same_as import picks_of
from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """Per pair and person: who is picked for the first is picked for the second, if planned."""
    model, activities = variables.model, variables.problem.activities
    rules = variables.problem.people_rules
    picks = {a: picks_of(variables, activities[a]) for a in rules.members}
    for a, b in rules.together:
        for person, mine in picks[a].items():
            others = picks[b].get(person, [])
            model.add(sum(mine) <= sum(others)).only_enforce_if(variables.present(activities[b]))
    for a, person in rules.on:
        model.add(sum(picks[a].get(person, [])) == variables.present(activities[a]))
