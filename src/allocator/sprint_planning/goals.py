"""States the goal of a sprint in each project: the items that get finished."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.dates import project_of
from allocator.domain import PlanItem
from allocator.sprint_planning.scope import Scope, ids
from allocator.sprint_planning.sheet import SprintGoal


def sprint_goals(scope: Scope) -> tuple[SprintGoal, ...]:
    """Return a goal for each project with work in the sprint, in the scenario's order."""
    by_project: dict[str | None, list[PlanItem]] = {
        project.id: [] for project in scope.scenario.projects
    }
    for entry in scope.inside:
        by_project.setdefault(project_of(scope.scenario, entry), []).append(entry)
    spans = scope.group_plan.project_spans
    return tuple(
        _goal(scope, project, entries, spans.get(project) if project is not None else None)
        for project, entries in by_project.items()
        if entries
    )


def _goal(
    scope: Scope,
    project: str | None,
    entries: list[PlanItem],
    span: tuple[dt.datetime, dt.datetime] | None,
) -> SprintGoal:
    finished = [entry for entry in entries if scope.ends_inside(entry)]
    return SprintGoal(
        project=project,
        name=scope.scenario.project_by_id[project].name if project is not None else "",
        finishes=ids(sorted(finished, key=lambda entry: _rank(scope, entry))),
        works_on=ids([entry for entry in entries if not scope.ends_inside(entry)]),
        completes=project is not None and _completes(scope, project, finished, span),
    )


def _completes(
    scope: Scope,
    project: str,
    finished: list[PlanItem],
    span: tuple[dt.datetime, dt.datetime] | None,
) -> bool:
    """Return whether the last item of a project is among those that get finished."""
    days = scope.group_plan.days.project(project)
    return (
        span is not None
        and days is not None
        and any(e.finish == span[1] and scope.ends_on(e) == days[1] for e in finished)
    )


def _rank(scope: Scope, entry: PlanItem) -> tuple[bool, bool]:
    """Put milestones first, then items with a due date."""
    item = scope.scenario.item_by_id[entry.id]
    return not item.is_milestone, item.due is None
