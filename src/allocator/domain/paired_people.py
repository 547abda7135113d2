"""Who is on items that ask something of each other's people, once a plan has chosen it."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.domain.pairs import item_pairs
from allocator.domain.plan import PlanItem
from allocator.domain.scenario import Scenario


def with_paired_people(scenario: Scenario, entries: Iterable[PlanItem]) -> Scenario:
    """Return a scenario in which the items of pairs are for the people that a plan has on them.

    Parameters
    ----------
    scenario
        What is planned.
    entries
        The plan's items.
    """
    paired = {item.id for pair in item_pairs(scenario.scope) for item in pair[:2]}
    if not paired:
        return scenario
    people = {entry.id: tuple(work.person for work in entry.assignments) for entry in entries}
    items = tuple(
        item.model_copy(update={"assign": people[item.id], "avoid": ()})
        if item.id in paired and not item.is_started and people.get(item.id)
        else item
        for item in scenario.items
    )
    return scenario.model_copy(update={"items": items})
