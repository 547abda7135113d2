"""Loosens when people work: absences, working days, capacity, holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from allocator import wording
from allocator.domain import Person, Plan, Scenario
from allocator.domain.calendar import WEEK, TimeOff
from allocator.domain.quantities import When, beginning, end_of, iso, last_day
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import Change, updated

_FEWER_DAYS: Final = (1, 2, 3, 5)
"""Working days by which it is tried to cut an absence."""


def absence(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield a longer stay, an earlier beginning, or one absence less."""
    scenario, which = subject.scenario, subject.constraint.other
    person = scenario.person_by_id[subject.constraint.id]
    if which == "to":
        yield _stay(scenario, person)
    elif which == "from":
        yield _begin(scenario, person)
    else:
        yield from _be_there(scenario, person, which)


def _change(scenario: Scenario, person: Person, **fields: Any) -> Change:
    return updated(scenario, "people", person.id, fields)


def _stay(scenario: Scenario, person: Person) -> Loosening:
    name = person.name or person.id

    def until(plan: Plan) -> Loosening | None:
        ends = [a.finish for i in plan.items for a in i.assignments if a.person == person.id]
        if not ends:
            return None
        last = last_day(max(ends))
        return Loosening(
            f"let {name} stay until {wording.when(last)}",
            _change(scenario, person, to=iso(last)),
        )

    return Loosening(f"let {name} stay", _change(scenario, person, to=None), until)


def _begin(scenario: Scenario, person: Person) -> Loosening:
    name = person.name or person.id

    def since(plan: Plan) -> Loosening | None:
        starts = [a.start for i in plan.items for a in i.assignments if a.person == person.id]
        if not starts:
            return None
        first = min(starts).date()
        return Loosening(
            f"let {name} begin on {wording.when(first)}",
            _change(scenario, person, **{"from": iso(first)}),
        )

    return Loosening(
        f"let {name} begin at once", _change(scenario, person, **{"from": None}), since
    )


def _be_there(scenario: Scenario, person: Person, which: str) -> Iterator[Loosening]:
    """Yield some days at the end or the beginning of an absence, then as much as is needed."""
    field, _, number = which.partition(":")
    windows = list(getattr(person, field))
    window = windows.pop(int(number))
    name = person.name or person.id

    def there(start: When, end: When, pieces: Sequence[TimeOff]) -> Loosening:
        rest = [one.model_dump(mode="json", by_alias=True) for one in (*windows, *pieces)]
        days = _working_days(scenario, person, beginning(start).date(), last_day(end_of(end)))
        return Loosening(
            f"let {name} be there {wording.period(start, end)} too",
            _change(scenario, person, **{field: rest or None}),
            covers=frozenset((person.id, day) for day in days),
        )

    def as_needed(plan: Plan) -> Loosening | None:
        days = _worked_days(plan, person, window)
        if not days:
            return None
        return there(min(days), max(days), list(_pieces(window, min(days), max(days))))

    for first, last in _shorter(scenario, person, window):
        yield there(first, last, list(_pieces(window, first, last)))
    yield replace(there(window.start, window.end, ()), tighten=as_needed)


def _shorter(
    scenario: Scenario, person: Person, window: TimeOff
) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield days of an absence on which somebody might be there, the fewest first."""
    first, last = beginning(window.start).date(), last_day(end_of(window.end))
    working = _working_days(scenario, person, first, last)
    for count in _FEWER_DAYS:
        if count < len(working):
            yield working[-count], working[-1]
            yield working[0], working[count - 1]


def _working_days(
    scenario: Scenario, person: Person, first: dt.date, last: dt.date
) -> list[dt.date]:
    """Return the weekdays of somebody's from a first to a last day."""
    weekdays = scenario.calendar.workdays if person.workdays is None else person.workdays
    days = (first + dt.timedelta(days=k) for k in range((last - first).days + 1))
    return [day for day in days if WEEK[day.weekday()] in weekdays]


def _worked_days(plan: Plan, person: Person, window: TimeOff) -> list[dt.date]:
    """Return the first and the last day of each work of a person, as far as in a window."""
    start, end = beginning(window.start), end_of(window.end)
    days = []
    for one in (one for item in plan.items for one in item.assignments if one.share):
        if one.person == person.id and one.start < end and one.finish > start:
            days += [max(one.start, start).date(), last_day(min(one.finish, end))]
    return days


def _pieces(window: TimeOff, first: dt.date, last: dt.date) -> Iterator[TimeOff]:
    """Yield what is left of a window before and after the days on which somebody is there."""
    day = dt.timedelta(days=1)
    if beginning(window.start) < beginning(first):
        yield window.model_copy(update={"end": first - day})
    if end_of(window.end) > end_of(last):
        yield window.model_copy(update={"start": last + day})


def workdays(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield one more weekday of a person each, then all of the team's."""
    if subject.constraint.owner == "calendar":
        return
    scenario = subject.scenario
    person = scenario.person_by_id[subject.constraint.id]
    own = person.workdays or ()
    name = person.name or person.id
    more = [day for day in scenario.calendar.workdays if day not in own]
    for extra in more:
        days = [day for day in WEEK if day in own or day == extra]
        yield Loosening(
            f"let {name} work on {extra.capitalize()} too",
            _change(scenario, person, workdays=days),
        )
    if len(more) > 1:
        days = [day for day in WEEK if day in own or day in more]
        text = f"let {name} work on {wording.joined(day.capitalize() for day in more)} too"
        yield Loosening(text, _change(scenario, person, workdays=days))


def capacity(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield all of the day for planned work."""
    person = subject.scenario.person_by_id[subject.constraint.id]
    text = f"give {person.name or person.id} the whole day for planned work (capacity: 1)"
    yield Loosening(text, _change(subject.scenario, person, capacity=1.0))


def holidays(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield work on one listed day off; public holidays stay."""
    scenario, constraint = subject.scenario, subject.constraint
    person = scenario.person_by_id[constraint.id] if constraint.owner == "person" else None
    own = scenario.calendar.holidays if person is None else person.holidays
    day = dt.date.fromisoformat(constraint.other)
    if own is None or day not in own.dates:
        return
    rest = own.model_copy(update={"dates": tuple(d for d in own.dates if d != day)})
    data = rest.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if person is None:
        text = f"let the team work on {wording.when(day)}"
        yield Loosening(text, {"update": {"calendar": {"holidays": data}}})
    else:
        text = f"let {person.name or person.id} work on {wording.when(day)}"
        yield Loosening(text, _change(scenario, person, holidays=data))
