"""Work that everybody with the skills may do."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.staffing import anybody_able
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the items for certain people only that hold it, and those under way."""
    for item in ground.held_by:
        apart = isinstance(item.remaining, dict)
        is_kept = item.state == "in_progress" and not item.reassign and not apart
        if not (item.assign or item.avoid or (is_kept and item.crew)):
            continue
        text = "Others may go on with" if is_kept else "Everybody with the skills may do"
        yield LeverCandidate(
            "assignment",
            f"{text} {ground.name(item)}",
            anybody_able(ground.scenario, item.id),
            ground.distance(item.id),
            needs_search=True,
        )
