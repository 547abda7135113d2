"""Rows about dates: when projects and milestones are finished, and how late they are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from allocator import wording
from allocator.analysis.date_lines import DateLine, date_lines, worst_first
from allocator.analysis.lateness import overdue_text
from allocator.analysis.measures import tardiness
from allocator.analysis.side_by_side.column import Key, PlanColumn, dues_of, names_of
from allocator.analysis.side_by_side.model import Better, ComparedRow, ComparedValue
from allocator.analysis.side_by_side.rows import day_row, number_row, value_row
from allocator.domain import PlanItem, ProjectDates

IN_TIME = "on time"
"""How a promised date that is kept is written."""

_LATE_KINDS: dict[Literal["project", "milestone", "task"], str] = {
    "project": "projects late",
    "milestone": "milestones late",
    "task": "items late",
}


def date_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield when everything, each project and each milestone is finished.

    Where the plans have other due dates, these follow.
    """
    spans = [column.days.whole() for column in columns]
    yield day_row("dates", "finish", "everything", [span and span[1] for span in spans])
    for key, name in names_of(columns).items():
        lines = [column.lines.get(key) for column in columns]
        days = [None if line is None else line.finish_day for line in lines]
        dues = [None if line is None else line.due for line in lines]
        asked = dues_of(columns, key)
        made = day_row("dates", "finish", name, days, key=key)
        yield made.model_copy(update={"due": next(iter(asked)) if len(asked) == 1 else None})
        if len(asked) > 1:
            days = list(map(_day, dues))
            yield day_row("dates", "due", f"{name}: due", days, key=key, better=None)


def _day(due: dt.date | None) -> dt.date | None:
    return due.date() if isinstance(due, dt.datetime) else due


def late_by_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield by how much each project and milestone is late that is so in one of the plans.

    Other items follow where they break their deadline.
    """
    for key, name in names_of(columns).items():
        values = [_late_by(column, key) for column in columns]
        if any(value is not None and value.text != IN_TIME for value in values):
            better: Better | None = "less" if len(dues_of(columns, key)) == 1 else None
            yield value_row(
                *("late_by", "late_by", name, values), key=key, unit="working days", better=better
            )
    yield from _broken_deadline_rows(columns)


def _broken_deadline_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield by how much each other item is late that breaks its own deadline in one of the plans.

    Deadlines of projects and the end of the calendar are no item's own.
    """
    named = {
        line.id: wording.label(line.id, line.name)
        for column in columns
        for line in column.tasks.values()
        if line.deadline_broken and line.hard is not None
    }
    for item, name in named.items():
        there = [(column, column.tasks.get(item)) for column in columns]
        values = [
            None if line is None else _overdue(column, line, column.entries[item])
            for column, line in there
        ]
        asked = {(line.due, line.deadline) for _, line in there if line is not None}
        better: Better | None = "less" if len(asked) == 1 else None
        key = ("item", item)
        yield value_row(
            *("late_by", "late_by", name, values), key=key, unit="working days", better=better
        )


def _late_by(column: PlanColumn, key: Key) -> ComparedValue | None:
    line = column.lines.get(key)
    return None if line is None else _overdue(column, line, column.entry(key))


def _overdue(
    column: PlanColumn, line: DateLine, entry: PlanItem | ProjectDates
) -> ComparedValue | None:
    """Return by how much something is late; None where nothing is asked of it."""
    if line.finish is None or not line.is_promised:
        return None
    text = overdue_text(column.plan.scenario, column.calendars.team, entry, brief=True)
    return ComparedValue(value=line.overdue_days, text=text or IN_TIME)


def lateness_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield how many projects, milestones and items are late, and the weighted lateness of all."""
    late = [worst_first(date_lines(column.plan, column.calendars)) for column in columns]
    counts = [Counter(line.kind for line in lines) for lines in late]
    for kind, name in _LATE_KINDS.items():
        yield number_row("lateness", f"{kind}s_late", name, [count[kind] for count in counts])
    broken = [sum(line.deadline_broken for line in lines) for lines in late]
    if any(broken):
        yield number_row("lateness", "deadlines_broken", "deadlines broken", broken)
    hours = [
        float(tardiness.measure(column.plan.scenario, column.plan.items, column.calendars.team))
        for column in columns
    ]
    yield number_row(
        *("lateness", "weighted_hours", "weighted hours", hours, wording.hours), unit="h"
    )
