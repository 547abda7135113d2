"""Who is on an item, by plan and by what has happened, and how tables write it."""

from __future__ import annotations

from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import parse_span


def people_on(scenario: Scenario, entry: PlanItem) -> tuple[str, ...]:
    """Return the people of an entry, of one in progress also those who have done their part.

    Parameters
    ----------
    scenario
        The plan's own.
    entry
        An item of the plan.
    """
    here = tuple(assignment.person for assignment in entry.assignments)
    item = scenario.item_by_id.get(entry.id)
    if entry.state != "in_progress" or item is None:
        return here
    if item.is_done:  # it has become so since the plan was made
        return tuple(dict.fromkeys((*here, *item.people)))
    if not isinstance(item.remaining, dict):
        return here
    done = (name for name, left in item.remaining.items() if parse_span(left)[0] == 0)
    return tuple(dict.fromkeys((*here, *(name for name in done if name in item.people))))


def people_text(item: PlanItem) -> str:
    """Return the ids of the people on an item in the plan's order: ``ana; bob``."""
    return "; ".join(dict.fromkeys(assignment.person for assignment in item.assignments))
