"""Step functions of a variable: tables that are, but for calendars, a constant shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from allocator.cpmodel.variables import HintOf, Linear, Literal, Variables, domain_of
from allocator.problem.timeline import NEVER, IntArray

MAX_SHIFTS = 64
"""Shifts beyond which a table is given to the solver whole, as an element constraint."""


def beyond_axis(least: IntArray, horizon: int) -> IntArray:
    """Replace NEVER by values above the axis, with as few different shifts as can be."""
    values = np.arange(len(least))
    known = np.flatnonzero(least < NEVER)
    shift = int(least[known[-1]] - known[-1]) if len(known) else 0
    return np.where(least < NEVER, least, np.maximum(horizon + 1, values + shift))


def at_least_table(
    variables: Variables,
    target: Linear,
    variable: cp_model.IntVar,
    table: IntArray,
    low: int,
    *,
    slope: int = 1,
    enforced: Sequence[Literal] = (),
) -> None:
    """Constrain target >= table[variable], exactly.

    Parameters
    ----------
    target
        Linear expression.
    variable
        Takes values from ``low`` to len(table) - 1.
    table
        Monotone.
    slope
        What the table grows per step where it grows regularly.
    enforced
        The constraint holds where all these literals are true.
    """
    model = variables.model
    shifts = table[low:] - slope * np.arange(low, len(table))
    different = [int(shift) for shift in np.unique(shifts)]
    if not different:
        return
    base = slope * variable + different[0]
    model.add(target >= base).only_enforce_if(*enforced)
    if len(different) == 1:
        return
    if len(different) > MAX_SHIFTS:
        hint = _looked_up(variables.hint(variable), table)
        reached = variables.int_var(int(table.min()), int(table.max()), "reached", hint)
        model.add_element(variable, [int(v) for v in table], reached)
        model.add(target >= reached).only_enforce_if(*enforced)
        return
    steps = _steps_of(variables, variable, shifts, low)
    more = sum((shift - different[0]) * literal for shift, literal in steps)
    model.add(target >= base + more).only_enforce_if(*enforced)


def _looked_up(hint: HintOf, table: IntArray) -> HintOf:
    def value(known: object) -> int | None:
        at = hint(known)  # type: ignore[arg-type]
        return None if at is None else int(table[at])

    return value


def _steps_of(
    variables: Variables, variable: cp_model.IntVar, shifts: IntArray, low: int
) -> list[tuple[int, Literal]]:
    """Return one literal per shift, true where the variable has it; made once per table."""
    key = (variable.index, shifts.tobytes())
    if key not in variables.steps:
        hint = variables.hint(variable)
        steps = []
        for shift in np.unique(shifts):
            mask = shifts == shift
            literal = variables.literal("piece", _inside(hint, mask, low))
            variables.model.add_linear_expression_in_domain(
                variable, domain_of(mask, low)
            ).only_enforce_if(literal)
            steps.append((int(shift), literal))
        variables.model.add_exactly_one(literal for _, literal in steps)
        variables.steps[key] = steps
    return variables.steps[key]


def _inside(hint: HintOf, mask: np.ndarray, low: int) -> HintOf:
    def value(known: object) -> int | None:
        at = hint(known)  # type: ignore[arg-type]
        return None if at is None else int(mask[at - low])

    return value
