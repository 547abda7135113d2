"""Reads progress from a CSV file, a row for each work item, into a scenario's document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from allocator.errors import Finding, ScenarioError
from allocator.scenario.changes.entries import Entries
from allocator.scenario.companions.tables import read_table
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import id_text
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, locate
from allocator.scenario.text.source import read_text
from allocator.wording import shorten

COLUMNS: Final = ("item", "state", "started", "finished", "remaining", "spent", "people")
"""The columns; all but the first may be left out."""

_OVER: Final = {
    "todo": ("started", "finished", "remaining", "people", "reassign", "spent"),
    "in_progress": ("finished",),
    "done": ("remaining", "reassign"),
    "failed": ("remaining", "reassign"),
}
"""What an item said before that its new state makes void."""


def read_actuals(path: Path) -> tuple[LocatedList, list[Finding]]:
    """Return the rows of a file of actuals, and what is wrong with its cells.

    Parameters
    ----------
    path
        A CSV file whose header names some of :data:`COLUMNS`, ``item`` among them.

    Raises
    ------
    ScenarioError
        It cannot be read, is not CSV, or its header is wrong.
    """
    text = read_text(path, file=str(path))
    return read_table(("actuals", "item", "items"), text, str(path), COLUMNS)


def apply_actuals(root: LocatedDict, path: Path) -> list[Finding]:
    """Lay what has happened over the work items of a scenario's document.

    A cell that is empty leaves what the item said before, unless its new state makes that void.

    Parameters
    ----------
    root
        The scenario, which is changed; with tables put in.
    path
        The file of actuals.

    Returns
    -------
    list
        What is wrong with it.
    """
    try:
        rows, findings = read_actuals(path)
    except ScenarioError as error:
        return list(error.findings)
    return [*findings, *_apply(root, rows)]


def _apply(root: LocatedDict, rows: LocatedList) -> Iterator[Finding]:
    entries, suggester = Entries(root), Suggester()
    seen: dict[str, int] = {}
    names = entries.names("items")
    for number, row in enumerate(rows):
        name = id_text(row.get("item")) or ""
        if not name:
            if row.is_whole:
                yield _wrong(
                    rows,
                    number,
                    "a row names no work item",
                    "put its id under item",
                    code="row-without-id",
                )
        elif name in seen:
            yield _wrong(
                rows,
                number,
                f'work item "{shorten(name)}" is named already on line {seen[name]}',
                "keep one of the two rows",
                code="row-twice",
                subjects=(name,),
            )
        elif name not in names:
            text = f'the scenario has no work item with the id "{shorten(name)}"'
            hint = suggester.did_you_mean(name, names, "the work items are")
            yield _wrong(rows, number, text, hint, code="unknown-item", subjects=(name,))
        else:
            seen[name] = row.position[0]
            entry = entries.get("items", name)
            here = next(k for k, each in enumerate(root["items"]) if each is entry)
            entries.replace("items", name, _laid_over(entry, here, row, number))


def _laid_over(entry: LocatedDict, here: int, row: LocatedDict, number: int) -> LocatedDict:
    """Return an item with what a row says of it; as a whole it stands where the row does."""
    fresh = LocatedDict(row.file, row.position)
    fresh.is_whole = entry.is_whole and row.is_whole
    over = _OVER.get(str(row.get("state", entry.get("state", ""))).strip(), ())
    for key, value in entry.items():
        if key not in over:
            origin = entry.origins.get(key) or Origin(entry.file, ("items", here, key))
            fresh.put(key, value, entry.keys_at[key], entry.values_at[key], origin)
    for key, value in row.items():
        if key != "item":
            at: Any = row.values_at[key]
            fresh.put(key, value, at, at, Origin(row.file, ("actuals", number, key)))
    return fresh


def _wrong(
    rows: LocatedList,
    number: int,
    message: str,
    hint: str | None,
    *,
    code: str,
    subjects: tuple[str, ...] = (),
) -> Finding:
    place = replace(locate(rows, (number, "item")), path=f"actuals[{number}].item")
    return Finding(code=code, message=message, hint=hint, place=place, subjects=subjects)
