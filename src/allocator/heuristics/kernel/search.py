"""Climbs in slices that can be stopped and continued, in one thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.climb import (
    CHOICES,
    JUSTIFIED,
    NEUTRAL_WEIGHT,
    OPEN,
    PARALLEL,
    SERIAL,
    climb,
)
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.moves import MOVES, RESTORE_BASELINE, TOGGLE_OPTIONAL
from allocator.heuristics.kernel.packing import Flat
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS, ClimbParams, HeuristicsParams
from allocator.problem.model import Problem, Solution
from allocator.problem.timeline import IntArray


def _neutral_weights(flat: Flat, params: ClimbParams, *, is_far_reaching: bool) -> IntArray:
    """Return the weights of all choices as long as none has gained more than others.

    Where little is to change nothing far-reaching is done, and no backward pass, which moves all
    that could stay. To open everything to anybody takes the longer the more candidates there are.
    """
    activities = flat.number(at.ACTIVITIES)
    needs = int(flat.list(at.NEED_PTR, activities + 1)[-1])
    candidates = int(flat.list(at.CAND_PTR, needs + 1)[-1]) / max(1, activities)
    near_baseline = flat.number(at.STABILITY_TIER) >= 0
    weights = np.ones(CHOICES)
    weights[TOGGLE_OPTIONAL] = 1.0 if flat.number(at.DROPPABLES) else 0.0
    weights[RESTORE_BASELINE] = params.return_weight if near_baseline else 0.0
    weights[OPEN] = 0.0
    if near_baseline and not is_far_reaching:
        weights[[k for k, move in enumerate(MOVES) if move.far_reaching]] = 0.0
        weights[[PARALLEL, JUSTIFIED]] = 0.0
    else:
        weights[SERIAL], weights[JUSTIFIED] = params.serial_weight, params.justified_weight
        parallel = activities <= params.max_parallel_activities
        weights[PARALLEL] = params.parallel_weight if parallel else 0.0
        if candidates:
            weights[OPEN] = params.open_weight * min(1.0, params.max_open_candidates / candidates)
    return np.ceil(weights * NEUTRAL_WEIGHT).astype(np.int64)


class Search:
    """Climbs from a solution; not to be shared between threads.

    Parameters
    ----------
    problem, seed
        What is planned, and the seed of all draws.
    shares_with
        A decoder of the problem.
    params
        The numbers of the heuristics.
    is_far_reaching
        Whether moves that change much at once are made near a baseline too.
    """

    def __init__(
        self,
        problem: Problem,
        seed: int,
        shares_with: Decoder | None = None,
        params: HeuristicsParams = DEFAULT_PARAMS,
        *,
        is_far_reaching: bool = False,
    ) -> None:
        self._params = params.climb
        self._decoder = Decoder(problem, shares_with)
        decoder, flat = self._decoder, self._decoder.flat
        size = decoder.schedule.stop - decoder.schedule.start
        width = flat.number(at.TIERS) + 1
        weights = _neutral_weights(flat, self._params, is_far_reaching=is_far_reaching)

        def room(size: int) -> Any:
            return decoder.to_kernel(np.zeros(size, dtype=np.int64))

        self._arrays = {
            "settings": decoder.to_kernel(settings_of(params)),
            "current_schedule": room(size),
            "best_schedule": room(size),
            "new_score": room(width),
            "current_score": room(width),
            "best_score": room(width),
            "history": room(self._params.history_length + 1),
            "weights": decoder.to_kernel(weights.copy()),
            "neutral": decoder.to_kernel(weights.copy()),
            "priority": room(flat.number(at.ACTIVITIES)),
            "seeds": decoder.to_kernel(np.array(initial_seeds(seed), dtype=np.int64)),
        }
        self._rate: float | None = None
        self._focus, self._stalled, self._heat = -1, 0, 0

    def start(self, solution: Solution) -> bool:
        """Begin at a solution, moved left; return False if it cannot be decoded."""
        return self.begin(self._decoder.lock_to(solution))

    def begin(self, priority: IntArray) -> bool:
        """Begin at what priorities decode to; return False if not all of it finds a place."""
        decoder, arrays = self._decoder, self._arrays
        if not decoder.decode(priority):
            return False
        arrays["current_score"][:] = arrays["best_score"][:] = decoder.ranking()
        arrays["current_schedule"][:] = decoder.state[decoder.schedule]
        arrays["best_schedule"][:] = decoder.state[decoder.schedule]
        self._focus, self._stalled = -1, 0
        return True

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(v) for v in self._arrays["best_score"][:-1])

    @property
    def weights(self) -> dict[str, int]:
        """Weight of each move, by what it has gained lately; see ``climb.NEUTRAL_WEIGHT``."""
        weights = self._arrays["weights"]
        return {move.name: int(weights[k]) for k, move in enumerate(MOVES)}

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long, so that it may as well go on from elsewhere."""
        return self._stalled > self._params.patience * self._params.history_length

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Climb in one tier for about so long, or so many steps; return how often it got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier.
        """
        arrays, decoder = self._arrays, self._decoder
        if self._focus != focus:
            self._focus = focus
            self._set_history(arrays["current_score"][focus])
        elif self.stalled:
            self._reheat(focus)
        run: Any = current(climb)
        before, taken, found = self.score[: focus + 1], 0, 0
        counts: Iterable[int] = (steps,)
        if seconds is not None:
            counts = self._slices(time.perf_counter() + seconds)
        for count in counts:
            began = time.perf_counter()
            found += run(*decoder.kernel_arrays, *arrays.values(), focus, count)
            taken += count
            self._note_rate(count, time.perf_counter() - began)
        self._stalled = 0 if self.score[: focus + 1] < before else self._stalled + taken
        return int(found)

    def _slices(self, end: float) -> Iterator[int]:
        """Yield numbers of steps until about an instant; the first tell how long steps take.

        The very first call loads the compiled code, so that it tells nothing.
        """
        for count in (1, self._params.first_steps) if self._rate is None else ():
            self._rate = None
            yield count
        left = end - time.perf_counter()
        if self._rate is None or left > 0:
            yield max(1, int((self._rate or 0.0) * left))

    def _note_rate(self, steps: int, seconds: float) -> None:
        if seconds > 0:
            self._rate = steps / seconds

    def _set_history(self, value: int) -> None:
        for k in range(self._params.history_length):
            self._arrays["history"][k] = value

    def _reheat(self, focus: int) -> None:
        """Go on from the best schedule, and accept worse ones for a while."""
        arrays = self._arrays
        arrays["current_score"][:] = arrays["best_score"]
        arrays["current_schedule"][:] = arrays["best_schedule"]
        self._decoder.state[self._decoder.schedule] = arrays["best_schedule"]
        value = int(arrays["current_score"][focus])
        reheats = self._params.reheats
        self._set_history(value + value // reheats[self._heat % len(reheats)] + 1)
        self._heat += 1
        self._stalled = 0

    def solution(self) -> Solution:
        """Return the best schedule."""
        decoder, arrays = self._decoder, self._arrays
        decoder.state[decoder.schedule] = arrays["best_schedule"]
        solution = decoder.solution()
        decoder.state[decoder.schedule] = arrays["current_schedule"]
        return solution
