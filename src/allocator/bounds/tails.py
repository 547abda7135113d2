"""Tails: how many slots at least lie between an activity and the finish of what waits for it."""

from __future__ import annotations

import numpy as np

from allocator.problem.activity import Endpoint
from allocator.problem.finish import fewest_slots
from allocator.problem.model import Problem
from allocator.problem.objective import Finish
from allocator.problem.precedence import Arrow, Source
from allocator.problem.timeline import NEVER, IntArray
from allocator.problem.windows import mandatory

UNRELATED = -NEVER
"""The tail of what the finish does not wait for."""


class Tails:
    """Longest paths against the arrows, in slots, over items that must be planned.

    An arrow from value v of its source to ``least[v]`` of its target takes at least the least of
    ``least[v] - v``; so tails are numbers, whatever the calendars, and hold for every plan in
    which the finish lies on the axis.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.kept = mandatory(problem)
        self._steps: dict[int, int] = {}
        self._passed: dict[int, int] = {}
        self._shortest: dict[int, int] = {}
        self._by_need: dict[int, int] = {}
        self._out: list[list[Arrow]] = [[] for _ in problem.activities]
        self._into: list[list[int]] = [[] for _ in problem.activities]
        for arrow in problem.arrows:
            kept = problem.activities[arrow.succ].node in self.kept
            if kept and arrow.source.activity is not None:
                self._out[arrow.source.activity].append(arrow)
                self._into[arrow.succ].append(arrow.source.activity)
        rank = {node: k for k, node in enumerate(problem.order)}
        self._rank = [rank[activity.node] for activity in problem.activities]
        self.duration = [self._duration(a) for a in range(len(problem.activities))]

    def _duration(self, activity: int) -> int:
        """Return the fewest slots that an activity's people take."""
        most = 0
        for staffing in self._problem.activities[activity].staffing:
            key = id(staffing)  # equal needs are one object
            if key not in self._by_need:
                slots = sorted(self._fewest(table) for table in staffing.finish)
                self._by_need[key] = slots[min(staffing.count, len(slots)) - 1]
            most = max(most, self._by_need[key])
        return most

    def _fewest(self, table: IntArray) -> int:
        if id(table) not in self._shortest:
            self._shortest[id(table)] = fewest_slots(table)
        return self._shortest[id(table)]

    def _least_step(self, table: IntArray) -> int:
        """Return the least of ``table[v] - v``; NEVER if the table leads nowhere."""
        if id(table) not in self._steps:
            steps = (table - np.arange(len(table)))[table < NEVER]
            self._steps[id(table)] = int(steps.min()) if len(steps) else NEVER
        return self._steps[id(table)]

    def _own(self, source: Source) -> int:
        """Return how many boundaries an instant of an activity lies beyond its variable."""
        ends, key = self._problem.timeline.ends, id(source.instants)
        if key not in self._passed:
            passed = np.searchsorted(ends, source.instants, side="right") - 1
            beyond = (passed - np.arange(len(passed)))[source.instants <= ends[-1]]
            self._passed[key] = int(beyond.min(initial=NEVER))
        return self._passed[key]

    def of(self, finish: Finish) -> dict[int, tuple[int, int]]:
        """Return, for each activity that the finish waits for, its two tails.

        They are the fewest slots from its start, and from its people's end, to the last
        boundary at or before the finish.
        """
        tails: dict[int, list[int]] = {}
        for node, source in finish.sources:
            if node in self.kept and source.activity is not None:
                mine = tails.setdefault(source.activity, [UNRELATED, UNRELATED])
                which = 1 if source.endpoint is Endpoint.WORK_END else 0
                mine[which] = max(mine[which], self._own(source))
        for activity in self._before(tails):
            mine = tails.setdefault(activity, [UNRELATED, UNRELATED])
            for arrow in self._out[activity]:
                if arrow.succ in tails:
                    which = 1 if arrow.source.endpoint is Endpoint.WORK_END else 0
                    mine[which] = max(mine[which], self._along(arrow, tails[arrow.succ]))
            if mine[1] > UNRELATED:
                mine[0] = max(mine[0], mine[1] + self.duration[activity])
        return {activity: (mine[0], mine[1]) for activity, mine in tails.items()}

    def _along(self, arrow: Arrow, after: list[int]) -> int:
        reached = []
        for endpoint, table in arrow.targets:
            tail = after[1] if endpoint is Endpoint.WORK_END else after[0]
            step = self._least_step(table)
            reached.append(UNRELATED if UNRELATED in (tail, -step) else tail + step)
        return min(reached)

    def _before(self, tails: dict[int, list[int]]) -> list[int]:
        """Return those at the finish and all before them, each after all that wait for it."""
        seen = set(tails)
        waiting = list(tails)
        while waiting:
            for activity in self._into[waiting.pop()]:
                if activity not in seen:
                    seen.add(activity)
                    waiting.append(activity)
        return sorted(seen, key=lambda a: -self._rank[a])
