"""The people of a work item, as tables write them."""

from __future__ import annotations

from allocator.domain import PlanItem


def people_of(item: PlanItem) -> str:
    """Return the ids of the people on an item in the plan's order: ``ana; bob``."""
    return "; ".join(dict.fromkeys(assignment.person for assignment in item.assignments))
