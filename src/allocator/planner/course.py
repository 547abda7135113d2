"""How a search went: when the plan got better, and by how much of late."""

from __future__ import annotations

from allocator.domain import Course, LateGain
from allocator.domain.result import LATELY
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent


def course_of(incumbent: Incumbent, clock: Clock, tiers: tuple[str, ...]) -> Course:
    """Return the course of a search that has just ended.

    Parameters
    ----------
    incumbent, clock
        Of the search.
    tiers
        Names of the tiers in their order.
    """
    searched = clock.elapsed
    return Course(
        searched_seconds=searched,
        improved_seconds=incumbent.best_seconds or searched,
        late_gain=_late_gain(incumbent, LATELY * searched, ("deadlines", *tiers)),
    )


def _late_gain(incumbent: Incumbent, since: float, tiers: tuple[str, ...]) -> LateGain | None:
    """Return what was gained since some second, of the first tier that differs."""
    before = [score for seconds, score in incumbent.scores if seconds < since]
    if not before:
        return None
    old, new = before[-1], incumbent.scores[-1][1]
    for tier, was, now in zip(tiers, old, new, strict=True):
        if now != was:
            return LateGain(tier=tier, fraction=(was - now) / max(1, was))
    return None
