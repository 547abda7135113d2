"""The plan as CSV tables: schedule, assignments, load. UTF-8, lines end with LF.

Dates are ISO 8601, instants local to the team calendar; what is absent is an empty cell. Free text
is guarded against spreadsheets that would execute it; ids are exact, as tables refer to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allocator import wording
from allocator.analysis.days import plan_days
from allocator.analysis.load import weekly_load
from allocator.analysis.people import people_text
from allocator.domain import Plan
from allocator.domain.formulas import guard
from allocator.domain.quantities import iso, last_day
from allocator.planfile.csv_text import csv_text

DAYS = ("start_day", "finish_day")
SCHEDULE = (
    *("id", "title", "project", "state", "start", "finish", "people", "due", "late_days"),
    *DAYS,
)
ASSIGNMENTS = ("item", "person", "start", "finish", "share", "effort_hours", *DAYS)
LOAD = ("person", "week", "available_hours", "planned_hours")

Cell = str | float | dt.date | None


def tables(plan: Plan) -> dict[str, str]:
    """Return the text of all three tables by their file names."""
    return {
        "schedule.csv": schedule(plan),
        "assignments.csv": assignments(plan),
        "load.csv": load(plan),
    }


def schedule(plan: Plan) -> str:
    """Return the schedule: a row an item; people are ids, ``ana; bob``."""
    shown = plan_days(plan)
    return table(
        SCHEDULE,
        (
            (
                item.id,
                guard(item.title),
                item.project,
                item.state,
                item.start,
                item.finish,
                people_text(item),
                item.due,
                item.late_days,
                shown.begins(item.id),
                shown.ends(item.id),
            )
            for item in plan.items
        ),
    )


def assignments(plan: Plan) -> str:
    """Return the assignments: a row a person on an item; effort in hours."""
    return table(
        ASSIGNMENTS,
        (
            (
                *(item.id, work.person, work.start, work.finish, work.share, work.effort_hours),
                *(work.start.date(), last_day(work.finish, work.start)),
            )
            for item in plan.items
            for work in item.assignments
        ),
    )


def load(plan: Plan) -> str:
    """Return the load: a row a person and week (its Monday); hours."""
    return table(
        LOAD,
        (
            (row.person, row.week, row.available_hours, row.planned_hours)
            for row in weekly_load(plan.scenario, plan.items)
        ),
    )


def table(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> str:
    """Return rows as CSV text, under a header."""
    return csv_text([header, *([_cell(value) for value in row] for row in rows)])


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return iso(value)
    if isinstance(value, float):
        return wording.decimal(value)
    return str(value)
