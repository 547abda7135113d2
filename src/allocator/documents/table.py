"""A table of a section: its columns by name, its rows, and which of them are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocator.exports.markdown import markdown_table


@dataclass(frozen=True, kw_only=True)
class SectionColumn:
    """A column that a section can show.

    Attributes
    ----------
    name
        What markers call it.
    heading
        What stands over it.
    asked
        Whether it is shown only where the marker names it.
    optional
        Whether it is left out where it is empty in all rows, unless the marker names it.
    of_forecast
        Whether it shows a forecast.
    """

    name: str
    heading: str
    asked: bool = False
    optional: bool = False
    of_forecast: bool = False


Row = Mapping[str, str]
"""Cells of a row in Markdown by the name of their column; those that are empty may be missing."""


def table_lines(
    columns: Sequence[SectionColumn],
    rows: Sequence[Row],
    *,
    wanted: Sequence[str] = (),
    most: int | None = None,
    nothing: str,
) -> list[str]:
    """Return the lines of a table.

    Parameters
    ----------
    columns
        Those that there are.
    rows
        All rows.
    wanted
        Names of the columns to show, in their order; empty for the usual ones.
    most
        Rows that are shown; further ones are counted. None for all.
    nothing
        The sentence that stands there without rows.
    """
    if not rows:
        return [nothing]
    by_name = {column.name: column for column in columns}
    shown = [by_name[name] for name in wanted] or [
        column
        for column in columns
        if not column.asked and not (column.optional and _is_empty(column, rows))
    ]
    cut = rows if most is None else rows[:most]
    lines = markdown_table(
        [column.heading for column in shown],
        [[row.get(column.name, "") for column in shown] for row in cut],
    )
    more = len(rows) - len(cut)
    return [*lines, "", f"And {more} more."] if more else lines


def _is_empty(column: SectionColumn, rows: Sequence[Row]) -> bool:
    return not any(row.get(column.name) for row in rows)
