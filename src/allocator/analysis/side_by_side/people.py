"""Rows about people: how many are at work, how busy they are, what their work costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.dates import project_of
from allocator.analysis.measures import cost
from allocator.analysis.side_by_side.column import EVERYTHING, Key, PlanColumn
from allocator.analysis.side_by_side.model import ComparedRow
from allocator.analysis.side_by_side.rows import number_row
from allocator.domain import PersonTotals, Plan


def people_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield how many people are at work, and the load of all, of the busiest and of each."""
    people = [column.plan.people for column in columns]
    busy = [sum(each.planned_hours > 0 for each in plan) for plan in people]
    yield number_row("people", "at_work", "people at work", busy, better=None)
    yield _load_row("load", "load of all", [_load_of_all(plan) for plan in people])
    loads = [[each.load for each in plan if each.load is not None] for plan in people]
    yield _load_row("highest_load", "highest load", [max(plan, default=None) for plan in loads])
    named = {each.id: each.name or each.id for plan in people for each in plan}
    totals = [{each.id: each for each in plan} for plan in people]
    for key, name in named.items():
        shares = [plan[key].load if key in plan else None for plan in totals]
        yield _load_row("load", name, shares, ("person", key))
    for key, name in named.items():
        hours = [plan[key].planned_hours if key in plan else None for plan in totals]
        yield number_row(
            *("people", "hours", f"{name}: hours planned", hours, wording.hours),
            key=("person", key),
            unit="h",
            better=None,
        )


def _load_of_all(people: Sequence[PersonTotals]) -> float | None:
    available = sum(each.available_hours for each in people)
    return sum(each.planned_hours for each in people) / available if available else None


def _load_row(
    what: str, name: str, loads: Sequence[float | None], key: Key = EVERYTHING
) -> ComparedRow:
    return number_row("people", what, name, loads, wording.whole_percent, key=key, better=None)


def cost_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield the cost of all work that is still to be done, and of each project's.

    A plan of a scenario in which nobody has a rate has none.
    """
    with_rates = [
        column if any(person.rate for person in column.plan.scenario.people) else None
        for column in columns
    ]
    if not any(with_rates):
        return
    yield number_row("cost", "cost", "everything", [_cost(column) for column in with_rates])
    names = {
        project.id: project.name or project.id
        for column in columns
        for project in column.plan.scenario.projects
    }
    for key, name in names.items() if len(names) > 1 else ():
        costs = [_cost(column, key) for column in with_rates]
        if any(costs):
            yield number_row("cost", "cost", name, costs, key=("project", key))


def _cost(column: PlanColumn | None, project: str | None = None) -> float | None:
    """Return what the work of all, or of a project, costs; None where it is not known."""
    if column is None or not (project is None or project in column.plan.scenario.project_by_id):
        return None
    plan: Plan = column.plan
    items = [
        entry
        for entry in plan.items
        if project is None or project_of(plan.scenario, entry) == project
    ]
    return float(cost.measure(plan.scenario, items, column.calendars.team))
