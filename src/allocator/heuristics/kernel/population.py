"""Breeds from a population in slices that can be stopped and continued, in one thread."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.breed import breed, populate
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS, HeuristicsParams
from allocator.problem.model import Problem, Solution


class Population:
    """Breeds from a solution; not to be shared between threads."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        shares_with: Decoder | None = None,
        params: HeuristicsParams = DEFAULT_PARAMS,
    ) -> None:
        self._params = params.breed
        self._decoder = Decoder(problem, shares_with)
        decoder, flat = self._decoder, self._decoder.flat
        self._schedule_size = decoder.schedule.stop - decoder.schedule.start
        self._width = flat.number(at.TIERS) + 1
        large = flat.number(at.ACTIVITIES) > self._params.small_activities
        self._full_size = self._params.large_members if large else self._params.members
        self._patience = self._params.large_patience if large else self._params.patience

        def room(size: int) -> Any:
            return decoder.to_kernel(np.zeros(size, dtype=np.int64))

        self._arrays = {
            "settings": decoder.to_kernel(settings_of(params)),
            "pool": room((self._full_size + 1) * self._schedule_size),
            "scores": room((self._full_size + 1) * self._width),
            "child": room(self._schedule_size),
            "new": room(self._width),
            "other": room(self._width),
            "priority": room(flat.number(at.ACTIVITIES)),
            "seeds": decoder.to_kernel(np.array(initial_seeds(seed), dtype=np.int64)),
        }
        self._members, self._round = 0, 0
        self._focus, self._stalled = -1, 0
        self._rate: float | None = None

    def _member(self, name: str, member: int) -> Any:
        size = self._schedule_size if name == "pool" else self._width
        return self._arrays[name][member * size : (member + 1) * size]

    def _put(self, name: str, member: int, values: Any) -> None:
        size = self._schedule_size if name == "pool" else self._width
        self._arrays[name][member * size : (member + 1) * size] = values

    def _copy(self, source: int, target: int) -> None:
        for name in ("pool", "scores"):
            self._put(name, target, self._member(name, source))

    def start(self, solution: Solution) -> bool:
        """Take a solution in, moved left, as the best; False if it has no place."""
        decoder = self._decoder
        if not decoder.decode(decoder.lock_to(solution)):
            return False
        self._put("pool", self._full_size, decoder.state[decoder.schedule])
        self._put("scores", self._full_size, decoder.ranking())
        if self._members == self._full_size:
            self._copy(self._full_size, 0)
        return True

    def _score_of(self, member: int) -> list[int]:
        return list(self._member("scores", member))

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(value) for value in self._score_of(self._full_size)[:-1])

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long."""
        return self._stalled > self._patience * self._full_size

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Breed in one tier for about so long, or so many children; return whether it got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier.
        """
        before = self.score
        if self._focus != focus or self.stalled:
            self._focus, self._stalled = focus, 0
            self._members = 0
            self._round += 1
        if seconds is None:
            self._run_steps(focus, steps)
        else:
            self._run_seconds(focus, seconds)
        best = min(range(self._members), key=self._score_of, default=self._full_size)
        if self._score_of(best) < self._score_of(self._full_size):
            self._copy(best, self._full_size)
        return int(self.score < before)

    def _run_steps(self, focus: int, steps: int) -> None:
        """Make so many schedules, members of the population or children."""
        while self._members < self._full_size and steps > 0:
            self._populate(focus)
            steps -= 1
        if self._members == self._full_size and steps > 0:
            self._breed(focus, steps)

    def _run_seconds(self, focus: int, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while self._members < self._full_size and time.perf_counter() < end:
            self._populate(focus)
        left = end - time.perf_counter()
        if self._members < self._full_size or left <= 0:
            return
        began, steps = time.perf_counter(), self._params.first_children
        if self._rate is not None:
            steps = max(1, int(self._rate * left))
        self._breed(focus, steps)
        taken = time.perf_counter() - began
        if taken > 0:
            self._rate = steps / taken

    def _breed(self, focus: int, steps: int) -> None:
        run: Any = current(breed)
        found = run(
            *self._decoder.kernel_arrays, *self._arrays.values(), focus, self._full_size, steps
        )
        self._stalled = 0 if found else self._stalled + steps

    def _populate(self, focus: int) -> None:
        """Add a member; the best again where what was drawn has no place."""
        flat, member = self._decoder.flat, self._members
        length = max(self._member("pool", self._full_size)[: flat.number(at.ACTIVITIES)], default=1)
        reaches = self._params.far_reach if self._round % 2 else self._params.near_reach
        width = max(1, int(length) // reaches[member % len(reaches)])
        make: Any = current(populate)
        if not make(
            *self._decoder.kernel_arrays,
            *self._arrays.values(),
            focus,
            self._full_size,
            member,
            width,
        ):
            self._copy(self._full_size, member)
        self._members += 1

    def solution(self) -> Solution:
        """Return the best schedule."""
        decoder = self._decoder
        decoder.state[decoder.schedule] = self._member("pool", self._full_size)
        return decoder.solution()
