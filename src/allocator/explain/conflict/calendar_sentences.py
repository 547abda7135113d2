"""Writes constraints on when people work as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from allocator import wording
from allocator.domain import Person, Scenario, SprintCalendar
from allocator.domain.calendar import WEEK
from allocator.explain.conflict.constraint import Constraint


def person_sentence(scenario: Scenario, constraint: Constraint) -> str:
    """Write a constraint on one person's time as a sentence.

    Parameters
    ----------
    scenario
        Gives names and dates.
    constraint
        Its kind is workdays, capacity or absence.
    """
    person = scenario.person_by_id[constraint.id]
    name = person.name or person.id
    if constraint.kind == "workdays":
        return f"{name} works on {weekdays(person.workdays or ())} only"
    if constraint.kind == "capacity":
        return f"{name} has {wording.percent(person.capacity)} of the day for planned work"
    return f"{name} {_absence(person, constraint.other)}"


def calendar_sentence(scenario: Scenario, constraint: Constraint) -> str:
    """Write a constraint on everybody's time as a sentence.

    Parameters
    ----------
    scenario
        Gives dates.
    constraint
        Its kind is start, workdays or focus.
    """
    if constraint.kind == "start":
        start = scenario.calendar.start if scenario.now is None else scenario.plan_from
        return f"nothing can be planned before {wording.when(start)}"
    if constraint.kind == "workdays":
        hours = wording.number(scenario.calendar.day_hours)
        return f"the team works on {weekdays(scenario.calendar.workdays)}, {hours} hours a day"
    assert scenario.sprints is not None
    factors = sorted(_factors(scenario.sprints))
    parts = " or ".join(wording.percent(factor) for factor in factors)
    when = sprint_dates(scenario, [person.team for person in scenario.people])
    return f"in sprints only {parts} of everybody's capacity is planned ({when})"


def holidays_sentence(scenario: Scenario, constraints: Sequence[Constraint]) -> str:
    """Write the days off of one calendar that are part of a conflict."""
    first = constraints[0]
    days = {dt.date.fromisoformat(one.other) for one in constraints}
    person = scenario.person_by_id[first.id] if first.owner == "person" else None
    holidays = scenario.calendar.holidays
    if person is not None and person.holidays is not None:
        holidays = person.holidays
    who = "the team" if person is None else person.name or person.id
    country = f" (holidays of {holidays.country})" if days - set(holidays.dates) else ""
    return f"{who} does not work on {wording.joined(map(wording.when, sorted(days)))}{country}"


def sprint_dates(scenario: Scenario, teams: Sequence[str | None]) -> str:
    """Write from when to when the sprints of some teams last: ``Sprint 1: Mon ... to ...``."""
    seen = {
        (sprint.start, sprint.end): sprint.name
        for team in dict.fromkeys(teams)
        for sprint in scenario.sprints_of(team)
    }
    ordered = sorted(seen)
    lengths = {end - start for start, end in ordered}
    touching = all(two[0] - one[1] == dt.timedelta(days=1) for one, two in pairwise(ordered))
    if len(ordered) > 2 and len(lengths) == 1 and touching:
        length = wording.count(lengths.pop().days + 1, "day")
        first, last = wording.day(ordered[0][0]), wording.day(ordered[-1][1])
        return f"each of {length}, from {first} to {last}"
    return "; ".join(wording.period(start, end) for start, end in ordered)


def weekdays(days: Sequence[str]) -> str:
    """List days of the week: ``Mon, Tue and Fri``."""
    return wording.joined([each.capitalize() for each in WEEK if each in days])


def _factors(sprints: SprintCalendar) -> set[float]:
    """Return the focus factors of sprints that are below 1."""
    own = {sprints.capacity, *(dates.capacity for dates in sprints.listed)}
    inner = (_factors(calendar) for calendar in sprints.teams.values())
    return {one for one in own if one is not None and one < 1}.union(*inner)


def _absence(person: Person, which: str) -> str:
    if which == "from":
        assert person.joins is not None
        return f"joins {wording.when(person.joins)}"
    if which == "to":
        assert person.leaves is not None
        return f"leaves {wording.when(person.leaves)}"
    field, _, number = which.partition(":")
    if field == "time_off":
        off = person.time_off[int(number)]
        return f"is away {wording.period(off.start, off.end)}"
    window = person.availability[int(number)]
    period = wording.period(window.start, window.end)
    if not window.capacity:
        return f"is away {period}"
    return f"is there at {wording.percent(window.capacity)} only {period}"
