"""The costs: one row a project and month."""

from __future__ import annotations

import pandas as pd

from allocator.analysis.monthly_costs import cost_table
from allocator.domain import Plan
from allocator.views.frames import INSTANT, NUMBER, TEXT, frame

DTYPES = {"project": TEXT, "month": INSTANT, "cost": NUMBER}


def costs(plan: Plan) -> pd.DataFrame:
    """Return the costs, one row a project and month; no rows where nobody has a rate.

    Columns
    -------
    project : string
        Id of the project; missing for work without one.
    month : datetime64[s]
        The first day of the month.
    cost : float64
        Work still to do at the rates of who does it, and recorded time, in the currency of the
        rates.
    """
    table = cost_table(plan)
    return frame(
        DTYPES,
        (
            (one.cost.project, month, cost)
            for one in (() if table is None else table.projects)
            for month, cost in one.months.items()
            if cost
        ),
    )
