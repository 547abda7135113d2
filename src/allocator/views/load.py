"""The load: one row per person and week."""

from __future__ import annotations

import pandas as pd

from allocator.analysis.load import weekly_load
from allocator.domain import Plan
from allocator.views.frames import CATEGORY, INSTANT, NUMBER, frame

DTYPES = {
    "person": CATEGORY,
    "week": INSTANT,
    "available_hours": NUMBER,
    "planned_hours": NUMBER,
    "load": NUMBER,
}


def load(plan: Plan) -> pd.DataFrame:
    """Return the load, one row per person and week, people in the scenario's order.

    Columns
    -------
    person : category
        Id of the person.
    week : datetime64[s]
        Its Monday.
    available_hours : float64
        Working hours x capacity, between the plan's start and its last finish.
    planned_hours : float64
        Working hours x capacity x share, spent on work items.
    load : float64
        ``planned_hours / available_hours``; missing where nothing is available.
    """
    return frame(
        DTYPES,
        (
            (
                row.person,
                row.week,
                row.available_hours,
                row.planned_hours,
                row.planned_hours / row.available_hours if row.available_hours else None,
            )
            for row in weekly_load(plan.scenario, plan.items)
        ),
    )
