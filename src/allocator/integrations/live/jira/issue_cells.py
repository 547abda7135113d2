"""Writes an issue as a row with the columns of an export, so that one reader reads both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from allocator.integrations.live.jira.fields import ReadField

Cell = tuple[str, str]
"""Name of a column, and its content."""

_OLD_SPRINT: Final = re.compile(r"com\.atlassian\.greenhopper\.[^\[]*\[(.*)\]$", re.DOTALL)
_OLD_SPRINT_PART: Final = re.compile(
    r"(?:^|,)(id|name|startDate)=(.*?)(?=,(?:id|rapidViewId|state|name|goal|startDate|endDate|"
    r"completeDate|activatedDate|sequence|synced|autoStartStop|incompleteIssuesDestinationId)=|$)",
    re.DOTALL,
)


def cells_of(issue: Mapping[str, Any], fields: tuple[ReadField, ...]) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of an issue; a field with several values has several.

    Parameters
    ----------
    issue
        An issue as Jira answers.
    fields
        The fields that are read.

    Yields
    ------
    tuple
        Position of the field in the list, -1 for key and number; and the cell.
    """
    yield -1, ("Issue key", str(issue.get("key") or ""))
    yield -1, ("Issue id", str(issue.get("id") or ""))
    held = issue.get("fields") or {}
    for place, field in enumerate(fields):
        value = held.get(field.id)
        if value in (None, "", []):
            continue
        for cell in _cells(field, value):
            if cell[1]:
                yield place, cell


def _cells(field: ReadField, value: Any) -> Iterator[Cell]:
    writer = _WRITERS.get(field.id)
    if writer is not None:
        yield from writer(field.column, value)
    elif field.target == "sprint" or _is_sprints(value):
        yield from ((field.column, name) for name in sprint_names(value))
    else:
        values = value if isinstance(value, list) else [value]
        yield from ((field.column, text_of(one)) for one in values)


def text_of(value: Any) -> str:
    """Return a value in one text, as an export writes it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return _text_of_object(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of, value)))
    return str(value).strip()


def _text_of_object(value: Mapping[str, Any]) -> str:
    if value.get("type") == "doc":
        return _text_of_document(value)
    if isinstance(value.get("data"), dict):  # Parent Link of Cloud
        value = value["data"]
    for name in ("value", "key", "name", "displayName", "title"):
        text = str(value[name]).strip() if isinstance(value.get(name), str) else ""
        if text:
            child = value.get("child")
            return f"{text} - {text_of(child)}" if isinstance(child, dict) else text
    return ""


def _text_of_document(node: Mapping[str, Any]) -> str:
    """Return the plain text of Atlassian's format of documents."""
    parts = [str(node["text"])] if isinstance(node.get("text"), str) else []
    parts += [_text_of_document(one) for one in node.get("content") or () if isinstance(one, dict)]
    return " ".join(filter(None, (part.strip() for part in parts)))


def sprint_names(value: Any) -> list[str]:
    """Return the names of the sprints of an issue, the latest last.

    Older servers write a sprint as a text of Java; all others as an object.
    """
    found = [parts for one in value if (parts := sprint_parts(one)).get("name")]
    found.sort(key=lambda parts: (not parts.get("startDate"), str(parts.get("startDate")), 0))
    return [str(parts["name"]) for parts in found]


def sprint_parts(one: Any) -> dict[str, Any]:
    """Return id, name and startDate of a sprint of an issue; empty if it is none."""
    if isinstance(one, dict):
        return one
    match = _OLD_SPRINT.match(str(one))
    parts = dict(_OLD_SPRINT_PART.findall(match[1])) if match else {}
    return {name: text for name, text in parts.items() if text not in ("", "<null>")}


def _is_sprints(value: Any) -> bool:
    return (
        isinstance(value, list)
        and isinstance(value[0], str)
        and _OLD_SPRINT.match(value[0]) is not None
    )


def _status(column: str, value: Any) -> Iterator[Cell]:
    yield column, text_of(value.get("name"))
    category = value.get("statusCategory")
    if isinstance(category, dict):
        yield "Status Category", text_of(category.get("key"))


def _person(column: str, value: Any) -> Iterator[Cell]:
    yield column, text_of(value.get("displayName")) or text_of(value.get("name"))
    account = value.get("accountId") or value.get("name") or value.get("key")
    yield f"{column} Id", text_of(account)
    yield f"{column} email", text_of(value.get("emailAddress"))


def _parent(column: str, value: Any) -> Iterator[Cell]:
    yield column, text_of(value.get("key"))
    yield "Parent summary", text_of((value.get("fields") or {}).get("summary"))


def _project(column: str, value: Any) -> Iterator[Cell]:
    yield column, text_of(value.get("key"))
    yield "Project name", text_of(value.get("name"))


def _links(_column: str, value: Any) -> Iterator[Cell]:
    for link in value:
        kind = text_of((link.get("type") or {}).get("name"))
        for side, head in (("inwardIssue", "Inward"), ("outwardIssue", "Outward")):
            other = link.get(side)
            if isinstance(other, dict):
                yield f"{head} issue link ({kind})", text_of(other.get("key"))


def _name(column: str, value: Any) -> Iterator[Cell]:
    yield column, text_of(value.get("name"))


_WRITERS: Final = {
    "status": _status,
    "assignee": _person,
    "parent": _parent,
    "project": _project,
    "issuelinks": _links,
    "issuetype": _name,
    "priority": _name,
    "resolution": _name,
}
"""Writers of fields whose values are objects of Jira, by id."""
