"""How much of their time people spend on the plan, per week and in all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.availability import person_calendar
from allocator.analysis.dates import last_finish, plan_start, planned
from allocator.analysis.rounding import rounded
from allocator.domain import PersonTotals, PlanItem, Scenario
from allocator.domain.quantities import exact


@dataclass(frozen=True)
class PersonWeek:
    """A person's time in one week of the plan.

    Attributes
    ----------
    person
        Id of the person.
    week
        The Monday of the ISO week.
    available_hours
        Working hours x capacity between the plan's start and its last finish.
    planned_hours
        Working hours x capacity x share, spent on items.
    """

    person: str
    week: dt.date
    available_hours: float
    planned_hours: float


def weekly_load(scenario: Scenario, items: Sequence[PlanItem]) -> list[PersonWeek]:
    """Return available and planned hours of every person in every week of the plan.

    In the order of people, then weeks; weeks without any time are there, with zeros.
    """
    start, finish = _period(scenario, items)
    spent: defaultdict[tuple[str, dt.date], Fraction] = defaultdict(Fraction)
    for person, day, hours in _spent_by_day(scenario, items):
        spent[person, _monday(day)] += hours
    rows = []
    for person_model in scenario.people:
        available: defaultdict[dt.date, Fraction] = defaultdict(Fraction)
        for day, hours in person_calendar(scenario, person_model).hours_by_day(start, finish):
            available[_monday(day)] += hours
        rows += [
            PersonWeek(person_model.id, week, rounded(hours), rounded(spent[person_model.id, week]))
            for week, hours in available.items()
        ]
    return rows


def person_totals(scenario: Scenario, items: Sequence[PlanItem]) -> tuple[PersonTotals, ...]:
    """Return every person's items, available and planned hours over the whole plan."""
    start, finish = _period(scenario, items)
    spent: defaultdict[str, Fraction] = defaultdict(Fraction)
    for person_id, _, hours in _spent_by_day(scenario, items):
        spent[person_id] += hours
    counts: defaultdict[str, int] = defaultdict(int)
    for entry, _, _ in planned(items):
        for person_id in {assignment.person for assignment in entry.assignments}:
            counts[person_id] += 1
    totals = []
    for person in scenario.people:
        available = person_calendar(scenario, person).hours_between(start, finish)
        totals.append(
            PersonTotals(
                id=person.id,
                name=person.name,
                items=counts[person.id],
                available_hours=rounded(available),
                planned_hours=rounded(spent[person.id]),
                load=rounded(spent[person.id] / available) if available else None,
            )
        )
    return tuple(totals)


def _period(scenario: Scenario, items: Sequence[PlanItem]) -> tuple[dt.datetime, dt.datetime]:
    start = plan_start(scenario)
    return start, last_finish(items) or start


def _spent_by_day(
    scenario: Scenario, items: Sequence[PlanItem]
) -> Iterator[tuple[str, dt.date, Fraction]]:
    """Yield person, day and hours x capacity x share for every day of every assignment."""
    for entry, _, _ in planned(items):
        for assignment in entry.assignments:
            person = scenario.person_by_id.get(assignment.person)
            if person is None:
                continue
            share = exact(assignment.share)
            calendar = person_calendar(scenario, person)
            for day, hours in calendar.hours_by_day(assignment.start, assignment.finish):
                if hours:
                    yield person.id, day, hours * share


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
