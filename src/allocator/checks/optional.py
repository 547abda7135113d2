"""Only what is optional is dropped, and nothing is planned on top of what is dropped."""

from __future__ import annotations

from allocator.checks.checked_plan import CheckedPlan, binding
from allocator.domain import RuleId, Violation
from allocator.wording import joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items that are dropped without reason, kept against it, or after a dropped one."""
    found, items = [], checked.scenario.item_by_id
    given_up = checked.outcomes.given_up
    states = {item_id: entry.state for item_id, entry in checked.entries.items()}
    for item_id, state in states.items():
        item = items[item_id]
        if item_id in given_up:
            if state != "dropped":
                failed = joined(items[name].name for name in given_up[item_id])
                message = f"{item.name} is {state}, but given up, as {failed} failed"
                found.append(_violation(message, item_id))
            continue
        if state == "dropped" and not item.is_droppable:
            why = "has been started" if item.optional else "is not optional"
            found.append(_violation(f"{item.name} is dropped, but {why}", item_id))
        for before in dict.fromkeys(link.item for link in binding(checked, item)):
            if not checked.entries[item_id].is_left_out and states.get(before) == "dropped":
                name = items[before].name
                message = f"{item.name} is planned, but comes after {name}, which is dropped"
                found.append(_violation(message, before, item_id))
    return found


def _violation(message: str, *items: str) -> Violation:
    return Violation(rule=RuleId.OPTIONAL, message=message, items=items)
