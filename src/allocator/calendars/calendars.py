"""The calendars of a scenario, each made once and kept."""

from __future__ import annotations

import datetime as dt

from allocator.calendars.days_off import DaysOff
from allocator.calendars.local_clock import LocalClock
from allocator.calendars.local_days import LocalDays
from allocator.calendars.person import Away, PersonCalendar
from allocator.calendars.regular_days import RegularDays
from allocator.calendars.taken_time import MeetingTimes, TakenTime
from allocator.calendars.team import TeamCalendar
from allocator.domain import Holidays, Meeting, Person, Rota, Scenario, Sprint
from allocator.domain.quantities import beginning, iso


class Calendars:
    """The working time of the team and of each person of a scenario.

    They hold for every copy of the scenario with the same calendar, sprints, people and meetings:
    progress and objectives do not matter, nor do work items, but for meetings of projects.

    Parameters
    ----------
    scenario
        Whose calendar, sprints, people, meetings and rotas count.

    Attributes
    ----------
    team
        The working time of the team.
    team_days
        Its regular days.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._days_off: dict[Holidays, DaysOff] = {}
        self._regular: dict[tuple[object, ...], RegularDays] = {}
        self._clocks: dict[str, LocalClock] = {}
        self.team_days = self.regular_days(Person(id="team"))
        self.team = TeamCalendar(scenario.calendar, self.team_days)
        self._by_id: dict[str, PersonCalendar] = {}
        self._by_times: dict[tuple[object, ...], PersonCalendar] = {}
        self._meetings: dict[str, MeetingTimes] = {}
        self._covered: dict[tuple[str, ...], dict[dt.datetime, int]] = {}

    def of(self, person: Person) -> PersonCalendar:
        """Return the working time of a person of the scenario."""
        found = self._by_id.get(person.id)
        if found is None:
            found = self._by_id[person.id] = self.alike(person)
        return found

    def days_off(self, holidays: Holidays) -> DaysOff:
        """Return the days off of some holidays; those who follow the same ones share them."""
        if holidays not in self._days_off:
            self._days_off[holidays] = DaysOff(holidays)
        return self._days_off[holidays]

    def alike(self, person: Person) -> PersonCalendar:
        """Return the calendar that everybody with the same times shares."""
        times = (
            person.capacity,
            person.timezone,
            person.day_start,
            person.workdays,
            person.holidays,
            person.time_off,
            person.availability,
            person.joins,
            person.leaves,
            self._focused(person),
            *self.commitments(person),
        )
        if times not in self._by_times:
            self._by_times[times] = self._make(person)
        return self._by_times[times]

    def local_days(self, person: Person) -> LocalDays:
        """Return when somebody's days begin and end on the plan's clock."""
        return LocalDays(self._clock(self._zone(person)))

    def regular_days(self, person: Person) -> RegularDays:
        """Return the regular days of everybody with the same weekdays, holidays, hours and zone."""
        calendar = self._scenario.calendar
        workdays = calendar.workdays if person.workdays is None else person.workdays
        holidays = calendar.holidays if person.holidays is None else person.holidays
        begins, zone = calendar.begins_day(person.day_start), self._zone(person)
        key = workdays, holidays, begins, zone
        if key not in self._regular:
            slot = dt.timedelta(minutes=calendar.slot_minutes)
            hours = tuple(
                dt.timedelta(minutes=begins) + k * slot
                for k in range(int(calendar.day_minutes) // calendar.slot_minutes)
            )
            self._regular[key] = RegularDays(
                workdays, self.days_off(holidays), hours, slot, self._clock(zone)
            )
        return self._regular[key]

    def meeting_times(self, meeting: Meeting) -> MeetingTimes:
        """Return when a meeting of the scenario takes place."""
        if meeting.id not in self._meetings:
            calendar = self._scenario.calendar
            clock = self._clock(meeting.timezone or calendar.timezone)
            first = beginning(calendar.start).date()
            self._meetings[meeting.id] = MeetingTimes(meeting, first, clock)
        return self._meetings[meeting.id]

    def taken_time(self, person: Person) -> TakenTime | None:
        """Return what meetings and duties take of somebody's slots; None where there are none."""
        meetings = self._scenario.meetings_of(person)
        rotas = self._scenario.rotas_of(person)
        if not meetings and not rotas:
            return None
        slot = dt.timedelta(minutes=self._scenario.calendar.slot_minutes)
        times = [self.meeting_times(each) for each in meetings]
        covered = self._covered.setdefault(tuple(each.id for each in meetings), {})
        return TakenTime(times, rotas, person.id, slot, covered)

    def commitments(self, person: Person) -> tuple[tuple[Meeting, ...], tuple[Rota, ...], str]:
        """Return somebody's meetings and rotas, and their id where it says whose turn it is."""
        rotas = self._scenario.rotas_of(person)
        return self._scenario.meetings_of(person), rotas, person.id if rotas else ""

    def _zone(self, person: Person) -> str | None:
        """Return somebody's time zone where it is not the plan's."""
        return None if person.timezone == self._scenario.calendar.timezone else person.timezone

    def _clock(self, zone: str | None) -> LocalClock | None:
        plan_zone = self._scenario.calendar.timezone
        if zone is None or plan_zone is None:
            return None
        if zone not in self._clocks:
            self._clocks[zone] = LocalClock(zone, plan_zone)
        return self._clocks[zone]

    def _focused(self, person: Person) -> tuple[Sprint, ...]:
        """Return the sprints in which somebody has another capacity for planned work."""
        sprints = self._scenario.sprints_of(person.team)
        return tuple(sprint for sprint in sprints if sprint.capacity != 1)

    def _make(self, person: Person) -> PersonCalendar:
        days = self.local_days(person)
        return PersonCalendar(
            self.team,
            capacity=person.capacity,
            regular=self.regular_days(person),
            away=_away(person, days),
            windows=tuple(
                (days.beginning(window.start), days.end(window.end), window.capacity)
                for window in person.availability
            ),
            focused=self._focused(person),
            leaves=None if person.leaves is None else days.end(person.leaves),
            taken=self.taken_time(person),
        )


def _away(person: Person, days: LocalDays) -> tuple[Away, ...]:
    """Return the times at which somebody does not work, each with its reason."""
    away: list[Away] = [
        (
            days.beginning(off.start),
            days.end(off.end),
            f"off from {iso(off.start)} to {iso(off.end)}",
        )
        for off in person.time_off
    ]
    if person.joins is not None:
        joins = days.beginning(person.joins)
        away.append((dt.datetime.min, joins, f"not there before {iso(person.joins)}"))
    if person.leaves is not None:
        leaves = days.end(person.leaves)
        away.append((leaves, dt.datetime.max, f"gone after {iso(person.leaves)}"))
    return tuple(away)
