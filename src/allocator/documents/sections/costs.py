"""What projects cost by month, against their budgets."""

from __future__ import annotations

from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.exports.cost_markdown import cost_lines

MAX_MONTHS = 12
"""Columns of months; later ones are added up in the last."""


def costs(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each project with costs, and one for everything."""
    lines = list(cost_lines(source.plan, most_months=MAX_MONTHS, most_rows=choice.most))
    return lines or ["Nothing has a cost, as nobody has a rate."]
