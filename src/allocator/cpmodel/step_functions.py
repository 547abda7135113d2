"""Step functions of a variable: tables that are, but for calendars, a constant shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from allocator.cpmodel.ranges import Ranges, contains, domain, ranges_by_value
from allocator.cpmodel.variables import HintOf, Literal, Variables
from allocator.problem.timeline import NEVER, IntArray, Table

MAX_SHIFTS = 64
"""Shifts beyond which a table is given to the solver whole, as an element constraint."""


def beyond_axis(least: Table, horizon: int) -> IntArray:
    """Replace NEVER by values above the axis, with as few different shifts as can be."""
    values = np.arange(len(least))
    known = np.flatnonzero(least.values < NEVER)
    shift = int(least.values[known[-1]] - known[-1]) if len(known) else 0
    return np.where(least.values < NEVER, least.values, np.maximum(horizon + 1, values + shift))


@dataclass(frozen=True)
class _Steps:
    """A table as steps.

    Attributes
    ----------
    shifts
        By value of the variable: the table less what grows regularly; inside a level what it is at
        the level's end.
    levels
        Pairs of a value of the variable, and what the table is from there on at least.
    """

    shifts: IntArray
    levels: list[tuple[int, int]]


def _split(table: IntArray, low: int, slope: int, known: int) -> _Steps:
    """Split a table, from a value of its variable on, into shifts and levels.

    A stretch on which the table does not grow, as over a holiday, is one level. What the table is
    known to be at least makes the first of them.

    Parameters
    ----------
    table
        Monotone: ascending where the slope is positive.
    low
        Value of the variable to which the first entry belongs.
    slope, known
        What it grows per step where it grows regularly; its least value.
    """
    table = np.maximum(table, known)
    shifts = table - slope * np.arange(low, low + len(table))
    if slope <= 0:
        return _Steps(shifts, [])
    firsts = np.flatnonzero(np.diff(table, prepend=table[0] - 1))
    lasts = np.append(firsts[1:], len(table)) - 1
    levels = [
        (low + first, int(table[first]))
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        if last > first and table[first] > known
    ]
    return _Steps(np.repeat(shifts[lasts], lasts - firsts + 1), levels)


def at_least_table(
    variables: Variables,
    target: cp_model.IntVar,
    variable: cp_model.IntVar,
    table: IntArray,
    low: int,
    high: int,
    *,
    slope: int = 1,
    enforced: Sequence[Literal] = (),
) -> None:
    """Constrain target >= table[variable], exactly.

    Parameters
    ----------
    target
        A variable.
    variable
        Takes values from ``low`` to ``high``, or to the end of the table if that comes first.
    table
        Monotone.
    slope
        What the table grows per step where it grows regularly.
    enforced
        The constraint holds where all these literals are true.
    """
    model = variables.model
    table = table[: high + 1]
    if low >= len(table):
        return
    steps = _split(table[low:], low, slope, target.proto.domain[0])
    different = np.unique(steps.shifts).tolist()
    if len(different) > MAX_SHIFTS:
        hint = _looked_up(variables.hint(variable), table)
        reached = variables.int_var(int(table.min()), int(table.max()), "reached", hint)
        model.add_element(variable, table.tolist(), reached)
        model.add(target >= reached).only_enforce_if(*enforced)
        return
    base = slope * variable + different[0]
    if len(different) > 1:
        literals = _steps_of(variables, variable, steps.shifts, low)
        base = base + sum((shift - different[0]) * literal for shift, literal in literals)
    model.add(target >= base).only_enforce_if(*enforced)
    for first, level in steps.levels:
        since = at_least(variables, variable, first)
        model.add(target >= level).only_enforce_if(since, *enforced)


def _looked_up(hint: HintOf, table: IntArray) -> HintOf:
    def value(known: object) -> int | None:
        at = hint(known)  # type: ignore[arg-type]
        return int(table[at]) if at is not None and at < len(table) else None

    return value


def at_least(variables: Variables, variable: cp_model.IntVar, value: int) -> Literal:
    """Return the literal that a variable is at least a value; made once."""
    key = variable.index, value
    if key not in variables.orders:
        hint = variables.hint(variable)

        def reached(known: object) -> int | None:
            at = hint(known)  # type: ignore[arg-type]
            return None if at is None else int(at >= value)

        literal = variables.orders[key] = variables.literal("since", reached)
        variables.model.add(variable >= value).only_enforce_if(literal)
        variables.model.add(variable < value).only_enforce_if(literal.negated())
    return variables.orders[key]


def _steps_of(
    variables: Variables, variable: cp_model.IntVar, shifts: IntArray, low: int
) -> list[tuple[int, Literal]]:
    """Return one literal per shift, true where the variable has it; made once per table."""
    key = (variable.index, shifts.tobytes())
    if key not in variables.steps:
        hint = variables.hint(variable)
        steps = []
        for shift, values in ranges_by_value(np.arange(low, low + len(shifts)), shifts).items():
            literal = variables.literal("step", _inside(hint, values))
            variables.model.add_linear_expression_in_domain(
                variable, domain(values)
            ).only_enforce_if(literal)
            steps.append((shift, literal))
        variables.model.add_exactly_one(literal for _, literal in steps)
        variables.steps[key] = steps
    return variables.steps[key]


def _inside(hint: HintOf, values: Ranges) -> HintOf:
    def value(known: object) -> int | None:
        at = hint(known)  # type: ignore[arg-type]
        return None if at is None else int(contains(values, at))

    return value
