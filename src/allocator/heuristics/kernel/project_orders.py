"""Searches for an order of projects in slices, in one thread."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.decode import BUILT, STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.in_turn import decode_in_turn
from allocator.heuristics.kernel.jit import current
from allocator.heuristics.kernel.locks import unlock_all
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.heuristics.kernel.order_projects import order_projects
from allocator.heuristics.kernel.pace import Pace
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS, HeuristicsParams
from allocator.problem.model import Problem, Solution
from allocator.problem.timeline import IntArray

NO_LIMIT = 1 << 60


class ProjectOrders:
    """Searches for an order of projects; not to be shared between threads.

    Parameters
    ----------
    in_turn
        Whether orders are decoded in turn rather than without delay: where it depends on people
        how long something takes, waiting for somebody may be better.
    """

    def __init__(
        self,
        problem: Problem,
        seed: int,
        shares_with: Decoder | None = None,
        params: HeuristicsParams = DEFAULT_PARAMS,
        *,
        in_turn: bool = False,
    ) -> None:
        self._decoder = Decoder(problem, shares_with)
        decoder, flat = self._decoder, self._decoder.flat
        size = decoder.schedule.stop - decoder.schedule.start
        activities, groups = flat.number(at.ACTIVITIES), flat.number(at.GROUPS)
        width = flat.number(at.TIERS) + 1
        self._params = params.project_orders
        self._length = self._params.history_length
        sizes = {"keys": groups, "offsets": activities, "best_keys": groups}
        sizes |= {"best_offsets": activities, "best_schedule": size, "new_score": width}
        sizes |= {"current_score": width, "best_score": width, "history": self._length + 1}
        sizes |= {"priority": activities}
        self._arrays = {"settings": decoder.to_kernel(settings_of(params))}
        for name, length in sizes.items():
            self._arrays[name] = decoder.to_kernel(np.zeros(length, dtype=np.int64))
        self._arrays["seeds"] = decoder.to_kernel(np.array(initial_seeds(seed), dtype=np.int64))
        self._pace = Pace(self._params.first_steps)
        self._span, self._in_turn = 0, in_turn
        self._focus, self._stalled, self._heat = -1, 0, 0

    def start(self, solution: Solution, focus: int) -> bool:
        """Begin at the best of some orders; False if none of them has a place for everything.

        Parameters
        ----------
        solution
            Says what is dropped, and when projects end: one of the orders.
        """
        decoder, arrays = self._decoder, self._arrays
        decoder.lock_to(solution)
        current(unlock_all)(decoder.kernel_arrays[0], decoder.state)
        best, orders = None, self._orders(solution)
        self._span = max(int(np.ptp(orders[0])), STEPS_PER_SLOT)
        for keys in orders:
            arrays["keys"][:] = keys
            if self._build(focus) and (best is None or self._score() < best[0]):
                best = self._score(), keys
        if best is None:
            return False
        arrays["keys"][:] = arrays["best_keys"][:] = best[1]
        self._build(focus)
        arrays["best_score"][:-1] = arrays["current_score"][:-1] = best[0]
        arrays["best_schedule"][:] = decoder.state[decoder.schedule]
        self._focus = -1
        return True

    def _orders(self, solution: Solution) -> list[IntArray]:
        """Return keys: when projects end in a solution; due dates, earlier for what weighs more."""
        flat = self._decoder.flat
        activities, groups = flat.number(at.ACTIVITIES), flat.number(at.GROUPS)
        group = flat.list(at.GROUP, activities)
        tail = flat.list(at.TAIL, activities)
        ends = np.zeros(groups, dtype=np.int64)
        starts = np.array([0 if s is None else s for s in solution.starts], dtype=np.int64)
        np.maximum.at(ends, group, starts + tail)
        due = flat.list(at.GROUP_DUE, groups)
        due = np.where(due > 0, due, flat.number(at.HORIZON))
        names = list(dict.fromkeys(a.group for a in self._decoder.problem.activities))
        weights = self._decoder.problem.group_weights
        weight = np.array([weights.get(name, 1.0) for name in names])
        weight /= weight.max() or 1.0  # nothing has any weight: no due date is earlier
        fractions = self._params.due_fractions
        earlier = [np.asarray(due * (1 - f * weight), dtype=np.int64) for f in fractions]
        return [keys * STEPS_PER_SLOT for keys in (ends, *earlier)]

    def _build(self, focus: int) -> bool:
        data, tables, values, state = self._decoder.kernel_arrays
        arrays = self._arrays
        flat = self._decoder.flat
        group = flat.list(at.GROUP, len(arrays["priority"]))
        tail = flat.list(at.TAIL, len(arrays["priority"]))
        keys = np.asarray(arrays["keys"])[group] + np.asarray(arrays["offsets"])
        arrays["priority"][:] = keys - tail * STEPS_PER_SLOT
        run: Any = current(decode_in_turn) if self._in_turn else current(decode_without_delay)
        return bool(run(data, tables, values, state, arrays["priority"], focus, NO_LIMIT) == BUILT)

    def _score(self) -> list[int]:
        return [int(value) for value in self._decoder.score()]

    @property
    def score(self) -> tuple[int, ...]:
        """The best schedule's excess over deadlines and tiers."""
        return tuple(int(value) for value in self._arrays["best_score"][:-1])

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Search for about so long, or so many steps; return how often it got better.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier.
        """
        if self._focus != focus:
            self._focus, self._stalled = focus, 0
            self._set_history(int(self._arrays["current_score"][focus]))
        if seconds is None:
            return self._search(focus, steps)
        return self._pace.run(seconds, partial(self._search, focus))

    def _search(self, focus: int, steps: int) -> int:
        """Take so many steps; go on from the best order where it is stuck."""
        run: Any = current(order_projects)
        found = 0
        while steps > 0:
            now = min(steps, self._params.patience)
            better = int(
                run(
                    *self._decoder.kernel_arrays,
                    *self._arrays.values(),
                    int(self._in_turn),
                    self._span,
                    focus,
                    now,
                )
            )
            self._stalled = 0 if better else self._stalled + now
            if self._stalled >= self._params.patience:
                self._reheat(focus)
            found += better
            steps -= now
        return found

    def _reheat(self, focus: int) -> None:
        """Go on from the best order, and accept worse ones for a while."""
        arrays, reheats = self._arrays, self._params.reheats
        for name in ("keys", "offsets"):
            arrays[name][:] = arrays[f"best_{name}"]
        arrays["current_score"][:] = arrays["best_score"]
        value = int(arrays["best_score"][focus])
        self._set_history(value + int(value * reheats[self._heat % len(reheats)]) + 1)
        self._heat, self._stalled = self._heat + 1, 0

    def _set_history(self, value: int) -> None:
        for k in range(self._length):
            self._arrays["history"][k] = value

    def solution(self) -> Solution:
        """Return the best schedule."""
        decoder = self._decoder
        decoder.state[decoder.schedule] = self._arrays["best_schedule"]
        return decoder.solution()
