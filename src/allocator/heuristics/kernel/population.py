"""A population of one thread: slices of breeding that can be taken up and stopped."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.breed import breed, populate
from allocator.heuristics.kernel.chance import seeds_of
from allocator.heuristics.kernel.climb import compactness
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.score import evaluate
from allocator.problem.model import Problem, Solution

MANY, FEW, LARGE = 150, 60, 200
"""Schedules in the population: many, or few where there are more activities than the last says, for
which many would take too long to come together."""
FIRST_CHILDREN = 4
"""Children of the first slice; then as many as fit into a slice."""
PATIENCE, SHORT = 200, 60
"""Children per member without a better schedule, before the population is made anew: of many and of
few."""
NEAR, FAR = (64, 32, 16, 8), (4, 2, 1)
"""The first members are the best so far, disturbed by up to one part in how many of the plan's
length, in turn: little and much in alternate populations."""


class Population:
    """Breeds from a solution; not to be shared between threads."""

    def __init__(self, problem: Problem, seed: int, like: Decoder | None = None) -> None:
        self._decoder = Decoder(problem, like)
        decoder, flat = self._decoder, self._decoder.flat
        self._size = int(decoder.state[at.WHO_PTR] - decoder.state[at.START])
        self._width = flat.number(at.TIERS) + 1
        self._most = FEW if flat.number(at.ACTIVITIES) > LARGE else MANY

        def room(size: int) -> Any:
            return decoder.form(np.zeros(size, dtype=np.int64))

        self._arrays = {
            "pool": room((self._most + 1) * self._size),
            "marks": room((self._most + 1) * self._width),
            "child": room(self._size),
            "new": room(self._width),
            "other": room(self._width),
            "priority": room(flat.number(at.ACTIVITIES)),
            "seeds": decoder.form(np.array(seeds_of(seed), dtype=np.int64)),
        }
        self._members, self._round = 0, 0
        self._focus, self._stalled = -1, 0
        self._rate: float | None = None

    def _member(self, name: str, member: int) -> Any:
        size = self._size if name == "pool" else self._width
        return self._arrays[name][member * size : (member + 1) * size]

    def _put(self, name: str, member: int, values: Any) -> None:
        size = self._size if name == "pool" else self._width
        self._arrays[name][member * size : (member + 1) * size] = values

    def _copy(self, source: int, target: int) -> None:
        for name in ("pool", "marks"):
            self._put(name, target, self._member(name, source))

    def start(self, solution: Solution) -> bool:
        """Take a solution in, moved left, as the best; False if it has no place."""
        decoder = self._decoder
        if not decoder.decode(decoder.take(solution)):
            return False
        data, _, values = decoder.given
        score = decoder.form(np.zeros(self._width, dtype=np.int64))
        current(evaluate)(data, values, decoder.state, score)
        score[self._width - 1] = current(compactness)(data, decoder.state)
        first = decoder.state[at.START]
        self._put("pool", self._most, decoder.state[first : first + self._size])
        self._put("marks", self._most, score)
        if self._members == self._most:
            self._copy(self._most, 0)
        return True

    def _mark(self, member: int) -> list[int]:
        return list(self._member("marks", member))

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(value) for value in self._mark(self._most)[:-1])

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long."""
        patience = PATIENCE if self._most == MANY else SHORT
        return self._stalled > patience * self._most

    def run(self, focus: int, *, seconds: float) -> int:
        """Breed in one tier for about so long; return whether it got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier.
        """
        end = time.perf_counter() + seconds
        before = self.score
        if self._focus != focus or self.stalled:
            self._focus, self._stalled = focus, 0
            self._members = 0
            self._round += 1
        while self._members < self._most and time.perf_counter() < end:
            self._populate(focus)
        left = end - time.perf_counter()
        if self._members == self._most and left > 0:
            self._breed(focus, left)
        best = min(range(self._members), key=self._mark, default=self._most)
        if self._mark(best) < self._mark(self._most):
            self._copy(best, self._most)
        return int(self.score < before)

    def _breed(self, focus: int, seconds: float) -> None:
        steps = FIRST_CHILDREN if self._rate is None else max(1, int(self._rate * seconds))
        began = time.perf_counter()
        run: Any = current(breed)
        found = run(*self._given, *self._arrays.values(), focus, self._most, steps)
        taken = time.perf_counter() - began
        if taken > 0:
            self._rate = steps / taken
        self._stalled = 0 if found else self._stalled + steps

    @property
    def _given(self) -> tuple[Any, ...]:
        return (*self._decoder.given, self._decoder.state)

    def _populate(self, focus: int) -> None:
        """Add a member; the best again where what was drawn has no place."""
        flat, member = self._decoder.flat, self._members
        length = max(self._member("pool", self._most)[: flat.number(at.ACTIVITIES)], default=1)
        widths = FAR if self._round % 2 else NEAR
        width = max(1, int(length) // widths[member % len(widths)])
        make: Any = current(populate)
        if not make(*self._given, *self._arrays.values(), focus, self._most, member, width):
            self._copy(self._most, member)
        self._members += 1

    def solution(self) -> Solution:
        """Return the best schedule."""
        first = self._decoder.state[at.START]
        self._decoder.state[first : first + self._size] = self._member("pool", self._most)
        return self._decoder.solution()
