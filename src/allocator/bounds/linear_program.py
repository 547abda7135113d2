"""Linear programs for HiGHS: built row by row, stopped on demand, with safe bounds.

HiGHS is loaded when a program is first run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Stop = Callable[[], bool]

SAFETY_MARGIN = 1e-7
"""Relative margin by which float bounds are lowered: sums of 1e5 terms err by far less."""


@dataclass
class LinearProgram:
    """Minimise cost x subject to lower <= A x <= upper, all variables bounded.

    Attributes
    ----------
    cost, low, high
        By variable.
    starts, columns, values, row_low, row_high
        The rows, compressed; ``starts`` has one entry a row (where it begins).
    """

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)

    def add_columns(self, count: int, low: object, high: object, cost: object = 0.0) -> range:
        """Add variables; bounds and costs are numbers or arrays of that many."""
        first = len(self.cost)
        for store, given in ((self.low, low), (self.high, high), (self.cost, cost)):
            store.extend(np.broadcast_to(np.asarray(given, dtype=float), (count,)).tolist())
        return range(first, first + count)

    def add_row(
        self, columns: Sequence[int], values: Sequence[float], low: float, high: float
    ) -> int:
        """Add low <= sum of values x columns <= high and return its index."""
        self.starts.append(len(self.columns))
        self.columns.extend(columns)
        self.values.extend(values)
        self.row_low.append(low)
        self.row_high.append(high)
        return len(self.starts) - 1

    @property
    def size(self) -> int:
        """Number of nonzeros."""
        return len(self.columns)


class HighsRunner:
    """A program inside HiGHS, to which rows may be added between runs.

    Parameters
    ----------
    program
        Not changed; later rows go in by `add_rows` and are kept in it as well.
    integers
        Variables that must be integer.
    """

    def __init__(self, program: LinearProgram, integers: Sequence[int] = ()) -> None:
        import highspy

        self._program = program
        self._highspy = highspy
        self._solver: Any = _quiet(highspy.Highs)
        self._solver.setOptionValue("threads", 1)
        self._whole = bool(integers)
        self._solver.passModel(self._model(integers))
        self._known = len(program.starts)

    def _model(self, integers: Sequence[int]) -> Any:
        highspy, program = self._highspy, self._program
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(program.cost), len(program.starts)
        model.col_cost_ = np.array(program.cost)
        model.col_lower_, model.col_upper_ = np.array(program.low), np.array(program.high)
        model.row_lower_, model.row_upper_ = np.array(program.row_low), np.array(program.row_high)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.array([*program.starts, program.size], dtype=np.int32)
        matrix.index_ = np.array(program.columns, dtype=np.int32)
        matrix.value_ = np.array(program.values)
        if integers:
            kinds = [highspy.HighsVarType.kContinuous] * len(program.cost)
            for column in integers:
                kinds[column] = highspy.HighsVarType.kInteger
            model.integrality_ = kinds
        return model

    def change_rows(self, rows: Sequence[int], low: FloatArray, high: FloatArray) -> None:
        """Change the lower and upper sides of rows."""
        known_low, known_high = self._program.row_low, self._program.row_high
        for row, least, most in zip(rows, low.tolist(), high.tolist(), strict=True):
            if known_low[row] == least and known_high[row] == most:
                continue
            self._program.row_low[row], self._program.row_high[row] = least, most
            self._solver.changeRowBounds(row, least, most)

    def add_new_rows(self) -> None:
        """Add the rows that the program has got since."""
        program = self._program
        ends = [*program.starts[1:], program.size]
        for row in range(self._known, len(program.starts)):
            first, end = program.starts[row], ends[row]
            self._solver.addRow(
                program.row_low[row],
                program.row_high[row],
                end - first,
                np.array(program.columns[first:end], dtype=np.int32),
                np.array(program.values[first:end]),
            )
        self._known = len(program.starts)

    def run(
        self, seconds: float, stop: Stop, on_bound: Callable[[float], None] | None = None
    ) -> tuple[FloatArray, FloatArray] | None:
        """Run and return values of variables and duals of rows; None if it was not finished.

        With integer variables ``on_bound`` gets the proved bound at every callback of HiGHS, and
        once more at the end.
        """
        kinds, end = self._highspy.cb.HighsCallbackType, time.monotonic() + seconds

        def look_up(kind: object, _text: str, out: Any, answer: Any, _data: object) -> None:
            if on_bound is not None and kind == kinds.kCallbackMipInterrupt:
                on_bound(float(out.mip_dual_bound))
            if answer is not None:
                answer.user_interrupt = stop() or time.monotonic() > end

        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
        self._solver.setCallback(look_up, None)
        for kind in (
            kinds.kCallbackSimplexInterrupt,
            kinds.kCallbackIpmInterrupt,
            kinds.kCallbackMipInterrupt,
        ):
            self._solver.startCallback(kind)
        self._solver.run()
        self._solver.setCallback(None, None)
        if on_bound is not None and self._whole:
            on_bound(float(self._solver.getInfo().mip_dual_bound))
        if self._solver.getModelStatus() != self._highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        return np.array(solution.col_value), np.array(solution.row_dual)


def _quiet(solver: Any) -> Any:
    """Return a HiGHS that prints nothing; some versions print a banner while they are made."""

    class Quiet(solver):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    made = Quiet()
    made.setOptionValue("output_flag", False)
    return made


def safe_bound(program: LinearProgram, duals: FloatArray) -> float:
    """Return a lower bound on the optimum from any duals, without trust in their optimality.

    For signs as the rows' sides allow, min cost x >= y b + sum over variables of the least that
    (cost - y A) x comes to between the variable's bounds [Neumaier, Shcherbina, Safe bounds in
    linear and mixed-integer linear programming, 2004].
    """
    low, high = np.array(program.row_low), np.array(program.row_high)
    duals = np.where((duals > 0) & np.isfinite(low) | (duals < 0) & np.isfinite(high), duals, 0.0)
    sides = np.where(duals > 0, np.where(np.isfinite(low), low, 0.0), 0.0)
    sides = np.where(duals < 0, np.where(np.isfinite(high), high, 0.0), sides)
    lengths = np.diff([*program.starts, program.size])
    values = np.array(program.values) * np.repeat(duals, lengths)
    reduced = np.array(program.cost)
    np.subtract.at(reduced, np.array(program.columns, dtype=np.int64), values)
    at = np.where(reduced > 0, np.array(program.low), np.array(program.high))
    parts = np.concatenate([duals * sides, reduced * at])
    return float(parts.sum() - SAFETY_MARGIN * np.abs(parts).sum())
