"""What could be brought forward if something falls out of a sprint."""

from __future__ import annotations

import datetime as dt
import itertools

from allocator.analysis.effort import shared_effort
from allocator.analysis.rounding import rounded
from allocator.calendars.team import later, team_calendar
from allocator.domain import ElapsedLag, Link, LinkType, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import beginning, elapsed_minutes
from allocator.sprint_planning.model import PersonLoad
from allocator.sprint_planning.outlook import Pull
from allocator.sprint_planning.scope import Scope

MOST = 12
"""Items on a page; more nobody pulls into one sprint."""


def pull_list(scope: Scope, people: tuple[PersonLoad, ...]) -> tuple[Pull, ...]:
    """Return the next items that could begin in the sprint, in order of their planned start.

    An item is startable when all that holds back its start is there: its predecessors as planned,
    with their lags, its release and its project's, and what it waits for. Work that the plan
    begins after the sprint comes first, then optional items that it drops. Milestones and
    what only takes calendar time cannot be pulled.
    """
    lines = (_pull(scope, item, entry, people) for item, entry in _later(scope))
    return tuple(itertools.islice((line for line in lines if line is not None), MOST))


def _pull(
    scope: Scope, item: WorkItem, entry: PlanItem, people: tuple[PersonLoad, ...]
) -> Pull | None:
    """Return the line of an item; None where it cannot begin in the sprint with these people."""
    startable = _startable(scope, item)
    if startable is None or startable >= scope.closes:
        return None
    able = _able(scope, item, people)
    if not able:
        return None
    return Pull(
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
    """Return what needs people and is planned after the sprint, by start, then what is dropped."""
    mine = {entry.id for entry in scope.entries}
    found = []
    for item in scope.scenario.items:
        entry = scope.all_entries[item.id]
        if not item.staffing or item.state != "todo":
            continue
        after = entry.start is not None and entry.start >= scope.closes and item.id in mine
        if after or entry.state == "dropped":
            found.append((item, entry))
    return sorted(found, key=lambda pair: pair[1].start or dt.datetime.max)


def _startable(scope: Scope, item: WorkItem) -> dt.datetime | None:
    """Return the first instant at which nothing holds back the start; None where that is never."""
    project = scope.scenario.project_by_id[item.project] if item.project is not None else None
    instants = [beginning(scope.scenario.calendar.start)]
    instants += [
        beginning(when)
        for when in (
            item.release,
            project.not_before if project is not None else None,
            *(wait.expected for wait in item.waits_for),
        )
        if when is not None
    ]
    for link in item.after:
        before = scope.all_entries[link.item]
        if before.start is None or before.finish is None:
            return None
        if link.type in (LinkType.FS, LinkType.SS):
            instants.append(_held_until(scope.scenario, link, before.start, before.finish))
    return max(instants)


def _held_until(
    scenario: Scenario, link: Link, start: dt.datetime, finish: dt.datetime
) -> dt.datetime:
    """Return the instant before which the link lets nothing start."""
    instant = finish if link.type is LinkType.FS else start
    if link.lag is None:
        return instant
    if isinstance(link.lag, ElapsedLag):
        return later(instant, elapsed_minutes(link.lag.elapsed))
    hours = scenario.calendar.working_minutes(link.lag) / 60
    if hours < 0:
        return instant  # a lead only makes it startable sooner
    return team_calendar(scenario.calendar).after_hours(instant, hours)


def _able(scope: Scope, item: WorkItem, people: tuple[PersonLoad, ...]) -> tuple[str, ...]:
    """Return who could do a part of the item, those with most free time first.

    Nobody where one of its needs cannot be filled by people on the page who have capacity.
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
