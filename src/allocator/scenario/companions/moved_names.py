"""Names files as the scenario would that includes the one in which they are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocator.scenario.text.located import LocatedDict


def move_names(document: LocatedDict, folder: Path) -> None:
    """Put a folder before the names of files in a document: ``ana.ics``, ``draft/ana.ics``.

    These are calendars of holidays and time off, the calibration, and a team's own templates;
    tables are in their place already.

    Parameters
    ----------
    document
        Of the included file, which is changed.
    folder
        Where that lies, as seen from the scenario.
    """
    moved: set[int] = set()
    for holder, key in _names(document):
        if id(holder) in moved:
            continue  # an alias of YAML: the same map once more
        moved.add(id(holder))
        value = holder[key]
        if isinstance(value, list):
            value[:] = [_moved(one, folder) for one in value]
        else:
            holder[key] = _moved(value, folder)


def _moved(name: Any, folder: Path) -> Any:
    return (folder / name).as_posix() if isinstance(name, str) else name


def _names(document: LocatedDict) -> Iterator[tuple[Any, str]]:
    """Yield each map that names a file, and in which field."""
    calendar, uncertainty = document.get("calendar"), document.get("uncertainty")
    if isinstance(calendar, dict):
        yield from _calendar_files(calendar.get("holidays"))
    for person in _maps(document.get("people")):
        yield from _calendar_files(person.get("holidays"))
        yield from _calendar_files(person.get("time_off"))
    if isinstance(uncertainty, dict) and isinstance(uncertainty.get("calibration"), str):
        yield uncertainty, "calibration"
    for use in _maps(document.get("use")):
        name = use.get("template")
        if isinstance(name, str) and name.lower().endswith((".yaml", ".yml", ".json")):
            yield use, "template"


def _calendar_files(value: Any) -> Iterator[tuple[Any, str]]:
    for one in _maps(value if isinstance(value, list) else [value]):
        if "ics" in one:
            yield one, "ics"


def _maps(entries: Any) -> Iterator[dict[Any, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield entry
