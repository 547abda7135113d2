"""Builds schedules around the best one in slices, in one thread."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.disturb import ORDER_SPAN
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.locks import unlock_all
from allocator.heuristics.kernel.pace import Pace
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.sample import rank, sample
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS, HeuristicsParams
from allocator.heuristics.priorities import FloatArray
from allocator.problem.model import Problem, Solution


class Sampler:
    """Builds schedules around the best one; not to be shared between threads."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        shares_with: Decoder | None = None,
        params: HeuristicsParams = DEFAULT_PARAMS,
    ) -> None:
        self._params = params.sample
        self._decoder = Decoder(problem, shares_with)
        decoder, flat = self._decoder, self._decoder.flat
        size = decoder.schedule.stop - decoder.schedule.start
        activities = flat.number(at.ACTIVITIES)
        width = flat.number(at.TIERS) + 1

        def room(size: int) -> Any:
            return decoder.to_kernel(np.zeros(size, dtype=np.int64))

        sizes = {"order": activities, "best": size, "best_score": width, "child": size}
        sizes |= {"new": width, "other": width, "priority": activities, "keys": activities}
        self._arrays = {"settings": decoder.to_kernel(settings_of(params))}
        self._arrays |= {name: room(size) for name, size in sizes.items()}
        self._arrays["shift"] = room(flat.number(at.GROUPS))
        self._arrays["seeds"] = decoder.to_kernel(np.array(initial_seeds(seed), dtype=np.int64))
        self._pace = Pace(self._params.first_schedules)
        self._stalled = 0
        self._only_resources = int(problem.possible_pairs == 0)

    def start(self, solution: Solution, order: FloatArray | None = None) -> bool:
        """Begin at a solution, moved left, or at an order; False if something has no place.

        Parameters
        ----------
        solution
            Says what is dropped, too.
        order
            Places of the activities, from 0 to 1: what is built by it is begun at, not the
            solution.
        """
        decoder, arrays, rank_of = self._decoder, self._arrays, current(rank)
        data = decoder.kernel_arrays[0]
        keys = decoder.lock_to(solution)
        if order is not None:
            keys = np.asarray(order * ORDER_SPAN, dtype=np.int64)
            current(unlock_all)(data, decoder.state)
        if not decoder.decode(keys):
            return False
        arrays["best_score"][:] = decoder.ranking()
        arrays["best"][:] = decoder.state[decoder.schedule]
        rank_of(data, decoder.state, decoder.to_kernel(keys), arrays["order"])
        self._stalled = 0
        return True

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long."""
        params = self._params
        return self._stalled > (
            params.resource_patience if self._only_resources else params.patience
        )

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(value) for value in self._arrays["best_score"][:-1])

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Build schedules for about so long, or so many; return how often they got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier, for the backward passes.
        """
        if seconds is None:
            return self._sample(focus, steps)
        return self._pace.run(seconds, partial(self._sample, focus))

    def _sample(self, focus: int, steps: int) -> int:
        run: Any = current(sample)
        found = int(
            run(
                *self._decoder.kernel_arrays,
                *self._arrays.values(),
                focus,
                self._only_resources,
                steps,
            )
        )
        self._stalled = 0 if found else self._stalled + steps
        return found

    def solution(self) -> Solution:
        """Return the best schedule."""
        decoder = self._decoder
        decoder.state[decoder.schedule] = self._arrays["best"]
        return decoder.solution()
