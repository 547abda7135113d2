"""The objective tiers: one row each, with value, bound and gap."""

from __future__ import annotations

import pandas as pd

from allocator.domain import Plan
from allocator.views.frames import FLAG, NUMBER, TEXT, frame

DTYPES = {
    "name": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "bound": NUMBER,
    "gap": NUMBER,
    "proved": FLAG,
    "goal": NUMBER,
    "found_by": TEXT,
    "bound_by": TEXT,
}


def tiers(plan: Plan) -> pd.DataFrame:
    """Return the objective tiers, one row each, the most important first.

    Columns
    -------
    name : string
        tardiness, flow, makespan, cost, budget, value, preference or stability; all are minimised.
    value : float64
        What the plan reaches, in ``unit``.
    unit : string
        Unit of value and bound.
    bound : float64
        No plan that keeps the tiers before it at their values is below this.
    gap : float64
        ``abs(value - bound) / max(1, abs(value))``, as a fraction.
    proved : bool
        Whether no better value exists.
    goal : float64
        The value that is good enough; missing where the scenario names none.
    found_by : string
        The engine that found the value.
    bound_by : string
        The method that gives the bound.
    """
    return frame(
        DTYPES,
        (
            (t.name, t.value, t.unit, t.bound, t.gap, t.proved, t.goal, t.found_by, t.bound_by)
            for t in plan.solver.tiers
        ),
    )
