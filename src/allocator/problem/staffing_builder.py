"""What fills needs: candidates with their finish tables, shared by scenarios that are alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from allocator.calendars.calendars import Calendars
from allocator.domain import Need, Rest, Scenario, Sprint, WorkItem
from allocator.domain.quantities import exact
from allocator.problem.activity import CommonTime, Staffing
from allocator.problem.capacity import Capacities, Capacity
from allocator.problem.common_time import CommonTimes
from allocator.problem.finish_tables import exact_units, finish_table, only_from, within
from allocator.problem.sprint_borders import SprintBorders
from allocator.problem.timeline import NEVER, Table, Timeline

_MAX_KEPT = 24
"""Builders that are kept: scenarios on trial differ mostly in items, else in one person each."""


class StaffingBuilder:
    """Builds what fills needs; equal needs share one, and may do so in several problems.

    People who work the same slots share their finish tables. Threads may share a builder.

    Parameters
    ----------
    scenario, calendars
        What is planned, and the working time in it.
    timeline
        The axis.

    Attributes
    ----------
    share_scale
        The common denominator of the shares of all needs.
    capacities
        The people's capacities on the axis.
    """

    def __init__(self, scenario: Scenario, calendars: Calendars, timeline: Timeline) -> None:
        self._scenario, self._timeline = scenario, timeline
        self._person = {person.id: k for k, person in enumerate(scenario.people)}
        self.share_scale = _share_scale(scenario)
        self.capacities = Capacities(scenario, calendars, timeline)
        self._tables: dict[tuple[Capacity, int, tuple[Sprint, ...], bool, range | None], Table] = {}
        self._holds: dict[tuple[int, bool, range | None], Table] = {}
        self._capable: dict[frozenset[tuple[str, int]], dict[int, Fraction]] = {}
        self._made: dict[tuple[object, ...], Staffing] = {}
        self._borders = SprintBorders(timeline)
        self._common = CommonTimes(scenario, calendars, timeline, self.capacities)

    def serves(self, scenario: Scenario, timeline: Timeline) -> bool:
        """Whether it builds the same for another scenario, which may have other items."""
        mine = self._scenario
        return (
            mine.people == scenario.people
            and mine.calendar == scenario.calendar
            and mine.sprints == scenario.sprints
            and mine.rota == scenario.rota
            and mine.meetings == scenario.meetings
            and mine.attendees == scenario.attendees
            and mine.proficiency == scenario.proficiency
            and mine.plan_on == scenario.plan_on
            and self.share_scale == _share_scale(scenario)
            and self._timeline.origin == timeline.origin
            and np.array_equal(self._timeline.starts, timeline.starts)
        )

    def of(
        self,
        item: WorkItem,
        need: Need,
        allowed: frozenset[int] | None = None,
        starts: range | None = None,
    ) -> Staffing:
        """Return what fills a need of an item.

        Parameters
        ----------
        item, need
            The item, and one of its needs.
        allowed
            Who may be on it for what items ask of each other's people; None for everybody.
        starts
            Slots in one of which it has to start; None for any.
        """
        skills = frozenset(need.skills.items())
        fits = self._scenario.fits(item)
        own = isinstance(need, Rest) and (need.person,)
        who = (item.assign, item.avoid, item.crew, own, allowed)
        key = (skills, need.effort, need.share, need.people, who, fits, item.goes_on_apart, starts)
        if key not in self._made:
            self._made.setdefault(key, self._make_staffing(item, need, fits, allowed, starts))
        return self._made[key]

    def common(self, item: WorkItem, staffing: Sequence[Staffing]) -> CommonTime | None:
        """Return what an item asks of the working time that its people have in common."""
        return self._common.of(item, staffing)

    def hold(self, elapsed: int, *, alone: bool, within: range | None = None) -> Table:
        """Return where what takes so many elapsed minutes ends.

        Parameters
        ----------
        elapsed
            Minutes.
        alone
            Whether it takes no people.
        within
            Slots in one of which it has to start; None for any.
        """
        if (elapsed, alone, within) not in self._holds:
            starts = self._timeline.starts
            hold = np.searchsorted(starts, starts + elapsed, side="left").astype(np.int64)
            if alone:
                hold[~self._timeline.team] = NEVER
            if within is not None:
                hold = only_from(hold, within)
            self._holds.setdefault((elapsed, alone, within), Table(hold))
        return self._holds[elapsed, alone, within]

    def _make_staffing(
        self,
        item: WorkItem,
        need: Need,
        fits: bool,
        allowed: frozenset[int] | None,
        starts: range | None,
    ) -> Staffing:
        assert need.effort is not None
        minutes = self._scenario.effort_minutes(need.effort)
        share = exact(need.share)
        speeds = self._candidates(item, need)
        if allowed is not None:
            speeds = {p: speed for p, speed in speeds.items() if p in allowed}
        known: dict[tuple[int, int, int], Fraction] = {}
        tables, units = [], []
        for p, speed in speeds.items():
            capacity = self.capacities.of(p)
            key = (speed.numerator, speed.denominator, capacity.scale)
            if key not in known:
                known[key] = self._units(minutes, share, speed, capacity.scale)
            units.append(known[key])
            sprints, whole = self._sprints(p) if fits else (), math.ceil(known[key])
            apart = item.goes_on_apart
            tables.append(self._table(capacity, whole, sprints, starts, apart=apart))
        return Staffing(
            count=need.people,
            share=int(share * self.share_scale),
            effort_hours=minutes / 60,
            people=tuple(speeds),
            finish=tuple(tables),
            units=tuple(units),
        )

    def _candidates(self, item: WorkItem, need: Need) -> dict[int, Fraction]:
        """Return who may fill a need, in scenario order, with their speeds on it."""
        if isinstance(need, Rest) and need.person is not None:
            k = self._person[need.person]
            return {k: self._scenario.speed(self._scenario.people[k], need)}
        if item.crew and not isinstance(need, Rest):
            return self._at_work(item, need)
        scenario, skills = self._scenario, frozenset(need.skills.items())
        if skills not in self._capable:
            self._capable[skills] = {
                k: scenario.speed(person, need)
                for k, person in enumerate(scenario.people)
                if not scenario.lacks(person, need)
            }
        capable = self._capable[skills]
        if not item.assign and not item.avoid:
            return capable
        avoid = {self._person[name] for name in item.avoid}
        allowed = sorted({self._person[name] for name in item.assign}) if item.assign else capable
        return {k: capable[k] for k in allowed if k in capable and k not in avoid}

    def _at_work(self, item: WorkItem, need: Need) -> dict[int, Fraction]:
        """Return those of an item's own people who may fill a need, with their speeds on it."""
        people = sorted(self._person[name] for name in item.crew)
        scenario = self._scenario
        able = [k for k in people if not scenario.lacks(scenario.people[k], need)]
        chosen = able if len(able) >= need.people else people
        return {k: scenario.speed(scenario.people[k], need) for k in chosen}

    def _sprints(self, person: int) -> tuple[Sprint, ...]:
        return self._scenario.sprints_of(self._scenario.people[person].team)

    def _units(self, minutes: Fraction, share: Fraction, speed: Fraction, scale: int) -> Fraction:
        slot = self._timeline.slot_minutes
        return exact_units(minutes, slot_minutes=slot, share=share, speed=speed, scale=scale)

    def _table(
        self,
        capacity: Capacity,
        units: int,
        sprints: tuple[Sprint, ...],
        starts: range | None,
        *,
        apart: bool,
    ) -> Table:
        key = (capacity, units, sprints, apart, starts)
        if key not in self._tables:
            finish = finish_table(capacity, units, anywhere=apart)
            if sprints:
                finish = within(finish, self._borders.latest(sprints))
            if starts is not None:
                finish = only_from(finish, starts)
            self._tables.setdefault(key, Table(finish))
        return self._tables[key]


class StaffingBuilders:
    """Builders of needs for many scenarios that differ a little; the last few are kept."""

    def __init__(self) -> None:
        self._kept: list[StaffingBuilder] = []

    def of(self, scenario: Scenario, calendars: Calendars, timeline: Timeline) -> StaffingBuilder:
        """Return the builder for a scenario; parameters as of :class:`StaffingBuilder`."""
        for builder in self._kept:
            if builder.serves(scenario, timeline):
                return builder
        made = StaffingBuilder(scenario, calendars, timeline)
        first, *others = [*self._kept, made]  # the first is of the scenario without a change
        self._kept = [first, *others[1 - _MAX_KEPT :]]
        return made


def _share_scale(scenario: Scenario) -> int:
    shares = {need.share for item in scenario.items for need in item.planned_needs}
    return math.lcm(*(exact(share).denominator for share in shares))
