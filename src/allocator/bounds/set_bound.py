"""Bounds on a finish by the sets of activities that can be under way together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from allocator.bounds.concurrent_sets import Concurrency, least_slots
from allocator.bounds.linear_program import Stop
from allocator.bounds.params import SetParams
from allocator.bounds.tails import UNRELATED, Tails
from allocator.problem.activity import Endpoint
from allocator.problem.crowds import crowds
from allocator.problem.model import Problem
from allocator.problem.precedence import Arrow
from allocator.problem.time_windows import TimeWindows
from allocator.problem.timeline import NEVER, IntArray


class SetBound:
    """Bounds on finishes of one problem.

    What an activity takes of people and resources it takes from its start on, for no fewer slots
    than any of its candidates needs.
    """

    def __init__(
        self, problem: Problem, windows: TimeWindows, tails: Tails, params: SetParams
    ) -> None:
        self._problem, self._windows, self._tails = problem, windows, tails
        self._params = params
        self._slots = [self._under_way(a) for a in range(len(problem.activities))]

    def can_bound(self, tails: Mapping[int, tuple[int, int]]) -> bool:
        """Return whether what a finish waits for is few enough."""
        return 1 < len(tails) <= self._params.max_activities

    def boundaries(
        self, tails: Mapping[int, tuple[int, int]], *, end: float, stop: Stop
    ) -> Iterator[int]:
        """Yield ever later boundaries before which a finish cannot lie.

        Parameters
        ----------
        tails
            What the finish waits for; see ``Tails.of``.
        end
            When to give up, on the monotonic clock.
        stop
            Asked often.
        """
        chosen = [a for a, (after, _) in sorted(tails.items()) if 0 < self._slots[a] <= after]
        if len(chosen) < 2:
            return
        head = min(int(self._windows.earliest[a]) for a in chosen)
        tail = min(tails[a][0] - self._slots[a] for a in chosen)
        concurrency = Concurrency(
            np.array([self._slots[a] for a in chosen], dtype=np.int64),
            self._apart(chosen),
            tuple(self._capacities(chosen)),
        )
        for slots in least_slots(concurrency, end=end, stop=stop, params=self._params):
            yield min(self._problem.horizon, head + slots + tail)

    def _under_way(self, activity: int) -> int:
        """Return for how many slots an activity is under way at least, whoever does it."""
        timeline, elapsed = self._problem.timeline, self._problem.activities[activity].elapsed
        slots = self._tails.duration[activity]
        if elapsed and timeline.continuous:
            slots = max(slots, elapsed // timeline.slot_minutes)
        return slots

    def _capacities(self, chosen: Sequence[int]) -> Iterator[tuple[IntArray, int]]:
        """Yield what the activities take of crowds and resources for as long as they last."""
        place = {a: k for k, a in enumerate(chosen)}
        for crowd in crowds(self._problem, self._params.max_crowds):
            amounts = np.zeros(len(chosen), dtype=np.int64)
            for work in crowd.work:
                if work.activity in place and work.slots >= self._slots[work.activity]:
                    amounts[place[work.activity]] += work.amount
            if amounts.sum() > crowd.capacity:
                yield amounts, crowd.capacity
        for resource, capacity in enumerate(self._problem.capacities):
            amounts = np.zeros(len(chosen), dtype=np.int64)
            for a, k in place.items():
                for held, amount in self._problem.activities[a].demands:
                    if held == resource and self._problem.timeline.continuous:
                        amounts[k] += amount
            if amounts.sum() > capacity:
                yield amounts, capacity

    def _apart(self, chosen: Sequence[int]) -> IntArray:
        """Return which pairs of activities can never be under way together, by precedence."""
        after = self._after()
        apart = np.zeros((len(chosen), len(chosen)), dtype=np.int64)
        place = {a: k for k, a in enumerate(chosen)}
        for a in chosen:
            for other, slots in self._least_waits(a, after).items():
                if other in place and slots >= self._slots[a]:
                    apart[place[a], place[other]] = apart[place[other], place[a]] = 1
        return apart

    def _after(self) -> dict[int, list[tuple[int, int]]]:
        """Return by activity what starts after it starts, with the least slots between."""
        problem, found = self._problem, dict[int, list[tuple[int, int]]]()
        for arrow in problem.arrows:
            first = arrow.source.activity
            nodes = {*arrow.nodes, problem.activities[arrow.succ].node}
            if first is None or not nodes <= self._tails.kept:
                continue
            slots = self._wait(arrow)
            if slots > UNRELATED:
                found.setdefault(first, []).append((arrow.succ, slots))
        return found

    def _wait(self, arrow: Arrow) -> int:
        """Return the fewest slots from the start of what an arrow leaves to that of what waits."""
        steps = []
        for endpoint, table in arrow.targets:
            values = table.values
            own = (values - np.arange(len(values)))[values < NEVER]
            if endpoint is not Endpoint.START or not len(own):
                return UNRELATED
            steps.append(int(own.min()))
        if not steps:
            return UNRELATED
        begun = arrow.source.endpoint is not Endpoint.WORK_END
        assert arrow.source.activity is not None
        return min(steps) + (0 if begun else self._tails.duration[arrow.source.activity])

    def _least_waits(
        self, first: int, after: Mapping[int, list[tuple[int, int]]]
    ) -> dict[int, int]:
        """Return the least slots from one activity's start to the starts of all behind it."""
        rank = {node: k for k, node in enumerate(self._problem.order)}
        waits = {first: 0}
        for activity in sorted(self._problem.activities, key=lambda each: rank[each.node]):
            if activity.index in waits:
                for other, slots in after.get(activity.index, ()):
                    waits[other] = max(waits.get(other, UNRELATED), waits[activity.index] + slots)
        del waits[first]
        return waits
