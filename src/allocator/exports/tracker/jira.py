"""Writes a CSV file for Jira's importer: updates by key, new issues without one.

The importer asks for the date format and the time unit: dates are ``yyyy-MM-dd HH:mm``, estimates
seconds. Children and links refer to a new issue by its number in ``Issue id``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from allocator.domain import Person, Plan
from allocator.domain.formulas import guard
from allocator.domain.quantities import beginning
from allocator.exports.tracker.rows import tracker_sheet
from allocator.exports.tracker.tracker_row import TrackerRow, TrackerSheet
from allocator.planfile.csv_text import csv_text
from allocator.planfile.files import write_text

DATE_FORMAT = "yyyy-MM-dd HH:mm"
"""The date format to give to Jira's importer."""

MAX_ROWS = 1500
"""Rows of a file that Atlassian recommends at most."""

_DATE_CODE = "%Y-%m-%d %H:%M"
_KEY = re.compile(r"([A-Z][A-Z0-9_]+)-[1-9]\d*")

HEADER = (
    *("Issue Type", "Issue key", "Issue id", "Summary", "Parent", "Assignee", "Sprint"),
    *("Start date", "Due date", "Planned start", "Planned end"),
    *("Original estimate", "Remaining Estimate"),
)
LABELS = "Labels"
BLOCKS = "Outward issue link (Blocks)"
BLOCKED = "Inward issue link (Blocks)"

_EPIC, _STANDARD, _SUBTASK = range(3)


def is_key(name: str, *, projects: Sequence[str] = (), all_new: bool = False) -> bool:
    """Return whether an id is the key of an issue of Jira: ``DS-12``.

    Parameters
    ----------
    name
        The id of an item or group.
    projects
        Keys of Jira projects whose issues exist; default: any project.
    all_new
        Whether no id is a key.
    """
    match = _KEY.fullmatch(name)
    return not all_new and match is not None and (not projects or match[1] in projects)


def write(
    plan: Plan, target: Path, *, projects: Sequence[str] = (), all_new: bool = False
) -> list[Path]:
    """Write the whole plan into one file.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    write_text(target, jira_csv(plan, projects=projects, all_new=all_new)[0])
    return [target]


def notes(plan: Plan, *, projects: Sequence[str] = (), all_new: bool = False) -> list[str]:
    """Return lines for the user: what the file cannot hold, and what the importer asks for."""
    return jira_csv(plan, projects=projects, all_new=all_new)[1]


def jira_csv(
    plan: Plan,
    *,
    only: Collection[str] | None = None,
    projects: Sequence[str] = (),
    all_new: bool = False,
) -> tuple[str, list[str]]:
    """Return the text of the file, and notes for the user, one line each.

    Parameters
    ----------
    plan
        The plan.
    only
        Ids of the items wanted; default: all that is planned or in progress.
    projects, all_new
        Which ids are keys, as for :func:`is_key`.
    """
    sheet = tracker_sheet(plan, lambda name: is_key(name, projects=projects, all_new=all_new), only)
    taken = [
        f"Ids such as {row.id} are taken for keys of issues that Jira has; "
        "--all-new, if it has none."
        for row in sheet.rows
        if row.known
    ]
    many = [f"{len(sheet.rows):,} rows: Jira's importer is made for {MAX_ROWS:,} a file at most."]
    return _table(sheet), [
        *sheet.notes,
        *taken[:1],
        *(many if len(sheet.rows) > MAX_ROWS else []),
        f"In Jira's importer the date format is {DATE_FORMAT}; estimates are seconds.",
    ]


def _table(sheet: TrackerSheet) -> str:
    rows = sorted(sheet.rows, key=_rank)
    numbers = {row.id: str(n) for n, row in enumerate(rows, 1) if not row.known}
    blocks: dict[str, list[str]] = {row.id: [] for row in rows}
    blocked: dict[str, list[str]] = {row.id: [] for row in rows}
    for row in rows:
        for before in row.after:
            if before in blocks:
                blocks[before].append(numbers.get(row.id, row.id))
            else:
                blocked[row.id].append(before)
    labels = {row.id: list(row.labels) for row in rows}
    repeated = [(LABELS, labels), (BLOCKS, blocks), (BLOCKED, blocked)]
    widths = [max((len(values) for values in cells.values()), default=0) for _, cells in repeated]
    lines = [
        [*HEADER, *(name for (name, _), n in zip(repeated, widths, strict=True) for _ in range(n))]
    ]
    for row in rows:
        cells = _cells(row, numbers)
        for (_, values), width in zip(repeated, widths, strict=True):
            cells += _padded(values[row.id], width)
        lines.append([guard(cell) for cell in cells])
    return csv_text(lines)


def _padded(values: list[str], width: int) -> Iterable[str]:
    return [*values, *[""] * (width - len(values))]


def _cells(row: TrackerRow, numbers: dict[str, str]) -> list[str]:
    due = (row.item.due or row.item.date) if row.item is not None else None
    release = row.item.release if row.item is not None else None
    return [
        _type(row),
        row.id if row.known else "",
        numbers.get(row.id, ""),
        row.title,
        numbers.get(row.parent, row.parent) if row.parent is not None else "",
        _account(row.people),
        row.sprint.name if row.sprint is not None else "",
        _date(release),
        _date(due),
        _date(row.start),
        _date(row.finish),
        _seconds(row.effort_hours),
        _seconds(row.remaining_hours),
    ]


def _rank(row: TrackerRow) -> tuple[int, int]:
    """Put epics first, then standard issues, then sub-tasks, as Jira expects."""
    kind = _type(row).casefold()
    if "epic" in kind or "initiative" in kind:
        return _EPIC, row.depth
    return (_SUBTASK if kind.startswith("sub") else _STANDARD), row.depth


def _type(row: TrackerRow) -> str:
    return row.type or ("Epic" if row.is_parent else "Task")


def _account(people: tuple[Person, ...]) -> str:
    return (people[0].email or people[0].name or people[0].id) if people else ""


def _date(when: dt.date | None) -> str:
    return beginning(when).strftime(_DATE_CODE) if when is not None else ""


def _seconds(hours: float | None) -> str:
    return str(round(hours * 3600)) if hours is not None else ""
