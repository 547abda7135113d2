"""Writes constraints on when people work as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from allocator import wording
from allocator.domain import Person, Scenario, SprintCalendar
from allocator.domain.calendar import WEEK
from allocator.explain.conflict.constraint import Constraint


def absence_sentence(scenario: Scenario, constraint: Constraint) -> str:
    """Write when somebody is not there."""
    person = scenario.person_by_id[constraint.id]
    return f"{person.name or person.id} {_absence(person, constraint.other)}"


def people_sentence(scenario: Scenario, names: Sequence[str], kind: str) -> str:
    """Write a constraint on the time of people of whom the same holds.

    Parameters
    ----------
    scenario
        Gives names and numbers.
    names
        Their ids.
    kind
        workdays or capacity.
    """
    people = [scenario.person_by_id[name] for name in names]
    first, many = people[0], len(people) > 1
    who = wording.joined(person.name or person.id for person in people)
    if kind == "workdays":
        return f"{who} {'work' if many else 'works'} on {weekdays(first.workdays or ())} only"
    share = wording.percent(first.capacity)
    return f"{who} {'have' if many else 'has'} {share} of the day for planned work"


def calendar_sentence(scenario: Scenario, constraint: Constraint) -> str:
    """Write a constraint on everybody's time as a sentence.

    Parameters
    ----------
    scenario
        Gives dates.
    constraint
        Its kind is start, workdays, focus, meeting or rota.
    """
    if constraint.kind == "meeting":
        return _meeting(scenario, constraint.id)
    if constraint.kind == "rota":
        return _rota(scenario, constraint.id)
    if constraint.kind == "start":
        start = scenario.plan_from
        midnight = start.time() == dt.time()
        return f"nothing can be planned before {wording.when(start.date() if midnight else start)}"
    if constraint.kind == "workdays":
        hours = wording.number(scenario.calendar.day_hours)
        return f"the team works on {weekdays(scenario.calendar.workdays)}, {hours} hours a day"
    assert scenario.sprints is not None
    factors = sorted(_factors(scenario.sprints))
    parts = " or ".join(wording.percent(factor) for factor in factors)
    when = sprint_dates(scenario, [person.team for person in scenario.people])
    return f"in sprints only {parts} of everybody's capacity is planned ({when})"


def holidays_sentence(scenario: Scenario, names: Sequence[str], days: Sequence[str]) -> str:
    """Write days off that are part of a conflict.

    Parameters
    ----------
    scenario
        Gives names and countries.
    names
        Ids of those who have them off; an empty one stands for the team.
    days
        ISO dates.
    """
    dates = sorted(dt.date.fromisoformat(one) for one in days)
    people = [scenario.person_by_id[name] for name in names if name]
    calendars = [person.holidays for person in people] if people else [scenario.calendar.holidays]
    countries = {one.country for one in calendars if one and not set(dates) <= set(one.dates)}
    of = f" (holidays of {wording.joined(sorted(map(str, countries)))})" if countries else ""
    who = wording.joined(person.name or person.id for person in people) or "the team"
    do = "do" if len(people) > 1 else "does"
    return f"{who} {do} not work on {wording.joined(map(wording.when, dates))}{of}"


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


def _meeting(scenario: Scenario, name: str) -> str:
    meeting = next(each for each in scenario.meetings if each.id == name)
    who = wording.enumerated(person.name or person.id for person in scenario.people_at(meeting))
    how_often = wording.recurrence(meeting)
    return f"{meeting.name}, {how_often}, takes {meeting.length} of the time of {who}"


def _rota(scenario: Scenario, name: str) -> str:
    rota = next(each for each in scenario.rota if each.id == name)
    names = {person.id: person.name or person.id for person in scenario.people}
    who = wording.enumerated([names.get(one, one) for one in dict.fromkeys(rota.people)])
    share = wording.percent(rota.takes)
    turns = f"in turns of {rota.every}: {who}"
    return f"{rota.name} takes {share} of the capacity of whoever has it, {turns}"


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
