"""No resource is held by more than it has."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from allocator.checks.facts import scheduled
from allocator.checks.sweep import Held, overloads
from allocator.checks.words import amount, at, listed
from allocator.domain import Plan, RuleId, Scenario, Violation


def check(scenario: Scenario, plan: Plan) -> list[Violation]:
    """Return all times at which items hold more of a resource than its capacity.

    An item holds its resources from its start to its finish, nights included.
    """
    holds: defaultdict[str, list[Held]] = defaultdict(list)
    for item_id, planned in scheduled(scenario, plan).items():
        for resource_id, units in planned.item.resources.items():
            held = Held(item_id, planned.start, planned.finish, Fraction(units))
            holds[resource_id].append(held)
    return [
        Violation(
            rule=RuleId.RESOURCE_LOAD,
            message=f"{listed(f'{held.item} ({amount(held.amount)})' for held in over.held)} "
            f"hold {amount(over.peak)} of {resource_id} between {at(over.start)} and "
            f"{at(over.finish)}; there are {scenario.resource_by_id[resource_id].capacity}",
            items=tuple(held.item for held in over.held),
        )
        for resource_id, held_by in holds.items()
        for over in overloads(held_by, Fraction(scenario.resource_by_id[resource_id].capacity))
    ]
