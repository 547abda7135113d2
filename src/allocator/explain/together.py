"""When the people of an item are there at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.calendars.person import PersonCalendar, person_calendar
from allocator.domain import Need, Person, Scenario, WorkItem
from allocator.domain.quantities import When, end_of

_YEAR = 370
"""Days after the last date that a person has: from then on their weeks are alike."""

_MOST_PEOPLE = 12
"""Teams of more people than these are not looked at."""

_FEW_DAYS = 5
"""So many days on which a team is there are named as few."""


def meetings(scenario: Scenario, kept: Scenario) -> list[str]:
    """Say of each item of a conflict for several people when they are never, or hardly, there.

    Parameters
    ----------
    scenario
        Gives names and working times.
    kept
        The scenario restricted to the conflict.
    """
    said = []
    for item in kept.items:
        needs = item.staffing
        if sum(need.people for need in needs) < 2 or item.goes_on_apart:
            continue
        groups = [list(scenario.candidates(item, need)) for need in needs]
        people = list({p.id: p for group in groups for p in group}.values())
        if len(people) <= _MOST_PEOPLE:
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
    """Return the first days on which there is a slot in which enough of the people work."""
    calendars = {person.id: person_calendar(scenario, person) for person in people}
    known: dict[frozenset[str], bool] = {}
    found: list[dt.date] = []
    first = scenario.plan_from.date()
    for number in range((_last_date(scenario, people) - first).days + _YEAR):
        if len(found) > _FEW_DAYS:
            break
        date = first + dt.timedelta(days=number)
        for here in _in_slots(scenario, calendars, date):
            if here not in known:
                able = [[p.id for p in group if p.id in here] for group in groups]
                known[here] = _fills([(a, n.people) for a, n in zip(able, needs, strict=True)])
            if known[here]:
                found.append(date)
                break
    return found


def _in_slots(
    scenario: Scenario, calendars: dict[str, PersonCalendar], date: dt.date
) -> Iterator[frozenset[str]]:
    """Yield who works in each slot of a day, from the plan's start on."""
    slots: dict[dt.timedelta, set[str]] = {}
    midnight = dt.datetime.combine(date, dt.time())
    for name, calendar in calendars.items():
        for offset, _ in calendar.slots(date):
            if midnight + offset >= scenario.plan_from:
                slots.setdefault(offset, set()).add(name)
    yield from {frozenset(here) for here in slots.values()}


def _fills(
    wanted: Sequence[tuple[Sequence[str], int]], taken: frozenset[str] = frozenset()
) -> bool:
    """Whether different people can be found for all needs."""
    if not wanted:
        return True
    (able, count), *rest = wanted
    if count == 0:
        return _fills(rest, taken)
    left = [(able, count - 1), *rest]
    return any(_fills(left, taken | {name}) for name in able if name not in taken)


def _last_date(scenario: Scenario, people: Sequence[Person]) -> dt.date:
    """Return the last date on which something changes for one of the people."""
    dates: list[When] = [scenario.plan_from]
    for person in people:
        dates += [one for one in (person.joins, person.leaves) if one is not None]
        dates += [off.end for off in (*person.time_off, *person.availability)]
        holidays = scenario.calendar.holidays if person.holidays is None else person.holidays
        dates += list(holidays.dates)
    return max(end_of(one) for one in dates).date()
