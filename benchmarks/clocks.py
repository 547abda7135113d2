"""The slots in which the team works, and those of each person, as far as they are asked for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from instances import BenchmarkError

if TYPE_CHECKING:
    from allocator.domain import Scenario


class Clocks:
    """Slots counted from the start of the plan; both lists grow when somebody looks further."""

    def __init__(self, scenario: Scenario) -> None:
        from allocator.calendars import Calendars

        calendars = Calendars(scenario)
        self.team = calendars.team
        self.slot_minutes = scenario.calendar.slot_minutes
        self._people = [calendars.of(person) for person in scenario.people]
        self._alike = [
            all(own is None for own in (p.workdays, p.holidays, p.joins, p.leaves))
            and not p.time_off
            for p in scenario.people
        ]
        if any(person.availability for person in scenario.people):
            raise BenchmarkError("the capacity of a person changes over time")
        self._days = self._days_from(scenario.calendar.start)
        self._axis: list[dt.datetime] = []
        self._own: list[list[int]] = [[] for _ in self._people]
        self._calendars = [
            (own, calendar)
            for alike, own, calendar in zip(self._alike, self._own, self._people, strict=True)
            if not alike
        ]

    @property
    def uniform(self) -> bool:
        """Whether everybody works in all slots of the team."""
        return all(self._alike)

    def cut(
        self, horizon: int
    ) -> tuple[tuple[dt.datetime, ...], tuple[tuple[int, ...] | None, ...]]:
        """Return the axis and people's own slots up to the horizon."""
        self._extend(horizon)
        own = tuple(
            None if alike else tuple(slot for slot in slots if slot < horizon)
            for alike, slots in zip(self._alike, self._own, strict=True)
        )
        return tuple(self._axis[:horizon]), own

    def at_or_after(self, instant: dt.datetime) -> int:
        """Return the first slot that begins at an instant or after it."""
        while not self._axis or self._axis[-1] < instant:
            self._extend(len(self._axis) + 100)
        return bisect_left(self._axis, instant)

    def work(self, person: int, start: int, slots: int) -> tuple[int, int]:
        """Return where the next so many own slots of a person from a slot on begin and end."""
        if self._alike[person]:
            return start, start + slots
        own = self._own[person]
        first = bisect_left(own, start)
        while first + slots > len(own):
            self._extend(2 * len(self._axis) + 100)
            first = bisect_left(own, start)
        return own[first], own[first + slots - 1] + 1

    def _extend(self, length: int) -> None:
        while len(self._axis) < length:
            day, team = next(self._days)
            position = {offset: len(self._axis) + k for k, offset in enumerate(team)}
            for own, calendar in self._calendars:
                offsets = [offset for offset, _ in calendar.slots(day)]
                if any(offset not in position for offset in offsets):
                    raise BenchmarkError(f"somebody works on {day}, when the team doesn't")
                own.extend(position[offset] for offset in offsets)
            begins = dt.datetime.combine(day, dt.time())
            self._axis.extend(begins + offset for offset in team)

    def _days_from(
        self, start: dt.date | dt.datetime
    ) -> Iterator[tuple[dt.date, tuple[dt.timedelta, ...]]]:
        if isinstance(start, dt.datetime):
            raise BenchmarkError("the calendar starts within a day")
        day = start
        while True:
            yield day, self.team.offsets if self.team.is_workday(day) else ()
            day += dt.timedelta(days=1)
