"""Tails: the fewest slots between an activity and the finish of what waits for it."""

from __future__ import annotations

import numpy as np

from allocator.problem.activity import Endpoint, Staffing
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.objective import Finish
from allocator.problem.precedence import Arrow, Source
from allocator.problem.timeline import NEVER, Table

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
        self._steps: dict[Table, int] = {}
        self._passed: dict[Table, int] = {}
        self._by_need: dict[Staffing, int] = {}
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
        for staffing in self._problem.activities[activity].least:
            if staffing not in self._by_need:
                slots = sorted(table.fewest_slots for table in staffing.finish)
                self._by_need[staffing] = slots[min(staffing.count, len(slots)) - 1]
            most = max(most, self._by_need[staffing])
        return most

    def _least_step(self, table: Table) -> int:
        """Return the least of ``table[v] - v``; NEVER if the table leads nowhere."""
        if table not in self._steps:
            values = table.values
            steps = (values - np.arange(len(values)))[values < NEVER]
            self._steps[table] = int(steps.min()) if len(steps) else NEVER
        return self._steps[table]

    def _own(self, source: Source) -> int:
        """Return how many boundaries an instant of an activity lies beyond its variable."""
        ends, instants = self._problem.timeline.ends, source.instants.values
        if source.instants not in self._passed:
            passed = np.searchsorted(ends, instants, side="right") - 1
            beyond = (passed - np.arange(len(passed)))[instants <= ends[-1]]
            self._passed[source.instants] = int(beyond.min(initial=NEVER))
        return self._passed[source.instants]

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
