"""Everything a plan says about itself, computed from its bare dates and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator.analysis.dates import (
    deadlines,
    planned,
    project_deadlines,
    project_spans,
    tightest,
)
from allocator.analysis.load import person_totals
from allocator.analysis.rounding import rounded
from allocator.analysis.slack import total_slack
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import (
    PersonTotals,
    PlanItem,
    PlanMetrics,
    Project,
    ProjectDates,
    Scenario,
)
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.domain.quantities import When, end_of


@without_garbage_collection()
def annotate(
    items: Sequence[PlanItem], scenario: Scenario, calendars: Calendars | None = None
) -> tuple[tuple[PlanItem, ...], tuple[PersonTotals, ...], PlanMetrics]:
    """Fill in what follows from a plan's dates and people.

    Parameters
    ----------
    items
        Bare plan items: id, state, start, finish and assignments; anything else is replaced.
    scenario
        The scenario they belong to.
    calendars
        The scenario's calendars, where they are at hand.

    Returns
    -------
    tuple
        The items with title, project, due date, deadline, lateness (working days of the team),
        slack and critical; the people's totals; the plan's metrics.

    Raises
    ------
    KeyError
        An item is not in the scenario.
    """
    calendars = calendars or Calendars(scenario)
    team, slack = calendars.team, total_slack(scenario, items, calendars)
    filled = tuple(_fill(scenario, team, entry, slack.get(entry.id)) for entry in items)
    totals = person_totals(scenario, filled, calendars)
    return filled, totals, plan_metrics(scenario, team, filled)


def dated(scenario: Scenario, team: TeamCalendar, entry: PlanItem) -> PlanItem:
    """Return the entry with its title, project, due date, deadline and lateness filled in."""
    item = scenario.item_by_id[entry.id]
    deadline = tightest(deadlines(scenario, item))
    limit = None if deadline is None else deadline.when
    until = None if deadline is None else deadline.until
    due = None if item.due is None else scenario.kept_until(item, item.due)
    finish = None if entry.is_left_out else entry.finish
    return entry.model_copy(
        update={
            "title": item.title,
            "project": item.project,
            "due": item.due,
            "late_days": days_late(team, due, finish),
            "deadline": limit,
            "past_deadline_days": days_late(team, until, finish) or 0.0,
        }
    )


def plan_metrics(scenario: Scenario, team: TeamCalendar, items: Sequence[PlanItem]) -> PlanMetrics:
    """Return the numbers about a plan as a whole; the items have their lateness filled in."""
    spans = [(start, finish) for _, start, finish in planned(items)]
    return PlanMetrics(
        start=min((start for start, _ in spans), default=None),
        finish=max((finish for _, finish in spans), default=None),
        planned_items=sum(not entry.is_left_out for entry in items),
        done_items=sum(entry.is_over for entry in items),
        in_progress_items=sum(entry.state == "in_progress" for entry in items),
        dropped_items=sum(entry.state == "dropped" for entry in items),
        late_items=sum((entry.late_days or 0) > 0 for entry in items),
        projects=_project_dates(scenario, team, items),
    )


def _project_dates(
    scenario: Scenario, team: TeamCalendar, items: Sequence[PlanItem]
) -> tuple[ProjectDates, ...]:
    """Return start, finish and lateness of every project of the scenario, in its order."""
    spans = project_spans(scenario, items)
    return tuple(
        _project(scenario, team, project, spans.get(project.id)) for project in scenario.projects
    )


def days_late(team: TeamCalendar, due: When | None, finish: dt.datetime | None) -> float | None:
    """Return the working days of the team from a due date or deadline to a later finish.

    0 where it is kept, None where there is no date or no finish; to four decimals.
    """
    if due is None or finish is None:
        return None
    if finish <= end_of(due):
        return 0.0
    return rounded(team.hours_late(due, finish) / team.day_hours)


def _fill(scenario: Scenario, team: TeamCalendar, entry: PlanItem, slack: float | None) -> PlanItem:
    return dated(scenario, team, entry).model_copy(
        update={"slack_days": slack, "critical": slack == 0}
    )


def _project(
    scenario: Scenario,
    team: TeamCalendar,
    project: Project,
    span: tuple[dt.datetime, dt.datetime] | None,
) -> ProjectDates:
    deadline = tightest(project_deadlines(scenario, project.id))
    limit = None if deadline is None else deadline.when
    until = None if deadline is None else deadline.until
    due = None if project.due is None else scenario.kept_until(project, project.due)
    start, finish = span or (None, None)
    return ProjectDates(
        id=project.id,
        name=project.name,
        start=start,
        finish=finish,
        due=project.due,
        late_days=days_late(team, due, finish),
        deadline=limit,
        past_deadline_days=days_late(team, until, finish) or 0.0,
    )
