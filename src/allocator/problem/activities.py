"""Work items to activities: candidates, finish tables, releases."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from allocator.domain import Scenario, WorkItem
from allocator.domain.quantities import beginning, elapsed_minutes, exact
from allocator.problem.capacity import Capacity, capacity_of
from allocator.problem.finish import finish_table, required_units
from allocator.problem.model import Activity, Staffing
from allocator.problem.timeline import NEVER, IntArray, Timeline


class ActivityBuilder:
    """Builds activities; people's capacities and equal finish tables are made once."""

    def __init__(self, scenario: Scenario, timeline: Timeline) -> None:
        self._scenario = scenario
        self._timeline = timeline
        self._person = {person.id: k for k, person in enumerate(scenario.people)}
        self._resource = {resource.id: k for k, resource in enumerate(scenario.resources)}
        self._capacities: dict[int, Capacity] = {}
        self._tables: dict[tuple[int, int], IntArray] = {}
        shares = {need.share for item in scenario.items for need in item.staffing}
        self.share_scale = math.lcm(*(exact(share).denominator for share in shares))

    def build(self) -> tuple[Activity, ...]:
        """Return the activities in scenario order."""
        tasks = [(k, item) for k, item in enumerate(self._scenario.items) if not item.is_milestone]
        return tuple(self._activity(index, *task) for index, task in enumerate(tasks))

    def _activity(self, index: int, node: int, item: WorkItem) -> Activity:
        staffing = self._staffing(item)
        elapsed = math.ceil(elapsed_minutes(item.elapsed)) if item.elapsed else None
        release = release_instant(item, self._scenario, self._timeline)
        return Activity(
            index=index,
            node=node,
            item=item,
            optional=item.optional,
            staffing=staffing,
            elapsed=elapsed,
            hold=None if elapsed is None else self._hold(elapsed, alone=not staffing),
            demands=tuple((self._resource[r], amount) for r, amount in item.resources.items()),
            release=self._timeline.first_slot(release),
        )

    def _staffing(self, item: WorkItem) -> tuple[Staffing, ...]:
        result = []
        for need in item.staffing:
            assert need.effort is not None
            minutes = self._scenario.effort_minutes(need.effort)
            share = exact(need.share)
            people, tables = [], []
            for person in self._scenario.candidates(item, need):
                speed = self._scenario.speed(person, need)
                people.append(self._person[person.id])
                tables.append(self._table(people[-1], minutes, share, speed))
            result.append(
                Staffing(
                    count=need.people,
                    share=int(share * self.share_scale),
                    effort_hours=minutes / 60,
                    people=tuple(people),
                    finish=tuple(tables),
                )
            )
        return tuple(result)

    def _table(self, person: int, minutes: Fraction, share: Fraction, speed: Fraction) -> IntArray:
        if person not in self._capacities:
            self._capacities[person] = capacity_of(
                self._scenario.people[person], self._scenario, self._timeline
            )
        capacity = self._capacities[person]
        units = required_units(
            minutes,
            slot_minutes=self._timeline.slot_minutes,
            share=share,
            speed=speed,
            scale=capacity.scale,
        )
        if (person, units) not in self._tables:
            self._tables[person, units] = finish_table(capacity, units)
        return self._tables[person, units]

    def _hold(self, elapsed: int, *, alone: bool) -> IntArray:
        starts = self._timeline.starts
        hold = np.searchsorted(starts, starts + elapsed, side="left").astype(np.int64)
        if alone:
            hold[~self._timeline.team] = NEVER
        return hold


def release_instant(item: WorkItem, scenario: Scenario, timeline: Timeline) -> int:
    """Return the instant before which an item may not start: plan start, its own, its project's."""
    instants = [timeline.plan_start]
    if item.not_before is not None:
        instants.append(timeline.minutes(beginning(item.not_before)))
    project = None if item.project is None else scenario.project_by_id[item.project]
    if project is not None and project.not_before is not None:
        instants.append(timeline.minutes(beginning(project.not_before)))
    return max(instants)
