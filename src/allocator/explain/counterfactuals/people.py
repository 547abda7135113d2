"""Changes of people: one more, a further skill, more time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from allocator.calendars import Calendars
from allocator.domain import Scenario
from allocator.domain.quantities import When, iso
from allocator.explain.counterfactuals.change import Change, updated

_OWN_FIELDS = ("id", "name", "email", "joins", "leaves", "time_off", "availability")
"""Of a person, what another one like them does not have."""
_YEARS_OF_HOLIDAYS = 3
"""Years, from the last day on which somebody works after all, in which the others are listed."""


def one_more_person(scenario: Scenario, person_id: str, since: When) -> Change:
    """Add somebody like a person: their team, skills, capacity, rate and calendar; no absences.

    Parameters
    ----------
    scenario
        Where the person is.
    person_id
        Whom the new one is like.
    since
        Their first day.
    """
    person = scenario.person_by_id[person_id]
    fields = person.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=set(_OWN_FIELDS)
    )
    name = f"New colleague like {person.name or person.id}"
    new = {"id": new_id(scenario, person_id), "name": name, **fields, "from": iso(since)}
    return {"add": {"people": [new]}}


def new_id(scenario: Scenario, base: str) -> str:
    """Return an id that nothing in a scenario has: ``ana-2`` for ``ana``."""
    sections = (scenario.people, scenario.resources, scenario.projects, scenario.items)
    taken = {entry.id for section in sections for entry in section}
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def with_skills(scenario: Scenario, person_id: str, skills: Mapping[str, int]) -> Change:
    """Give a person skills, at these levels where theirs are lower."""
    old = scenario.person_by_id[person_id].skills
    raised = {skill: max(level, old.get(skill, 0)) for skill, level in skills.items()}
    return updated("people", person_id, skills={**old, **raised})


def with_capacity(person_id: str, capacity: float) -> Change:
    """Give a person another share of the day for planned work; above 0, at most 1."""
    return updated("people", person_id, capacity=capacity)


def joins_on(person_id: str, day: When | None) -> Change:
    """Let a person join on a day; None: they are there from the beginning."""
    return updated("people", person_id, joins=None if day is None else iso(day))


def stays_until(person_id: str, day: When | None) -> Change:
    """Let a person stay up to and with a day; None: for good."""
    return updated("people", person_id, leaves=None if day is None else iso(day))


def works_all_workdays(person_id: str) -> Change:
    """Let a person work on the working days of the team."""
    return updated("people", person_id, workdays=None)


def without_holidays(scenario: Scenario, person_id: str, days: Collection[dt.date]) -> Change:
    """Let a person work on some days off of their holidays; the others are listed one by one.

    Parameters
    ----------
    scenario
        Where the person is.
    person_id
        Who works.
    days
        The days; at least one.
    """
    person = scenario.person_by_id[person_id]
    holidays = scenario.calendar.holidays if person.holidays is None else person.holidays
    known = Calendars(scenario).days_off(holidays)
    years = range(scenario.plan_from.year, max(days).year + _YEARS_OF_HOLIDAYS)
    kept = sorted(day for year in years for day in known.in_year(year) if day not in days)
    return updated("people", person_id, holidays={"dates": [iso(day) for day in kept]})
