"""Builds the document; this module only wires its parts together."""

from __future__ import annotations

import datetime as dt
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from allocator.analysis.dates import plan_start
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Person, Plan, Resource, Scenario
from allocator.domain.quantities import beginning, end_of
from allocator.exports.msproject.assignments import assignments
from allocator.exports.msproject.calendars import TEAM_CALENDAR_ID, calendar_of, calendars
from allocator.exports.msproject.elements import Value, add, storable_name
from allocator.exports.msproject.outline import outline
from allocator.exports.msproject.tasks import tasks

NAMESPACE = "http://schemas.microsoft.com/project"
_SAVE_VERSION = 14
_WORK, _MATERIAL = 1, 0
_EARLY, _LATE = dt.datetime(1984, 1, 1), dt.datetime(2049, 12, 31, 23, 59)
"""First and last day of the availability that Project accepts."""
_MINUTE = dt.timedelta(minutes=1)


def document(plan: Plan, *, is_for_project: bool = True) -> str:
    """Return the text of the document.

    Parameters
    ----------
    plan
        The plan.
    is_for_project
        Whether Project itself reads it: other tools have no task for the whole project, and no
        durations around the clock.
    """
    lines, times = outline(plan), Calendars(plan.scenario)
    root = Element("Project", {"xmlns": NAMESPACE})
    add(root, _properties(plan, times.team))
    root.append(calendars(plan, times))
    root.append(tasks(plan, lines, times, is_for_project=is_for_project))
    root.append(_resources(plan.scenario))
    root.append(assignments(plan, lines, times))
    indent(root, space=" ")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + tostring(root, encoding="unicode") + "\n"


def _properties(plan: Plan, team: TeamCalendar) -> list[tuple[str, Value | None]]:
    calendar = plan.scenario.calendar
    minutes = int(calendar.day_minutes)
    start = plan.metrics.start or plan_start(plan.scenario)
    created = None if plan.created is None else dt.datetime.fromisoformat(plan.created)
    return [
        ("SaveVersion", _SAVE_VERSION),
        ("Name", storable_name(plan.scenario.name)),
        ("Title", storable_name(plan.scenario.name)),
        ("Author", "allocator"),
        ("CreationDate", created),
        ("ScheduleFromStart", True),
        ("StartDate", start),
        ("FinishDate", plan.metrics.finish or start),
        ("CalendarUID", TEAM_CALENDAR_ID),
        ("DefaultStartTime", (dt.datetime.min + team.opens).time()),
        ("DefaultFinishTime", (dt.datetime.min + team.closes).time()),
        ("MinutesPerDay", minutes),
        ("MinutesPerWeek", minutes * len(calendar.workdays)),
        ("DaysPerMonth", 20),
        ("DefaultTaskType", 0),
        ("DurationFormat", 7),
        ("WorkFormat", 2),
        ("HonorConstraints", True),
        ("NewTasksEffortDriven", False),
        ("NewTasksEstimated", False),
        ("WeekStartDay", 1),
        ("StatusDate", plan.scenario.plan_from),
        ("CurrentDate", plan.scenario.plan_from),
        ("NewTasksAreManual", False),
    ]


def _resources(scenario: Scenario) -> Element:
    made = Element("Resources")
    for place, person in enumerate(scenario.people):
        _add_person(SubElement(made, "Resource"), person, place)
    for uid, resource in enumerate(scenario.resources, start=len(scenario.people) + 1):
        add(SubElement(made, "Resource"), _pool(resource, uid))
    return made


def _add_person(made: Element, person: Person, place: int) -> None:
    add(
        made,
        [
            ("UID", place + 1),
            ("ID", place + 1),
            ("Name", storable_name(person.name or person.id)),
            ("Type", _WORK),
            ("IsNull", False),
            ("Initials", storable_name(person.id)),
            ("Code", storable_name(person.id)),
            ("Group", storable_name(person.team) if person.team else None),
            ("EmailAddress", storable_name(person.email) if person.email else None),
            ("MaxUnits", person.capacity),
            ("StandardRate", person.rate),
            ("StandardRateFormat", 2),
            ("CalendarUID", calendar_of(place)),
        ],
    )
    if not person.availability:
        return
    periods = SubElement(made, "AvailabilityPeriods")
    for first, last, units in _periods(person):
        add(
            SubElement(periods, "AvailabilityPeriod"),
            [("AvailableFrom", first), ("AvailableTo", last), ("AvailableUnits", units)],
        )


def _periods(person: Person) -> list[tuple[dt.datetime, dt.datetime, float]]:
    """Return the periods of a person's capacity, without gaps."""
    found = []
    reached = _EARLY
    for window in sorted(person.availability, key=lambda window: beginning(window.start)):
        begins, ends = beginning(window.start), end_of(window.end)
        if begins > reached:
            found.append((reached, begins - _MINUTE, person.capacity))
        found.append((begins, ends - _MINUTE, window.capacity))
        reached = ends
    if reached < _LATE:
        found.append((reached, _LATE, person.capacity))
    return found


def _pool(resource: Resource, uid: int) -> list[tuple[str, Value | None]]:
    return [
        ("UID", uid),
        ("ID", uid),
        ("Name", storable_name(resource.name or resource.id)),
        ("Type", _MATERIAL),
        ("IsNull", False),
        ("Initials", storable_name(resource.id)),
        ("Code", storable_name(resource.id)),
        ("MaxUnits", float(resource.capacity)),
    ]
