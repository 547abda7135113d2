"""Finds working days, capacity and absences of people, as far as they are not the team's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from allocator.domain.calendar import WEEK
from allocator.integrations.projectfile.working_time import WorkingTime, minutes_of
from allocator.mpxj.project_records import AvailabilityRecord, CalendarRecord, ResourceRecord

_EARLIEST, _LATEST = 1985, 2048
"""Years outside of which availability means always."""


class PersonTime:
    """Working days, capacity and absences of a person.

    Parameters
    ----------
    team
        The team's calendar.
    calendar
        The person's; None for the team's.
    first
        First day of the scenario.
    resource
        The resource, with its units and availability.

    Attributes
    ----------
    notes
        What was guessed.
    """

    def __init__(
        self,
        team: WorkingTime,
        calendar: CalendarRecord | None,
        first: dt.date,
        resource: ResourceRecord,
    ) -> None:
        self._team, self._first, self._resource = team, first, resource
        self._own = team.calendar if calendar is None or not any(calendar.week) else calendar
        self.notes: list[str] = []

    def fields(self) -> dict[str, Any]:
        """Return the fields of the person that are not the team's."""
        own = self._own
        workdays = [day for day, hours in enumerate(own.week) if hours]
        found: dict[str, Any] = {}
        capacity, windows = self._capacity(workdays)
        if capacity < 1:
            found["capacity"] = capacity
        if workdays != self._team.workdays:
            found["workdays"] = [WEEK[day] for day in workdays]
        holidays = self._holidays(workdays)
        if holidays is not None:
            found["holidays"] = {"dates": [day.isoformat() for day in holidays]}
        counted = set(self._team.holidays if holidays is None else holidays)
        away = self._away(workdays, counted)
        away = sorted({*away, *self._resource.absences})
        if away:
            found["time_off"] = [{"from": a.isoformat(), "to": b.isoformat()} for a, b in away]
        if windows:
            found["availability"] = windows
        return found

    def _holidays(self, workdays: list[int]) -> list[dt.date] | None:
        """Return the person's holidays if they work on some of the team's; else None."""
        worked = [
            day
            for day in self._team.holidays
            if day.weekday() in workdays and self._own.days.get(day, ((0, 1),))
        ]
        if not worked:
            return None
        return [day for day in self._team.holidays if day not in worked]

    def _away(self, workdays: list[int], holidays: set[dt.date]) -> list[tuple[dt.date, dt.date]]:
        """Return the absences, first and last days."""
        days = [
            day
            for day, hours in sorted(self._own.days.items())
            if not hours
            and day >= self._first
            and day.weekday() in workdays
            and day not in holidays
        ]
        free = {*range(7)} - {*workdays}
        return list(_runs(days, lambda day: day.weekday() in free or day in holidays))

    def _capacity(self, workdays: list[int]) -> tuple[float, list[dict[str, Any]]]:
        """Return the usual capacity, and times with another one."""
        length = max((minutes_of(self._own.week[day]) for day in workdays), default=0)
        factor = min(1.0, length / self._team.day_minutes) if length else 1.0
        periods = [
            (p, _bounded(p.start, low=True), _bounded(p.end, low=False))
            for p in self._resource.availability
        ]
        units = self._resource.units
        base = units if units else max((p.units for p, _, _ in periods), default=1.0) or 1.0
        if units == 0 and not any(p.units for p, _, _ in periods):
            self.notes.append(f"resource {self._resource.name} has 0 units: taken as 1")
            base = 1.0
        base = min(1.0, base)
        return round(max(0.01, base * factor), 4), list(self._windows(periods, base, factor))

    def _windows(
        self,
        periods: Sequence[tuple[AvailabilityRecord, dt.date | None, dt.date | None]],
        base: float,
        factor: float,
    ) -> Iterator[dict[str, Any]]:
        """Yield the times at which the capacity is not the usual one."""
        far = dt.date(_LATEST, 12, 31)
        reached = self._first
        for period, start, end in sorted(periods, key=lambda p: p[1] or dt.date.min):
            begins, ends = max(start or self._first, reached), min(end or far, far)
            if begins > reached:
                yield _window(reached, begins - dt.timedelta(days=1), 0)
            if ends >= begins:
                if min(1.0, period.units) != base:
                    yield _window(begins, ends, round(min(1.0, period.units) * factor, 4))
                reached = max(reached, ends + dt.timedelta(days=1))
        if periods and reached < far:
            yield _window(reached, far, 0)


def _window(start: dt.date, end: dt.date, capacity: float) -> dict[str, Any]:
    return {"from": start.isoformat(), "to": end.isoformat(), "capacity": capacity}


def _bounded(when: dt.datetime | None, *, low: bool) -> dt.date | None:
    """Return the day of a bound of availability; None if it means always."""
    if when is None or when.year < _EARLIEST or when.year > _LATEST:
        return None
    if not low and when.time() == dt.time():
        return when.date() - dt.timedelta(days=1)
    return when.date()


def _runs(
    days: Iterable[dt.date], is_free: Callable[[dt.date], bool]
) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield first and last days of runs; days that are free anyway do not end a run."""
    run: list[dt.date] = []
    for day in days:
        between = (
            [run[-1] + dt.timedelta(days=n) for n in range(1, (day - run[-1]).days)] if run else []
        )
        if run and not all(map(is_free, between)):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]
