"""Work that may cross a sprint border."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.staffing import across_sprints
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the items that lie within one sprint and hold it."""
    for item in ground.held_by:
        if ground.scenario.fits(item) and item.staffing:
            yield LeverCandidate(
                "sprint",
                f"{ground.name(item)} may cross a sprint border",
                across_sprints(item.id),
                ground.distance(item.id),
            )
