"""Earliest finishes of people who do nothing else, in minutes from the plan's first day.

Nothing here looks at links, at other work or at the share of a day that is already taken: a
finish of this module is never later than that of any plan, so a deadline that even this
finish misses cannot be met.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Final

from allocator.calendars import Calendars, PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.calendars.walk import finish_of_units, units_of_work
from allocator.domain import Meeting, Person, Rota, Scenario, Sprint
from allocator.domain.quantities import beginning
from allocator.scenario import limits

DAY: Final = 24 * 60
"""Minutes of a day."""

LAST: Final = limits.HORIZON_DAYS * DAY
"""How far ahead calendars are walked, in minutes from the origin."""


class WorkTimes:
    """When people, and the team, work.

    Parameters
    ----------
    scenario
        Its country and those of people are known.

    Attributes
    ----------
    origin
        Midnight of the plan's first day.
    start
        Minutes at which the plan starts; no slot before it counts.
    team
        The working time of somebody without times of their own.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario, self._calendars = scenario, Calendars(scenario)
        start = beginning(scenario.calendar.start)
        self.origin = midnight(start.date())
        self.start = self.minutes(start)
        self.team = PersonTimes(self, self._calendars.alike(Person(id="team")))

    def of(self, person: Person) -> PersonTimes:
        """Return the working time of a person."""
        return PersonTimes(self, self._calendars.of(person))

    def sprints_of(self, person: Person) -> tuple[Sprint, ...]:
        """Return the sprints that a person follows, in order."""
        return self._scenario.sprints_of(person.team)

    def commitments(self, person: Person, after: int, before: int) -> list[Meeting | Rota]:
        """Return somebody's meetings and rotas that take place between two times.

        Parameters
        ----------
        person
            Of the scenario.
        after, before
            Between which times; minutes.
        """
        first, last = self.instant(after), self.instant(before)
        days = list(following_days(first.date(), last.date()))
        meetings = [
            meeting
            for meeting in self._scenario.meetings_of(person)
            if self._calendars.meeting_times(meeting).between(first, last)
        ]
        rotas = [
            rota
            for rota in self._scenario.rotas_of(person)
            if any(rota.on_duty(day) == person.id for day in days)
        ]
        return [*meetings, *rotas]

    def minutes(self, instant: dt.datetime) -> int:
        """Return an instant in minutes from the origin."""
        return int((instant - self.origin).total_seconds()) // 60

    def instant(self, minutes: int) -> dt.datetime:
        """Return the instant that lies so many minutes after the origin."""
        return self.origin + dt.timedelta(minutes=minutes)


class PersonTimes:
    """When one person works, from the start of the plan on.

    Parameters
    ----------
    times
        The team's.
    calendar
        The person's.
    """

    def __init__(self, times: WorkTimes, calendar: PersonCalendar) -> None:
        self._times, self._calendar = times, calendar

    def first_slot(self, after: int, *, before: int = LAST) -> int | None:
        """Return the start of the first slot in which they work.

        Parameters
        ----------
        after, before
            The slot begins at or after the one and before the other; minutes.
        """
        end = self._reached(1, after, min(before, LAST))
        if end is None:
            return None
        start = end - self._calendar.team.calendar.slot_minutes
        return start if start < min(before, LAST) else None

    def finish(self, effort: Fraction, rate: Fraction, after: int, *, by: int = LAST) -> int | None:
        """Return when they would be done, starting as soon as they work.

        Parameters
        ----------
        effort
            Minutes of work at speed 1.
        rate
            Share times speed.
        after
            They start at or after this; minutes.
        by
            A later finish counts as none; minutes.

        Returns
        -------
        int or None
            Minutes; None where they are not done by then.
        """
        by = min(by, LAST)
        end = self._reached(units_of_work(self._calendar, effort, rate), after, by)
        return end if end is not None and end <= by else None

    def _reached(self, units: int, after: int, by: int = LAST) -> int | None:
        """Return the end of the slot in which their capacity adds up to an amount."""
        times = self._times
        start, last = times.instant(max(after, times.start)), times.instant(by).date()
        found = finish_of_units(self._calendar, start, units, last)
        return None if found is None else times.minutes(found)
