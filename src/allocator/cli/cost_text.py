"""Writes what a plan costs, as lines of its summary and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator import wording
from allocator.analysis.monthly_costs import CostTable, MonthlyCosts
from allocator.wording import money

MAX_MONTHS = 3
"""Months up to which each has its cost in the line."""


def cost_lines(table: CostTable) -> Iterator[str]:
    """Yield a line on the cost with its months, and one on what is above its budget."""
    cost = table.everything.cost
    told = money(cost.planned, table.currency)
    if table.everything.spent:
        told += f", {money(table.everything.spent)} of it spent"
    yield f"Cost: {told}{_months(table)}."
    if cost.unrecorded:
        over = wording.count(cost.unrecorded, "item is", "items are")
        yield f"Not in the cost: {over} over without recorded time."
    over_budget = [
        f"{wording.label(one.cost.project or '')} by {money(one.cost.excess)} "
        f"({money(one.cost.planned)} of {money(one.cost.budget or 0, table.currency)})"
        for one in table.exceeded
    ]
    if over_budget:
        yield f"Above budget: {wording.enumerated(over_budget, most=3)}."


def _months(table: CostTable) -> str:
    with_cost = {month: cost for month, cost in table.everything.months.items() if cost}
    if not with_cost:
        return ""
    if len(with_cost) <= MAX_MONTHS:
        return ": " + ", ".join(f"{money(c)} in {wording.month(m)}" for m, c in with_cost.items())
    first, last = min(with_cost), max(with_cost)
    most = max(with_cost, key=lambda month: with_cost[month])
    span = f"{wording.month(first)} to {wording.month(last)}"
    return f": {span}, most in {wording.month(most)} ({money(with_cost[most])})"


def costs_document(table: CostTable) -> dict[str, Any]:
    """Return the costs as plain data; ``project`` is null for work without one."""
    return {
        "currency": table.currency or None,
        "projects": [
            {"project": one.cost.project, "name": one.name, **_amounts(one)}
            for one in table.projects
        ],
        "everything": _amounts(table.everything),
    }


def _amounts(one: MonthlyCosts) -> dict[str, Any]:
    cost = one.cost
    return {
        "months": {f"{month:%Y-%m}": amount for month, amount in one.months.items()},
        "cost": round(cost.planned, 4),
        "spent": one.spent,
        "budget": cost.budget,
        "over": round(cost.excess, 4),
        "unrecorded_items": cost.unrecorded,
    }
