"""A search of one thread: slices of climbing that can be taken up and stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.chance import seeds_of
from allocator.heuristics.kernel.climb import (
    EQUAL,
    HISTORY,
    MOST_PARALLEL,
    OPENINGS,
    WAYS,
    climb,
    compactness,
    copy,
)
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.flat import Flat
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.moves import (
    ADVANCE_PROJECT,
    GO_BACK,
    KINDS,
    SHIFT_PROJECT,
    STIR_PERSON,
    STIR_SPAN,
    SWAP_PROJECTS,
    TOGGLE_OPTIONAL,
)
from allocator.heuristics.kernel.score import evaluate
from allocator.problem.model import Problem, Solution
from allocator.problem.timeline import IntArray

OPENED, FEW = 0.05, 30
"""Share of steps that open everything, relative to the others, and candidates for an activity
beyond which it falls."""

RETURNS = 5
"""Share of steps that go back to the baseline, relative to the others, where one is kept to."""

FAR_REACHING = (SHIFT_PROJECT, SWAP_PROJECTS, STIR_SPAN, STIR_PERSON, ADVANCE_PROJECT)
"""Kinds of move that change much at once: they are left out where a baseline is kept to."""

FIRST_STEPS = 4
"""Steps of the first slice; then as many as fit into a slice."""

PATIENCE = 20
"""Steps without a better schedule, per length of the history, before worse ones are let in."""

HEATS = (256, 64, 16, 128, 32, 8)
"""By one part in how many of its value a schedule may then be worse, in turn."""


def _shares(flat: Flat) -> IntArray:
    """Return the weights of moves and ways as long as none has gained more than others.

    A backward pass before the decoding takes two and a half times as long and pays most, but not
    near a baseline, where it moves all that could stay. To open everything to anybody takes the
    longer the more candidates there are.
    """
    activities = max(1, flat.number(at.ACTIVITIES))
    needs = int(flat.list(at.NEED_PTR, flat.number(at.ACTIVITIES) + 1)[-1])
    candidates = int(flat.list(at.CAND_PTR, needs + 1)[-1]) / activities
    parallel = 0.1 if activities <= MOST_PARALLEL else 0.0
    opened = OPENED * min(1.0, FEW / candidates) if candidates else 0.0
    shares = np.full(KINDS + WAYS + OPENINGS, EQUAL, dtype=np.int64)
    shares[TOGGLE_OPTIONAL] = EQUAL if flat.number(at.DROPPABLES) else 0
    near = flat.number(at.STABILITY_TIER) >= 0
    if near:
        shares[list(FAR_REACHING)] = 0
        opened = 0.0
    shares[GO_BACK] = RETURNS * EQUAL if near else 0
    ways = (1.0, 0.0, 0.0) if near else (0.4, parallel, 1.0)
    shares[KINDS:] = np.ceil(np.array([*ways, 1.0, opened]) * EQUAL)
    return shares


class Search:
    """Climbs from a solution; not to be shared between threads."""

    def __init__(self, problem: Problem, seed: int, like: Decoder | None = None) -> None:
        self._decoder = Decoder(problem, like)
        decoder, flat = self._decoder, self._decoder.flat
        first, last = decoder.state[at.START], decoder.state[at.WHO_PTR]
        self._width = flat.number(at.TIERS) + 1
        self._arrays = {
            "current": self._form(np.zeros(last - first, dtype=np.int64)),
            "best": self._form(np.zeros(last - first, dtype=np.int64)),
            "new": self._form(np.zeros(self._width, dtype=np.int64)),
            "now": self._form(np.zeros(self._width, dtype=np.int64)),
            "top": self._form(np.zeros(self._width, dtype=np.int64)),
            "history": self._form(np.full(HISTORY + 1, 0, dtype=np.int64)),
            "gains": self._form(_shares(flat)),
            "shares": self._form(_shares(flat)),
            "priority": self._form(np.zeros(flat.number(at.ACTIVITIES), dtype=np.int64)),
            "seeds": self._form(np.array(seeds_of(seed), dtype=np.int64)),
        }
        self._rate: float | None = None
        self._focus, self._stalled, self._heat = -1, 0, 0

    def _form(self, array: Any) -> Any:
        return self._decoder.form(array)

    def start(self, solution: Solution) -> bool:
        """Begin at a solution, moved left; return False if it cannot be decoded."""
        return self.begin(self._decoder.take(solution))

    def begin(self, priority: IntArray) -> bool:
        """Begin at what priorities decode to; return False if not all of it finds a place."""
        decoder, arrays = self._decoder, self._arrays
        if not decoder.decode(priority):
            return False
        data, _, values = decoder.given
        score = self._form(np.zeros(self._width, dtype=np.int64))
        current(evaluate)(data, values, decoder.state, score)
        score[self._width - 1] = current(compactness)(data, decoder.state)
        arrays["now"][:] = score
        arrays["top"][:] = score
        current(copy)(decoder.state, arrays["current"], 0)
        current(copy)(decoder.state, arrays["best"], 0)
        self._focus, self._stalled = -1, 0
        return True

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(v) for v in self._arrays["top"][: self._width - 1])

    @property
    def stalled(self) -> bool:
        """Whether it has not got better for long, so that it may as well go on from elsewhere."""
        return self._stalled > PATIENCE * HISTORY

    def run(self, focus: int, *, seconds: float | None = None, steps: int | None = None) -> int:
        """Climb in one tier for about so long, or so many steps; return how often it got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier.
        """
        arrays, (data, tables, values) = self._arrays, self._decoder.given
        if self._focus != focus:
            self._focus = focus
            self._set_history(arrays["now"][focus])
        elif self.stalled:
            self._reheat(focus)
        run: Any = current(climb)
        before, taken, found = self.score[: focus + 1], 0, 0
        counts: Iterable[int] = (steps or 0,)
        if seconds is not None:
            counts = self._slices(time.perf_counter() + seconds)
        for count in counts:
            began = time.perf_counter()
            found += run(data, tables, values, self._decoder.state, *arrays.values(), focus, count)
            taken += count
            self._note_rate(count, time.perf_counter() - began)
        self._stalled = 0 if self.score[: focus + 1] < before else self._stalled + taken
        return int(found)

    def _slices(self, end: float) -> Iterator[int]:
        """Yield numbers of steps until about an instant; the first tell how long steps take.

        The very first call loads the compiled code, so that it tells nothing.
        """
        for count in (1, FIRST_STEPS) if self._rate is None else ():
            self._rate = None
            yield count
        left = end - time.perf_counter()
        if self._rate is None or left > 0:
            yield max(1, int((self._rate or 0.0) * left))

    def _note_rate(self, steps: int, seconds: float) -> None:
        if seconds > 0:
            self._rate = steps / seconds

    def _set_history(self, value: int) -> None:
        for k in range(HISTORY):
            self._arrays["history"][k] = value

    def _reheat(self, focus: int) -> None:
        """Go on from the best schedule, and accept worse ones for a while."""
        arrays = self._arrays
        arrays["now"][:] = arrays["top"]
        arrays["current"][:] = arrays["best"]
        current(copy)(self._decoder.state, arrays["best"], 1)
        value = int(arrays["now"][focus])
        self._set_history(value + value // HEATS[self._heat % len(HEATS)] + 1)
        self._heat += 1
        self._stalled = 0

    def solution(self) -> Solution:
        """Return the best schedule."""
        decoder, arrays = self._decoder, self._arrays
        current(copy)(decoder.state, arrays["best"], 1)
        solution = decoder.solution()
        current(copy)(decoder.state, arrays["current"], 1)
        return solution
