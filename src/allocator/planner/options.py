"""The limits and choices of one solve."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocator.domain import PlanItem
from allocator.planner.params import DEFAULT_PARAMS, SearchParams

if TYPE_CHECKING:
    from allocator.planner.cluster.search_cluster import SearchCluster


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
        Seed of everything random.
    reproducible
        Same scenario, seed and version give the same plan: the search is limited by work
        (deterministic time), not by the clock.
    relax
        Break deadlines that cannot all be met, as little as possible.
    start
        Items of a plan to start from, besides the repaired baseline and new schedules; adapted
        where the scenario has changed.
    steps
        Search with so many steps of the kernel in each objective tier, from the best plan known,
        in place of everything else; the time limit and the number of cores are of no matter then.
        None: the whole search.
    cluster
        Workers of a cluster that search in place of the cores of this machine which they have.
    params
        Every number of the planner.

    Examples
    --------
    >>> allocator.SolveOptions(workers=1).cores
    1
    """

    time_limit: float = 60.0
    workers: int | None = None
    seed: int = 0
    reproducible: bool = False
    relax: bool = False
    start: tuple[PlanItem, ...] = ()
    steps: int | None = None
    cluster: SearchCluster | None = None
    params: SearchParams = DEFAULT_PARAMS

    @property
    def cores(self) -> int:
        """Processor cores to use: those asked for, within a limit for each that there is."""
        present = _present_cores()
        if self.workers is None:
            return present
        return max(1, min(self.workers, self.params.max_workers_per_core * present))


def _present_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this platform
        return max(1, os.cpu_count() or 1)
