"""What projects cost by month, as rows of the page, the status report and the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.monthly_costs import CostTable, MonthlyCosts

WITHOUT_PROJECT, EVERYTHING = "no project", "everything"


@dataclass(frozen=True)
class CostRow:
    """A project, work without one, or everything; amounts are written in whole units.

    Attributes
    ----------
    months
        What each column of months costs; empty where it is nothing.
    over
        By how much it is above its budget; empty where it is not.
    """

    name: str
    spent: str
    months: tuple[str, ...]
    total: str
    budget: str
    over: str


@dataclass(frozen=True)
class ShownCosts:
    """A table of costs with as many columns of months as there is room for.

    Attributes
    ----------
    months
        The heads of the columns; the last stands for all later months where these are more.
    rows
        Projects in the scenario's order, then everything.
    more
        Projects that are not among the rows.
    """

    currency: str
    months: tuple[str, ...]
    rows: tuple[CostRow, ...]
    more: int
    with_spent: bool
    with_budgets: bool


def shown_costs(table: CostTable, *, most_months: int, most_rows: int | None = None) -> ShownCosts:
    """Return the rows that there is room for: those above their budgets, then the costly ones.

    Parameters
    ----------
    table
        What the plan costs.
    most_months
        Columns of months.
    most_rows
        Projects; None for all.
    """
    projects = _first(table.projects, most_rows)
    rows = [*projects, table.everything] if len(table.projects) != 1 else list(projects)
    cut = len(table.months) > most_months
    heads = [wording.month(month) for month in table.months]
    if cut:
        heads = [*heads[: most_months - 1], "later"]
    return ShownCosts(
        currency=table.currency,
        months=tuple(heads),
        rows=tuple(_row(one, table, most_months if cut else None) for one in rows),
        more=len(table.projects) - len(projects),
        with_spent=table.everything.spent > 0,
        with_budgets=any(one.cost.budget is not None for one in table.projects),
    )


def _first(projects: Sequence[MonthlyCosts], most: int | None) -> list[MonthlyCosts]:
    if most is None or len(projects) <= most:
        return list(projects)
    ranked = sorted(projects, key=lambda one: (-one.cost.excess, -one.cost.planned))[:most]
    return [one for one in projects if one in ranked]


def _row(one: MonthlyCosts, table: CostTable, columns: int | None) -> CostRow:
    amounts = list(one.months.values())
    if columns is not None:
        amounts = [*amounts[: columns - 1], sum(amounts[columns - 1 :])]
    budget = one.cost.budget
    return CostRow(
        name=name_of(one, table),
        spent=wording.money(one.spent) if one.spent else "",
        months=tuple(wording.money(amount) if amount else "" for amount in amounts),
        total=wording.money(one.cost.planned),
        budget="" if budget is None else wording.money(budget),
        over=wording.money(one.cost.excess) if one.cost.excess > 0 else "",
    )


def name_of(one: MonthlyCosts, table: CostTable) -> str:
    """Return the name of a row."""
    if one is table.everything:
        return EVERYTHING
    return wording.printable(one.name) or WITHOUT_PROJECT


def month_head(month: dt.date) -> str:
    """Return the head of a column as files have it: ``2026-12``."""
    return f"{month:%Y-%m}"
