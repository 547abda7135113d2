"""Only what is optional is dropped, and nothing is planned on top of what is dropped."""

from __future__ import annotations

from allocator.checks.checked_plan import CheckedPlan, binding
from allocator.domain import RuleId, Violation


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items dropped that are not optional, or planned after one that is dropped."""
    found, items = [], checked.scenario.item_by_id
    states = {item_id: entry.state for item_id, entry in checked.entries.items()}
    for item_id, state in states.items():
        item = items[item_id]
        if state == "dropped" and not item.is_droppable:
            why = "has been started" if item.optional else "is not optional"
            found.append(_violation(f"{item.name} is dropped, but {why}", item_id))
        for before in dict.fromkeys(link.item for link in binding(item)):
            if state != "dropped" and states.get(before) == "dropped":
                name = items[before].name
                message = f"{item.name} is planned, but comes after {name}, which is dropped"
                found.append(_violation(message, before, item_id))
    return found


def _violation(message: str, *items: str) -> Violation:
    return Violation(rule=RuleId.OPTIONAL, message=message, items=items)
