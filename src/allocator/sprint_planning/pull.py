"""Lists items that could be brought forward if something falls out of a sprint."""

from __future__ import annotations

import datetime as dt
import itertools

from allocator.analysis.effort import shared_effort
from allocator.analysis.rounding import rounded
from allocator.calendars import TeamCalendar
from allocator.calendars.instants import later
from allocator.domain import ElapsedLag, Link, LinkType, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import beginning, elapsed_minutes
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.sheet import PersonLoad
from allocator.sprint_planning.sheet_outlook import PullCandidate

MAX_PULL_CANDIDATES = 12
"""Items listed; nobody pulls more into one sprint."""


def pull_list(scope: Scope, people: tuple[PersonLoad, ...]) -> tuple[PullCandidate, ...]:
    """Return the next items that could begin in the sprint, in order of their planned start.

    An item is startable when its predecessors have ended as planned, with their lags, when its
    release and that of its project have passed, and when all that it waits for is there. Items
    that start after the sprint come first, then optional items that the plan drops. Items without
    people cannot be pulled.
    """
    lines = (_pull(scope, item, entry, people) for item, entry in _later(scope))
    return tuple(
        itertools.islice((line for line in lines if line is not None), MAX_PULL_CANDIDATES)
    )


def _pull(
    scope: Scope, item: WorkItem, entry: PlanItem, people: tuple[PersonLoad, ...]
) -> PullCandidate | None:
    """Return an item as a candidate; None if it cannot begin in the sprint with these people."""
    startable = _startable(scope, item)
    if startable is None or startable >= scope.closes:
        return None
    able = _able(scope, item, people)
    if not able:
        return None
    return PullCandidate(
        item=item.id,
        title=item.title,
        project=item.project,
        start=entry.start,
        startable=max(startable, scope.counted_from),
        effort_hours=_effort_hours(scope.scenario, item),
        people=able,
        together=shared_effort(scope.scenario, item),
    )


def _later(scope: Scope) -> list[tuple[WorkItem, PlanItem]]:
    """Return items with people that start after the sprint, by start, then dropped items."""
    mine = {entry.id for entry in scope.entries}
    found = []
    for item in scope.scenario.scope.items:
        entry = scope.all_entries[item.id]
        if not item.staffing or item.state != "todo":
            continue
        after = entry.start is not None and entry.start >= scope.closes and item.id in mine
        if after or entry.state == "dropped":
            found.append((item, entry))
    return sorted(found, key=lambda pair: pair[1].start or dt.datetime.max)


def _startable(scope: Scope, item: WorkItem) -> dt.datetime | None:
    """Return the first instant at which an item can start; None if it never can."""
    project = scope.scenario.project_by_id[item.project] if item.project is not None else None
    instants = [beginning(scope.scenario.calendar.start)]
    instants += [
        beginning(when)
        for when in (
            item.release,
            project.not_before if project is not None else None,
            *item.expected_dates,
        )
        if when is not None
    ]
    for link in item.after:
        before = scope.all_entries[link.item]
        if before.start is None or before.finish is None:
            return None
        if link.type in (LinkType.FS, LinkType.SS):
            instants.append(
                _earliest_by_link(scope.calendars.team, link, before.start, before.finish)
            )
    return max(instants)


def _earliest_by_link(
    team: TeamCalendar, link: Link, start: dt.datetime, finish: dt.datetime
) -> dt.datetime:
    """Return the earliest start that a link allows."""
    instant = finish if link.type is LinkType.FS else start
    if link.lag is None:
        return instant
    if isinstance(link.lag, ElapsedLag):
        return later(instant, elapsed_minutes(link.lag.elapsed))
    hours = team.calendar.working_minutes(link.lag) / 60
    if hours < 0:
        return instant  # a lead only makes it startable sooner
    return team.after_hours(instant, hours)


def _able(scope: Scope, item: WorkItem, people: tuple[PersonLoad, ...]) -> tuple[str, ...]:
    """Return the people who could do a part of the item, those with most free time first.

    Empty if one of its needs cannot be filled by people of the group who have capacity.
    """
    free = {person.id: person.free_hours for person in people if person.capacity_hours > 0}
    able: set[str] = set()
    for need in item.staffing:
        fit = {p.id for p in scope.scenario.candidates(item, need)} & free.keys()
        if len(fit) < need.people:
            return ()
        able |= fit
    return tuple(sorted(able, key=lambda person: (-free[person], person)))


def _effort_hours(scenario: Scenario, item: WorkItem) -> float:
    minutes = sum(
        scenario.effort_minutes(need.effort) * need.people
        for need in item.staffing
        if need.effort is not None
    )
    return rounded(minutes / 60)  # type: ignore[arg-type]
