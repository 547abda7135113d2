"""A resource with more capacity."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.resources import enlarged
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield one more of each resource in use, and as much more as an item takes that holds it."""
    for resource in ground.scenario.resources:
        using = [item for item in ground.open_items if resource.id in item.resources]
        near = min((ground.distance(item.id) for item in using), default=FAR)
        if near >= FAR:
            continue
        amounts = {1, *(item.resources[resource.id] for item in using if item in ground.held_by)}
        for more in sorted(amounts)[:3]:
            yield LeverCandidate(
                "resource",
                f"{more} more of {resource.name or resource.id}: {resource.capacity + more}, not "
                f"{resource.capacity}",
                enlarged(ground.scenario, resource.id, more),
                near,
                needs_search=True,
            )
