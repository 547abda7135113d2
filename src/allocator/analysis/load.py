"""How much of their time people spend on the plan, per week and in all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.dates import last_finish, planned
from allocator.analysis.rounding import rounded
from allocator.calendars import Calendars, PersonCalendar
from allocator.domain import PersonTotals, PlanAssignment, PlanItem, Scenario
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
        Working hours x capacity from the beginning of the plan, or now, to its last finish.
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
    calendars = Calendars(scenario)
    start, finish = _period(scenario, items)
    spent: defaultdict[tuple[str, dt.date], Fraction] = defaultdict(Fraction)
    for person_id, calendar, assignment in _work(scenario, calendars, items):
        share = exact(assignment.share)
        for week, work in _by_week(calendar, assignment.start, assignment.finish).items():
            spent[person_id, week] += calendar.hours(work) * share
    rows = []
    for person in scenario.people:
        calendar = calendars.of(person)
        rows += [
            PersonWeek(
                person.id, week, rounded(calendar.hours(work)), rounded(spent[person.id, week])
            )
            for week, work in _by_week(calendar, start, finish).items()
        ]
    return rows


def person_totals(
    scenario: Scenario, items: Sequence[PlanItem], calendars: Calendars | None = None
) -> tuple[PersonTotals, ...]:
    """Return every person's items, available and planned hours over the whole plan."""
    calendars = calendars or Calendars(scenario)
    start, finish = _period(scenario, items)
    spent: defaultdict[str, Fraction] = defaultdict(Fraction)
    for person_id, calendar, assignment in _work(scenario, calendars, items):
        hours = calendar.hours_between(assignment.start, assignment.finish)
        spent[person_id] += hours * exact(assignment.share)
    counts: defaultdict[str, int] = defaultdict(int)
    for entry, _, _ in planned(items):
        for person_id in {
            assignment.person for assignment in entry.assignments if assignment.share > 0
        }:
            counts[person_id] += 1
    totals = []
    for person in scenario.people:
        available = calendars.of(person).hours_between(start, finish)
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
    start = scenario.plan_from
    return start, max(start, last_finish(items) or start)


def _work(
    scenario: Scenario, calendars: Calendars, items: Sequence[PlanItem]
) -> Iterator[tuple[str, PersonCalendar, PlanAssignment]]:
    """Yield every assignment of somebody known that is still to be done, with their calendar."""
    for entry, _, _ in planned(items):
        if entry.is_over:
            continue
        for assignment in entry.assignments:
            person = scenario.person_by_id.get(assignment.person)
            if person is not None:
                yield person.id, calendars.of(person), assignment


def _by_week(
    calendar: PersonCalendar, start: dt.datetime, finish: dt.datetime
) -> defaultdict[dt.date, int]:
    """Return the working time from start to finish by the Monday of its week, without gaps."""
    weeks: defaultdict[dt.date, int] = defaultdict(int)
    for day, work in calendar.work_by_day(start, finish):
        weeks[day - dt.timedelta(days=day.weekday())] += work
    return weeks
