"""Who can be at a meeting when it takes place, and what meetings take of people's weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from allocator.calendars.calendars import Calendars
from allocator.calendars.instants import midnight
from allocator.domain import Meeting, Person, Scenario
from allocator.domain.quantities import end_of, last_day

WEEKS = 26
"""How many weeks from the beginning of the plan on are looked at."""
_MAX_EMPTY = 100
"""Times in a row without anybody there after which no further one is looked for."""
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class AttendedTime:
    """A meeting of one person.

    Attributes
    ----------
    begins, ends
        Instants of the plan's clock.
    local
        When it begins on the clock of the person.
    on_workday
        Whether its date is a working day of theirs, and they are not away.
    in_hours
        Whether all of it lies within their hours of a working day.
    """

    begins: dt.datetime
    ends: dt.datetime
    local: dt.datetime
    on_workday: bool
    in_hours: bool


@dataclass(frozen=True)
class MeetingWeek:
    """What meetings take of a person's week.

    Attributes
    ----------
    monday
        Its first day.
    hours
        Clock hours of meetings within the slots in which they work.
    available, taken
        Hours of capacity for planned work without meetings, and what meetings take of these.
    """

    monday: dt.date
    hours: Fraction
    available: Fraction
    taken: Fraction

    @property
    def share(self) -> Fraction:
        """The share of the capacity that meetings take."""
        return self.taken / self.available if self.available else Fraction(0)


class MeetingCalendars:
    """The calendars of a scenario, with its meetings and without them.

    Parameters
    ----------
    scenario
        Whose countries are known.

    Attributes
    ----------
    scenario
        The scenario.
    calendars, without_meetings
        Its calendars, and those that it would have without meetings.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.calendars = Calendars(scenario)
        self.without_meetings = Calendars(scenario.model_copy(update={"meetings": ()}))

    @property
    def first(self) -> dt.date:
        """The Monday of the first whole week of the plan."""
        begins = self.scenario.plan_from.date()
        return begins + -begins.weekday() % 7 * _DAY

    @property
    def last(self) -> dt.datetime:
        """The instant up to which meetings are looked at."""
        last = midnight(self.first) + WEEKS * _WEEK
        end = self.scenario.calendar.end
        return last if end is None else min(last, end_of(end))

    @property
    def last_day(self) -> dt.date:
        """The last day on which meetings are looked at."""
        return last_day(self.last)

    def attended(
        self, meeting: Meeting, person: Person, a: dt.datetime, b: dt.datetime
    ) -> list[AttendedTime]:
        """Return when a meeting takes place between two instants, as one of its people sees it."""
        times, own = self.calendars.meeting_times(meeting), self.calendars.of(person)
        regular = self.calendars.regular_days(person)
        found = []
        for begins, ends in times.between(a, b):
            there = regular.there(begins)
            expected = times.local(begins).date() in regular and not own.is_away(begins, ends)
            inside = there.date() in regular and regular.within_hours(begins, ends)
            found.append(AttendedTime(begins, ends, there, expected, inside))
        return found

    def next_held(
        self, meeting: Meeting, instant: dt.datetime
    ) -> tuple[dt.datetime, dt.datetime] | None:
        """Return the first time from an instant on for which it is a working day of somebody.

        Parameters
        ----------
        meeting
            Of the scenario.
        instant
            Times that begin before it do not count.

        Returns
        -------
        tuple
            Where for long nobody is there, the first time that there is; None without any.
        """
        times = self.calendars.meeting_times(meeting)
        first = found = times.following(instant)
        for _ in range(_MAX_EMPTY):
            if found is None or self._is_held(meeting, *found):
                return found
            found = times.following(found[1])
        return first

    def last_held(self, meeting: Meeting, instant: dt.datetime) -> dt.datetime | None:
        """Return when it last began before an instant on a working day of somebody."""
        times = self.calendars.meeting_times(meeting)
        found = times.preceding(instant)
        for _ in range(_MAX_EMPTY):
            if found is None or self._is_held(meeting, found, found + _MINUTE):
                return found
            found = times.preceding(found)
        return None

    def _is_held(self, meeting: Meeting, begins: dt.datetime, ends: dt.datetime) -> bool:
        return any(
            time.on_workday
            for person in self.scenario.people_at(meeting)
            for time in self.attended(meeting, person, begins, ends)
        )

    def weeks(self, person: Person) -> list[MeetingWeek]:
        """Return what meetings take of each of somebody's weeks, from the plan's first one on."""
        found = []
        monday = self.first
        while midnight(monday) < self.last:
            found.append(self._week(person, monday))
            monday += _WEEK
        return found

    def _week(self, person: Person, monday: dt.date) -> MeetingWeek:
        begins, ends = midnight(monday), midnight(monday + _WEEK)
        own, before = self.calendars.of(person), self.without_meetings.of(person)
        available = before.hours_between(begins, ends)
        mine = self.calendars.taken_time(person)
        slots = [
            midnight(day) + offset
            for day in (monday + k * _DAY for k in range(7))
            for offset, _ in before.slots(day)
        ]
        hours = Fraction(0) if mine is None else sum(map(mine.meeting_hours, slots), Fraction(0))
        taken = available - own.hours_between(begins, ends)
        return MeetingWeek(monday=monday, hours=hours, available=available, taken=taken)
