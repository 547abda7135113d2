"""Writes a plan as CSV tables: schedule, assignments, load. Lines end with LF.

Dates are ISO 8601, instants local to the team calendar; an absent value is an empty cell. Free text
is guarded against spreadsheets that would execute it; ids are exact, since tables refer to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allocator import wording
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.load import weekly_load
from allocator.analysis.monthly_costs import CostTable
from allocator.analysis.people import people_text
from allocator.analysis.reader_clock import ReaderClock
from allocator.domain import Plan, PlanItem
from allocator.domain.formulas import guard
from allocator.domain.quantities import iso, last_day
from allocator.planfile.csv_text import csv_text

DAYS = ("start_day", "finish_day")
SCHEDULE = (
    *("id", "title", "project", "state", "start", "finish", "people", "due", "late_days"),
    *DAYS,
)
ASSIGNMENTS = ("item", "person", "start", "finish", "share", "effort_hours", *DAYS)
COSTS = ("project", "month", "cost")
LOAD = ("person", "week", "available_hours", "planned_hours")

Cell = str | float | dt.date | None


def plan_tables(plan: Plan, clock: ReaderClock | None = None) -> dict[str, str]:
    """Return the text of all three tables by file name; times are those of a reader's clock."""
    return {
        "schedule.csv": schedule_csv(plan, clock),
        "assignments.csv": assignments_csv(plan, clock),
        "load.csv": load_csv(plan),
    }


def schedule_csv(plan: Plan, clock: ReaderClock | None = None) -> str:
    """Return the schedule: one row per item; people are ids, ``ana; bob``."""
    shown, clock = plan_days(plan), clock or ReaderClock(plan)
    return csv_table(
        SCHEDULE,
        (
            (
                item.id,
                guard(item.title),
                item.project,
                item.state,
                clock.there(item.start),
                clock.there(item.finish),
                people_text(item),
                item.due,
                item.late_days,
                *reader_days(plan, item, shown, clock),
            )
            for item in plan.items
        ),
    )


def reader_days(
    plan: Plan, item: PlanItem, shown: PlanDays, clock: ReaderClock
) -> tuple[dt.date | None, dt.date | None]:
    """Return on which days an item begins and ends where the reader is; a milestone as planned."""
    start, finish = clock.there(item.start), clock.there(item.finish)
    milestone = plan.scenario.item_by_id[item.id].is_milestone
    if start is None or finish is None or milestone or clock.is_the_plans:
        return shown.begins(item.id), shown.ends(item.id)
    return start.date(), last_day(finish, start)


def assignments_csv(plan: Plan, clock: ReaderClock | None = None) -> str:
    """Return the assignments: one row per person on an item; effort in hours."""
    clock = clock or ReaderClock(plan)
    rows = (
        (item.id, work, clock.there(work.start), clock.there(work.finish))
        for item in plan.items
        for work in item.assignments
    )
    return csv_table(
        ASSIGNMENTS,
        (
            (
                *(name, work.person, start, finish, work.share, work.effort_hours),
                *(start.date(), last_day(finish, start)),
            )
            for name, work, start, finish in rows
        ),
    )


def load_csv(plan: Plan) -> str:
    """Return the load: one row per person and week (its Monday); in hours."""
    return csv_table(
        LOAD,
        (
            (row.person, row.week, row.available_hours, row.planned_hours)
            for row in weekly_load(plan.scenario, plan.items)
        ),
    )


def costs_csv(table: CostTable) -> str:
    """Return the costs: one row per project and month; work without a project has none."""
    return csv_table(
        COSTS,
        (
            (one.cost.project, f"{month:%Y-%m}", cost)
            for one in table.projects
            for month, cost in one.months.items()
            if cost
        ),
    )


def csv_table(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> str:
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
