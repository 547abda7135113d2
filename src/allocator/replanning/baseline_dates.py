"""The baseline's dates and people for the remaining work, in today's scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from allocator.analysis.dates import taken_up
from allocator.analysis.roles import Role, assign_roles, end_of_role
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars, TeamCalendar
from allocator.calendars.instants import following_days, later, midnight
from allocator.domain import BaselineItem, Plan, PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import elapsed_minutes, parse_span
from allocator.replanning.remaining_work import people_by_place

_MAX_WAIT = dt.timedelta(days=366)
"""Furthest look-ahead for a slot in which work in progress resumes."""


def end_of_running_slot(team: TeamCalendar, now: dt.datetime) -> dt.datetime:
    """Return the end of the slot that contains an instant, or the instant between slots."""
    for offset in team.offsets:
        begins = midnight(now.date()) + offset
        if begins < now < begins + team.slot:
            return begins + team.slot
    return now


def baseline_entries(
    scenario: Scenario, calendars: Calendars, baseline: Plan
) -> tuple[BaselineItem, ...]:
    """Return the baseline's entries of the remaining work, none of them frozen.

    Parameters
    ----------
    scenario
        As of now, with what has happened.
    calendars
        The scenario's calendars.
    baseline
        The plan that people go by.
    """
    entries = {entry.id: entry for entry in baseline.items}
    found = []
    for item in scenario.scope.items:
        entry = entries.get(item.id)
        if entry is None or item.is_done or item.is_milestone:
            continue
        if entry.is_left_out or entry.is_over or entry.start is None:
            continue
        if item.is_started and not item.staffing:
            continue
        people = tuple(dict.fromkeys(each.person for each in entry.assignments))
        start = taken_up(entry, entry.start)
        if item.is_started:
            people = _still_on(item, people)
            earliest = start if entry.state == "in_progress" else scenario.plan_from
            start = _goes_on(scenario, calendars, item, max(earliest, scenario.plan_from), people)
        found.append(BaselineItem(item=item.id, start=start, people=people))
    return tuple(found)


def _still_on(item: WorkItem, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people with work remaining on an item in progress."""
    if isinstance(item.remaining, dict):
        return tuple(name for name, left in item.remaining.items() if parse_span(left)[0] > 0)
    return item.crew or people


def _goes_on(
    scenario: Scenario,
    calendars: Calendars,
    item: WorkItem,
    earliest: dt.datetime,
    people: tuple[str, ...],
) -> dt.datetime:
    """Return the first slot in which all people work, or any if they resume separately."""
    known = [scenario.person_by_id[name] for name in people if name in scenario.person_by_id]
    own = [calendars.of(person) for person in known]
    enough = any if item.goes_on_apart else all
    for day in following_days(earliest.date(), (earliest + _MAX_WAIT).date()):
        for offset in sorted({offset for each in own for offset in each.regular_offsets(day)}):
            at = midnight(day) + offset
            if at >= earliest and enough(c.capacity_at(at) > 0 for c in own):
                return at
    return earliest


def entries_at_baseline(
    scenario: Scenario,
    calendars: Calendars,
    baseline_items: Mapping[str, BaselineItem],
    baseline: Plan,
) -> list[PlanItem]:
    """Return plan entries with every item at its baseline dates.

    What is done stands as it was; finishes follow from today's efforts and calendars; milestones
    have the baseline's dates. Where it does not tell who fills which need, the baseline's finish
    is kept, for the checks to refuse.

    Parameters
    ----------
    scenario
        As of now.
    calendars
        The scenario's calendars.
    baseline_items
        Where items start, and with whom, by item.
    baseline
        The plan that people go by.
    """
    entries = {entry.id: entry for entry in baseline.items}
    found = []
    for item in scenario.scope.items:
        if item.is_done:
            found.append(_done(scenario, item))
        elif item.is_started and not item.staffing:
            found.append(_running(scenario, item))
        elif item.id in baseline_items:
            found.append(
                _placed(scenario, calendars, item, baseline_items[item.id], entries[item.id])
            )
        elif item.is_milestone and item.id in entries and entries[item.id].start is not None:
            found.append(entries[item.id].model_copy(update={"state": "planned"}))
    return found


def _done(scenario: Scenario, item: WorkItem) -> PlanItem:
    start, finish = scenario.started_at(item), scenario.finished_at(item)
    return PlanItem(
        id=item.id,
        state="failed" if item.state == "failed" else "done",
        start=start,
        finish=finish,
        assignments=tuple(
            PlanAssignment(person=name, start=start, finish=finish, share=0, effort_hours=0)
            for name in item.people
        ),
    )


def _running(scenario: Scenario, item: WorkItem) -> PlanItem:
    assert item.elapsed is not None, "what has no effort left has elapsed time"
    start = scenario.started_at(item)
    over = later(start, elapsed_minutes(item.elapsed))
    return PlanItem(
        id=item.id, state="in_progress", start=start, finish=max(over, scenario.present)
    )


def _placed(
    scenario: Scenario,
    calendars: Calendars,
    item: WorkItem,
    baseline_item: BaselineItem,
    entry: PlanItem,
) -> PlanItem:
    """Return the entry of one item at its baseline start, with today's efforts."""
    by_person = {assignment.person: assignment for assignment in entry.assignments}
    if item.is_started:
        by_person = _by_progress(scenario, item, baseline_item)
    start = baseline_item.start
    began = scenario.started_at(item) if item.is_started else start
    nothing = PlanAssignment(person="-", start=start, finish=start, share=1, effort_hours=0)
    bare = PlanItem(
        id=item.id,
        state="in_progress" if item.is_started else "planned",
        start=began,
        finish=entry.finish,
        assignments=tuple(
            by_person.get(name, nothing).model_copy(update={"person": name, "start": start})
            for name in baseline_item.people
        ),
    )
    assert bare.finish is not None
    filled = assign_roles(scenario, calendars, ScheduledItem(item, bare, began, bare.finish))
    working = tuple(_works(scenario, calendars, role, start) for role in filled.roles)
    ends = [one.finish for one in working]
    if item.elapsed is not None:
        over = later(began, elapsed_minutes(item.elapsed))
        ends.append(max(over, scenario.present) if item.is_started else over)
    return bare.model_copy(
        update={"assignments": working, "finish": max(ends, default=bare.finish)}
    )


def _by_progress(
    scenario: Scenario, item: WorkItem, baseline_item: BaselineItem
) -> dict[str, PlanAssignment]:
    """Return each person's remaining work on an item in progress."""
    needs = item.needs_of(len(baseline_item.people))
    places = [need for need in needs for _ in range(need.people)]
    if isinstance(item.remaining, dict):
        taken = dict(enumerate(baseline_item.people))
    else:
        taken = dict(people_by_place(scenario, item, baseline_item.people) or {})
    return {
        taken[k]: PlanAssignment(
            person=taken[k],
            skills=tuple(need.skills),
            start=baseline_item.start,
            finish=baseline_item.start,
            share=need.share,
            effort_hours=float(scenario.effort_minutes(need.effort) / 60),
        )
        for k, need in enumerate(places)
        if k in taken and need.effort is not None
    }


def _works(
    scenario: Scenario, calendars: Calendars, role: Role, start: dt.datetime
) -> PlanAssignment:
    """Return an assignment with share, effort and finish computed from its need."""
    assignment, need = role.assignment, role.need
    if need is None or need.effort is None:
        return assignment
    end = end_of_role(scenario, calendars, role, start)
    return assignment.model_copy(
        update={
            "skills": tuple(need.skills),
            "share": need.share,
            "effort_hours": float(scenario.effort_minutes(need.effort) / 60),
            "start": start,
            "finish": assignment.finish if end is None else end,
        }
    )
