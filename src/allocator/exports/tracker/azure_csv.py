"""Writes CSV files for Azure Boards' import: updates by ID, new work items without one.

New items have neither a state nor an assignee, since the import refuses both. Their hierarchy is in
the columns ``Title 1``, ``Title 2``, ...; :mod:`allocator.exports.tracker.azure_batch` writes the
predecessors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.domain.formulas import guard
from allocator.domain.quantities import iso
from allocator.exports.tracker.azure_site import Site, assignee, dates, has_hours, work_item_type
from allocator.exports.tracker.tracker_row import TrackerRow, TrackerSheet
from allocator.planfile.csv_text import csv_text

MAX_ROWS = 1000
"""Rows that Azure Boards accepts in one file."""


def azure_csv(
    sheet: TrackerSheet, *, site: Site, plan_dates: bool = False, most: int = MAX_ROWS
) -> tuple[list[str], list[str]]:
    """Return the texts of the files, at least one, and notes for the user, one line each.

    Parameters
    ----------
    sheet
        The rows.
    site
        The project whose iteration paths are written.
    plan_dates
        Whether the plan's dates are written in place of the due dates.
    most
        Rows of a file.
    """
    notes = list(sheet.notes)
    pages = list(_pages(sheet.rows, most))
    torn = sum(1 for page in pages for row in page[:1] if row.depth)
    if torn:
        notes.append(
            f"{torn} of the files begin below a new parent that stands in the file before: move "
            "their items under it in Azure Boards, or create them with the .create.json."
        )
    points = [r.id for r in sheet.rows if r.effort_hours and not has_hours(r)]
    if points:
        notes.append(
            f"Estimates in hours are written for tasks and bugs only, which have them: "
            f"{len(points)} of other types go without."
        )
    if not site.is_known:
        notes.append(
            "Iteration paths and addresses have {organization} and {project} in them; give "
            "--azure https://dev.azure.com/ORGANIZATION/PROJECT to have them filled in."
        )
    return [_table(page, site, plan_dates) for page in pages or [[]]], notes


def _pages(rows: Sequence[TrackerRow], most: int) -> Iterator[list[TrackerRow]]:
    """Yield the rows of each file; a tree is split only if it is larger than a file."""
    page: list[TrackerRow] = []
    for tree in _trees(rows):
        if page and len(page) + len(tree) > most:
            yield page
            page = []
        while len(tree) > most:
            yield tree[:most]
            tree = tree[most:]
        page += tree
    if page:
        yield page


def _trees(rows: Sequence[TrackerRow]) -> Iterator[list[TrackerRow]]:
    tree: list[TrackerRow] = []
    for row in rows:
        if row.depth == 0 and tree:
            yield tree
            tree = []
        tree.append(row)
    if tree:
        yield tree


def _table(rows: Sequence[TrackerRow], site: Site, plan_dates: bool) -> str:
    deepest = max((row.depth for row in rows), default=0) + 1
    titles = ["Title"] if deepest == 1 else [f"Title {n}" for n in range(1, deepest + 1)]
    header = (
        *("ID", "Work Item Type", *titles, "Assigned To", "Iteration Path", "Original Estimate"),
        *("Remaining Work", "Start Date", "Target Date", "Tags"),
    )
    cells = ([guard(cell) for cell in _cells(row, deepest, site, plan_dates)] for row in rows)
    return csv_text([header, *cells])


def _cells(row: TrackerRow, deepest: int, site: Site, plan_dates: bool) -> list[str]:
    titles = [""] * deepest
    titles[row.depth] = row.title
    hours = has_hours(row)
    return [
        row.id if row.known else "",
        work_item_type(row),
        *titles,
        assignee(row.people) if row.known else "",
        site.iteration(row.sprint),
        _number(row.effort_hours) if hours else "",
        _number(row.remaining_hours) if hours else "",
        *(iso(when) if when is not None else "" for when in dates(row, plan_dates)),
        "; ".join(row.labels),
    ]


def _number(amount: float | None) -> str:
    return "" if amount is None else wording.decimal(amount)
