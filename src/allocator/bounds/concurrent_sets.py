"""How long some activities take at least, by the sets of them that can be under way together.

At any time a set of activities is under way that no precedence and no lack of people or resources
forbids. Let x_S be the time for which set S is. What it takes to give every activity its duration,

    min sum over S of x_S   with   sum over S with i in S of x_S >= duration of i,

is no more than any plan takes [1]_. It is solved by its dual: prices c of the activities, as dear
as they can be while no set costs more than 1. A dearest set is sought with CP-SAT, and becomes a
row of a linear program that sets the prices anew. For whole prices C, whatever they are, the sum of
duration x C, divided by the price of the dearest set, is a bound: all of it is whole numbers.

.. [1] Mingozzi, Maniezzo, Ricciardelli, Bianco. 1998. An exact algorithm for the resource-
   constrained project scheduling problem based on a new mathematical formulation. *Management
   Science* 44 (5): 714-729.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allocator.bounds.linear_program import FloatArray, HighsRunner, LinearProgram, Stop
from allocator.bounds.params import SetParams
from allocator.problem.timeline import IntArray

PRICE_SCALE = 10_000
"""Whole units of a price of 1."""


@dataclass(frozen=True)
class Concurrency:
    """What keeps activities from being under way together.

    Attributes
    ----------
    slots
        By activity: how many slots it is under way at least.
    apart
        Shape (activities, activities): whether two can never be under way together.
    capacities
        What activities take together is at most so much: pairs of amounts, by activity, and limit.
    """

    slots: IntArray
    apart: IntArray
    capacities: tuple[tuple[IntArray, int], ...]


class DearestSet:
    """Finds the set of activities, under way together, with the highest price."""

    def __init__(self, concurrency: Concurrency, params: SetParams) -> None:
        from ortools.sat.python import cp_model

        self._cp_model, count = cp_model, len(concurrency.slots)
        self._model = cp_model.CpModel()
        self._chosen = [self._model.new_bool_var("") for _ in range(count)]
        for clique in _cliques(concurrency.apart):
            self._model.add_at_most_one(self._chosen[i] for i in clique)
        for amounts, limit in concurrency.capacities:
            taken = [(int(amounts[i]), self._chosen[i]) for i in np.flatnonzero(amounts)]
            self._model.add(sum(amount * chosen for amount, chosen in taken) <= limit)
        self._solver: Any = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.catch_sigint_signal = False
        self._solver.parameters.max_time_in_seconds = params.set_seconds

    def find(self, prices: Sequence[int]) -> tuple[list[int], int] | None:
        """Return a dear set, and a price that none exceeds; None if none was found in time."""
        self._model.maximize(sum(p * x for p, x in zip(prices, self._chosen, strict=True)))
        status = self._solver.solve(self._model)
        if status not in (self._cp_model.OPTIMAL, self._cp_model.FEASIBLE):
            return None
        found = [i for i, x in enumerate(self._chosen) if self._solver.value(x)]
        return found, int(np.floor(self._solver.best_objective_bound + 1e-6))


def least_slots(
    concurrency: Concurrency, *, end: float, stop: Stop, params: SetParams
) -> Iterator[int]:
    """Yield ever greater numbers of slots that all activities take at least, one after the other.

    Parameters
    ----------
    concurrency
        At least one activity.
    end
        When to give up, on the monotonic clock.
    stop
        Asked often; when it is true the generator ends soon.
    """
    slots = concurrency.slots.astype(float)
    dearest = DearestSet(concurrency, params)
    program = LinearProgram()
    program.add_columns(len(slots), 0.0, 1.0, -slots)
    for chosen in _first_sets(concurrency):
        program.add_row(chosen, [1.0] * len(chosen), -np.inf, 1.0)
    runner, best = HighsRunner(program), 0
    while not stop() and time.monotonic() < end:
        solved = runner.run(max(0.05, end - time.monotonic()), stop)
        if solved is None:
            return
        prices = _whole(solved[0])
        found = dearest.find(prices)
        if found is None:
            return
        chosen, price = found
        total = int(np.dot(concurrency.slots, np.array(prices, dtype=np.int64)))
        if -(-total // price) > best:
            best = -(-total // price)
            yield best
        if price <= PRICE_SCALE + len(prices) or _is_known(program, chosen, solved[0]):
            return
        program.add_row(chosen, [1.0] * len(chosen), -np.inf, 1.0)
        runner.add_new_rows()


def _whole(prices: FloatArray) -> list[int]:
    """Return prices as whole numbers, each at least 1, so that dearest sets are maximal."""
    return [int(p) + 1 for p in np.round(np.clip(prices, 0.0, 1.0) * PRICE_SCALE)]


def _is_known(program: LinearProgram, chosen: Sequence[int], prices: FloatArray) -> bool:
    """Return whether a set costs no more than the rows allow already, but for rounding."""
    return float(prices[list(chosen)].sum()) <= 1.0 + 1e-6


def _first_sets(concurrency: Concurrency) -> Iterator[list[int]]:
    """Yield for each activity a set with it, filled up in turn with what else fits."""
    count = len(concurrency.slots)
    for first in range(count):
        left = [limit - int(amounts[first]) for amounts, limit in concurrency.capacities]
        chosen = [first]
        for other in (*range(first + 1, count), *range(first)):
            if concurrency.apart[other, chosen].any():
                continue
            taken = [int(amounts[other]) for amounts, _ in concurrency.capacities]
            if all(amount <= room for amount, room in zip(taken, left, strict=True)):
                chosen.append(other)
                left = [room - amount for room, amount in zip(left, taken, strict=True)]
        yield chosen


def _cliques(apart: IntArray) -> Iterable[list[int]]:
    """Yield sets of activities of which no two go together, until each such pair is in one."""
    open_pairs = np.triu(apart.astype(bool), 1)
    while open_pairs.any():
        i, j = (int(k) for k in np.argwhere(open_pairs)[0])
        clique = [i, j]
        able = apart[i].astype(bool) & apart[j].astype(bool)
        while able.any():
            news = open_pairs[clique][:, able].sum(axis=0) + open_pairs[able][:, clique].sum(axis=1)
            more = int(np.flatnonzero(able)[int(news.argmax())])
            clique.append(more)
            able &= apart[more].astype(bool)
        open_pairs[np.ix_(clique, clique)] = False
        yield sorted(clique)
