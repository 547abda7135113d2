"""Scope that is added on the way, sprint by sprint (``uncertainty.scope``).

In each sprint of a team that does not begin before the present, within the plan's span and no later
than ``until``, each project grows by a share of the work that the plan has of it in that sprint.
Work added is no ground for more. The added work of a sprint is an entry for each person who works
on the project in it: growth x their planned work, from the sprint's start on, to be done by any of
them, after the items that the plan has in that sprint. The project ends when it is done, and the
project's milestones that are planned later than the sprint's start wait for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.calendars import Calendars
from allocator.domain import Need, Plan, PlanAssignment, PlanItem, Scenario, Sprint, WorkItem
from allocator.domain.quantities import end_of, exact
from allocator.domain.uncertainty import ScopeGrowth

_DIGITS = 6
"""Decimals of hours of added work."""
PlannedHours = dict[tuple[str, Sprint], dict[str, Fraction]]
"""Hours of effort by project and sprint, by person."""


@dataclass(frozen=True)
class AddedScope:
    """Work added to a project in a sprint, as far as one person takes it in the plan's place.

    Attributes
    ----------
    entry
        What is to be done.
    project
        Id of the project.
    sprint
        In which it is added.
    person
        Who does it where the plan's people are kept.
    milestones
        Ids of the milestones that wait for it.
    """

    entry: WorkItem
    project: str
    sprint: Sprint
    person: str
    milestones: tuple[str, ...]


def added_scope(scenario: Scenario, plan: Plan) -> Iterator[AddedScope]:
    """Yield what may be added, by sprint's start, project and person.

    Parameters
    ----------
    scenario
        Its ``uncertainty.scope`` says how much.
    plan
        Whose work counts.
    """
    scope = None if scenario.uncertainty is None else scenario.uncertainty.scope
    if scope is None or not scope.growth:
        return
    hours = _planned_hours(scenario, plan, scope)
    for project, sprint in sorted(hours, key=lambda key: (key[1].start, key[1].name, key[0])):
        by_person = hours[project, sprint]
        milestones = _later_milestones(scenario, plan, project, sprint)
        for person, planned in sorted(by_person.items()):
            entry = WorkItem(
                id=f"{project} (added in {sprint.name}, {person})",
                title=f"Scope added to {project} in {sprint.name}",
                project=project,
                needs=(Need(effort=_hours(planned * exact(scope.growth))),),
                not_before=sprint.start,
                assign=tuple(sorted(by_person)),
                fit=False,
            )
            yield AddedScope(entry, project, sprint, person, milestones)


def _planned_hours(scenario: Scenario, plan: Plan, scope: ScopeGrowth) -> PlannedHours:
    """Return the work that the plan has of each project in each sprint that grows."""
    calendars, found = Calendars(scenario), PlannedHours()
    finish = max((e.finish for e in plan.items if e.finish), default=scenario.plan_from)
    for entry in plan.items:
        if entry.project is None or entry.state not in ("planned", "in_progress"):
            continue
        for work in entry.assignments:
            for sprint, hours in _by_sprint(work, entry, scenario, calendars):
                if _grows(sprint, scenario, scope, finish):
                    by_person = found.setdefault((entry.project, sprint), {})
                    by_person[work.person] = by_person.get(work.person, Fraction(0)) + hours
    return found


def _grows(sprint: Sprint, scenario: Scenario, scope: ScopeGrowth, finish: dt.datetime) -> bool:
    ended = scope.until is not None and sprint.begins >= end_of(scope.until)
    return scenario.plan_from <= sprint.begins < finish and not ended


def _by_sprint(
    work: PlanAssignment, entry: PlanItem, scenario: Scenario, calendars: Calendars
) -> Iterator[tuple[Sprint, Fraction]]:
    """Yield the sprints of a person that a piece of work lies in, with the hours of effort."""
    person = scenario.person_by_id.get(work.person)
    if person is None:
        return
    calendar = calendars.of(person)
    whole = calendar.hours_between(work.start, work.finish)
    for sprint in scenario.sprints_of(person.team) if whole else ():
        begins, ends = max(work.start, sprint.begins), min(work.finish, sprint.ends)
        if begins < ends and (inside := calendar.hours_between(begins, ends)):
            yield sprint, exact(work.effort_hours) * inside / whole


def _later_milestones(
    scenario: Scenario, plan: Plan, project: str, sprint: Sprint
) -> tuple[str, ...]:
    """Return the milestones of a project that are planned later than a sprint's start."""
    return tuple(
        entry.id
        for entry in plan.items
        if entry.project == project
        and entry.finish is not None
        and entry.finish > sprint.begins
        and entry.id in scenario.item_by_id
        and scenario.item_by_id[entry.id].is_milestone
        and not scenario.item_by_id[entry.id].is_started
    )


def _hours(hours: Fraction) -> str:
    text = f"{float(max(hours, Fraction(1, 10**_DIGITS))):.{_DIGITS}f}"
    return text.rstrip("0").rstrip(".") + "h"
