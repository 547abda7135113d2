"""Rows about what is done at all, and what differs from the plan that others are held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.item_changes import item_changes
from allocator.analysis.measures import value
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.analysis.side_by_side.model import ComparedRow
from allocator.analysis.side_by_side.rows import number_row
from allocator.domain import Plan


def scope_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield how many items are planned and dropped, and what the dropped ones are worth."""
    metrics = [column.plan.metrics for column in columns]
    yield number_row(
        *("scope", "items", "items planned", [each.planned_items for each in metrics]), better=None
    )
    if any(each.done_items for each in metrics):
        done = [each.done_items for each in metrics]
        yield number_row("scope", "done", "items done", done, better=None)
    if any(each.dropped_items for each in metrics):
        dropped = [each.dropped_items for each in metrics]
        yield number_row("scope", "dropped", "items dropped", dropped)
        lost = [
            float(value.measure(column.plan.scenario, column.plan.items, column.calendars.team))
            for column in columns
        ]
        yield number_row("scope", "dropped_value", "value dropped", lost, wording.number)


def change_rows(columns: Sequence[PlanColumn], reference: Plan) -> Iterator[ComparedRow]:
    """Yield how many items moved, changed hands, came and went since a plan.

    The plan itself has nothing in these rows, and neither has one that shares no item with it.
    """
    changes = [
        None
        if column.plan is reference or column.has_no_item_of(reference)
        else item_changes(reference, column.plan)
        for column in columns
    ]
    for what, name in {
        "moved": "items moved",
        "reassigned": "reassigned",
        "added": "items added",
        "gone": "items gone",
    }.items():
        numbers = [None if each is None else len(getattr(each, what)) for each in changes]
        is_change = what in ("moved", "reassigned")
        if is_change or any(numbers):
            yield number_row("changes", what, name, numbers, better="less" if is_change else None)
