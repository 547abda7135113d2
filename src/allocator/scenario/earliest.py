"""Earliest finishes by a plain walk over working days, person by person.

Nothing here looks at links, at other work or at the share of a day that is already taken: a
finish of this module is never later than that of any plan, so a deadline that even this
finish misses cannot be met.

Instants are minutes from midnight of the plan's first day; effort and what a slot yields are
whole numbers of a person's own unit, so that all arithmetic is exact.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, islice
from typing import Final

from allocator.domain import (
    Calendar,
    Holidays,
    Person,
    Sprint,
    SprintCalendar,
    TimeOff,
    Workday,
)
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import beginning, end_of, exact
from allocator.scenario import limits

DAY: Final = 24 * 60
"""Minutes of a day."""

LAST: Final = limits.HORIZON_DAYS * DAY
"""How far ahead calendars are walked, in minutes from the origin."""

Span = tuple[int, int]
"""Beginning and end of a half-open interval, in minutes."""


class WorkTimes:
    """When people, and the team, work.

    Parameters
    ----------
    calendar
        The team calendar; its country and those of people are known.
    sprints
        Whose focus factors count.
    """

    def __init__(self, calendar: Calendar, sprints: SprintCalendar | None = None) -> None:
        self.calendar, self._sprints = calendar, sprints
        self.origin = dt.datetime.combine(beginning(calendar.start).date(), dt.time())
        self._people: dict[str, PersonTimes] = {}
        self._workdays: dict[tuple[tuple[Workday, ...], Holidays], _Workdays] = {}
        self.team = PersonTimes(self, None)

    def of(self, person: Person) -> PersonTimes:
        """Return the working time of a person."""
        if person.id not in self._people:
            self._people[person.id] = PersonTimes(self, person)
        return self._people[person.id]

    def sprints_of(self, person: Person) -> tuple[Sprint, ...]:
        """Return the sprints that a person follows, in order."""
        return () if self._sprints is None else self._sprints.of(person.team)

    def minutes(self, instant: dt.datetime) -> int:
        """Return an instant in minutes from the origin."""
        return int((instant - self.origin).total_seconds()) // 60

    def instant(self, minutes: int) -> dt.datetime:
        """Return the instant that lies so many minutes after the origin."""
        return self.origin + dt.timedelta(minutes=minutes)

    def span(self, time: TimeOff) -> Span:
        """Return the minutes from the beginning to the end of a time."""
        return self.minutes(beginning(time.start)), self.minutes(end_of(time.end))

    def workdays(self, weekdays: Sequence[Workday], holidays: Holidays) -> _Workdays:
        """Return the working days of a calendar; people who follow the same one share them."""
        key = (tuple(weekdays), holidays)
        if key not in self._workdays:
            self._workdays[key] = _Workdays(self.origin.date(), *key)
        return self._workdays[key]


class _Workdays:
    """Which days are working days, counted from the plan's first day."""

    def __init__(self, first: dt.date, weekdays: Sequence[Workday], holidays: Holidays) -> None:
        self._first, self._holidays = first, holidays
        self._weekdays = {WEEK.index(day) for day in weekdays}
        self._off: dict[int, frozenset[dt.date]] = {}
        self._known = bytearray()

    def until(self, day: int) -> bytearray:
        """Return a 1 for each working day and a 0 for each other day, at least up to a day."""
        for number in range(len(self._known), day + 1):
            date = self._first + dt.timedelta(days=number)
            self._known.append(date.weekday() in self._weekdays and not self._is_off(date))
        return self._known

    def _is_off(self, date: dt.date) -> bool:
        if date.year not in self._off:
            self._off[date.year] = self._holidays.days([date.year])
        return date in self._off[date.year]


class PersonTimes:
    """The slots in which one person works, day by day, as far ahead as was asked for.

    Parameters
    ----------
    times
        The team's.
    person
        Whose working time it is; None for the team calendar's own.
    """

    def __init__(self, times: WorkTimes, person: Person | None) -> None:
        calendar = times.calendar
        person = person or Person(id="team")
        self._slot = calendar.slot_minutes
        self._starts = [
            calendar.day_start_minutes + number * self._slot
            for number in range(int(calendar.day_minutes) // self._slot)
        ]
        self._workdays = times.workdays(
            calendar.workdays if person.workdays is None else person.workdays,
            calendar.holidays if person.holidays is None else person.holidays,
        )
        capacities = [exact(person.capacity), *(exact(a.capacity) for a in person.availability)]
        focused = [sprint for sprint in times.sprints_of(person) if sprint.capacity != 1]
        factors = [exact(sprint.capacity) for sprint in focused]
        self._focus_unit = math.lcm(*(factor.denominator for factor in factors))
        self._unit = math.lcm(*(capacity.denominator for capacity in capacities))
        self._unit *= self._focus_unit
        self._focused = [(times.minutes(s.begins), times.minutes(s.ends)) for s in focused]
        self._focus = [int(factor * self._focus_unit) for factor in factors]
        self._away = _merged(_absences(times, person))
        windows = sorted(person.availability, key=lambda window: beginning(window.start))
        self._windows = [times.span(window) for window in windows]
        self._yields = [self._yield_of(window.capacity) for window in windows]
        self._yield = self._yield_of(person.capacity)
        # Within a day that is not one of these, nothing changes from slot to slot.
        changes = (*self._away, *self._windows, *self._focused)
        edges = {minute // DAY for span in changes for minute in span}
        self._edges = sorted(day for day in edges if 0 <= day <= LAST // DAY)
        self._plain: dict[int, tuple[list[int], list[int]]] = {}
        self._first: dict[int, int | None] = {}
        self._until: list[int] = []  # what all days up to the end of each one yield

    def first_slot(self, after: int, *, before: int = LAST) -> int | None:
        """Return the start of the first slot in which they work.

        Parameters
        ----------
        after, before
            The slot begins at or after the one and before the other; minutes.
        """
        after = max(after, 0)
        if after not in self._first:
            self._first[after] = self._first_slot(after)
        start = self._first[after]
        return start if start is not None and start < before else None

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
        start = self.first_slot(after, before=by)
        if start is None:
            return None
        target = self._before(start) + math.ceil(effort * self._unit / rate)
        day = self._find_day(target, by)
        if day is None:
            return None
        starts, sums = self._day(day)
        at = bisect_left(sums, target - self._total(day - 1))
        finish = day * DAY + starts[at] + self._slot
        return finish if finish <= by else None

    def _first_slot(self, after: int) -> int | None:
        if after >= LAST:
            return None
        day = after // DAY
        self._reach(day)
        starts, _ = self._day(day)
        at = bisect_left(starts, after - day * DAY)
        if at < len(starts):
            return day * DAY + starts[at]
        later = self._find_day(self._total(day) + 1, LAST)
        return None if later is None else later * DAY + self._day(later)[0][0]

    def _yield_of(self, capacity: float) -> int:
        return int(self._slot * exact(capacity) * self._unit)

    def _total(self, day: int) -> int:
        return self._until[day] if day >= 0 else 0

    def _before(self, start: int) -> int:
        """Return what the slots before the one that starts then yield."""
        day = start // DAY
        starts, sums = self._day(day)
        at = bisect_left(starts, start - day * DAY)
        return self._total(day - 1) + (sums[at - 1] if at else 0)

    def _find_day(self, target: int, before: int) -> int | None:
        """Return the first day by whose end the total reaches a target."""
        last, step = before // DAY, 64
        while len(self._until) <= last and self._total(len(self._until) - 1) < target:
            self._reach(min(len(self._until) + step, last))
            step *= 2
        day = bisect_left(self._until, target)
        return day if day < len(self._until) and day <= last else None

    def _reach(self, day: int) -> None:
        """Extend the totals to include a day."""
        works = self._workdays.until(day)
        while len(self._until) <= day:
            number, total = len(self._until), self._total(len(self._until) - 1)
            at = bisect_left(self._edges, number)
            stop = min(day + 1, self._edges[at] if at < len(self._edges) else day + 1)
            if stop == number:
                sums = self._day(number)[1]
                self._until.append(total + (sums[-1] if sums else 0))
                continue
            gain = self._gain(number * DAY, DAY) * len(self._starts)
            gains = (gain * work for work in works[number:stop])
            self._until.extend(islice(accumulate(gains, initial=total), 1, None))

    def _day(self, number: int) -> tuple[list[int], list[int]]:
        """Return the slots of a day: starts in minutes of the day, yield up to each one's end."""
        if not self._workdays.until(number)[number]:
            return [], []
        begin = number * DAY
        at = bisect_left(self._edges, number)
        is_edge = at < len(self._edges) and self._edges[at] == number
        if not is_edge:
            return self._plain_day(self._gain(begin, DAY))
        slots = [(start, self._gain(begin + start, self._slot)) for start in self._starts]
        slots = [(start, gain) for start, gain in slots if gain > 0]
        return [start for start, _ in slots], list(accumulate(gain for _, gain in slots))

    def _plain_day(self, gain: int) -> tuple[list[int], list[int]]:
        """Return the slots of a day in which each yields the same."""
        if gain not in self._plain:
            sums = list(accumulate([gain] * len(self._starts)))
            self._plain[gain] = (self._starts, sums) if gain > 0 else ([], [])
        return self._plain[gain]

    def _gain(self, start: int, length: int) -> int:
        """Return what a slot of a workday yields, or every slot of a day without edges."""
        if _overlapping(self._away, start, start + length) is not None:
            return 0
        window = _overlapping(self._windows, start, start + 1)
        gain = self._yield if window is None else self._yields[window]
        if not self._focused:
            return gain
        sprint = _overlapping(self._focused, start, start + 1)
        return gain if sprint is None else gain * self._focus[sprint] // self._focus_unit


def _absences(times: WorkTimes, person: Person) -> Iterator[Span]:
    start = times.minutes(beginning(times.calendar.start))
    if person.joins is not None:
        start = max(start, times.minutes(beginning(person.joins)))
    yield -LAST, start
    if person.leaves is not None:
        yield times.minutes(end_of(person.leaves)), 2 * LAST
    yield from (times.span(off) for off in person.time_off)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch made one."""
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _overlapping(spans: Sequence[Span], begin: int, end: int) -> int | None:
    """Return the last of the disjoint, sorted spans that overlaps a half-open interval."""
    at = bisect_left(spans, (end, 0)) - 1
    return at if at >= 0 and spans[at][1] > begin else None
