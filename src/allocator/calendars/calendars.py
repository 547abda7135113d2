"""The calendars of a scenario, each made once and kept."""

from __future__ import annotations

import datetime as dt

from allocator.calendars.days_off import DaysOff
from allocator.calendars.person import Away, PersonCalendar
from allocator.calendars.regular_days import RegularDays
from allocator.calendars.team import TeamCalendar
from allocator.domain import Holidays, Person, Scenario, Sprint, Workday
from allocator.domain.quantities import beginning, end_of, iso


class Calendars:
    """The working time of the team and of each person of a scenario.

    They hold for every copy of the scenario with the same calendar, sprints and people: progress,
    work items and objectives do not matter.

    Parameters
    ----------
    scenario
        Whose calendar, sprints and people count.

    Attributes
    ----------
    team
        The working time of the team.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._days_off: dict[Holidays, DaysOff] = {}
        self._regular: dict[tuple[tuple[Workday, ...], Holidays], RegularDays] = {}
        self.team = TeamCalendar(scenario.calendar, self._regular_days(Person(id="team")))
        self._by_id: dict[str, PersonCalendar] = {}
        self._by_times: dict[tuple[object, ...], PersonCalendar] = {}

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
            person.workdays,
            person.holidays,
            person.time_off,
            person.availability,
            person.joins,
            person.leaves,
            self._focused(person),
        )
        if times not in self._by_times:
            self._by_times[times] = self._make(person)
        return self._by_times[times]

    def _regular_days(self, person: Person) -> RegularDays:
        """Return the regular days of everybody with the same weekdays and holidays."""
        calendar = self._scenario.calendar
        workdays = calendar.workdays if person.workdays is None else person.workdays
        holidays = calendar.holidays if person.holidays is None else person.holidays
        if (workdays, holidays) not in self._regular:
            self._regular[workdays, holidays] = RegularDays(workdays, self.days_off(holidays))
        return self._regular[workdays, holidays]

    def _focused(self, person: Person) -> tuple[Sprint, ...]:
        """Return the sprints in which somebody has another capacity for planned work."""
        sprints = self._scenario.sprints_of(person.team)
        return tuple(sprint for sprint in sprints if sprint.capacity != 1)

    def _make(self, person: Person) -> PersonCalendar:
        return PersonCalendar(
            self.team,
            capacity=person.capacity,
            regular=self._regular_days(person),
            away=_away(person),
            windows=person.availability,
            focused=self._focused(person),
            leaves=None if person.leaves is None else end_of(person.leaves),
        )


def _away(person: Person) -> tuple[Away, ...]:
    """Return the times at which somebody does not work, each with its reason."""
    away: list[Away] = [
        (beginning(off.start), end_of(off.end), f"off from {iso(off.start)} to {iso(off.end)}")
        for off in person.time_off
    ]
    if person.joins is not None:
        joins = beginning(person.joins)
        away.append((dt.datetime.min, joins, f"not there before {iso(person.joins)}"))
    if person.leaves is not None:
        leaves = end_of(person.leaves)
        away.append((leaves, dt.datetime.max, f"gone after {iso(person.leaves)}"))
    return tuple(away)
