"""Writes what to leave out so that dates are kept into a file or a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from allocator.domain.formulas import guard
from allocator.domain.scope_front import ScopeFront
from allocator.exports.scope.markdown import scope_markdown
from allocator.exports.scope.picture import scope_picture
from allocator.planfile.csv_tables import csv_table
from allocator.planfile.endings import check_ending, ending
from allocator.planfile.files import in_utf8, write_bytes
from allocator.planfile.folder import write_folder
from allocator.planfile.leftovers import earlier_document, remove_leftovers

WRITERS: dict[str, Callable[[ScopeFront], bytes]] = {
    ".md": lambda front: in_utf8(scope_markdown(front)),
    ".csv": lambda front: in_utf8(scope_csv(front)),
    ".json": lambda front: in_utf8(_json(front.model_dump(mode="json"))),
    ".png": lambda front: scope_picture(front, "png"),
    ".svg": lambda front: scope_picture(front, "svg"),
}
"""How an answer is written, by the end of the file's name."""


def write_scope(front: ScopeFront, target: Path) -> list[Path]:
    """Write an answer into one file, or into a folder: scope.*, change-1.json, plan-1, ...

    What an earlier answer has left in the folder is removed.

    Raises
    ------
    InputError
        The name says no format that is known, something cannot be written, or matplotlib is not
        installed.
    """
    check_ending(target, WRITERS, or_folder=True)
    if ending(target):
        write_bytes(target, WRITERS[ending(target)](front))
        return [target]
    earlier = list(_numbered(earlier_document(target / "scope.json")))
    written = _folder(front, target)
    remove_leftovers(target, earlier, written)
    return written


def _folder(front: ScopeFront, target: Path) -> list[Path]:
    """Write all kinds of files, and the change and the plan of each point, into a folder."""
    files = {target / f"scope{end}": write(front) for end, write in WRITERS.items()}
    for number, point in enumerate(front.points, 1):
        files[target / f"change-{number}.json"] = in_utf8(_json(point.change))
    for path, content in files.items():
        write_bytes(path, content)
    return [*files, *_plans(front, target)]


def _numbered(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the changes and plans that were written with a document."""
    points = document.get("points")
    for number in range(1, len(points) + 1) if isinstance(points, list) else ():
        yield from (f"change-{number}.json", f"plan-{number}")


def _plans(front: ScopeFront, target: Path) -> list[Path]:
    """Write the plan of each point into a plan folder of its own; return these folders."""
    plans = {f"plan-{k}": point.plan for k, point in enumerate(front.points, 1) if point.plan}
    for name, plan in plans.items():
        write_folder(plan, target / name)
    return [target / name for name in plans]


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def scope_csv(front: ScopeFront) -> str:
    """Return the points as a table: a column for the day of each wanted date."""
    dates = (guard(wanted.id) for wanted in front.wanted)
    header = ("dropped", "value_kept", "value", *dates, "hours_past", "keeps", "chance")
    return csv_table(
        (*header, "weighted_hours"),
        (
            (
                guard("; ".join(point.dropped)),
                *(point.value_kept, front.value),
                *point.days,
                *(point.hours_past, "true" if point.keeps else "false", point.chance),
                point.weighted_hours,
            )
            for point in front.points
        ),
    )
