"""Work items to activities: candidates, finish tables, releases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from allocator.calendars.calendars import Calendars
from allocator.domain import Need, Rest, Scenario, Sprint, WorkItem
from allocator.domain.quantities import beginning, elapsed_minutes, exact
from allocator.problem.activity import Activity, Staffing
from allocator.problem.capacity import Capacities, Capacity
from allocator.problem.finish_tables import exact_units, finish_table, within
from allocator.problem.sprint_borders import SprintBorders
from allocator.problem.timeline import NEVER, Table, Timeline


class ActivityBuilder:
    """Builds activities; those that have equal needs or tables share them.

    Equal needs share one ``Staffing``; people who work the same slots share their finish tables.
    """

    def __init__(self, scenario: Scenario, calendars: Calendars, timeline: Timeline) -> None:
        self._scenario = scenario
        self._timeline = timeline
        self._person = {person.id: k for k, person in enumerate(scenario.people)}
        self._resource = {resource.id: k for k, resource in enumerate(scenario.resources)}
        self._capacities = Capacities(scenario, calendars, timeline)
        self._tables: dict[tuple[Capacity, int, tuple[Sprint, ...], bool], Table] = {}
        self._holds: dict[tuple[int, bool], Table] = {}
        self._slots: dict[int, int] = {}
        self._capable: dict[frozenset[tuple[str, int]], dict[int, Fraction]] = {}
        self._made: dict[tuple[object, ...], Staffing] = {}
        shares = {need.share for item in scenario.items for need in item.staffing}
        self.share_scale = math.lcm(*(exact(share).denominator for share in shares))

        self._borders = SprintBorders(timeline)

    def build(self) -> tuple[Activity, ...]:
        """Return the activities to be placed, in scenario order."""
        tasks = [(k, item) for k, item in self._open() if not self._scenario.is_frozen(item)]
        return tuple(self._activity(index, *task) for index, task in enumerate(tasks))

    def build_frozen(self) -> tuple[Activity, ...]:
        """Return the frozen items as activities; all with the index -1."""
        tasks = [(k, item) for k, item in self._open() if self._scenario.is_frozen(item)]
        return tuple(self._activity(-1, *task) for task in tasks)

    def working_time(self, activities: Iterable[Activity]) -> dict[int, Capacity]:
        """Return the capacity of everybody who can do anything of some activities."""
        needs = {staffing for activity in activities for staffing in activity.staffing}
        able = {person for staffing in needs for person in staffing.people}
        found = {person: self._capacities.of(person) for person in sorted(able)}
        bare = {
            each: replace(each) for each in found.values()
        }  # without the sums that it remembers
        return {person: bare[each] for person, each in found.items()}

    def _open(self) -> Iterator[tuple[int, WorkItem]]:
        """Yield the items of which something is still to be done, with their positions."""
        return ((k, item) for k, item in enumerate(self._scenario.items) if _is_open(item))

    def _activity(self, index: int, node: int, item: WorkItem) -> Activity:
        staffing = tuple(self._staffing(item, need) for need in item.staffing)
        runs = item.is_started and item.elapsed is not None  # its end is fixed, as is what it holds
        elapsed = math.ceil(elapsed_minutes(item.elapsed)) if item.elapsed and not runs else None
        held = () if runs else item.resources.items()
        return Activity(
            index=index,
            node=node,
            id=item.id,
            group=f"item {item.id}" if item.project is None else project_group(item.project),
            under_way=item.is_started,
            staffing=staffing,
            elapsed=elapsed,
            hold=None if elapsed is None else self._hold(elapsed, alone=not staffing),
            demands=tuple((self._resource[r], amount) for r, amount in held),
            release=self._first_slot(release_instant(item, self._scenario, self._timeline)),
        )

    def _first_slot(self, instant: int) -> int:
        if instant not in self._slots:
            self._slots[instant] = self._timeline.first_slot(instant)
        return self._slots[instant]

    def _staffing(self, item: WorkItem, need: Need) -> Staffing:
        skills = frozenset(need.skills.items())
        fits = self._scenario.fits(item)
        who = (item.assign, item.avoid, item.crew, isinstance(need, Rest) and (need.person,))
        key = (skills, need.effort, need.share, need.people, who, fits, item.goes_on_apart)
        if key not in self._made:
            self._made[key] = self._make_staffing(item, need, fits)
        return self._made[key]

    def _make_staffing(self, item: WorkItem, need: Need, fits: bool) -> Staffing:
        assert need.effort is not None
        minutes = self._scenario.effort_minutes(need.effort)
        share = exact(need.share)
        speeds = self._candidates(item, need)
        known: dict[tuple[int, int, int], Fraction] = {}
        tables, units = [], []
        for p, speed in speeds.items():
            capacity = self._capacities.of(p)
            key = (speed.numerator, speed.denominator, capacity.scale)
            if key not in known:
                known[key] = self._units(minutes, share, speed, capacity.scale)
            units.append(known[key])
            sprints, whole = self._sprints(p) if fits else (), math.ceil(known[key])
            tables.append(self._table(capacity, whole, sprints, apart=item.goes_on_apart))
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
        self, capacity: Capacity, units: int, sprints: tuple[Sprint, ...], *, apart: bool
    ) -> Table:
        key = (capacity, units, sprints, apart)
        if key not in self._tables:
            finish = finish_table(capacity, units, anywhere=apart)
            if sprints:
                finish = within(finish, self._borders.latest(sprints))
            self._tables[key] = Table(finish)
        return self._tables[key]

    def _hold(self, elapsed: int, *, alone: bool) -> Table:
        if (elapsed, alone) not in self._holds:
            starts = self._timeline.starts
            hold = np.searchsorted(starts, starts + elapsed, side="left").astype(np.int64)
            if alone:
                hold[~self._timeline.team] = NEVER
            self._holds[elapsed, alone] = Table(hold)
        return self._holds[elapsed, alone]


def project_group(project: str) -> str:
    """Return the group of the activities of a project."""
    return f"project {project}"


def _is_open(item: WorkItem) -> bool:
    """Return whether an item takes time that is still to come."""
    if item.is_milestone or item.is_done:
        return False
    return not item.is_started or bool(item.staffing)


def release_instant(item: WorkItem, scenario: Scenario, timeline: Timeline) -> int:
    """Return the instant before which an item, or what remains of it, may not start.

    That is the beginning of the plan, its own and its project's not_before, when what it waits
    for is expected, and until when it is blocked.
    """
    instants = [timeline.minutes(scenario.plan_from)]
    instants += [timeline.minutes(beginning(when)) for when in item.expected_dates]
    if item.is_started:
        return max(instants)
    if item.release is not None:
        instants.append(timeline.minutes(beginning(item.release)))
    project = None if item.project is None else scenario.project_by_id[item.project]
    if project is not None and project.not_before is not None:
        instants.append(timeline.minutes(beginning(project.not_before)))
    return max(instants)
