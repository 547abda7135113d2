"""Projects, milestones and items with their dates against what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.lateness import late_text
from allocator.domain import Plan
from allocator.domain.quantities import When, end_of


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """A project, milestone or item with its dates against what was asked for.

    Attributes
    ----------
    late_days, late_text
        Working days after the due date, None where there is none; the same in words.
    deadline_broken
        Whether it ends after its deadline, as only a plan with relaxed deadlines may.
    past_deadline_days, past_deadline_text
        Working days after the deadline, and the same in words.
    """

    kind: Literal["project", "milestone", "task"]
    id: str
    name: str
    project: str | None
    finish: dt.datetime | None
    due: When | None
    late_days: float | None
    late_text: str
    deadline: When | None
    deadline_broken: bool
    past_deadline_days: float
    past_deadline_text: str


def date_lines(plan: Plan) -> tuple[DateLine, ...]:
    """Return the projects, then the planned items, in the scenario's order."""
    return tuple(_lines(plan))


def _lines(plan: Plan) -> Iterator[DateLine]:
    for project in plan.metrics.projects:
        yield DateLine(
            kind="project",
            id=project.id,
            name=project.name,
            project=project.id,
            finish=project.finish,
            due=project.due,
            late_days=project.late_days,
            late_text=late_text(plan.scenario, project.due, project.finish),
            deadline=project.deadline,
            deadline_broken=_is_past(project.finish, project.deadline),
            past_deadline_days=project.past_deadline_days,
            past_deadline_text=late_text(plan.scenario, project.deadline, project.finish),
        )
    for item in plan.items:
        if item.state != "dropped":
            yield DateLine(
                kind=plan.scenario.item_by_id[item.id].kind,
                id=item.id,
                name=item.title,
                project=item.project,
                finish=item.finish,
                due=item.due,
                late_days=item.late_days,
                late_text=late_text(plan.scenario, item.due, item.finish),
                deadline=item.deadline,
                deadline_broken=_is_past(item.finish, item.deadline),
                past_deadline_days=item.past_deadline_days,
                past_deadline_text=late_text(plan.scenario, item.deadline, item.finish),
            )


def by_project(plan: Plan, lines: Iterable[DateLine]) -> tuple[DateLine, ...]:
    """Return each project, followed by its milestones; milestones without a project at the end."""
    order = [*(project.id for project in plan.metrics.projects), None]
    of_project: dict[str | None, list[DateLine]] = {project: [] for project in order}
    for line in lines:
        if line.kind in ("project", "milestone") and line.project in of_project:
            of_project[line.project].append(line)
    return tuple(line for project in order for line in of_project[project])


def worst_first(lines: Iterable[DateLine]) -> tuple[DateLine, ...]:
    """Return the lines that are late or past their deadline, the worst first."""
    return tuple(sorted(filter(_is_late, lines), key=_lateness, reverse=True))


def _is_past(finish: dt.datetime | None, limit: When | None) -> bool:
    return finish is not None and limit is not None and finish > end_of(limit)


def _is_late(line: DateLine) -> bool:
    return bool(line.late_days) or line.deadline_broken


def _lateness(line: DateLine) -> tuple[bool, float, float]:
    return line.deadline_broken, line.past_deadline_days, line.late_days or 0.0
