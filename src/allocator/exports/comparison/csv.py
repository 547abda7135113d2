"""Writes plans side by side as CSV: a row for each measure, a column for each plan."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.side_by_side.model import ComparedValue, SideBySide
from allocator.domain.formulas import guard
from allocator.planfile.csv_tables import Cell, csv_table

BEFORE = ("topic", "what", "kind", "id", "name", "unit")
"""Columns before those of the plans; ``best`` comes after them."""


def comparison_csv(found: SideBySide) -> str:
    """Return the text of the table: days as ISO dates, plain numbers, empty where there is none."""
    labels = (guard(plan.label) for plan in found.plans)
    return csv_table((*BEFORE, *labels, "best"), _rows(found))


def _rows(found: SideBySide) -> Iterator[tuple[Cell, ...]]:
    for row in found.rows:
        yield (
            *(row.topic, row.what, row.kind, row.id, guard(row.name), row.unit),
            *map(_cell, row.values),
            "; ".join(guard(found.plans[number].label) for number in row.best),
        )


def _cell(value: ComparedValue | None) -> Cell:
    if value is None:
        return None
    return value.value if value.day is None else value.day
