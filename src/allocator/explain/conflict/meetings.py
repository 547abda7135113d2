"""Says when the people of an item are all at work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.calendars import Calendars, PersonCalendar
from allocator.domain import Need, Person, Scenario, WorkItem
from allocator.domain.quantities import When, end_of

_DAYS_AFTER_LAST_DATE = 370
"""Days to look at after the last date of a person, from which on all weeks are alike."""

_MAX_PEOPLE = 12
"""People of an item up to which their common times are looked for."""

_FEW_DAYS = 5
"""Days up to which common times count as few, and are named."""


def meetings(scenario: Scenario, items: Sequence[WorkItem]) -> list[str]:
    """Name the items whose people are never, or on few days, at work together.

    Parameters
    ----------
    scenario
        Source of names and working times.
    items
        Of the conflict.
    """
    said = []
    for item in items:
        needs = item.staffing
        if sum(need.people for need in needs) < 2 or item.goes_on_apart:
            continue
        groups = [list(scenario.candidates(item, need)) for need in needs]
        people = list({p.id: p for group in groups for p in group}.values())
        if len(people) <= _MAX_PEOPLE:
            days = _days_together(scenario, item, needs, groups, people)
            said += [_sentence(item, needs, people, days)] if len(days) <= _FEW_DAYS else []
    return said


def _sentence(
    item: WorkItem, needs: Sequence[Need], people: Sequence[Person], days: Sequence[dt.date]
) -> str:
    count = sum(need.people for need in needs)
    who = wording.joined([person.name or person.id for person in people])
    all_of_them = len(people) == count
    if not days:
        if all_of_them:
            return f"{item.id}: {who} are never there together."
        return f"{item.id}: at no time are enough of {who} there to start it."
    on = wording.joined([wording.when(one) for one in days])
    if all_of_them:
        return f"{item.id}: {who} are there together on {on} only."
    return f"{item.id}: enough of {who} to start it are there on {on} only."


def _days_together(
    scenario: Scenario,
    item: WorkItem,
    needs: Sequence[Need],
    groups: Sequence[Sequence[Person]],
    people: Sequence[Person],
) -> list[dt.date]:
    """Return the first days with a slot in which enough of the people work."""
    of_scenario = Calendars(scenario)
    calendars = {person.id: of_scenario.of(person) for person in people}
    known: dict[frozenset[str], bool] = {}
    found: list[dt.date] = []
    first = scenario.plan_from.date()
    for number in range((_last_date(scenario, people) - first).days + _DAYS_AFTER_LAST_DATE):
        if len(found) > _FEW_DAYS:
            break
        date = first + dt.timedelta(days=number)
        for here in _in_slots(scenario, calendars, date):
            if here not in known:
                able = [[p.id for p in group if p.id in here] for group in groups]
                known[here] = _can_staff([(a, n.people) for a, n in zip(able, needs, strict=True)])
            if known[here]:
                found.append(date)
                break
    return found


def _in_slots(
    scenario: Scenario, calendars: dict[str, PersonCalendar], date: dt.date
) -> Iterator[frozenset[str]]:
    """Yield the people who work in each slot of a day, from the plan's start on."""
    slots: dict[dt.timedelta, set[str]] = {}
    midnight = dt.datetime.combine(date, dt.time())
    for name, calendar in calendars.items():
        for offset, _ in calendar.slots(date):
            if midnight + offset >= scenario.plan_from:
                slots.setdefault(offset, set()).add(name)
    yield from {frozenset(here) for here in slots.values()}


def _can_staff(
    wanted: Sequence[tuple[Sequence[str], int]], taken: frozenset[str] = frozenset()
) -> bool:
    """Return whether different people can be found for all needs."""
    if not wanted:
        return True
    (able, count), *rest = wanted
    if count == 0:
        return _can_staff(rest, taken)
    left = [(able, count - 1), *rest]
    return any(_can_staff(left, taken | {name}) for name in able if name not in taken)


def _last_date(scenario: Scenario, people: Sequence[Person]) -> dt.date:
    """Return the last date on which something changes for one of the people."""
    dates: list[When] = [scenario.plan_from]
    for person in people:
        dates += [one for one in (person.joins, person.leaves) if one is not None]
        dates += [off.end for off in (*person.time_off, *person.availability)]
        holidays = scenario.calendar.holidays if person.holidays is None else person.holidays
        dates += list(holidays.dates)
    return max(end_of(one) for one in dates).date()
