"""Lists the meetings and rotas of a scenario, and what they take of each one's weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from allocator import wording
from allocator.calendars.attendance import MeetingCalendars, MeetingWeek
from allocator.domain import Meeting, Person, Rota, Scenario
from allocator.domain.base import Model
from allocator.domain.plan import Instant

_DAY = dt.timedelta(days=1)
TURNS = 4
"""How many turns of a rota are listed, from the one that is under way on."""


class MeetingAttendee(Model):
    """Somebody at a meeting.

    Attributes
    ----------
    local
        When its next time begins on their clock; None where there is none.
    outside
        How often of ``times``, on their working days, it lies outside their hours.
    """

    person: str
    name: str
    local: Instant | None
    times: int
    outside: int


class ListedMeeting(Model):
    """A meeting with its next time.

    Attributes
    ----------
    when
        How often, in words.
    begins, ends
        Its next time, from the beginning of the plan on; None where it does not take place again.
    """

    id: str
    title: str
    when: str
    minutes: int
    begins: Instant | None
    ends: Instant | None
    attendees: tuple[MeetingAttendee, ...]


class PersonInMeetings(Model):
    """What meetings and duties take of somebody's weeks.

    Attributes
    ----------
    hours_a_week
        Clock hours of meetings within their working time, on average.
    share
        The share of their capacity that meetings take, on average.
    worst_week
        First day of the week in which meetings take most of it.
    """

    person: str
    name: str
    meetings: tuple[str, ...]
    hours_a_week: float
    share: float
    worst_week: dt.date | None
    worst_hours: float
    worst_share: float


class ListedTurn(Model):
    """A turn in a rota; both days are part of it."""

    person: str
    name: str
    first: dt.date
    last: dt.date


class ListedRota(Model):
    """A rota with the turns that are next."""

    id: str
    title: str
    takes: float
    turns: tuple[ListedTurn, ...]


class MeetingOverview(Model):
    """All meetings and rotas of a scenario.

    Attributes
    ----------
    timezone
        Whose local time all instants are; None where the calendar has no zone.
    until
        The last day that averages, counts and the worst week are about.
    """

    timezone: str | None
    first: dt.date
    until: dt.date
    meeting_share: float
    meetings: tuple[ListedMeeting, ...]
    people: tuple[PersonInMeetings, ...]
    rotas: tuple[ListedRota, ...]


def meeting_overview(scenario: Scenario) -> MeetingOverview:
    """Return the meetings and rotas of a scenario with what they take.

    Parameters
    ----------
    scenario
        Valid; its meetings may be none.
    """
    calendars = MeetingCalendars(scenario)
    attending = [p for p in scenario.people if scenario.meetings_of(p)]
    return MeetingOverview(
        timezone=scenario.calendar.timezone,
        first=calendars.first,
        until=calendars.last_day,
        meeting_share=scenario.meeting_share,
        meetings=tuple(_listed(calendars, meeting) for meeting in scenario.meetings),
        people=tuple(_person(calendars, person) for person in attending),
        rotas=tuple(_rota(scenario, rota) for rota in scenario.rota),
    )


def _listed(calendars: MeetingCalendars, meeting: Meeting) -> ListedMeeting:
    scenario = calendars.scenario
    times = calendars.next_held(meeting, scenario.plan_from)
    return ListedMeeting(
        id=meeting.id,
        title=meeting.title,
        when=wording.recurrence(meeting),
        minutes=meeting.minutes,
        begins=None if times is None else times[0],
        ends=None if times is None else times[1],
        attendees=tuple(
            _attendee(calendars, meeting, person, times) for person in scenario.people_at(meeting)
        ),
    )


def _attendee(
    calendars: MeetingCalendars,
    meeting: Meeting,
    person: Person,
    following: tuple[dt.datetime, dt.datetime] | None,
) -> MeetingAttendee:
    begins = calendars.scenario.plan_from
    times = calendars.attended(meeting, person, begins, calendars.last)
    expected = [time for time in times if time.on_workday]
    there = calendars.calendars.regular_days(person).there
    return MeetingAttendee(
        person=person.id,
        name=person.name,
        local=None if following is None else there(following[0]),
        times=len(expected),
        outside=sum(not time.in_hours for time in expected),
    )


def _person(calendars: MeetingCalendars, person: Person) -> PersonInMeetings:
    weeks = calendars.weeks(person)
    worst = max(weeks, key=lambda week: week.share, default=None)
    return PersonInMeetings(
        person=person.id,
        name=person.name,
        meetings=tuple(meeting.id for meeting in calendars.scenario.meetings_of(person)),
        hours_a_week=_average([week.hours for week in weeks]),
        share=_share(weeks),
        worst_week=None if worst is None else worst.monday,
        worst_hours=0.0 if worst is None else float(worst.hours),
        worst_share=0.0 if worst is None else round(float(worst.share), 4),
    )


def _average(hours: list[Fraction]) -> float:
    return round(float(sum(hours) / len(hours)), 2) if hours else 0.0


def _share(weeks: list[MeetingWeek]) -> float:
    available = sum((week.available for week in weeks), Fraction(0))
    taken = sum((week.taken for week in weeks), Fraction(0))
    return round(float(taken / available), 4) if available else 0.0


def _rota(scenario: Scenario, rota: Rota) -> ListedRota:
    turns = list(next_turns(scenario, rota, scenario.plan_from.date(), TURNS))
    return ListedRota(id=rota.id, title=rota.title, takes=rota.takes, turns=tuple(turns))


def next_turns(scenario: Scenario, rota: Rota, day: dt.date, count: int) -> Iterator[ListedTurn]:
    """Yield the turns of a rota, from the one on a day on.

    Parameters
    ----------
    scenario
        Gives names.
    rota
        Of the scenario.
    day
        The first day that counts.
    count
        How many turns at most.
    """
    number = max(0, (day - rota.first).days // rota.turn_days)
    for turn in range(number, number + count):
        first = rota.first + turn * rota.turn_days * _DAY
        last = first + (rota.turn_days - 1) * _DAY
        if rota.end is not None:
            last = min(last, rota.end)
        person = rota.on_duty(first)
        if person is None:
            return
        yield ListedTurn(
            person=person, name=wording.person_name(scenario, person), first=first, last=last
        )
