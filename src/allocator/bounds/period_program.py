"""A linear program over periods: who works for which project when, and when each is finished.

Projects share people, so not all of them can finish as early as each could alone. Variables:
``done`` of the work of each project and group by the end of each period, and ``reached``, whether
a term's finish lies at or before it, relaxed to a fraction. Time-indexed relaxations of this kind:
Sousa, Wolsey, A time indexed formulation of non-preemptive single machine scheduling problems,
1992; the work that a finish asks for beforehand (`PeriodGrid.required`) takes the part of
preemption. Nothing has to be finished on the axis, so that plans that go on after it are covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequalities, CapacityInequality
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.linear_program import FloatArray, HighsRunner, LinearProgram, Stop, safe_bound
from allocator.bounds.params import PeriodParams
from allocator.bounds.period_grid import PeriodGrid, TermWork
from allocator.problem.timeline import IntArray

NEGLIGIBLE = 1e-7
"""Relative size of coefficients that are left out (which only lowers the bound)."""


class PeriodProgram:
    """The program of some terms on one grid."""

    def __init__(
        self,
        term_works: Sequence[TermWork],
        periods: PeriodGrid,
        load: FinishBound,
        inequalities: CapacityInequalities,
        params: PeriodParams,
    ) -> None:
        self._params = params
        self._periods = periods
        self._load = load
        self._inequalities = inequalities
        self.program = LinearProgram()
        self.constant = 0.0
        self._reached: list[int] = []
        self._rows: set[tuple[int, int]] = set()
        cells, cell_of = _cells(term_works, load.group)
        self._done = [self._add_done(pieces) for pieces in cells]
        self._cell_group = [int(load.group[pieces[0]]) for pieces in cells]
        self._total = self._add_totals()
        for j, term_work in enumerate(term_works):
            self._add_term(term_work, cell_of[j])
        for number, weights in enumerate(inequalities.pool):
            if self._is_simple(weights):
                for period in range(periods.count):
                    self._add_capacity(number, weights, period)

    def _is_simple(self, weights: CapacityInequality) -> bool:
        people = self._inequalities.people
        used = np.count_nonzero(weights.groups)
        return bool(used == 1 or np.array_equal(weights.groups, people.astype(float)))

    def _add_done(self, pieces: IntArray) -> list[int]:
        """Add what is done of a cell's work by the end of each period; -1 where nothing can be."""
        most = self._periods.possible(pieces).sum(axis=0)
        columns: list[int] = []
        for limit in most.tolist():
            if limit <= 0:
                columns.append(-1)
                continue
            (column,) = self.program.add_columns(1, 0.0, limit)
            if columns and columns[-1] >= 0:
                self.program.add_row([column, columns[-1]], [1.0, -1.0], 0.0, np.inf)
            columns.append(column)
        return columns

    def _add_totals(self) -> dict[int, list[int]]:
        """Add what is done by each group in each period, over all cells."""
        by_group: dict[int, list[list[int]]] = {}
        for columns, group in zip(self._done, self._cell_group, strict=True):
            by_group.setdefault(group, []).append(columns)
        totals: dict[int, list[int]] = {}
        high = np.array(self.program.high)
        for group, cells in by_group.items():
            totals[group] = []
            for period in range(self._periods.count):
                now = [c[period] for c in cells if c[period] >= 0]
                before = [c[period - 1] for c in cells if period and c[period - 1] >= 0]
                (total,) = self.program.add_columns(1, 0.0, float(high[now].sum()) if now else 0.0)
                signs = [1.0, *([-1.0] * len(now)), *([1.0] * len(before))]
                self.program.add_row([total, *now, *before], signs, 0.0, 0.0)
                totals[group].append(total)
        return totals

    def _add_capacity(self, number: int, weights: CapacityInequality, period: int) -> bool:
        """Add one inequality for one period; False if it is there."""
        if (number, period) in self._rows:
            return False
        self._rows.add((number, period))
        groups = [g for g in self._total if weights.groups[g] > 0]
        if not groups:
            return False
        capacity = float(self._periods.capacity(weights.ended)[period])
        columns = [self._total[g][period] for g in groups]
        self.program.add_row(columns, [float(weights.groups[g]) for g in groups], -np.inf, capacity)
        return True

    def _add_term(self, term_work: TermWork, cells: dict[int, list[int]]) -> None:
        periods = self._periods
        first, costs = periods.costs(term_work)
        self.constant += float(costs[-1])
        if first >= periods.count:
            return
        gains = costs[first:-1] - costs[first + 1 :]
        reached = self.program.add_columns(periods.count - first, 0.0, 1.0, gains)
        self._reached += reached
        for k in range(1, len(reached)):
            self.program.add_row([reached[k], reached[k - 1]], [1.0, -1.0], 0.0, np.inf)
        group = self._load.group[term_work.pieces]
        for g, members in cells.items():
            mine = group == g
            required = periods.required(term_work.pieces[mine], term_work.tail[mine])[:, first:]
            steps = required - np.append(required[:, 1:], np.zeros((periods.count, 1)), axis=1)
            volume = float(self._load.volume[term_work.pieces[mine]].sum())
            for i in range(periods.count):
                keep = np.flatnonzero(steps[i] > NEGLIGIBLE * volume).tolist()
                if keep:
                    done = [self._done[m][i] for m in members if self._done[m][i] >= 0]
                    columns = [*done, *(reached[k] for k in keep)]
                    values = [*([1.0] * len(done)), *(-steps[i][keep]).tolist()]
                    self.program.add_row(columns, values, 0.0, np.inf)

    def linear(self, end: Callable[[], float], stop: Stop) -> Iterator[float]:
        """Yield ever better bounds on the sum of the terms as inequalities are added.

        Parameters
        ----------
        end
            Tells how many seconds are left.
        """
        runner, best, idle = HighsRunner(self.program), -np.inf, 0
        while idle < self._params.max_idle_rounds:
            solved = runner.run(end(), stop)
            if solved is None:
                return
            bound = self.constant + safe_bound(self.program, solved[1])
            idle = 0 if bound > best + self._params.min_gain * abs(best) else idle + 1
            best = max(best, bound)
            yield bound
            if not self._separate(solved[0], stop):
                return
            runner.add_new_rows()

    def whole(self, seconds: float, stop: Stop, on_bound: Callable[[float], None]) -> None:
        """Solve with terms finished or not at each border; report the proved bound as it grows."""
        runner = HighsRunner(self.program, self._reached)

        def hear(bound: float) -> None:
            if np.isfinite(bound):
                on_bound(self.constant + bound - 1e-6 * max(1.0, abs(bound), self.constant))

        runner.run(seconds, stop, hear)

    def _separate(self, values: FloatArray, stop: Stop) -> bool:
        """Add the inequalities that the work of some period breaks; False if there are none."""
        work = np.zeros((self._inequalities.count, self._periods.count))
        for group, columns in self._total.items():
            work[group] = values[columns]
        capacity = self._periods.capacity(self._inequalities.ended)
        added = False
        for period in range(self._periods.count):
            worst, which = 1e-6, -1
            for number, weights in enumerate(self._inequalities.pool):
                asked = float(weights.groups @ work[:, period])
                excess = asked - float(weights.classes @ capacity[:, period])
                if excess > worst * max(1.0, asked) and (number, period) not in self._rows:
                    worst, which = excess / max(1.0, asked), number
            if which < 0 and not stop():
                found = self._inequalities.overload(work[:, period], capacity[:, period])
                which = -1 if found is None else len(self._inequalities.pool) - 1
            if which >= 0:
                added |= self._add_capacity(which, self._inequalities.pool[which], period)
        return added


def _cells(
    term_works: Sequence[TermWork], group: IntArray
) -> tuple[list[IntArray], list[dict[int, list[int]]]]:
    """Group pieces by the terms that wait for them, and by who does them.

    Returns the pieces of each cell, and by term and group the cells.
    """
    waiting: dict[int, list[int]] = {}
    for j, term_work in enumerate(term_works):
        for piece in term_work.pieces.tolist():
            waiting.setdefault(piece, []).append(j)
    cells: dict[tuple[tuple[int, ...], int], list[int]] = {}
    for piece, terms in waiting.items():
        cells.setdefault((tuple(terms), int(group[piece])), []).append(piece)
    by_term: list[dict[int, list[int]]] = [{} for _ in term_works]
    for number, (members, g) in enumerate(cells):
        for j in members:
            by_term[j].setdefault(g, []).append(number)
    return [np.array(pieces, dtype=np.int64) for pieces in cells.values()], by_term
