"""What the caller may say about a solve."""

from __future__ import annotations

import os
from dataclasses import dataclass

from allocator.domain import PlanItem

MOST_PER_CORE = 8
"""Most workers for each core; each takes a process, and hundreds would fill any memory."""


@dataclass(frozen=True, kw_only=True)
class SolveOptions:
    """Limits and choices of one solve.

    Attributes
    ----------
    time_limit
        Seconds; the search ends earlier when everything is proved.
    workers
        Processor cores to use; None is all of them.
    seed
        Of everything random.
    reproducible
        Same scenario, seed and version give the same plan: the search is limited by work
        (deterministic time), not by the clock.
    relax
        Break deadlines that cannot all be met, as little as possible.
    start
        A plan's items to start from, beside the repaired baseline and what is built anew; it is
        left out where it does not fit the scenario.
    """

    time_limit: float = 60.0
    workers: int | None = None
    seed: int = 0
    reproducible: bool = False
    relax: bool = False
    start: tuple[PlanItem, ...] = ()

    @property
    def cores(self) -> int:
        """Processor cores to use: those that are asked for, but few for each that there is."""
        there = _cores_there()
        return there if self.workers is None else max(1, min(self.workers, MOST_PER_CORE * there))


def _cores_there() -> int:
    """Return how many cores this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this platform
        return max(1, os.cpu_count() or 1)
