"""The time axis: the only place where dates become slots and slots become dates.

Instants are whole minutes from midnight of the day on which the axis begins. The axis holds every
slot in which the team or somebody works; a *slot index* k stands for the instant at which slot k
begins, a *boundary index* k for the instant at which slot k - 1 ends.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.calendars.calendars import Calendars
from allocator.calendars.days_off import DaysOff
from allocator.calendars.instants import following_days
from allocator.calendars.regular_days import Offsets, RegularDays
from allocator.domain import Scenario
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import beginning, end_of

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

DAY_MINUTES = 24 * 60
_MINUTE = dt.timedelta(minutes=1)
NEVER = 1 << 40
"""A slot or boundary index that lies beyond every axis."""


@dataclass(frozen=True, eq=False)
class Table:
    """Integers by slot or boundary of an axis.

    A table is equal to itself alone, so that it can be a key for what is worked out from it, and
    parts of a problem that share it share that too; pickled together they share it still.

    Attributes
    ----------
    values
        Shape (H,), (H + 1,) or, where it does not depend on a slot, (1,); not to be changed.
    """

    values: IntArray

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> int:
        return int(self.values[index])

    def _spans(self) -> IntArray:
        """Return the slots from each possible start to its finish, in a finish table."""
        starts = np.flatnonzero(self.values <= len(self.values))
        return np.asarray(self.values[starts] - starts)

    @cached_property
    def fewest_slots(self) -> int:
        """The fewest slots from start to finish in a finish table; 0 if it has no start."""
        spans = self._spans()
        return int(spans.min()) if len(spans) else 0

    @cached_property
    def most_slots(self) -> int:
        """The most slots from start to finish in a finish table; 0 if it has no start."""
        spans = self._spans()
        return int(spans.max()) if len(spans) else 0


@dataclass(frozen=True)
class DayTable:
    """Which days of a range somebody's calendar works, holidays taken out.

    Attributes
    ----------
    first
        Ordinal of the first day of the range.
    works
        Shape (days,).
    """

    first: int
    works: BoolArray

    @classmethod
    def build(
        cls, first: int, count: int, workdays: tuple[str, ...], days_off: DaysOff
    ) -> DayTable:
        """Tabulate ``count`` days from the ordinal ``first`` on."""
        ordinals = np.arange(first, first + count)
        mask = np.array([name in workdays for name in WEEK])
        works = mask[(ordinals - 1) % 7]
        years = range(
            dt.date.fromordinal(first).year, dt.date.fromordinal(first + count - 1).year + 1
        )
        off = [day.toordinal() - first for year in years for day in days_off.in_year(year)]
        works[[day for day in off if 0 <= day < count]] = False
        return cls(first, works)


@dataclass(frozen=True)
class Timeline:
    """Slots of working time and the team's working hours.

    Attributes
    ----------
    origin
        Midnight of the day on which the axis begins: minute 0.
    plan_start
        The instant from which W is counted; it may lie before the axis.
    slot_minutes
        Length of a slot.
    day_start_minutes, day_minutes
        When the team's day begins, after midnight, and how long it is.
    continuous
        Whether the team works around the clock.
    starts
        Shape (H,): the instant at which each slot begins, in minutes.
    ends
        Shape (H + 1,): the instant at each boundary; ``ends[0]`` is that at which the axis begins.
    team
        Shape (H,): whether the slot is one of the team calendar's.
    days
        The team's working days, from before the earliest date of the scenario to well after
        the axis.
    """

    origin: dt.datetime
    plan_start: int
    slot_minutes: int
    day_start_minutes: int
    day_minutes: int
    continuous: bool
    starts: IntArray
    ends: IntArray
    team: BoolArray
    days: DayTable

    @property
    def horizon(self) -> int:
        """Number of slots, H."""
        return len(self.starts)

    @cached_property
    def slot_instants(self) -> Table:
        """``starts``, to be shared by all that is about starts."""
        return Table(self.starts)

    @cached_property
    def boundary_instants(self) -> Table:
        """``ends``, to be shared by all that is about the ends of people's work."""
        return Table(self.ends)

    def between(self, first: int, last: int) -> Timeline:
        """Return the axis from one slot to another (half-open)."""
        return replace(
            self,
            starts=self.starts[first:last],
            ends=self.ends[first : last + 1],
            team=self.team[first:last],
        )

    def minutes(self, when: dt.datetime) -> int:
        """Return a date-time as an instant."""
        return int((when - self.origin).total_seconds()) // 60

    def moment(self, instant: int) -> dt.datetime:
        """Return an instant as a date-time."""
        return self.origin + dt.timedelta(minutes=int(instant))

    @cached_property
    def _cumulated(self) -> tuple[IntArray, int]:
        """Team minutes before each day of the table, and minute 0's table day."""
        before = np.concatenate([[0], np.cumsum(self.days.works) * self.day_minutes]).astype(
            np.int64
        )
        return before, self.origin.toordinal() - self.days.first

    def _raw_team_minutes(self, instants: IntArray) -> IntArray:
        before, zero = self._cumulated
        day = np.clip(instants // DAY_MINUTES + zero, 0, len(self.days.works) - 1)
        within = instants - (day - zero) * DAY_MINUTES - self.day_start_minutes
        worked = np.clip(within, 0, self.day_minutes) * self.days.works[day]
        return np.asarray(before[day] + worked, dtype=np.int64)

    @cached_property
    def _team_origin(self) -> int:
        return int(self._raw_team_minutes(np.array([self.plan_start]))[0])

    def team_minutes(self, instants: IntArray) -> IntArray:
        """Return W: the team's working minutes from the plan's start to each instant.

        Negative before the plan's start. Same shape as ``instants``.
        """
        return self._raw_team_minutes(instants) - self._team_origin

    def earliest(self, team_minutes: IntArray) -> IntArray:
        """Return the first instant at which W reaches each value; same shape."""
        before, zero = self._cumulated
        wanted = team_minutes + self._team_origin
        day = np.searchsorted(before, wanted, side="left") - 1
        inside = (day >= 0) & (day < len(self.days.works))
        day = np.clip(day, 0, len(self.days.works) - 1)
        instant = (day - zero) * DAY_MINUTES + self.day_start_minutes + wanted - before[day]
        assert np.all(wanted - before[day] <= self.day_minutes) or not np.all(inside)
        return np.where(inside, instant, np.where(wanted <= 0, -NEVER, NEVER)).astype(np.int64)

    def first_slot(self, instant: int) -> int:
        """Return the first slot that begins at or after an instant; H if there is none."""
        return int(np.searchsorted(self.starts, instant, side="left"))


def _all_dates(scenario: Scenario) -> list[dt.datetime]:
    """Collect the dates from which team hours may be counted."""
    dates = [beginning(scenario.calendar.start), scenario.plan_from]
    dates += [baseline_item.start for baseline_item in scenario.baseline_by_item.values()]
    for item in scenario.items:
        dates += [end_of(when) for when in (item.due, item.hard_end) if when is not None]
    for project in scenario.projects:
        dates += [end_of(when) for when in (project.due, project.deadline) if when is not None]
    releases = [item.release for item in scenario.items]
    releases += [when for item in scenario.items for when in item.expected_dates]
    for item in scenario.items:
        if item.is_started:
            dates.append(scenario.started_at(item))
    releases += [project.not_before for project in scenario.projects]
    dates += [beginning(when) for when in releases if when is not None]
    if scenario.calendar.end is not None:
        dates.append(end_of(scenario.calendar.end))
    return dates


def regular_slots(days: RegularDays, origin: dt.datetime, count: int) -> IntArray:
    """Return where the slots of some regular days begin, in minutes, in order.

    Parameters
    ----------
    days
        The working days and hours of a place.
    origin
        Midnight of the first day: minute 0.
    count
        Days of the plan's clock.
    """
    first = origin.date()
    by_offsets: dict[Offsets, list[int]] = {}
    for number, day in enumerate(following_days(first, first + dt.timedelta(days=count - 1))):
        by_offsets.setdefault(days.offsets(day), []).append(number * DAY_MINUTES)
    found = [
        np.add.outer(midnights, [offset // _MINUTE for offset in offsets]).ravel()
        for offsets, midnights in by_offsets.items()
        if offsets
    ]
    return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *found]).astype(np.int64))


def build_timeline(
    scenario: Scenario, calendars: Calendars, *, axis_days: int, reach_days: int
) -> Timeline:
    """Build the axis.

    Parameters
    ----------
    scenario, calendars
        What is planned, and the working time in it.
    axis_days
        Calendar days that the axis covers from ``Scenario.plan_from`` on.
    reach_days
        Further days over which team hours are tabulated, for elapsed times and lags that
        end after the axis.
    """
    calendar = scenario.calendar
    start = scenario.plan_from
    origin = dt.datetime.combine(start.date(), dt.time())
    dates = [when.toordinal() for when in _all_dates(scenario)]
    low = min(dates) - 8
    high = max(max(dates), origin.toordinal() + axis_days) + reach_days + 8
    team_days = DayTable.build(
        low, high - low, calendar.workdays, calendars.days_off(calendar.holidays)
    )

    team_slots = regular_slots(calendars.team_days, origin, axis_days)
    places = {calendars.regular_days(person) for person in scenario.people}
    all_slots = [regular_slots(place, origin, axis_days) for place in places]
    starts = np.unique(np.concatenate([team_slots, *all_slots]))
    begins = int((start - origin).total_seconds()) // 60
    starts = starts[starts >= begins]
    team = np.isin(starts, team_slots)
    ends = np.concatenate([[begins], starts + calendar.slot_minutes]).astype(np.int64)
    return Timeline(
        origin=origin,
        plan_start=int((beginning(calendar.start) - origin).total_seconds()) // 60,
        slot_minutes=calendar.slot_minutes,
        day_start_minutes=calendar.day_start_minutes,
        day_minutes=int(calendar.day_minutes),
        continuous=calendar.continuous,
        starts=starts,
        ends=ends,
        team=team,
        days=team_days,
    )
