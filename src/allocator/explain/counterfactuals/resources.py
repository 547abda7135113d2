"""Changes of resources."""

from __future__ import annotations

from allocator.domain import Scenario
from allocator.explain.counterfactuals.change import Change, updated


def enlarged(scenario: Scenario, resource_id: str, by: int = 1) -> Change:
    """Add to the capacity of a resource."""
    capacity = scenario.resource_by_id[resource_id].capacity + by
    return updated("resources", resource_id, capacity=capacity)
