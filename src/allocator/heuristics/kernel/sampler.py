"""Samples of one thread: slices of building schedules around the best one."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.chance import seeds_of
from allocator.heuristics.kernel.climb import compactness
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.locks import release
from allocator.heuristics.kernel.sample import SPAN, rank, sample
from allocator.heuristics.kernel.score import evaluate
from allocator.heuristics.priorities import FloatArray
from allocator.problem.model import Problem, Solution

FIRST = 4
"""Schedules of the first slice; then as many as fit into a slice."""
PATIENCE, LONG = 1000, 30_000
"""Schedules in a row of which none is better, before it is worth to begin elsewhere: with people,
and where resources alone are scarce."""


class Sampler:
    """Builds schedules around the best one; not to be shared between threads."""

    def __init__(self, problem: Problem, seed: int, like: Decoder | None = None) -> None:
        self._decoder = Decoder(problem, like)
        decoder, flat = self._decoder, self._decoder.flat
        self._size = int(decoder.state[at.WHO_PTR] - decoder.state[at.START])
        activities = flat.number(at.ACTIVITIES)
        self._width = width = flat.number(at.TIERS) + 1

        def room(size: int) -> Any:
            return decoder.form(np.zeros(size, dtype=np.int64))

        sizes = {"order": activities, "best": self._size, "top": width, "child": self._size}
        sizes |= {"new": width, "other": width, "priority": activities, "keys": activities}
        self._arrays = {name: room(size) for name, size in sizes.items()}
        self._arrays["shift"] = room(flat.number(at.GROUPS))
        self._arrays["seeds"] = decoder.form(np.array(seeds_of(seed), dtype=np.int64))
        self._rate: float | None = None
        self._stalled = 0
        self._few = int(problem.possible_pairs == 0)

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
        keys = decoder.take(solution)
        if order is not None:
            keys = np.asarray(order * SPAN, dtype=np.int64)
            for a in range(len(keys)):
                current(release)(decoder.given[0], decoder.state, a)
        if not decoder.decode(keys):
            return False
        data, _, values = decoder.given
        current(evaluate)(data, values, decoder.state, arrays["top"])
        arrays["top"][self._width - 1] = current(compactness)(data, decoder.state)
        first = decoder.state[at.START]
        arrays["best"][:] = decoder.state[first : first + self._size]
        rank_of(data, decoder.state, decoder.form(keys), arrays["order"])
        self._stalled = 0
        return True

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long."""
        return self._stalled > (LONG if self._few else PATIENCE)

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(value) for value in self._arrays["top"][: self._width - 1])

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Build schedules for about so long, or so many; return how often they got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier, for the backward passes.
        """
        if seconds is None:
            return self._sample(focus, steps)
        end, found = time.perf_counter() + seconds, 0
        while True:
            began = time.perf_counter()
            steps = FIRST if self._rate is None else max(1, int(self._rate * (end - began)))
            found += self._sample(focus, steps)
            self._rate = steps / max(1e-9, time.perf_counter() - began)
            if time.perf_counter() >= end:
                return found

    def _sample(self, focus: int, steps: int) -> int:
        run: Any = current(sample)
        found = int(run(*self._given, *self._arrays.values(), focus, self._few, steps))
        self._stalled = 0 if found else self._stalled + steps
        return found

    @property
    def _given(self) -> tuple[Any, ...]:
        return (*self._decoder.given, self._decoder.state)

    def solution(self) -> Solution:
        """Return the best schedule."""
        first = self._decoder.state[at.START]
        self._decoder.state[first : first + self._size] = self._arrays["best"]
        return self._decoder.solution()
