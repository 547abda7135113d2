"""The sheet Costs of the workbook: what projects cost by month, against their budgets."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.monthly_costs import CostTable, MonthlyCosts
from allocator.exports.cost_rows import month_head, name_of

LEGEND: tuple[tuple[str, str, str], ...] = (
    ("Costs", "months", "work still to do where its slots lie, recorded time where it was worked"),
    (
        "Costs",
        "spent",
        "recorded time at the mean of the rates of the item's people; in the months",
    ),
    ("Costs", "over", "by how much the total is above the budget; empty where it is not"),
    ("Costs", "not known", "items that are over without recorded time; they are not in the total"),
)
"""The meaning of the columns."""

Value = str | float | None


def cost_header(table: CostTable) -> tuple[str, ...]:
    """Return the heads of the columns."""
    total = f"total, {table.currency}" if table.currency else "total"
    months = map(month_head, table.months)
    return ("project", "name", *months, total, "spent", "budget", "kind", "over", "not known")


def cost_rows(table: CostTable, limits: frozenset[str]) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each project, and one for everything.

    Parameters
    ----------
    table
        What the plan costs.
    limits
        Ids of the projects whose budgets are limits.
    """
    for one in (*table.projects, table.everything):
        yield _row(one, table, limits)


def _row(one: MonthlyCosts, table: CostTable, limits: frozenset[str]) -> tuple[Value, ...]:
    cost = one.cost
    kind = None
    if cost.budget is not None and cost.project is not None:
        kind = "limit" if cost.project in limits else "goal"
    return (
        *(cost.project, name_of(one, table), *one.months.values()),
        *(round(cost.planned, 2), one.spent or None, cost.budget, kind),
        *(round(cost.excess, 2) or None, cost.unrecorded or None),
    )
