"""Work that is taken over at any time of the day, or by people with less time in common."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.links import without_handover
from allocator.explain.counterfactuals.staffing import without_overlap
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the handovers of what holds it, and the time in common that is asked for there."""
    for item in ground.held_by:
        if item.is_started:
            continue
        name, near = ground.name(item), ground.distance(item.id)
        for link in ground.scenario.item_by_id[item.id].after:
            if link.handover:
                before = ground.name(ground.scenario.item_by_id[link.item])
                yield LeverCandidate(
                    "handover",
                    f"{name} is taken over from {before} at any time of the day",
                    without_handover(ground.scenario, item.id, link),
                    near,
                    needs_search=True,
                )
        if item.overlap is not None or any(need.overlap for need in item.needs):
            yield LeverCandidate(
                "common_time",
                f"{name} asks for no time in common (overlap)",
                without_overlap(ground.scenario, item.id),
                near,
                needs_search=True,
            )
