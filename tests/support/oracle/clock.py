"""Calendar arithmetic in plain loops: team slots, personal slots, W(t) (paragraphs 1 to 5)."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

from allocator.domain import Holidays, Person, Scenario
from support.oracle.amounts import Minutes, elapsed, exact, plain
from support.oracle.meetings import Commitments
from support.oracle.sprints import sprints_of

DAY = 1440
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True)
class Slot:
    """One slot, [begin, end), with the capacity that a person has in it."""

    begin: int
    end: int
    capacity: Fraction


class Clock:
    """The calendar of a scenario; minute 0 is midnight of its first day."""

    def __init__(self, scenario: Scenario) -> None:
        calendar = scenario.calendar
        self.calendar = calendar
        start = calendar.start
        self.midnight = start if not isinstance(start, dt.datetime) else start.date()
        hours, minutes = calendar.day_start.split(":")
        self.day_begin = int(hours) * 60 + int(minutes)
        length = exact(calendar.day_hours) * 60
        assert length.denominator == 1
        self.day_length = int(length)
        self.slot_length = self.day_length if calendar.slot == "1d" else int(elapsed(calendar.slot))
        self.team_holidays = _days_off(calendar.holidays)
        self.plan_start = self.first(start)
        self.now = self.plan_start if scenario.now is None else self.first(scenario.now)
        self.begin = max(self.plan_start, self.now)
        self.scenario = scenario
        self.commitments = Commitments(scenario)
        self._worked: dict[Minutes, Minutes] = {}
        self._mornings: dict[tuple[str, int], set[int]] = {}
        self._days: dict[tuple[str | None, int], list[tuple[int, int]]] = {}
        self._slots_of: dict[tuple[str, int], list[Slot]] = {}
        self._team_day: dict[int, bool] = {}
        self._capacities: dict[tuple[str, int], Fraction] = {}
        self._begun: dict[tuple[str | None, int], int] = {}

    def first(self, when: dt.date) -> int:
        """Return the minute at which a date begins; a date-time is that instant."""
        if isinstance(when, dt.datetime):
            days = (when.date() - self.midnight).days
            return days * DAY + when.hour * 60 + when.minute
        return (when - self.midnight).days * DAY

    def last(self, when: dt.date) -> int:
        """Return the minute at which a date ends; a date-time is that instant."""
        return self.first(when) + (0 if isinstance(when, dt.datetime) else DAY)

    def instant(self, minute: Minutes) -> dt.datetime:
        """Return the date-time of a minute, for people to read."""
        midnight = dt.datetime.combine(self.midnight, dt.time())
        return midnight + dt.timedelta(minutes=float(minute))

    def date(self, day: int) -> dt.date:
        """Return the date of a day counted from the calendar's first."""
        return self.midnight + dt.timedelta(days=day)

    def is_team_day(self, day: int) -> bool:
        """Return whether the day has team slots."""
        if day not in self._team_day:
            date = self.date(day)
            self._team_day[day] = (
                WEEKDAYS[date.weekday()] in self.calendar.workdays
                and date not in self.team_holidays
            )
        return self._team_day[day]

    def worked(self, instant: Minutes) -> Minutes:
        """Return W in minutes: team time from minute 0 to the instant, negative before it."""
        if instant not in self._worked:
            day = int(instant // DAY)
            days = sum(self.is_team_day(d) for d in range(day))
            days -= sum(self.is_team_day(d) for d in range(day, 0))
            into = min(max(instant - day * DAY - self.day_begin, 0), self.day_length)
            part = into if self.is_team_day(day) else 0
            self._worked[instant] = days * self.day_length + part
        return self._worked[instant]

    def reaches(self, amount: Minutes, release: Minutes) -> Minutes:
        """Return the first instant t >= release with W(t) >= amount."""
        if self.worked(release) >= amount:
            return release
        day = int(release // DAY)
        while self.worked((day + 1) * DAY) < amount:
            day += 1
        # W grows minute by minute within this day's slots, and nowhere else on the day.
        instant = day * DAY + self.day_begin + amount - self.worked(day * DAY)
        return plain(Fraction(instant))

    def _slots(self, day: int) -> list[tuple[int, int]]:
        begin = day * DAY + self.day_begin
        count = self.day_length // self.slot_length
        cuts = [begin + k * self.slot_length for k in range(count + 1)]
        return list(itertools.pairwise(cuts))

    def team_slots(self, until: int) -> list[Slot]:
        """Return the team slots from the start of the plan to the minute."""
        return [
            Slot(begin, end, Fraction(1))
            for day in range(until // DAY + 1)
            if self.is_team_day(day)
            for begin, end in self._slots(day)
            if begin >= self.begin and end <= until
        ]

    def person_slots(self, person: Person, until: int) -> list[Slot]:
        """Return the slots in which the person works, to the minute (paragraphs 3 and 57)."""
        if (person.id, until) in self._slots_of:
            return self._slots_of[person.id, until]
        found = self._slots_of[person.id, until] = []
        for begin in self._begins(person, until):
            end = begin + self.slot_length
            if begin >= self.begin and end <= until and self._works(person, begin):
                found.append(Slot(begin, end, self._capacity(person, begin)))
        return found

    def mornings(self, person: Person, until: int) -> set[int]:
        """Return the beginning of the first slot of each of a person's days (paragraph 62)."""
        until = (until // (60 * DAY) + 1) * 60 * DAY
        if (person.id, until) not in self._mornings:
            found: dict[dt.date, int] = {}
            for begin in self._begins(person, until, -2 * DAY):
                if self._works(person, begin):
                    there = self._there(person, begin)
                    assert there is not None
                    found.setdefault(there.date(), begin)
            self._mornings[person.id, until] = set(found.values())
        return self._mornings[person.id, until]

    def days_of(self, person: Person, until: int) -> list[tuple[int, int]]:
        """Return where the days of a person begin and end, to the minute (paragraph 60)."""
        key = person.timezone, until
        if key not in self._days:
            dates = [self.date(day) for day in range(-2, until // DAY + 3)]
            begins = [self._first_there(person, date) for date in dates]
            self._days[key] = list(itertools.pairwise(begins))
        return self._days[key]

    def place(self, person: Person) -> tuple[dt.datetime, ...]:
        """Return what the clock where a person is shows at noon of 366 days (paragraph 61)."""
        if self.calendar.timezone is None:
            return ()
        home = ZoneInfo(self.calendar.timezone)
        away = ZoneInfo(person.timezone or self.calendar.timezone)
        noons = (self.instant(day * DAY + 720).replace(tzinfo=home) for day in range(366))
        return tuple(noon.astimezone(away).replace(tzinfo=None) for noon in noons)

    def _works(self, person: Person, begin: int) -> bool:
        """Return whether a person works in a slot of their working days."""
        end = begin + self.slot_length
        return (
            self._capacity(person, begin) > 0
            and not self._is_off(person, begin, end)
            and (person.joins is None or begin >= self._first_there(person, person.joins))
            and (person.leaves is None or end <= self._last_there(person, person.leaves))
        )

    def _begins(self, person: Person, until: int, since: int = 0) -> list[int]:
        """Return where slots of the person's weekdays begin: any minute at which one does there."""
        workdays = self.calendar.workdays if person.workdays is None else person.workdays
        holidays = self.team_holidays if person.holidays is None else _days_off(person.holidays)
        own = person.day_start or self.calendar.day_start
        opens = int(own[:-3]) * 60 + int(own[-2:])
        found = []
        for begin in range(since, (until // DAY + 1) * DAY, 15):
            there = self._there(person, begin)
            if there is None:
                continue
            into = there.hour * 60 + there.minute - opens
            if (
                0 <= into < self.day_length
                and into % self.slot_length == 0
                and WEEKDAYS[there.weekday()] in workdays
                and there.date() not in holidays
            ):
                found.append(begin)
        return found

    def _there(self, person: Person, minute: int) -> dt.datetime | None:
        """Return the local time of a person at a minute.

        None where the plan's clock has no such minute, or the local clock shows it a second time.
        """
        instant = self.instant(minute)
        if person.timezone is None or person.timezone == self.calendar.timezone:
            return instant
        home, away = ZoneInfo(str(self.calendar.timezone)), ZoneInfo(person.timezone)
        moment = instant.replace(tzinfo=home).timestamp()
        if dt.datetime.fromtimestamp(moment, home).replace(tzinfo=None) != instant:
            return None
        there = dt.datetime.fromtimestamp(moment, away)
        return None if there.fold else there.replace(tzinfo=None)

    def _first_there(self, person: Person, when: dt.date) -> int:
        """Return the minute at which a date begins where the person is."""
        return self._passed(person, self.first(when), isinstance(when, dt.datetime))

    def _last_there(self, person: Person, when: dt.date) -> int:
        """Return the minute at which a date ends where the person is."""
        return self._passed(person, self.last(when), isinstance(when, dt.datetime))

    def _passed(self, person: Person, midnight: int, is_instant: bool) -> int:
        """Return the first quarter of an hour at which the local clock shows a midnight."""
        if is_instant or person.timezone in (None, self.calendar.timezone):
            return midnight
        if (person.timezone, midnight) not in self._begun:
            wanted = self.instant(midnight)
            self._begun[person.timezone, midnight] = next(
                minute
                for minute in range(midnight - DAY, midnight + DAY, 15)
                if (there := self._there(person, minute)) is not None and there >= wanted
            )
        return self._begun[person.timezone, midnight]

    def _capacity(self, person: Person, begin: int) -> Fraction:
        if (person.id, begin) not in self._capacities:
            focus = Fraction(1)
            for sprint in sprints_of(self.scenario, person):
                if self.first(sprint.first) <= begin < self.last(sprint.last):
                    focus = sprint.focus
            left = self.commitments.left(person, self.instant(begin), self.slot_length)
            self._capacities[person.id, begin] = self._own_capacity(person, begin) * focus * left
        return self._capacities[person.id, begin]

    def _own_capacity(self, person: Person, begin: int) -> Fraction:
        for window in person.availability:
            first = self._first_there(person, window.start)
            if first <= begin < self._last_there(person, window.end):
                return exact(window.capacity)
        return exact(person.capacity)

    def _is_off(self, person: Person, begin: int, end: int) -> bool:
        return any(
            self._first_there(person, off.start) < end and begin < self._last_there(person, off.end)
            for off in person.time_off
        )


def _days_off(holidays: Holidays) -> set[dt.date]:
    if holidays.country is not None:
        raise ValueError("the enumeration knows holidays by their dates only, not by country")
    return set(holidays.dates)
