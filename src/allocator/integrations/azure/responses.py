"""Reads responses of Azure DevOps' REST interface, saved as JSON files, by their shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from allocator.integrations.input_files import fault, read_bytes
from allocator.integrations.tracker.csv_table import MAX_BYTES

KINDS: Final = ("work items", "query", "iterations", "capacities", "days off", "settings")
_SAVE_HINT = (
    "save the response of the REST interface as it is, one call a file or several in a list"
)
_MAX_NESTING = 12


class Response(NamedTuple):
    """A response.

    Attributes
    ----------
    kind
        One of :data:`KINDS`.
    content
        Entries: work items, iterations, capacities of people; or a single object.
    path
        The file that holds it.
    """

    kind: str
    content: list[dict[str, Any]]
    path: Path


def read_responses(path: Path) -> list[Response]:
    """Read a file of responses: one, a list of them, or an example of the documentation.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FormatError
        The file is missing, no JSON, or holds something else.
    """
    data = _json(path)
    found = list(_responses(data, path, 0))
    if not found:
        raise fault(
            path,
            None,
            "holds no known response: work items, a query, iterations, capacities, "
            "days off of the team or its settings",
            _SAVE_HINT,
        )
    return found


def is_json(path: Path) -> bool:
    """Return whether a file is JSON, by its name, else by its beginning."""
    if path.suffix.lower() in (".json", ".csv"):
        return path.suffix.lower() == ".json"
    if not path.is_file():  # a pipe would wait; what is wrong with it is told on reading
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(64).decode("utf-8-sig", "replace").lstrip()
    except (OSError, ValueError):
        return False
    return head[:1] in ("{", "[")


def _json(path: Path) -> Any:
    """Return the content of a JSON file."""
    content = read_bytes(path, most=MAX_BYTES, again=_SAVE_HINT, smaller="save it in parts")
    mark = content[:2]
    try:
        text = content.decode("utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise fault(path, None, f"is not text: {error.reason}", _SAVE_HINT) from None
    except json.JSONDecodeError as error:
        raise fault(path, error.lineno, f"is not JSON: {error.msg}", _SAVE_HINT) from None
    except (RecursionError, ValueError) as error:
        raise fault(path, None, f"is not JSON: {error}", _SAVE_HINT) from None


def _responses(data: Any, path: Path, depth: int) -> Iterator[Response]:
    """Yield the responses in some data, in any wrapper."""
    if depth > _MAX_NESTING:
        return
    if isinstance(data, list):
        entries = [entry for entry in data if isinstance(entry, dict)]
        kind = next((kind for kind, fits in _ENTRIES.items() if any(map(fits, entries))), None)
        if kind is not None:
            yield Response(kind, [entry for entry in entries if _ENTRIES[kind](entry)], path)
            return
        for entry in entries:
            yield from _responses(entry, path, depth + 1)
    elif isinstance(data, dict):
        kind = next((kind for kind, fits in _OBJECTS.items() if fits(data)), None)
        if kind is not None:
            yield Response(kind, [data], path)
            return
        for name in ("value", "values", "teamMembers", "teamDaysOff", "responses", "body"):
            if name in data:
                yield from _responses(data[name], path, depth + 1)
        for code in ("200", 200):
            if code in data:
                yield from _responses(data[code], path, depth + 1)


def _has(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda entry: all(name in entry for name in names)


def _is_iteration(entry: Mapping[str, Any]) -> bool:
    given = entry.get("attributes")
    return "name" in entry and isinstance(given, dict) and "startDate" in given


def _is_node(entry: Mapping[str, Any]) -> bool:
    return entry.get("structureType") == "iteration"


_ENTRIES: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    "work items": _has("id", "fields"),
    "capacities": _has("teamMember"),
    "iterations": lambda entry: _is_iteration(entry) or _is_node(entry),
}
"""Tests of whether an entry of a list is of a kind."""

_OBJECTS: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    **_ENTRIES,
    "query": lambda entry: "workItems" in entry or "workItemRelations" in entry,
    "days off": _has("daysOff"),
    "settings": _has("workingDays"),
}
"""Tests of whether an object is of a kind; people's days off come with ``teamMember``."""
