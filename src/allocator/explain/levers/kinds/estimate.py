"""Work that takes a fifth less."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.estimates import shorter_estimate, shorter_run
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield each item that holds it or comes before it, with a fifth less effort, or time."""
    for item in ground.held_by:
        if item.staffing:
            left = " that is left" if item.is_started else ""
            yield LeverCandidate(
                "estimate",
                f"A fifth less work{left} on {ground.name(item)}",
                shorter_estimate(ground.scenario, item.id),
                ground.distance(item.id),
            )
        if item.elapsed:
            yield LeverCandidate(
                "estimate",
                f"{ground.name(item)} runs a fifth shorter than {item.elapsed}",
                shorter_run(ground.scenario, item.id),
                ground.distance(item.id),
            )
