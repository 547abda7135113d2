"""The serial schedule-generation scheme with gap insertion.

Activities are taken by priority as soon as all that they wait for is placed, and each goes to
the earliest place that the calendars, the people, the resources and the links leave (Kolisch,
1996, "Serial and parallel resource-constrained project scheduling methods revisited").
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

from allocator.heuristics.occupancy import Occupancy
from allocator.heuristics.placement import Floor, PersonKey, Placement, place
from allocator.problem.model import Activity, Part, Problem, Solution

KeyOf = Callable[[Activity], PersonKey]


class Network:
    """The arrows by the activity that they lead to, and counts of what each waits for."""

    def __init__(self, problem: Problem) -> None:
        self.into: list[list[int]] = [[] for _ in problem.activities]
        self.followers: list[list[int]] = [[] for _ in problem.activities]
        waiting: list[set[int]] = [set() for _ in problem.activities]
        for k, arrow in enumerate(problem.arrows):
            self.into[arrow.succ].append(k)
            if arrow.source.activity is not None:
                waiting[arrow.succ].add(arrow.source.activity)
        for succ, preds in enumerate(waiting):
            for pred in sorted(preds):
                self.followers[pred].append(succ)
        self.waiting = [len(preds) for preds in waiting]


class Builder:
    """A schedule under construction."""

    def __init__(self, problem: Problem, network: Network) -> None:
        self._problem = problem
        self._network = network
        self.occupancy = Occupancy(problem)
        self.placed: dict[int, Placement] = {}
        self._ends: dict[int, int] = {}

    def floor(self, activity: Activity) -> Floor:
        """Return what the links from placed activities ask of one."""
        start = activity.release
        finish = []
        for k in self._network.into[activity.index]:
            arrow = self._problem.arrows[k]
            value = self._value(arrow.source.activity, arrow.source.part)
            if value is None:
                continue
            alternatives = tuple((part, int(least[value])) for part, least in arrow.targets)
            if alternatives[0][0] is Part.START:
                start = max(start, alternatives[0][1])
            else:
                finish.append(alternatives)
        return Floor(start, tuple(finish))

    def _value(self, activity: int | None, part: Part) -> int | None:
        if activity is None:
            return 0
        if activity not in self.placed:
            return None
        return self._ends[activity] if part is Part.PEOPLE else self.placed[activity].start

    def add(self, activity: Activity, placement: Placement) -> None:
        """Book an activity."""
        self.placed[activity.index] = placement
        self._ends[activity.index] = activity.end(placement.start, placement.people)
        self.occupancy.add(activity, placement.start, placement.people, placement.end)

    def take_out(self, activity: Activity) -> Placement:
        """Undo the booking of an activity and return it."""
        placement = self.placed.pop(activity.index)
        del self._ends[activity.index]
        self.occupancy.add(activity, placement.start, placement.people, placement.end, sign=-1)
        return placement

    def solution(self) -> Solution:
        """Return what stands, with everything else dropped."""
        problem = self._problem
        planned = [False] * len(problem.scenario.items)
        needs: dict[int, list[int]] = {}
        for a, b in problem.requires:
            needs.setdefault(a, []).append(b)
        for node in problem.order:
            index = problem.activity_of.get(node)
            there = index in self.placed if index is not None else True
            planned[node] = there and all(planned[b] for b in needs.get(node, ()))
        starts: list[int | None] = []
        people: list[tuple[tuple[int, ...], ...]] = []
        for activity in problem.activities:
            kept = planned[activity.node]
            placement = self.placed[activity.index] if kept else None
            starts.append(None if placement is None else placement.start)
            people.append(
                tuple(() for _ in activity.staffing)
                if placement is None
                else tuple(tuple(sorted(chosen)) for chosen in placement.people)
            )
        return Solution(tuple(starts), tuple(people), tuple(planned))


def serial_sgs(
    problem: Problem,
    network: Network,
    priority: Sequence[float],
    key_of: KeyOf,
    *,
    skip: frozenset[int] = frozenset(),
) -> Builder | None:
    """Build a schedule; deadlines are not looked at.

    Parameters
    ----------
    problem, network
        What is scheduled.
    priority
        By activity; less goes first.
    key_of
        Preference among people, by activity.
    skip
        Activities that are left out.

    Returns
    -------
    None if some activity finds no place on the axis.
    """
    builder = Builder(problem, network)
    waiting = list(network.waiting)
    ready = [(priority[a], a) for a, count in enumerate(waiting) if count == 0]
    heapq.heapify(ready)
    while ready:
        _, index = heapq.heappop(ready)
        if index not in skip:
            activity = problem.activities[index]
            found = place(
                activity,
                builder.floor(activity),
                builder.occupancy,
                key_of(activity),
                problem.horizon,
            )
            if found is None:
                return None
            builder.add(activity, found)
        for follower in network.followers[index]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                heapq.heappush(ready, (priority[follower], follower))
    return builder
