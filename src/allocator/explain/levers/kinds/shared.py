"""Work that two share, or one more than may so far."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import WorkItem
from allocator.explain.counterfactuals.staffing import shared_by_more, shared_by_two
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the items of one person that hold it or come before it, where two could do them."""
    for item in ground.held_by:
        needs = item.staffing
        yield from _one_more(ground, item)
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


def _one_more(ground: Ground, item: WorkItem) -> Iterator[LeverCandidate]:
    """Yield an item that as many people share as may, and others could share."""
    need = next((each for each in item.needs if each.is_shared), None)
    if need is None or need.up_to is None or item.is_started:
        return
    if len(ground.scenario.candidates(item, need)) > need.up_to:
        yield LeverCandidate(
            "share",
            f"Up to {need.up_to + 1} people share {ground.name(item)}, not only {need.up_to}",
            shared_by_more(ground.scenario, item.id),
            ground.distance(item.id),
            needs_search=True,
        )
