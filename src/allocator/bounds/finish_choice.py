"""The cheapest finishes of all terms that no window of time is too short for.

Each term chooses a finish on a grid. Windows that the chosen finishes overload are found one after
the other (`WindowLoad`); each becomes a constraint on all finishes, since it is known what every
finish asks for in it: logic-based Benders decomposition [1]_. CP-SAT chooses, with one literal for
each term and border. What it proves on the way is a bound: it knows only some of what every
plan must keep.

.. [1] Hooker, Ottosson. 2003. Logic-based Benders decomposition. *Mathematical Programming* 96:
   33-60.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from allocator.bounds.linear_program import FloatArray, Stop
from allocator.bounds.params import WindowParams
from allocator.bounds.period_grid import PeriodGrid, TermWork
from allocator.bounds.window_load import WindowLoad, WorkWindow
from allocator.problem.timeline import NEVER, IntArray

SCALE = 1_000
"""Whole units of work for a slot of a person, by which work is rounded down and capacity up."""


class FinishChoice:
    """The choice of a finish for each term, and the windows that are known so far.

    Parameters
    ----------
    term_works, grid
        The terms, and the borders on which they finish.
    load
        What finishes ask for in windows.
    """

    def __init__(
        self,
        term_works: Sequence[TermWork],
        grid: PeriodGrid,
        load: WindowLoad,
        params: WindowParams,
    ) -> None:
        from ortools.sat.python import cp_model

        self._cp_model, self._params, self._load = cp_model, params, load
        self._finishes = _finishes(grid)
        self._model = cp_model.CpModel()
        self._after: list[list[Any]] = []
        self._first: list[int] = []
        value: Any = 0
        for term_work in term_works:
            first, costs = grid.costs(term_work)
            first = min(first, grid.count)
            after = [self._model.new_bool_var("") for _ in range(first, grid.count)]
            for each in after:
                self._model.add_hint(each, True)
            for earlier, later in pairwise(after):
                self._model.add_implication(later, earlier)
            steps = np.diff(costs[first:]).astype(np.int64).tolist()
            value += int(costs[first]) + sum(s * x for s, x in zip(steps, after, strict=True) if s)
            self._first.append(first)
            self._after.append(after)
        self._model.minimize(value)

    def bounds(self, end: float, stop: Stop) -> Iterator[int]:
        """Yield what the finishes of all terms cost at least, each time more windows are known.

        Parameters
        ----------
        end
            When to give up, on the monotonic clock.
        stop
            Asked often.
        """
        seconds = self._params.choice_seconds
        while not stop() and (left := end - time.monotonic()) > 0:
            solver, is_settled = self._solved(min(left, seconds), stop)
            yield int(np.ceil(solver.best_objective_bound - 1e-6))
            windows: list[WorkWindow] = []
            if solver.response_proto.solution:
                windows = self._load.overloaded(self._finishes[self._chosen(solver)], stop)
            for window in windows:
                self._add(window)
            if not windows:
                if is_settled:
                    return
                seconds *= 2

    def _chosen(self, solver: Any) -> list[int]:
        """Return the border at which each term finishes."""
        return [
            first + sum(solver.value(x) for x in after)
            for first, after in zip(self._first, self._after, strict=True)
        ]

    def _solved(self, seconds: float, stop: Stop) -> tuple[Any, bool]:
        """Return a solver that looked for the cheapest finishes, and whether it has found them."""
        solver: Any = self._cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.optimize_with_core = True
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = seconds
        done = threading.Event()

        def watch() -> None:
            while not done.wait(self._params.look_seconds):
                if stop():
                    solver.stop_search()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        status = solver.solve(self._model)
        done.set()
        watcher.join()
        return solver, status == self._cp_model.OPTIMAL

    def _add(self, window: WorkWindow) -> None:
        """Let the work in a window be no more than its capacity."""
        least, parts = 0, []
        for term, (first, after) in enumerate(zip(self._first, self._after, strict=True)):
            asked = _whole(self._load.demand(window, term, self._finishes[first:]))
            least += int(asked[0])
            saved = (asked[:-1] - asked[1:]).tolist()
            parts += [-s * x for s, x in zip(saved, after, strict=True) if s]
        self._model.add(least + sum(parts) <= int(np.ceil(window.capacity * SCALE)))


def _finishes(grid: PeriodGrid) -> IntArray:
    """Return the borders at which a term may finish, and one after which it asks for nothing."""
    return np.append(grid.borders[1:], NEVER)


def _whole(work: FloatArray) -> IntArray:
    """Return work in whole units, rounded down, never more for a later finish."""
    whole = np.floor(work * SCALE * (1 - 1e-9)).astype(np.int64)
    return np.minimum.accumulate(whole)
