"""Only what is optional is dropped, and nothing is planned on top of what is dropped."""

from __future__ import annotations

from allocator.checks.facts import binding, entries
from allocator.domain import Plan, RuleId, Scenario, Violation


def check(scenario: Scenario, plan: Plan) -> list[Violation]:
    """Return all items dropped that are not optional, or planned after one that is dropped."""
    found = []
    states = {item_id: entry.state for item_id, entry in entries(scenario, plan).items()}
    for item_id, state in states.items():
        item = scenario.item_by_id[item_id]
        if state == "dropped" and not item.is_droppable:
            why = "has been started" if item.optional else "is not optional"
            found.append(_violation(f"{item.name} is dropped, but {why}", item_id))
        for before in dict.fromkeys(link.item for link in binding(item)):
            if state != "dropped" and states.get(before) == "dropped":
                name = scenario.item_by_id[before].name
                message = f"{item.name} is planned, but comes after {name}, which is dropped"
                found.append(_violation(message, before, item_id))
    return found


def _violation(message: str, *items: str) -> Violation:
    return Violation(rule=RuleId.OPTIONAL, message=message, items=items)
