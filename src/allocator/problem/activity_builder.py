"""Work items to activities: needs, releases, what they hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from allocator.domain import Rest, Scenario, WorkItem
from allocator.domain.quantities import beginning, elapsed_minutes, end_of
from allocator.problem.activity import Activity
from allocator.problem.capacity import Capacity
from allocator.problem.people_pairs import PairBuilder
from allocator.problem.staffing_builder import StaffingBuilder
from allocator.problem.timeline import Table, Timeline


class ActivityBuilder:
    """Builds the activities of a scenario.

    Parameters
    ----------
    scenario, timeline
        What is planned, and the axis.
    staffings
        Builds what fills their needs.
    pairs
        Knows who may be on them for what items ask of each other's people.
    """

    def __init__(
        self,
        scenario: Scenario,
        timeline: Timeline,
        staffings: StaffingBuilder,
        pairs: PairBuilder,
    ) -> None:
        self._scenario, self._timeline, self._staffings = scenario, timeline, staffings
        self._pairs = pairs
        self._resource = {resource.id: k for k, resource in enumerate(scenario.resources)}
        self._slots: dict[int, int] = {}

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
        found = {person: self._staffings.capacities.of(person) for person in sorted(able)}
        bare = {
            each: replace(each) for each in found.values()
        }  # without the sums that it remembers
        return {person: bare[each] for person, each in found.items()}

    def _open(self) -> Iterator[tuple[int, WorkItem]]:
        """Yield the items of which something is still to be done, with their positions."""
        return ((k, item) for k, item in enumerate(self._scenario.items) if _is_open(item))

    def _activity(self, index: int, node: int, item: WorkItem) -> Activity:
        allowed = self._pairs.allowed(item)
        needs = item.planned_needs
        starts = self._starts(item)
        staffing = tuple(self._staffings.of(item, need, allowed, starts) for need in needs)
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
            hold=None if elapsed is None else self._hold(elapsed, starts, alone=not staffing),
            demands=tuple((self._resource[r], amount) for r, amount in held),
            release=self._first_slot(release_instant(item, self._scenario, self._timeline)),
            choice=item.choice,
            common=self._staffings.common(item, staffing),
            is_held=starts is not None,
        )

    def _hold(self, elapsed: int, starts: range | None, *, alone: bool) -> Table:
        return self._staffings.hold(elapsed, alone=alone, within=starts if alone else None)

    def _starts(self, item: WorkItem) -> range | None:
        """Return the slots in one of which an item has to start; None for any."""
        fixed = item.fixed_start
        if fixed is not None:
            first, end = (self._timeline.minutes(at(fixed)) for at in (beginning, end_of))
            end += first == end  # an instant is the slot that begins at it
            return range(self._first_slot(first), self._first_slot(end))
        if not item.goes_on_at_once:
            return None
        left = [n.person for n in item.staffing if isinstance(n, Rest) and n.person is not None]
        names = left if isinstance(item.remaining, dict) else list(item.crew)
        if not names:
            return None
        release = release_instant(item, self._scenario, self._timeline)
        first = self._first_work(names, self._first_slot(release), every=not item.goes_on_apart)
        return range(first, min(first + 1, self._timeline.horizon))

    def _first_work(self, names: Sequence[str], after: int, *, every: bool) -> int:
        """Return the first slot, from one on, in which some people work: each of them, or any."""
        number = {person.id: k for k, person in enumerate(self._scenario.people)}
        units = [self._staffings.capacities.of(number[name]).units for name in names]
        at_work = np.count_nonzero(np.array(units), axis=0)
        there = at_work == len(names) if every else at_work > 0
        found = np.flatnonzero(there[after:])
        return after + int(found[0]) if len(found) else self._timeline.horizon

    def _first_slot(self, instant: int) -> int:
        if instant not in self._slots:
            self._slots[instant] = self._timeline.first_slot(instant)
        return self._slots[instant]


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
    if item.fixed is not None:
        instants.append(timeline.minutes(beginning(item.fixed)))
    if item.release is not None:
        instants.append(timeline.minutes(beginning(item.release)))
    project = None if item.project is None else scenario.project_by_id[item.project]
    if project is not None and project.not_before is not None:
        instants.append(timeline.minutes(beginning(project.not_before)))
    return max(instants)
