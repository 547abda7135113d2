"""Work in progress before which other work may come."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.staffing import interruptible
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the work in progress that holds it, and that may not be interrupted."""
    for item in ground.held_by:
        if item.uninterrupted and item.state == "in_progress":
            yield LeverCandidate(
                "interruption",
                f"Other work may come before {ground.name(item)} goes on (uninterrupted)",
                interruptible(item.id),
                ground.distance(item.id),
                needs_search=True,
            )
