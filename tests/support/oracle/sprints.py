"""Sprints, from how they are written (paragraphs 23 to 25)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain import Person, Scenario, SprintCalendar, WorkItem
from support.oracle.amounts import elapsed, exact


@dataclass(frozen=True)
class Period:
    """One sprint: first and last day, and the focus factor."""

    first: dt.date
    last: dt.date
    focus: Fraction


def sprints_of(scenario: Scenario, person: Person) -> list[Period]:
    """Return the sprints that a person follows, in order (paragraph 23)."""
    calendar = scenario.sprints
    if calendar is None:
        return []
    if not calendar.teams:
        return _periods(calendar, calendar.capacity)
    own = calendar.teams.get(person.team or "")
    if own is None:
        return []
    return _periods(own, calendar.capacity if own.capacity is None else own.capacity)


def _periods(calendar: SprintCalendar, capacity: float | None) -> list[Period]:
    focus = 1.0 if capacity is None else capacity
    if calendar.listed:
        found = [
            Period(one.start, one.end, exact(focus if one.capacity is None else one.capacity))
            for one in calendar.listed
        ]
        return sorted(found, key=lambda period: period.first)
    assert calendar.length is not None and calendar.first is not None and calendar.count
    days = int(elapsed(calendar.length) / 1440)
    found, first = [], calendar.first
    for _ in range(calendar.count):
        following = first + dt.timedelta(days=days)
        found.append(Period(first, following - dt.timedelta(days=1), exact(focus)))
        first = following
    return found


def must_fit(scenario: Scenario, item: WorkItem) -> bool:
    """Return whether the item may not cross a sprint border (paragraph 25)."""
    if scenario.sprints is None:
        return False
    return bool(scenario.sprints.fit) if item.fit is None else item.fit
