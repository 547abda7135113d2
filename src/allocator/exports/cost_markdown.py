"""Writes what projects cost by month as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.monthly_costs import cost_table
from allocator.domain import Plan
from allocator.exports.cost_rows import EVERYTHING, shown_costs
from allocator.exports.markdown import escaped, markdown_table


def cost_lines(plan: Plan, *, most_months: int, most_rows: int | None = None) -> Iterator[str]:
    """Yield a table of the costs by project and month; nothing without rates.

    Parameters
    ----------
    plan
        The plan.
    most_months
        Columns of months; later ones are added up in the last.
    most_rows
        Projects; None for all. How many more there are is said.
    """
    table = cost_table(plan)
    if table is None or not table.projects:
        return
    shown = shown_costs(table, most_months=most_months, most_rows=most_rows)
    total = f"total, {escaped(shown.currency)}" if shown.currency else "total"
    numbers = ["spent"] if shown.with_spent else []
    numbers += [*shown.months, total, *(["budget", "over"] if shown.with_budgets else [])]
    rows = [
        [
            f"**{escaped(row.name)}**" if row.name == EVERYTHING else escaped(row.name),
            *([row.spent] if shown.with_spent else []),
            *(*row.months, row.total),
            *([row.budget, row.over and f"⚠ {row.over}"] if shown.with_budgets else []),
        ]
        for row in shown.rows
    ]
    yield from markdown_table(["project", *numbers], rows, right=numbers)
    if shown.more:
        yield from ("", f"Not shown: {wording.count(shown.more, 'project')}.")
