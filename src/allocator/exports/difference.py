"""Writes the difference between two plans as diff.json and diff.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocator.analysis.change_rows import change_rows
from allocator.analysis.comparison import Comparison
from allocator.domain.formulas import guard
from allocator.planfile.csv_tables import Cell, csv_table
from allocator.planfile.files import write_text

COLUMNS = (
    *("what", "id", "title", "project", "was", "is", "days", "from", "to", "why", "cause"),
    *("was_day", "is_day"),
)
"""Columns of diff.csv: the change, finishes and people before and after, the reason."""


def difference_document(difference: Comparison) -> dict[str, Any]:
    """Return the content of diff.json."""
    return {**difference.model_dump(mode="json"), "same": difference.same}


def difference_csv(difference: Comparison) -> str:
    """Return the content of diff.csv, a row for each change."""
    return csv_table(COLUMNS, _rows(difference))


def write_difference(difference: Comparison, folder: Path) -> list[Path]:
    """Write diff.json and diff.csv into a folder, which is made if it is absent.

    Raises
    ------
    InputError
        The files cannot be written.
    """
    text = json.dumps(difference_document(difference), ensure_ascii=False, indent=1) + "\n"
    files = {folder / "diff.json": text, folder / "diff.csv": difference_csv(difference)}
    for path, content in files.items():
        write_text(path, content)
    return list(files)


def _rows(difference: Comparison) -> Iterator[tuple[Cell, ...]]:
    for row in change_rows(difference):
        yield row._replace(title=guard(row.title), why=_guarded(row.why), cause=_guarded(row.cause))


def _guarded(text: str | None) -> str | None:
    return None if text is None else guard(text)
