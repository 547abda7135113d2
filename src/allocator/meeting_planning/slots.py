"""Proposes times for a meeting of people who work in several zones.

Of every time on a grid it is looked up how far outside their own hours it lies for each of them:
the minutes from the end of their working day to the end of the meeting, or from its beginning to
the beginning of their next one, the lesser of the two. The best time is one at which nobody is
away, then nobody is in another meeting, then one with the least such minutes of all together, then
of whoever has most; of these it is the earliest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator.calendars.attendance import WEEKS, MeetingCalendars
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Person, Scenario
from allocator.domain.base import Model
from allocator.domain.plan import Instant

GRID_MINUTES = 30
"""Proposed times begin at full and half hours of the plan's clock."""
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_NEAR = dt.timedelta(hours=12)
"""On a day that is none of their working days, as far from one they can still be asked."""


class SlotOfPerson(Model):
    """What a proposed time is for one of the people.

    Attributes
    ----------
    local
        When it begins on their clock.
    minutes_outside
        How far outside their hours it lies; 0 within them.
    away
        Whether they are off, or have no working day near it.
    clashes
        Whether they are in another meeting.
    """

    person: str
    name: str
    local: Instant
    minutes_outside: int
    away: bool
    clashes: bool

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self.minutes_outside or self.away or self.clashes)


class ProposedSlot(Model):
    """A time for a meeting, with what it is for each one.

    Attributes
    ----------
    begins, ends
        Instants of the plan's clock.
    weeks
        For so many weeks from then on this time of the plan's clock was looked at; 0 where it is
        not good.
    weeks_outside
        The days among these on which it lies outside somebody's hours, as clocks are put forward or
        back at different times.
    """

    begins: Instant
    ends: Instant
    people: tuple[SlotOfPerson, ...]
    weeks: int = 0
    weeks_outside: tuple[dt.date, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int, int, dt.datetime]:
        """What the best one has least of."""
        outside = [one.minutes_outside for one in self.people]
        away, clashes = sum(p.away for p in self.people), sum(p.clashes for p in self.people)
        return away, clashes, sum(outside), max(outside, default=0), self.begins

    @property
    def is_good(self) -> bool:
        """Whether it lies within everybody's free working time."""
        return all(one.is_good for one in self.people)


def proposed_slots(
    scenario: Scenario, people: Sequence[Person], minutes: int, *, days: int, count: int
) -> list[ProposedSlot]:
    """Return the best times for a meeting, best first; none overlaps another.

    Parameters
    ----------
    scenario
        Valid.
    people
        Of the scenario, at least one.
    minutes
        How long the meeting lasts.
    days
        How many days are looked at, from the beginning of the plan on.
    count
        How many times at most.
    """
    calendars = MeetingCalendars(scenario)
    possible = _possible(calendars, people, minutes, days)
    ranked = sorted(possible, key=lambda slot: slot.rank)
    chosen: list[ProposedSlot] = []
    for slot in ranked:
        if len(chosen) == count:
            break
        if all(slot.ends <= one.begins or one.ends <= slot.begins for one in chosen):
            chosen.append(slot)
    return [_each_week(calendars, people, slot) for slot in chosen]


def _each_week(
    calendars: MeetingCalendars, people: Sequence[Person], slot: ProposedSlot
) -> ProposedSlot:
    """Return a time with the weeks in which it would lie outside somebody's hours."""
    if not slot.is_good:
        return slot
    outside = [
        (slot.begins + shift).date()
        for shift in (week * 7 * _DAY for week in range(WEEKS))
        if not all(_in_hours(calendars, p, slot.begins + shift, slot.ends + shift) for p in people)
    ]
    return slot.model_copy(update={"weeks": WEEKS, "weeks_outside": tuple(outside)})


def _in_hours(
    calendars: MeetingCalendars, person: Person, begins: dt.datetime, ends: dt.datetime
) -> bool:
    """Whether a time lies within the hours of one of somebody's weekdays, holiday or not."""
    regular = calendars.calendars.regular_days(person)
    there = regular.there(begins).date()
    return regular.is_workday(there) and regular.within_hours(begins, ends)


def _possible(
    calendars: MeetingCalendars, people: Sequence[Person], minutes: int, days: int
) -> Iterator[ProposedSlot]:
    length, first = minutes * _MINUTE, calendars.scenario.plan_from
    for day in following_days(first.date(), first.date() + (days - 1) * _DAY):
        for minute in range(0, 24 * 60, GRID_MINUTES):
            begins = midnight(day) + minute * _MINUTE
            if begins >= first:
                own = tuple(_for(calendars, person, begins, begins + length) for person in people)
                if not all(one.away for one in own):
                    yield ProposedSlot(begins=begins, ends=begins + length, people=own)


def _for(
    calendars: MeetingCalendars, person: Person, begins: dt.datetime, ends: dt.datetime
) -> SlotOfPerson:
    regular = calendars.calendars.regular_days(person)
    own = calendars.calendars.of(person)
    there, until = regular.there(begins), regular.there(ends)
    far = [
        max(dt.timedelta(), midnight(day) + opens - there, until - midnight(day) - closes)
        for day in (there.date() - _DAY, there.date(), there.date() + _DAY)
        if day in regular
        for opens, closes in [(regular.hours[0], regular.hours[-1] + own.team.slot)]
    ]
    taken = calendars.calendars.taken_time(person)
    is_far = there.date() not in regular and min(far, default=_DAY) > _NEAR
    away = is_far or not far or own.is_away(begins, ends)
    return SlotOfPerson(
        person=person.id,
        name=person.name,
        local=there,
        minutes_outside=0 if away else min(far) // _MINUTE,
        away=away,
        clashes=taken is not None and bool(taken.meetings_between(begins, ends)),
    )
