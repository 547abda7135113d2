"""Merges the data of several files on a work item, and makes a ticket of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from allocator.integrations.azure.column_names import CONTAINERS, category_of
from allocator.integrations.tracker.dates import DateReader
from allocator.integrations.tracker.flags import flags_of, says_blocked
from allocator.integrations.tracker.headers import plain_name
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.ticket import (
    Account,
    Category,
    LinkCell,
    Ticket,
    name_and_address,
)
from allocator.integrations.tracker.vocabulary import NOT_DONE, folded

_MAX_ID_CHARACTERS = 48
_HOUR_SECONDS = 3600
_TITLE_WORD = re.compile(r"[^\w]+", re.UNICODE)


@dataclass(kw_only=True)
class Record:
    """A work item in one file; all values are texts.

    Attributes
    ----------
    key
        Number; empty if the file has none, as for items that are still to be made.
    values
        Non-empty values by field of :data:`~.column_names.NAMES`.
    parent
        Number of the parent, or the id made from its title if it has no number.
    link_cells
        Links to predecessors and successors.
    dates, numbers
        Readers of the dates and numbers of the file.
    flags
        Names and cells of the flag columns.
    file, line
        File and line; line 0 for files without lines.
    """

    key: str
    values: dict[str, str]
    dates: DateReader
    numbers: NumberReader
    parent: str = ""
    link_cells: list[LinkCell] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)
    file: str = ""
    line: int = 0


def named(title: str, taken: Mapping[str, object]) -> str:
    """Return an id for a work item without a number: its title, short and in lower case.

    The id stays the same in another export with other rows.

    Parameters
    ----------
    title
        May be empty.
    taken
        Ids that are used already.
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    words = _TITLE_WORD.sub("-", text).strip("-_")
    if len(words) > _MAX_ID_CHARACTERS:
        words = words[:_MAX_ID_CHARACTERS].rpartition("-")[0] or words[:_MAX_ID_CHARACTERS]
    base = words or "untitled"
    if base.isdecimal():
        base = f"new-{base}"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def merged(records: Iterable[Record], note: Callable[[str, str], None]) -> dict[str, Record]:
    """Return one record for each work item, in the order of the files.

    A later value of a field replaces an earlier one, unless it is empty.

    Parameters
    ----------
    records
        Records of all files, in order.
    note
        Is called with the number of a work item, and the name of a field, of which two files or
        rows have different values.
    """
    found: dict[str, Record] = {}
    for record in records:
        old = found.get(record.key)
        if old is None:
            found[record.key] = record
            continue
        for name, value in record.values.items():
            if old.values.get(name, value) != value:
                note(record.key, name)
        found[record.key] = Record(
            key=record.key,
            values=old.values | record.values,
            dates=record.dates if record.line else old.dates,
            numbers=record.numbers if record.line else old.numbers,
            parent=record.parent or old.parent,
            link_cells=old.link_cells
            + [link_cell for link_cell in record.link_cells if link_cell not in old.link_cells],
            flags=record.flags or old.flags,
            file=old.file,
            line=old.line,
        )
    return found


def ticket(record: Record, states: Mapping[str, Category] | None = None) -> Ticket:
    """Return the ticket of a work item.

    Parameters
    ----------
    record
        The merged record.
    states
        What states beyond those of the standard processes mean, where the server was asked.
    """
    value = record.values.get
    state = value("status", "")
    category = category_of(state) or (states or {}).get(state)
    estimates = {name: _seconds(record, name) for name in ("original", "remaining", "spent")}
    points = _number(record, "points")
    dates = {name: record.dates.read(value(name, "")) for name in _TICKET_DATES}
    dates |= {
        name: record.dates.read(value(name, "")) for name in ("closed", "resolved", "activated")
    }
    is_done, begun = category == "done", dates["activated"]
    reason = value("reason", "")
    return Ticket(
        key=record.key,
        title=value("title", ""),
        type=value("type", ""),
        status=state,
        category=category or "",
        priority=value("priority", ""),
        assignee=account(value("assignee", "")),
        resolution=reason if is_done and folded(reason) in NOT_DONE else "",
        created=dates["created"],
        updated=dates["updated"],
        resolved=dates["closed"] or (dates["resolved"] if is_done else None),
        changed=(begun if category == "in_progress" else None) or dates["changed"],
        start=(begun if is_done else None) or dates["start"],
        due=dates["due"],
        original=estimates["original"],
        remaining=estimates["remaining"],
        spent=estimates["spent"],
        points=points or None,
        parent=record.parent,
        link_cells=tuple(record.link_cells),
        labels=tags(value("labels", "")),
        area=value("area", ""),
        team=_last(value("area", "")),
        iteration=value("iteration", ""),
        sprints=tuple(filter(None, [sprint_of(value("iteration", ""))])),
        activity=value("activity", ""),
        project=value("project", "") or value("area", "").partition("\\")[0],
        flags=flags_of(record.flags, state, _named(record)),
        blocked_since=dates["blocked_since"] or (dates["changed"] if says_blocked(state) else None),
        is_container=plain_name(value("type", "")) in CONTAINERS,
        file=record.file,
        line=record.line,
    )


_TICKET_DATES = ("created", "updated", "changed", "start", "due", "blocked_since")


def _named(record: Record) -> list[tuple[str, str]]:
    """Return what else can say that a work item is blocked: its tags and its board column."""
    found = [("tag", tag) for tag in tags(record.values.get("labels", ""))]
    return [*found, ("board column", record.values.get("board_column", ""))]


def account(text: str) -> Account:
    r"""Read ``Ana Souza <ana@example.org>``, ``Ana <DOMAIN\ana>``, or either part alone."""
    name, inner = name_and_address(text)
    if not inner and re.fullmatch(r"[^\s@]+@[^\s@]+", name):
        name, inner = "", name
    if "@" in inner:
        return Account(name=name, email=inner)
    return Account(name=name, id=inner)


def tags(text: str) -> tuple[str, ...]:
    """Read tags, between semicolons as Azure DevOps writes them, bars or commas."""
    parts = (part.strip() for part in re.split("[;|,]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def sprint_of(path: str) -> str:
    r"""Return the name of the sprint of an iteration path.

    ``Project\Sprint 4`` is ``Sprint 4``; deeper paths are kept whole, so that they can be written
    back; the project alone is no sprint.
    """
    parts = [part.strip() for part in path.strip("\\").split("\\")]
    return parts[-1] if len(parts) == 2 else "\\".join(parts) if len(parts) > 2 else ""


def _last(path: str) -> str:
    r"""Return the last part of ``Project\Area\Team``; empty where there is only the project."""
    return path.rpartition("\\")[2].strip() if "\\" in path else ""


def _seconds(record: Record, name: str) -> float | None:
    """Return hours of work in seconds; None if empty, or zero by default."""
    hours = _number(record, name)
    if not hours and (hours is None or not any(map(record.values.get, ("original", "spent")))):
        return None
    return hours * _HOUR_SECONDS


def _number(record: Record, name: str) -> float | None:
    return record.numbers.read(name, record.values.get(name, ""))
