"""Completes what MPXJ reads of GanttProject's files, from the files themselves.

MPXJ 16.10 passes over the links of tasks below others and the vacations of resources, and takes the
duration of a task for the work of each of its assignments, whatever their load.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal
from xml.etree.ElementTree import Element, ParseError, parse

from allocator.mpxj.project_records import LinkRecord, ProjectRecord

_TYPES: Final[dict[str, Literal["FS", "SS", "FF", "SF"]]] = {
    "1": "SS",
    "2": "FS",
    "3": "FF",
    "4": "SF",
}
_ENDING: Final = ".gan"


def completed(project: ProjectRecord) -> ProjectRecord:
    """Return a project of GanttProject with all of its links, vacations and loads.

    Parameters
    ----------
    project
        A project of any tool; others are returned as they are.
    """
    path = Path(project.file)
    if path.suffix.lower() != _ENDING:
        return project
    try:
        root = parse(path).getroot()
    except (ParseError, OSError):
        return project
    links, away = _links(root, project.day_minutes), _vacations(root)
    return replace(
        project,
        tasks=tuple(replace(task, links=tuple(links.get(task.uid, ()))) for task in project.tasks),
        resources=tuple(replace(r, absences=tuple(away.get(r.uid, ()))) for r in project.resources),
        assignments=tuple(replace(one, work=None) for one in project.assignments),
    )


def _uid(text: str | None) -> int | None:
    """Return MPXJ's number of a task or resource: that of the file, which begins at 0, plus 1."""
    return int(text) + 1 if text is not None and text.strip().isdecimal() else None


def _links(root: Element, day_minutes: int) -> dict[int, list[LinkRecord]]:
    """Return the links by number of the follower; the file has them at the predecessors."""
    found: dict[int, list[LinkRecord]] = {}
    for task in root.iter("task"):
        before = _uid(task.get("id"))
        for depend in task.findall("depend"):
            after = _uid(depend.get("id"))
            if before is not None and after is not None:
                link = LinkRecord(
                    task=before,
                    type=_TYPES.get(depend.get("type", "2"), "FS"),
                    lag=_days(depend.get("difference")) * day_minutes,
                )
                found.setdefault(after, []).append(link)
    return found


def _days(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _vacations(root: Element) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Return first and last days of vacations by number of the resource."""
    found: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for uid, start, end in _spans(root):
        found.setdefault(uid, []).append((start, max(start, end - dt.timedelta(days=1))))
    return found


def _spans(root: Element) -> Iterator[tuple[int, dt.date, dt.date]]:
    for vacation in root.iter("vacation"):
        uid = _uid(vacation.get("resourceid"))
        try:
            start = dt.date.fromisoformat(str(vacation.get("start"))[:10])
            end = dt.date.fromisoformat(str(vacation.get("end"))[:10])
        except ValueError:
            continue
        if uid is not None:
            yield uid, start, end
