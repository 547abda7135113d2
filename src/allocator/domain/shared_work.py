"""How many people share work, once a plan has chosen it."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.domain.items import WorkItem
from allocator.domain.needs import done_by
from allocator.domain.plan import PlanItem
from allocator.domain.scenario import Scenario


def with_chosen_numbers(scenario: Scenario, entries: Iterable[PlanItem]) -> Scenario:
    """Return a scenario in which as many people share each item as a plan has on it.

    Where the plan does not say it, that is the least number.

    Parameters
    ----------
    scenario
        What is planned.
    entries
        The plan's items.
    """
    if not any(item.choice for item in scenario.items):
        return scenario
    there = {entry.id: len(entry.assignments) for entry in entries}
    items = tuple(
        _with_number(item, there.get(item.id, 0)) if item.choice else item
        for item in scenario.items
    )
    return scenario.model_copy(update={"items": items})


def _with_number(item: WorkItem, count: int) -> WorkItem:
    """Return an item that so many people do, or as few as may be."""
    whole = tuple(
        need.model_copy(update={"effort": need.effort or item.effort}) if need.is_shared else need
        for need in item.needs
    )
    return item.model_copy(update={"needs": done_by(whole, count)})
