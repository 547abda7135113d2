"""Chooses neighbourhoods: by weights that adapt to gains, of sizes that adapt to the solver."""

from __future__ import annotations

import random

from allocator.planner.lns.neighbourhood_kinds import NEIGHBOURHOODS, Draw
from allocator.planner.lns.params import LnsParams
from allocator.planner.lns.schedule import Schedule
from allocator.problem.model import Problem

NeighbourhoodKind = tuple[str, bool]
"""The name of a neighbourhood, and whether activities after it may shift."""


class Neighbourhoods:
    r"""Draws neighbourhoods of one problem's schedules.

    A kind is drawn with a probability in proportion to its weight, the roulette wheel of adaptive
    large neighbourhood search [1]_. After each of its subproblems the weight becomes
    :math:`w \leftarrow \rho w + \sigma`, where :math:`\rho` is ``weight_memory`` and
    :math:`\sigma` is ``weight_gain`` if a better solution was found and else 0; ``min_weight`` is
    added in the draw. The size of a kind shrinks after a subproblem that was not solved to the
    end, and grows after one that was proved to hold nothing better.

    Parameters
    ----------
    problem
        What is planned.
    seed
        Seed of the draws.
    params
        Sizes and weights.

    Attributes
    ----------
    sizes
        Free activities by kind. There are two kinds of each name: all other activities are fixed,
        or those after the free ones may shift.

    References
    ----------
    .. [1] Ropke, S., Pisinger, D. 2006. An adaptive large neighborhood search heuristic for the
       pickup and delivery problem with time windows. *Transportation Science* 40(4): 455-472.
    """

    def __init__(self, problem: Problem, seed: int, params: LnsParams) -> None:
        self._problem, self._params = problem, params
        self._random = random.Random(seed)
        kinds = [(name, shifts) for name in NEIGHBOURHOODS for shifts in (False, True)]
        self.sizes = dict.fromkeys(kinds, params.initial_size)
        self._weights = dict.fromkeys(kinds, 1.0)

    def draw(self, schedule: Schedule, tier: str) -> tuple[NeighbourhoodKind, list[int], list[int]]:
        """Return a kind, the activities that are free in it, and those that may shift."""
        weights = [self._params.min_weight + weight for weight in self._weights.values()]
        kind = self._random.choices(list(self._weights), weights)[0]
        size = min(int(self.sizes[kind]), len(self._problem.activities))
        draw = Draw(schedule, tier, size, self._params.min_size, self._random)
        free = NEIGHBOURHOODS[kind[0]](draw)
        return kind, free, self._shiftable(schedule, free) if kind[1] else []

    def _shiftable(self, schedule: Schedule, free: list[int]) -> list[int]:
        """Return what starts after the first of the free activities, the earliest first."""
        inside = set(free)
        since = min((schedule.starts[a] for a in free if schedule.starts[a] >= 0), default=0)
        after = [a for a, at in enumerate(schedule.starts) if at >= since and a not in inside]
        after.sort(key=lambda a: (schedule.starts[a], a))
        return after[: self._params.max_shiftable]

    def update(self, kind: NeighbourhoodKind, *, proved: bool, better: bool) -> None:
        """Adapt size and weight of a kind to the outcome of a subproblem."""
        params, size = self._params, self.sizes[kind]
        if not proved:
            size *= params.shrinkage
        elif not better:
            size *= params.growth
        self.sizes[kind] = max(params.min_size, min(params.max_size, size))
        gain = params.weight_gain if better else 0.0
        self._weights[kind] = params.weight_memory * self._weights[kind] + gain
