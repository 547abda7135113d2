"""The appendix of the page: how good the plan is, and how it was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.quality import TierQuality, tier_qualities
from allocator.domain import Plan

_STOPPED = {
    "proved": "the search ended by itself",
    "time_limit": "the time limit ended the search",
    "interrupted": "the search was interrupted",
    "work_limit": "the work limit of a reproducible run ended the search",
}


@dataclass(frozen=True)
class Appendix:
    """What the appendix shows."""

    qualities: tuple[TierQuality, ...]
    lines: tuple[str, ...]
    """How the plan was found, a sentence without a full stop each."""


def appendix(plan: Plan) -> Appendix:
    """Return what the appendix shows."""
    return Appendix(tier_qualities(plan), tuple(_found(plan)))


def _found(plan: Plan) -> Iterator[str]:
    solver = plan.solver
    took = "" if solver.wall_seconds is None else f" after {wording.duration(solver.wall_seconds)}"
    told = _STOPPED[solver.stop_reason]
    yield f"{told[0].upper()}{told[1:]}{took}"
    if solver.stop_reason != "proved":
        yield "More time may give a better plan: allocator plan --time-limit"
    yield f"Found with seed {solver.seed}"
