"""Writes the sprints as data: one CSV file per sprint, and one JSON file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from allocator import wording
from allocator.domain.formulas import guard
from allocator.domain.quantities import iso
from allocator.planfile.csv_text import csv_text
from allocator.planfile.indented_json import indented_json
from allocator.sprint_planning.sheet import ItemLine, PersonTask, SprintSheet

FORMAT = "allocator-sprints/1"

COLUMNS = (
    *("sprint", "item", "title", "project", "type", "state", "person", "hours", "hours_before"),
    *("hours_after", "start", "finish", "finishes", "due", "late_days", "slack_days"),
    "finish_day",
)


def sprint_csv(sheet: SprintSheet) -> str:
    """Return the table of a sprint: a row per person on an item, and one per item without people.

    Hours are the person's within, before and after the sprint; start and finish are those of the
    person's work. Items that are done, or need nobody, have no hours.
    """
    rows = (row for item in sheet.items for row in _rows(sheet, item))
    return csv_text([COLUMNS, *([_cell(value) for value in row] for row in rows)])


def _rows(sheet: SprintSheet, item: ItemLine) -> Iterator[tuple[Any, ...]]:
    tasks: list[tuple[str, PersonTask | None]] = [
        (person.id, task)
        for person in sheet.people
        for task in person.tasks
        if task.item == item.id
    ]
    for person, task in tasks or [("; ".join(item.people), None)]:
        yield (
            *(sheet.name, item.id, item.title, item.project, item.type, item.state, person),
            *_amounts(task),
            task.start if task is not None else item.start,
            task.finish if task is not None else item.finish,
            *(item.finishes, item.due, item.late_days, item.slack_days),
            task.finish_day if task is not None else item.finish_day,
        )


def _amounts(task: PersonTask | None) -> tuple[float | None, ...]:
    return (task.hours, task.hours_before, task.hours_after) if task is not None else (None,) * 3


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return iso(value)
    if isinstance(value, float):
        return wording.decimal(value)
    return guard(str(value))


def sprint_document(sheets: Sequence[SprintSheet], timezone: str | None = None) -> dict[str, Any]:
    """Return sprints as a JSON document: dates in ISO 8601, hours and working days as numbers.

    Parameters
    ----------
    sheets
        The sprints.
    timezone
        In whose local time work begins and ends; left out where it is not known.
    """
    return {
        "format": FORMAT,
        **({} if timezone is None else {"timezone": timezone}),
        "sprints": [
            _jsonable(
                {
                    **asdict(sheet),
                    "capacity_hours": sheet.capacity_hours,
                    "planned_hours": sheet.planned_hours,
                }
            )
            for sheet in sheets
        ],
    }


def sprints_json(sheets: Sequence[SprintSheet], timezone: str | None = None) -> str:
    """Return the text of sprints.json."""
    return indented_json(sprint_document(sheets, timezone)) + "\n"


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(inner) for inner in value]
    return iso(value) if isinstance(value, dt.date) else value
