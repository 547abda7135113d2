"""Computes what is committed: by person and skill against capacity, by day, and carried over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction

from allocator.analysis.effort import shared_effort
from allocator.analysis.lateness import due_text
from allocator.analysis.rounding import rounded
from allocator.calendars.instants import following_days
from allocator.domain import Person, PlanItem
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import last_day
from allocator.sprint_planning.group_plan import AssignedWork
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.sheet import (
    CarryOver,
    DayWork,
    ItemLine,
    PersonLoad,
    PersonTask,
    SkillLoad,
    SprintDay,
)


def item_lines(scope: Scope) -> tuple[ItemLine, ...]:
    """Return the items of the sprint, in order of their start."""
    return tuple(_item_line(scope, entry) for entry in scope.inside)


def _item_line(scope: Scope, entry: PlanItem) -> ItemLine:
    item = scope.scenario.item_by_id[entry.id]
    assert entry.state != "dropped" and entry.state != "contingent"
    return ItemLine(
        id=entry.id,
        title=item.title,
        project=item.project,
        type=item.type or None,
        milestone=item.is_milestone,
        state=entry.state,
        people=worker_ids(scope, entry),
        start=scope.begins(entry),
        finish=scope.ends(entry),
        finish_day=scope.ends_on(entry),
        hours=hours_on(scope, entry, scope.counted_from, scope.closes),
        finishes=scope.ends_inside(entry),
        due=item.due,
        late_days=entry.late_days,
        late_text=due_text(scope.scenario, scope.calendars.team, entry),
        slack_days=entry.slack_days,
    )


def hours_on(scope: Scope, entry: PlanItem, opens: dt.datetime, closes: dt.datetime) -> float:
    """Return the hours that people of the group work on an item between two instants."""
    work = scope.group_plan.work_of_item[entry.id]
    return rounded(sum((piece.hours(opens, closes) for piece in work), Fraction(0)))


def worker_ids(scope: Scope, entry: PlanItem) -> tuple[str, ...]:
    """Return the ids of the people who work on an item or have done so, in the plan's order."""
    planned = tuple(dict.fromkeys(work.person for work in entry.assignments))
    return planned or scope.scenario.item_by_id[entry.id].people


def person_loads(scope: Scope) -> tuple[PersonLoad, ...]:
    """Return each person of the group with capacity, load and tasks, in the scenario's order."""
    return tuple(
        _person_load(scope, person, scope.work_of_person[person.id]) for person in scope.people
    )


def _person_load(scope: Scope, person: Person, works: list[AssignedWork]) -> PersonLoad:
    first, last = scope.counted_from, scope.closes
    capacity = scope.calendars.of(person).hours_between(first, last)
    planned = sum((work.hours(first, last) for work in works), Fraction(0))
    return PersonLoad(
        id=person.id,
        name=person.name,
        team=person.team,
        capacity_hours=rounded(capacity),
        planned_hours=rounded(planned),
        free_hours=rounded(capacity - planned),
        load=rounded(planned / capacity) if capacity else None,
        away=days_away(scope, person),
        tasks=tuple(_task(scope, work) for work in works if work.hours(first, last) > 0),
    )


def _task(scope: Scope, work: AssignedWork) -> PersonTask:
    first, last = scope.counted_from, scope.closes
    return PersonTask(
        item=work.entry.id,
        title=scope.scenario.item_by_id[work.entry.id].title,
        start=work.assignment.start,
        finish=work.assignment.finish,
        finish_day=last_day(work.assignment.finish, work.assignment.start),
        share=work.assignment.share,
        hours=rounded(work.hours(first, last)),
        hours_before=rounded(work.hours(dt.datetime.min, first)),
        hours_after=rounded(work.hours(last, dt.datetime.max)),
        together=shared_effort(scope.scenario, scope.scenario.item_by_id[work.entry.id]),
        begun=work.entry.start if work.entry.state == "in_progress" else None,
    )


def days_away(scope: Scope, person: Person) -> tuple[dt.date, ...]:
    """Return the remaining days of the sprint on which the team works and the person is away.

    Weekdays on which a part-timer never works do not count.
    """
    team = scope.calendars.team
    calendar = scope.calendars.of(person)
    own = person.workdays or scope.scenario.calendar.workdays
    return tuple(
        day
        for day in following_days(scope.counted_from.date(), scope.sprint.end)
        if team.is_workday(day) and WEEK[day.weekday()] in own and not calendar.slots(day)
    )


def skill_loads(scope: Scope, people: tuple[PersonLoad, ...]) -> tuple[SkillLoad, ...]:
    """Return each skill of the group, those with the highest load first."""
    needed: defaultdict[str, Fraction] = defaultdict(Fraction)
    for work in scope.work:
        for skill in work.assignment.skills:
            needed[skill] += work.hours(scope.counted_from, scope.closes)
    skills = sorted({skill for person in scope.people for skill in person.skills})
    loads = {person.id: person for person in people}
    lines = []
    for skill in skills:
        having = [loads[person.id] for person in scope.people if skill in person.skills]
        capacity = sum(person.capacity_hours for person in having)
        free = sum(person.free_hours for person in having)
        lines.append(
            SkillLoad(
                skill=skill,
                people=tuple(person.id for person in having),
                capacity_hours=round(capacity, 4),
                needed_hours=rounded(needed[skill]),
                free_hours=round(free, 4),
                load=round((capacity - free) / capacity, 4) if capacity else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (-(line.load or 0), line.skill)))


def day_lines(scope: Scope) -> tuple[SprintDay, ...]:
    """Return the remaining days of the sprint with each person's work in order."""
    team = scope.calendars.team
    work: defaultdict[dt.date, defaultdict[str, list[tuple[str, float]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for piece in scope.work:
        for day, hours in piece.by_day(scope.counted_from, scope.closes):
            work[day][piece.assignment.person].append((piece.entry.id, rounded(hours)))
    return tuple(
        SprintDay(
            date=day,
            work=tuple(
                DayWork(person=person.id, items=tuple(work[day][person.id]))
                for person in scope.people
                if person.id in work[day]
            ),
        )
        for day in following_days(scope.counted_from.date(), scope.sprint.end)
        if team.is_workday(day) or day in work
    )


def carry_overs(scope: Scope) -> tuple[CarryOver, ...]:
    """Return the items that are worked on in the sprint and finish after it."""
    return tuple(
        CarryOver(
            item=entry.id,
            title=scope.scenario.item_by_id[entry.id].title,
            people=worker_ids(scope, entry),
            hours_after=hours_on(scope, entry, scope.closes, dt.datetime.max),
            finish=scope.ends(entry),
            finish_day=scope.ends_on(entry),
            sprint=scope.sprint_of(scope.ends_on(entry)),
        )
        for entry in scope.inside
        if scope.ends(entry) > scope.closes
    )
