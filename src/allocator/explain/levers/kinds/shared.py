"""Work that two share."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.staffing import shared_by_two
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the items of one person that hold it or come before it, where two could do them."""
    for item in ground.held_by:
        needs = item.staffing
        if item.is_started or item.choice or len(needs) != 1 or needs[0].people != 1:
            continue
        if len(ground.scenario.candidates(item, needs[0])) >= 2:
            yield LeverCandidate(
                "share",
                f"Two people share {ground.name(item)}, half of the work each",
                shared_by_two(ground.scenario, item.id),
                ground.distance(item.id),
                needs_search=True,
            )
