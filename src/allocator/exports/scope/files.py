"""Writes what to leave out so that dates are kept into a file or a folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from allocator.domain.formulas import guard
from allocator.domain.scope_front import ScopeFront
from allocator.errors import InputError
from allocator.exports.scope.markdown import scope_markdown
from allocator.exports.scope.picture import scope_picture
from allocator.planfile.csv_tables import csv_table
from allocator.planfile.files import in_utf8, write_bytes
from allocator.planfile.folder import write_folder

WRITERS: dict[str, Callable[[ScopeFront], bytes]] = {
    ".md": lambda front: in_utf8(scope_markdown(front)),
    ".csv": lambda front: in_utf8(scope_csv(front)),
    ".json": lambda front: in_utf8(_json(front.model_dump(mode="json"))),
    ".png": lambda front: scope_picture(front, "png"),
    ".svg": lambda front: scope_picture(front, "svg"),
}
"""How an answer is written, by the end of the file's name."""


def check_target(target: Path) -> None:
    """Refuse the name of a file that says no format; a name without an ending is a folder.

    Raises
    ------
    InputError
        It ends otherwise than :data:`WRITERS` lists.
    """
    if target.suffix and not target.is_dir() and target.suffix.lower() not in WRITERS:
        raise InputError(
            f"the answer is written as {', '.join(WRITERS)}, or all into a folder; {target} does "
            "not end like one of these"
        )


def write_scope(front: ScopeFront, target: Path) -> list[Path]:
    """Write an answer into one file, or into a folder: scope.*, change-1.json, plan-1, ...

    Raises
    ------
    InputError
        The name says no format that is known, something cannot be written, or matplotlib is not
        installed.
    """
    check_target(target)
    if target.suffix and not target.is_dir():
        files = {target: WRITERS[target.suffix.lower()](front)}
    else:
        files = {target / f"scope{end}": write(front) for end, write in WRITERS.items()}
        for number, point in enumerate(front.points, 1):
            files[target / f"change-{number}.json"] = in_utf8(_json(point.change))
    for path, content in files.items():
        write_bytes(path, content)
    return [*files, *(_plans(front, target) if target.is_dir() else ())]


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
