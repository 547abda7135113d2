"""Writes the assignments: units and work.

Work in Project is the time that people spend: calendar hours x units. Units are share x capacity,
so that Project computes the same finish; the task's notes have hours of effort at speed 1.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from allocator.calendars import Calendars, PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario
from allocator.domain.quantities import exact
from allocator.exports.msproject.elements import add, span
from allocator.exports.msproject.outline import OutlineLine


def working_hours(scenario: Scenario, times: Calendars, entry: PlanItem) -> Fraction:
    """Return the hours that all people of an item spend on it."""
    return sum((_work(scenario, times, work) for work in entry.assignments), Fraction(0))


def working_time(calendar: PersonCalendar, start: dt.datetime, finish: dt.datetime) -> Fraction:
    """Return the hours of a person's calendar between two instants, whatever their capacity."""
    slots = sum(
        start <= midnight(day) + offset < finish
        for day in following_days(start.date(), finish.date())
        for offset, _ in calendar.slots(day)
    )
    return slots * Fraction(calendar.team.slot // dt.timedelta(minutes=1), 60)


def _work(scenario: Scenario, times: Calendars, work: PlanAssignment) -> Fraction:
    calendar = times.of(scenario.person_by_id[work.person])
    return calendar.hours_between(work.start, work.finish) * exact(work.share)


def assignments(plan: Plan, lines: tuple[OutlineLine, ...], times: Calendars) -> Element:
    """Return the assignments of people and of shared resources."""
    made = Element("Assignments")
    people = {person.id: place for place, person in enumerate(plan.scenario.people, start=1)}
    pools = {r.id: len(people) + place for place, r in enumerate(plan.scenario.resources, start=1)}
    for line in lines:
        if line.entry is not None:
            _add_people(plan.scenario, times, made, line, line.entry, people)
            _add_resources(plan.scenario, made, line, line.entry, pools)
    return made


def _add_people(
    scenario: Scenario,
    times: Calendars,
    made: Element,
    line: OutlineLine,
    entry: PlanItem,
    people: dict[str, int],
) -> None:
    for work in entry.assignments:
        calendar = times.of(scenario.person_by_id[work.person])
        time = working_time(calendar, work.start, work.finish)
        spent = _work(scenario, times, work)
        _add(
            made,
            (line.uid, people[work.person]),
            (work.start, work.finish),
            units=float(spent / time) if time else work.share,
            work=spent,
            done=entry.is_over,
        )


def _add_resources(
    scenario: Scenario, made: Element, line: OutlineLine, entry: PlanItem, pools: dict[str, int]
) -> None:
    """Add the resources that an item holds, as material, which does not change its duration."""
    for resource, amount in scenario.item_by_id[entry.id].resources.items():
        _add(
            made,
            (line.uid, pools[resource]),
            line.span,
            units=float(amount),
            work=Fraction(amount),
            done=entry.is_over,
        )


def _add(
    made: Element,
    whom: tuple[int, int],
    dates: tuple[dt.datetime, dt.datetime],
    *,
    units: float,
    work: Fraction,
    done: bool,
) -> None:
    add(
        SubElement(made, "Assignment"),
        [
            ("UID", len(made)),
            ("TaskUID", whom[0]),
            ("ResourceUID", whom[1]),
            ("PercentWorkComplete", 100 if done else 0),
            ("ActualWork", span(work if done else 0)),
            ("Finish", dates[1]),
            ("RemainingWork", span(0 if done else work)),
            ("Start", dates[0]),
            ("Units", units),
            ("Work", span(work)),
        ],
    )
