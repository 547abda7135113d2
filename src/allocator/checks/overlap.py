"""Two people who are put together have enough working time in common on each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from allocator.analysis.roles import Role
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Person, RuleId, Violation
from allocator.wording import hours_and_days, joined, when

_DAY = dt.timedelta(days=1)


def check(checked: CheckedPlan) -> list[Violation]:
    """Return the first day of each pair of people on which they have too little in common."""
    return [
        violation
        for planned in checked.scheduled.values()
        if not planned.item.is_started
        and (planned.item.overlap or any(need.overlap for need in planned.item.staffing))
        for violation in _violations(checked, planned)
    ]


def _violations(checked: CheckedPlan, planned: ScheduledItem) -> Iterator[Violation]:
    calendar = checked.scenario.calendar
    for one, other in combinations(checked.roles(planned).roles, 2):
        spans = [planned.item.overlap]
        if one.need is other.need and one.need is not None:
            spans.append(one.need.overlap)
        asked = [calendar.working_minutes(span) / 60 for span in spans if span is not None]
        if asked and one.person is not None and other.person is not None:
            yield from _breach(checked, planned, (one, other), max(asked))


def _breach(
    checked: CheckedPlan, planned: ScheduledItem, roles: tuple[Role, Role], asked: Fraction
) -> Iterator[Violation]:
    people = [role.person for role in roles if role.person is not None]
    until = min(role.assignment.finish for role in roles)
    thin = [
        found
        for person in people
        for found in _thin_days(checked, person, people, (planned.begins, until), asked)
    ]
    if thin:
        day, hours = min(thin)
        names = tuple(person.id for person in people)
        has = hours_and_days(hours, checked.calendars.team.day_hours) if hours else "no time"
        yield Violation(
            rule=RuleId.OVERLAP,
            message=f"{joined(names)} have {has} in common on {when(day)}, and "
            f"{planned.item.name} asks for "
            f"{hours_and_days(asked, checked.calendars.team.day_hours)} a day",
            items=(planned.item.id,),
            people=names,
        )


def _thin_days(
    checked: CheckedPlan,
    person: Person,
    people: list[Person],
    during: tuple[dt.datetime, dt.datetime],
    asked: Fraction,
) -> Iterator[tuple[dt.date, Fraction]]:
    """Yield the days of one person on which two both work, but too little at the same time."""
    days = checked.calendars.local_days(person)
    one, other = (checked.calendars.of(each) for each in people)
    for day in following_days(during[0].date() - _DAY, during[1].date() + _DAY):
        begins, ends = days.beginning(day), days.end(day)
        if during[0] <= begins and ends <= during[1]:
            mine, theirs = _slots(one, begins, ends), _slots(other, begins, ends)
            hours = Fraction(len(mine & theirs) * checked.scenario.calendar.slot_minutes, 60)
            if mine and theirs and hours < asked:
                yield day, hours


def _slots(calendar: PersonCalendar, begins: dt.datetime, ends: dt.datetime) -> set[dt.datetime]:
    """Return where somebody's slots begin within a time."""
    found = {
        midnight(day) + offset
        for day in following_days(begins.date(), ends.date())
        for offset, _ in calendar.slots(day)
    }
    return {at for at in found if begins <= at < ends}
