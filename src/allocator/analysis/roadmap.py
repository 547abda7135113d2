"""Projects on a time line: their spans, milestones and due dates, then and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.analysis.dates import planned, project_spans
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.lateness import overdue_text
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanItem, Project, ProjectDates
from allocator.domain.quantities import end_of


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A milestone on the road map.

    Attributes
    ----------
    at, was
        Its instant in the plan, and in the baseline where there is one.
    day
        The day on which it is in the plan.
    late_text
        By how much it ends after its due date or deadline, in words; empty if in time.
    """

    id: str
    title: str
    at: dt.datetime
    day: dt.date
    was: dt.datetime | None
    late_text: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Track:
    """A project on the road map.

    Attributes
    ----------
    id
        Id of the project; None for the items without one.
    start, finish
        First start and last finish of its items.
    days
        The first and the last day of its items.
    was
        Start and finish in the baseline, where there is one.
    due
        The instant at which it is due, else its deadline.
    late_text
        By how much it ends after its due date or deadline, in words; empty if in time.
    """

    id: str | None
    name: str
    start: dt.datetime
    finish: dt.datetime
    days: tuple[dt.date, dt.date]
    was: tuple[dt.datetime, dt.datetime] | None
    due: dt.datetime | None
    late_text: str
    items: int
    done: int
    marks: tuple[Mark, ...]


def roadmap(
    plan: Plan, baseline: Plan | None = None, calendars: Calendars | None = None
) -> tuple[Track, ...]:
    """Return the projects with a planned item, in the scenario's order, then the loose items.

    Parameters
    ----------
    plan
        What to show.
    baseline
        An earlier plan, for the dates that were.
    calendars
        The calendars of the plan's scenario, where they are at hand.
    """
    before = {} if baseline is None else project_spans(baseline.scenario, baseline.items)
    was = {} if baseline is None else {e.id: finish for e, _, finish in planned(baseline.items)}
    return tuple(_tracks(plan, calendars or Calendars(plan.scenario), before, was))


def _tracks(
    plan: Plan,
    calendars: Calendars,
    before: dict[str, tuple[dt.datetime, dt.datetime]],
    was: dict[str, dt.datetime],
) -> Iterator[Track]:
    members: dict[str | None, list[PlanItem]] = {p.id: [] for p in plan.scenario.projects}
    for entry, _, _ in planned(plan.items):
        members.setdefault(plan.scenario.item_by_id[entry.id].project, []).append(entry)
    dates: dict[str | None, ProjectDates] = {p.id: p for p in plan.metrics.projects}
    shown, team = plan_days(plan, calendars), calendars.team
    for project_id, entries in members.items():
        days = shown.project(project_id)
        if not entries or days is None:
            continue
        project = None if project_id is None else plan.scenario.project_by_id[project_id]
        yield Track(
            id=project_id,
            name="Other work" if project is None else project.name or project.id,
            start=min(entry.start for entry in entries if entry.start),
            finish=max(entry.finish for entry in entries if entry.finish),
            days=days,
            was=None if project_id is None else before.get(project_id),
            due=_due(project),
            late_text=_late(plan, team, dates.get(project_id)),
            items=len(entries),
            done=sum(entry.is_over for entry in entries),
            marks=tuple(_marks(plan, team, shown, entries, was)),
        )


def _due(project: Project | None) -> dt.datetime | None:
    limit = None if project is None else project.due or project.deadline
    return None if limit is None else end_of(limit)


def _late(plan: Plan, team: TeamCalendar, project: ProjectDates | None) -> str:
    return "" if project is None else overdue_text(plan.scenario, team, project, brief=True)


def _marks(
    plan: Plan,
    team: TeamCalendar,
    shown: PlanDays,
    entries: list[PlanItem],
    was: dict[str, dt.datetime],
) -> Iterator[Mark]:
    for entry in sorted(entries, key=lambda entry: (entry.finish is None, entry.finish)):
        day = shown.ends(entry.id)
        if entry.finish and day and plan.scenario.item_by_id[entry.id].is_milestone:
            yield Mark(
                id=entry.id,
                title=entry.title or entry.id,
                at=entry.finish,
                day=day,
                was=was.get(entry.id),
                late_text=overdue_text(plan.scenario, team, entry, brief=True),
                done=entry.is_over,
            )
