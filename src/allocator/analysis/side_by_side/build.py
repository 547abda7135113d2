"""Puts plans side by side; this module only wires the rows together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.reader_clock import clock_sentence_of_several
from allocator.analysis.side_by_side.chances import chance_rows
from allocator.analysis.side_by_side.changes import change_rows, scope_rows
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.analysis.side_by_side.dates import date_rows, late_by_rows, lateness_rows
from allocator.analysis.side_by_side.model import ComparedPlan, ComparedRow, SideBySide
from allocator.analysis.side_by_side.objectives import objective_rows
from allocator.analysis.side_by_side.people import cost_rows, people_rows
from allocator.domain import Plan

MAX_NAMED_ITEMS = 5
"""Items that a note names; of more it says how many there are."""


def side_by_side(
    columns: Sequence[PlanColumn],
    *,
    reference: PlanColumn | None = None,
    notes: Sequence[str] = (),
) -> SideBySide:
    """Return plans side by side.

    Parameters
    ----------
    columns
        The plans, one or more.
    reference
        The plan against which changes are counted, which need not be among them; default: the
        first.
    notes
        What is known of them beside the plans.
    """
    against = reference or (columns[0] if len(columns) > 1 else None)
    rows = _rows(columns, None if against is None else against.plan)
    if _has_strangers(columns):
        rows = (row.model_copy(update={"best": ()}) if row.kind == "all" else row for row in rows)
    return SideBySide(
        plans=tuple(map(_described, columns)),
        relative_to="" if against is None else against.label,
        rows=tuple(rows),
        notes=(*_notes(columns), *notes),
        clock=clock_sentence_of_several({one.label: one.plan.scenario for one in columns}),
    )


def _has_strangers(columns: Sequence[PlanColumn]) -> bool:
    """Whether some plan has no item of the first, so that no total of it is better or worse."""
    return any(column.has_no_item_of(columns[0].plan) for column in columns[1:])


def _described(column: PlanColumn) -> ComparedPlan:
    return ComparedPlan(
        label=column.label,
        source=column.source,
        scenario=column.plan.scenario.name,
        forecast=column.forecast_source,
    )


def _rows(columns: Sequence[PlanColumn], reference: Plan | None) -> Iterator[ComparedRow]:
    yield from date_rows(columns)
    yield from late_by_rows(columns)
    yield from lateness_rows(columns)
    yield from chance_rows(columns)
    yield from scope_rows(columns)
    if reference is not None:
        yield from change_rows(columns, reference)
    yield from people_rows(columns)
    yield from cost_rows(columns)
    yield from objective_rows(columns)


def _notes(columns: Sequence[PlanColumn]) -> Iterator[str]:
    """Yield what the scenarios of the plans do not share, as it makes numbers hard to compare."""
    first, *others = columns
    mine = first.plan.scenario.item_by_id
    for other in others:
        theirs = other.plan.scenario.item_by_id
        more = [name for name in theirs if name not in mine]
        less = [name for name in mine if name not in theirs]
        told = [
            f"{text} {wording.count(len(names), 'item')} "
            f"({wording.enumerated(names, most=MAX_NAMED_ITEMS)})"
            for text, names in (("has", more), ("lacks", less))
            if names
        ]
        if other.has_no_item_of(first.plan):
            yield f"{other.label} and {first.label} have no work item in common."
        elif told:
            yield f"Against {first.label}, the scenario of {other.label} {' and '.join(told)}."
    calendars = [column.plan.scenario.calendar for column in columns]
    if any(each.day_hours != calendars[0].day_hours for each in calendars):
        yield "The plans have working days of different lengths; each counts in its own."
