"""Finds the parents of rows in an outline: by level, by WBS code, or by indentation."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.integrations.table.sheet import SheetRow, parents_by_level
from allocator.integrations.tracker.headers import Columns


def parent_rows(rows: Sequence[SheetRow], columns: Columns) -> dict[int, int]:
    """Return the number of the parent by number of the row, for rows in an outline.

    A column of levels counts first, then WBS codes of which one begins with another, then the
    indentation of the rows.

    Parameters
    ----------
    rows
        The rows, in the order of the table.
    columns
        Positions of the fields.
    """
    levels = [columns.first(row.cells, "level") for row in rows]
    if any(levels):
        return _by_level(rows, [int(text) if text.isdecimal() else 0 for text in levels])
    codes = [columns.first(row.cells, "wbs").strip(".") for row in rows]
    if any("." in code for code in codes):
        return _by_code(rows, codes)
    if any(row.level for row in rows):
        return _by_level(rows, [row.level for row in rows])
    return {}


def _by_level(rows: Sequence[SheetRow], levels: Sequence[int]) -> dict[int, int]:
    pairs = zip(rows, parents_by_level(rows, levels), strict=True)
    return {row.number: parent.number for row, parent in pairs if parent is not None}


def _by_code(rows: Sequence[SheetRow], codes: Sequence[str]) -> dict[int, int]:
    known = {code: row.number for row, code in zip(rows, codes, strict=True) if code}
    found = {}
    for row, code in zip(rows, codes, strict=True):
        above = code.rpartition(".")[0]
        while above and above not in known:
            above = above.rpartition(".")[0]
        if above and known[above] != row.number:
            found[row.number] = known[above]
    return found
