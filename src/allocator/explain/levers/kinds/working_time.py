"""More time of somebody who is there: of the day, of the week, from earlier on, for longer."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import Person
from allocator.explain.counterfactuals.people import (
    joins_on,
    stays_until,
    with_capacity,
    works_all_workdays,
)
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground

MORE_CAPACITY = 0.2
"""Share of the day that somebody has more for planned work; at most the whole day."""


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield what more time the people who could be of use can have."""
    for person, distance in ground.people():
        if distance < FAR:
            yield from _of_day(ground, person, distance)
            yield from _of_weeks(ground, person, distance)


def _of_day(ground: Ground, person: Person, distance: int) -> Iterator[LeverCandidate]:
    more = min(1.0, round(person.capacity + MORE_CAPACITY, 2))
    if more > person.capacity:
        yield LeverCandidate(
            "capacity",
            f"{ground.person_name(person)} has {wording.whole_percent(more)} of the day for "
            f"planned work, not {wording.whole_percent(person.capacity)}",
            with_capacity(person.id, more),
            distance,
            needs_search=True,
        )


def _of_weeks(ground: Ground, person: Person, distance: int) -> Iterator[LeverCandidate]:
    who, scenario = ground.person_name(person), ground.scenario
    workdays = scenario.calendar.workdays
    if person.workdays is not None and set(workdays) - set(person.workdays):
        yield LeverCandidate(
            "workdays",
            f"{who} works on all working days of the team",
            works_all_workdays(person.id),
            distance,
            needs_search=True,
        )
    days = ground.calendars.local_days(person)
    if person.joins is not None and ground.begins < days.beginning(person.joins) < ground.ends:
        yield LeverCandidate(
            "joining",
            f"{who} is there from the beginning, not from {wording.when(person.joins)}",
            joins_on(person.id, None),
            distance,
            needs_search=True,
        )
    if person.leaves is not None and ground.begins < days.end(person.leaves) < ground.ends:
        yield LeverCandidate(
            "joining",
            f"{who} stays after {wording.when(person.leaves)}",
            stays_until(person.id, None),
            distance,
            needs_search=True,
        )
