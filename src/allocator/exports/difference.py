"""The difference between two plans as files: diff.json and diff.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocator.analysis.comparison import Comparison
from allocator.analysis.why.reason import Why
from allocator.domain.formulas import guard
from allocator.planfile.files import write_text
from allocator.planfile.tables import Cell, table

COLUMNS = (
    *("what", "id", "title", "project", "was", "is", "days", "from", "to", "why", "cause"),
    *("was_day", "is_day"),
)
"""Finishes before and after and the working days between, people before and after, why; the days
of the finishes."""


def document(difference: Comparison) -> dict[str, Any]:
    """Return the difference as diff.json holds it."""
    return {**difference.model_dump(mode="json"), "same": difference.same}


def rows(difference: Comparison) -> str:
    """Return the difference as a CSV table, a row for each change."""
    return table(COLUMNS, _rows(difference))


def write_difference(difference: Comparison, folder: Path) -> list[Path]:
    """Write diff.json and diff.csv into a folder, which is made where it is absent.

    Raises
    ------
    InputError
        They cannot be written there.
    """
    text = json.dumps(document(difference), ensure_ascii=False, indent=1) + "\n"
    files = {folder / "diff.json": text, folder / "diff.csv": rows(difference)}
    for path, content in files.items():
        write_text(path, content)
    return list(files)


def _rows(difference: Comparison) -> Iterator[tuple[Cell, ...]]:
    for date in difference.dates:
        if date.changed:
            told = _told(date.why)
            name = guard(date.name)
            yield (
                *(date.kind, date.id, name, None, date.was, date.now, date.days, None, None),
                *(*told, date.was_day, date.now_day),
            )
    for what in ("added", "removed", "taken_up", "dropped"):
        for item in getattr(difference, what):
            yield what, item.id, guard(item.title), *([None] * 10)
    for move in difference.moved:
        yield (
            *("moved", move.id, guard(move.title), move.project, move.was_finish, move.finish),
            *(move.finish_days, None, None, *_told(move.why)),
            *(move.was_finish_day, move.finish_day),
        )
    for change in difference.reassigned:
        people = "; ".join(change.was), "; ".join(change.now)
        yield (
            *("reassigned", change.id, guard(change.title), change.project, None, None, None),
            *(*people, *_told(change.why), None, None),
        )
    for what in ("newly_late", "no_longer_late"):
        for late in getattr(difference, what):
            yield what, late.id, guard(late.title), None, None, None, late.late_days, *([None] * 6)


def _told(why: Why | None) -> tuple[str | None, str | None]:
    """Return the reason, and the cause where there is one."""
    if why is None:
        return None, None
    return guard(why.reason.sentence), guard(why.cause.sentence) if why.cause else None
