"""Writes constraints on when people work as sentences."""

from __future__ import annotations

from allocator import wording
from allocator.calendars.days_off import days_off
from allocator.domain import Holidays, Person, Scenario, SprintCalendar
from allocator.domain.calendar import WEEK
from allocator.explain.conflict.constraints import Constraint

MAX_NAMED_DATES = 6


def sentence(scenario: Scenario, constraint: Constraint) -> str:
    """Write a constraint on one person's time, or on everybody's, as a sentence.

    Parameters
    ----------
    scenario
        Gives names and dates.
    constraint
        Its kind is workdays, holidays, capacity, focus or absence.
    """
    if constraint.kind == "focus":
        assert scenario.sprints is not None
        factors = sorted(_factors(scenario.sprints))
        parts = " or ".join(wording.whole_percent(factor) for factor in factors)
        return f"in sprints only {parts} of everybody's capacity is planned (their capacity)"
    if constraint.owner == "calendar":
        return f"the team does not work on {_holidays(scenario, scenario.calendar.holidays)}"
    person = scenario.person_by_id[constraint.id]
    name = person.name or person.id
    if constraint.kind == "workdays":
        return f"{name} works on {weekdays(person)} only"
    if constraint.kind == "capacity":
        return f"{name} has {wording.whole_percent(person.capacity)} of the day for planned work"
    if constraint.kind == "holidays":
        assert person.holidays is not None
        return f"{name} does not work on {_holidays(scenario, person.holidays)}"
    return _absences(person)


def _factors(sprints: SprintCalendar) -> set[float]:
    """Return the focus factors of sprints that are below 1."""
    own = {sprints.capacity, *(dates.capacity for dates in sprints.listed)}
    inner = (_factors(calendar) for calendar in sprints.teams.values())
    return {one for one in own if one is not None and one < 1}.union(*inner)


def weekdays(person: Person) -> str:
    """List the days of the week on which a person works: ``Mon, Tue and Fri``."""
    return wording.joined([each.capitalize() for each in WEEK if each in (person.workdays or ())])


def _holidays(scenario: Scenario, holidays: Holidays) -> str:
    """Name the country of holidays, and the first days off from the plan's start on."""
    start = scenario.plan_from.date()
    days = sorted(
        one for one in days_off(holidays, range(start.year, start.year + 2)) if one >= start
    )
    most = MAX_NAMED_DATES if holidays.country is None else MAX_NAMED_DATES // 2
    dates = ", ".join(wording.when(one) for one in days[:most])
    more = f" and {len(days) - most} more days" if len(days) > most else ""
    if holidays.country is None:
        return f"{dates}{more}" or "days that are over"
    part = f" ({holidays.subdivision})" if holidays.subdivision else ""
    return f"the holidays of {holidays.country}{part}: {dates}{more}"


def _absences(person: Person) -> str:
    said = [f"away {wording.period(off.start, off.end)}" for off in person.time_off]
    said += [
        f"at {wording.whole_percent(window.capacity)} {wording.period(window.start, window.end)}"
        if window.capacity
        else f"away {wording.period(window.start, window.end)}"
        for window in person.availability
    ]
    if person.joins is not None:
        said.append(f"joins {wording.when(person.joins)}")
    if person.leaves is not None:
        said.append(f"leaves {wording.when(person.leaves)}")
    shown = said if len(said) <= MAX_NAMED_DATES else [*said[:MAX_NAMED_DATES], "and more"]
    return f"{person.name or person.id} is not always there: " + ", ".join(shown)
