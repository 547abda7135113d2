"""Work and who can do it: pieces by group of candidates, capacity by class of people.

A piece is what one need of one item, or its hold on a resource, takes of somebody's time.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from allocator.bounds.linear_program import FloatArray
from allocator.bounds.params import LoadParams
from allocator.bounds.tails import Tails
from allocator.problem.activity import Activity, Staffing
from allocator.problem.capacity import Capacity
from allocator.problem.model import Problem
from allocator.problem.time_windows import TimeWindows
from allocator.problem.timeline import Table


@dataclass(frozen=True)
class Piece:
    """Work of one need of an activity, or its hold on a resource.

    Attributes
    ----------
    activity
        Index.
    group
        Who can do it.
    volume
        Slots of a whole person's time, for the candidate who takes the least, all people of
        the need together; minutes x amount for a resource.
    rate
        The most of it (as a part of 1) that can be done in a slot; for a resource in a minute.
    least_rate
        The least of it that is done in the time in which a whole person works a slot, whoever does
        it; for a resource in a minute.
    head
        Earliest start slot.
    """

    activity: int
    group: int
    volume: float
    rate: float
    least_rate: float
    head: int


@dataclass(frozen=True)
class Group:
    """People, each with the speed relative to the fastest, or one resource."""

    speeds: tuple[tuple[int, float], ...]
    resource: int | None = None


@dataclass(frozen=True)
class PeopleClass:
    """People who can do the same for all groups at the same speeds, or one resource.

    Attributes
    ----------
    serves
        Pairs of group and speed.
    begun, ended
        Shape (H + 1,): capacity before the slot that begins at a boundary, and up to the slot
        that ends at it. They differ for resources only, by the clock time between slots.
    """

    serves: tuple[tuple[int, float], ...]
    begun: FloatArray
    ended: FloatArray


class Work:
    """The pieces of all items that must be planned, the groups, and the classes."""

    def __init__(
        self, problem: Problem, windows: TimeWindows, tails: Tails, params: LoadParams
    ) -> None:
        self.params = params
        self._problem = problem
        self._windows = windows
        self._tails = tails
        self._held: dict[tuple[Capacity, Table], int] = {}
        self._needs: dict[Staffing, tuple[int, float, float, float] | None] = {}
        self._numbers: dict[Group, int] = {}
        pieces = [
            piece
            for activity in problem.activities
            if activity.node in tails.kept
            for piece in self._pieces(activity)
        ]
        self.groups, self.pieces = _merged(list(self._numbers), pieces, params.max_groups)

    def merged(self, groups: int) -> Work:
        """Return the same work with at most so many groups of people."""
        other = copy.copy(self)
        other.groups, other.pieces = _merged(self.groups, self.pieces, groups)
        other.__dict__.pop("classes", None)
        return other

    def _units(self, person: int, table: Table) -> int:
        """Return the fewest capacity units from start to finish in a finish table; 0 if none."""
        capacity = self._problem.working_time[person]
        key = capacity, table
        if key not in self._held:
            cumulated = capacity.cumulated
            starts = np.flatnonzero(table.values < len(cumulated))
            held = cumulated[table.values[starts]] - cumulated[starts]
            self._held[key] = int(held.min()) if len(starts) else 0
        return self._held[key]

    def _need(self, staffing: Staffing) -> tuple[int, float, float, float] | None:
        """Return group, volume and rates of a need; None if nobody can finish it on the axis."""
        share = staffing.share / self._problem.share_scale
        if staffing not in self._needs:
            loads, rate, least_rate = {}, 0.0, float("inf")
            for person, table in zip(staffing.people, staffing.finish, strict=True):
                units, capacity = self._units(person, table), self._problem.working_time[person]
                if units:
                    loads[person] = share * units / capacity.scale
                    rate = max(rate, capacity.most / units)
                    least_rate = min(least_rate, capacity.scale / units)
            self._needs[staffing] = None
            if loads:
                least, steps = min(loads.values()), self.params.speed_steps
                speeds = tuple(
                    (p, int(np.ceil(steps * least / load - 1e-9)) / steps)
                    for p, load in sorted(loads.items())
                )
                number = self._number(Group(speeds))
                self._needs[staffing] = number, least * staffing.count, rate, least_rate
        return self._needs[staffing]

    def _pieces(self, activity: Activity) -> Iterable[Piece]:
        head = int(self._windows.earliest[activity.index])
        for staffing in activity.least:
            need = self._need(staffing)
            if need is not None:
                yield Piece(activity.index, *need, head)
        slots = self._tails.duration[activity.index]
        minutes = max(slots * self._problem.timeline.slot_minutes, activity.elapsed or 0)
        for resource, amount in activity.demands:
            if minutes and amount:
                number = self._number(Group((), resource))
                volume, rate = minutes * amount, 1 / minutes
                yield Piece(activity.index, number, volume, rate, rate, head)

    def _number(self, group: Group) -> int:
        return self._numbers.setdefault(group, len(self._numbers))

    @cached_property
    def classes(self) -> tuple[PeopleClass, ...]:
        """The classes of people, and one for each resource in use."""
        serves: dict[int, list[tuple[int, float]]] = {}
        for number, group in enumerate(self.groups):
            for person, speed in group.speeds:
                serves.setdefault(person, []).append((number, speed))
        members: dict[tuple[tuple[int, float], ...], FloatArray] = {}
        for person, served in serves.items():
            capacity = self._problem.working_time[person]
            cumulated = capacity.cumulated / capacity.scale
            key = tuple(served)
            members[key] = members[key] + cumulated if key in members else cumulated
        found = [PeopleClass(key, total, total) for key, total in members.items()]
        timeline = self._problem.timeline
        begun = np.append(timeline.starts, timeline.ends[-1:]) - timeline.ends[0]
        for number, group in enumerate(self.groups):
            if group.resource is not None:
                whole = self._problem.capacities[group.resource]
                clock = (timeline.ends - timeline.ends[0]).astype(float)
                found.append(
                    PeopleClass(((number, 1.0),), whole * begun.astype(float), whole * clock)
                )
        return tuple(found)


def _merged(groups: list[Group], pieces: list[Piece], most: int) -> tuple[list[Group], list[Piece]]:
    """Take the least loaded groups of people together, as if each could do all their work."""
    if len(groups) <= most:
        return groups, pieces
    load = np.zeros(len(groups))
    for piece in pieces:
        load[piece.group] += piece.volume
    load /= [max(1e-9, sum(speed for _, speed in group.speeds)) for group in groups]
    load[[k for k, group in enumerate(groups) if group.resource is not None]] = np.inf
    order = np.argsort(-load, kind="stable").tolist()
    apart = [k for k in order if k in order[: most - 1] or np.isinf(load[k])]
    rest = [k for k in order if k not in set(apart)]
    best: dict[int, float] = {}
    for k in rest:
        for person, speed in groups[k].speeds:
            best[person] = max(speed, best.get(person, 0.0))
    number = {k: n for n, k in enumerate(apart)} | dict.fromkeys(rest, len(apart))
    moved = [replace(piece, group=number[piece.group]) for piece in pieces]
    return [*(groups[k] for k in apart), Group(tuple(sorted(best.items())))], moved
