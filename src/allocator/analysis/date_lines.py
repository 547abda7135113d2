"""Projects, milestones and items with their dates against what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from allocator import wording
from allocator.analysis.days import plan_days
from allocator.analysis.lateness import deadline_text, due_text
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.domain.quantities import When, beginning


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """A project, milestone or item with its dates against what was asked for.

    Attributes
    ----------
    finish_day
        The day on which it finishes.
    late_days, late_text
        Working days after the due date, None where there is none; the same in words.
    hard
        The date that somebody has given it and that must be kept: its deadline, or a milestone's
        fixed date. Those of its project and the calendar's end are promises of these.
    is_fixed
        Whether that is a fixed date.
    deadline
        The tightest that holds for it, whoever has given it.
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
    finish_day: dt.date | None
    due: When | None
    late_days: float | None
    late_text: str
    hard: When | None
    is_fixed: bool
    deadline: When | None
    deadline_broken: bool
    past_deadline_days: float
    past_deadline_text: str

    @property
    def is_promised(self) -> bool:
        """Whether somebody has given it a date, or it breaks one that holds for it."""
        return self.due is not None or self.hard is not None or self.deadline_broken

    @property
    def overdue_days(self) -> float:
        """Working days past its due date or deadline, the earlier one."""
        return max(self.late_days or 0.0, self.past_deadline_days)

    @property
    def finish_text(self) -> str:
        """The day on which it finishes, with the time where a date beside it has one."""
        dates = [self.due, self.hard]
        if self.misses_fixed_date and self.finish_day == self.hard:
            dates.append(self.finish)  # it is on its very day, but not at the beginning
        like = next((date for date in dates if isinstance(date, dt.datetime)), None)
        return wording.finish_day(self.finish_day, at=self.finish, like=like)

    @property
    def misses_fixed_date(self) -> bool:
        """Whether the hard date that it breaks is the one to which it is fixed."""
        if not (self.is_fixed and self.deadline_broken) or self.hard is None:
            return False
        return self.deadline == beginning(self.hard)

    @property
    def broken_date(self) -> str:
        """What the hard date that it breaks is called."""
        return "fixed date" if self.misses_fixed_date else "deadline"

    @property
    def limit(self) -> str:
        """The hard date to show, in words that mark it; the broken one where one is broken."""
        if self.hard is not None and self.is_fixed:
            return f"fixed: {wording.when(self.hard)}"
        limit = self.deadline if self.deadline_broken else self.hard
        return "" if limit is None else f"hard: {wording.when(limit)}"


def date_lines(plan: Plan, calendars: Calendars | None = None) -> tuple[DateLine, ...]:
    """Return the projects, then the planned items, in the scenario's order."""
    return tuple(_lines(plan, calendars or Calendars(plan.scenario)))


def _lines(plan: Plan, calendars: Calendars) -> Iterator[DateLine]:
    shown = plan_days(plan, calendars)
    for project in plan.metrics.projects:
        days = shown.project(project.id)
        past = deadline_text(plan.scenario, calendars.team, project)
        yield DateLine(
            kind="project",
            id=project.id,
            name=project.name,
            project=project.id,
            finish=project.finish,
            finish_day=None if days is None else days[1],
            due=project.due,
            late_days=project.late_days,
            late_text=due_text(plan.scenario, calendars.team, project),
            hard=plan.scenario.project_by_id[project.id].deadline,
            is_fixed=False,
            deadline=project.deadline,
            deadline_broken=bool(past),
            past_deadline_days=project.past_deadline_days,
            past_deadline_text=past,
        )
    for item in plan.items:
        if not item.is_left_out:
            asked = plan.scenario.item_by_id[item.id]
            past = deadline_text(plan.scenario, calendars.team, item)
            yield DateLine(
                kind=asked.kind,
                id=item.id,
                name=item.title,
                project=item.project,
                finish=item.finish,
                finish_day=shown.ends(item.id),
                due=item.due,
                late_days=item.late_days,
                late_text=due_text(plan.scenario, calendars.team, item),
                hard=asked.deadline if asked.date is None else asked.date,
                is_fixed=asked.date is not None,
                deadline=item.deadline,
                deadline_broken=bool(past),
                past_deadline_days=item.past_deadline_days,
                past_deadline_text=past,
            )


def by_project(plan: Plan, lines: Iterable[DateLine]) -> tuple[DateLine, ...]:
    """Return each project, followed by its milestones; those without a project at the end.

    With the milestones stand the tasks that have a hard date of their own.
    """
    order = [*(project.id for project in plan.metrics.projects), None]
    of_project: dict[str | None, list[DateLine]] = {project: [] for project in order}
    for line in lines:
        shown = line.kind in ("project", "milestone") or line.hard is not None
        if shown and line.project in of_project:
            of_project[line.project].append(line)
    return tuple(line for project in order for line in of_project[project])


def worst_first(lines: Iterable[DateLine]) -> tuple[DateLine, ...]:
    """Return the lines that are late or past their deadline, the worst first."""
    return tuple(sorted(filter(_is_late, lines), key=_lateness, reverse=True))


def _is_late(line: DateLine) -> bool:
    return bool(line.late_days) or line.deadline_broken


def _lateness(line: DateLine) -> tuple[bool, float, float]:
    return line.deadline_broken, line.past_deadline_days, line.late_days or 0.0
