"""Earliest starts and ends of activities, by calendars, releases and chains of links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from allocator.problem.activity import Activity, Endpoint, Staffing
from allocator.problem.model import Problem
from allocator.problem.objective import Limit
from allocator.problem.precedence import Source
from allocator.problem.timeline import NEVER, BoolArray, IntArray, Table


def possible_starts(activity: Activity, horizon: int) -> BoolArray:
    """Return, shape (H,), in which slots the calendars let an activity start."""
    possible = np.ones(horizon, dtype=bool)
    for staffing in activity.least:
        possible &= _enough_people(staffing, horizon)
    if activity.hold is not None:
        possible &= activity.hold.values < NEVER
    return possible


def _enough_people(staffing: Staffing, horizon: int) -> BoolArray:
    """Return, shape (H,), in which slots enough candidates can start on a need."""
    free = np.zeros(horizon, dtype=np.int64)
    for table, number in _multiplicities(staffing):
        free += number * (table.values <= horizon)
    return np.asarray(free >= staffing.count)


def _multiplicities(staffing: Staffing) -> list[tuple[Table, int]]:
    """Return the different finish tables of a need, each with how many candidates have it."""
    return list(Counter(staffing.finish).items())


class FirstStarts:
    """First and last starts and ends around any slot, worked out once for equal activities."""

    def __init__(self, horizon: int) -> None:
        self._horizon = horizon
        self._starts: dict[tuple[Staffing | Table | None, ...], IntArray] = {}
        self._last: dict[tuple[Staffing | Table | None, ...], IntArray] = {}
        self._ends: dict[Staffing, IntArray] = {}
        self._slowest: dict[Staffing, IntArray] = {}

    def start(self, activity: Activity, after: int) -> int:
        """Return the first slot at or after one in which it can start; H if there is none."""
        key = (*activity.least, activity.hold)
        if key not in self._starts:
            slots = np.arange(self._horizon + 1)
            slots[:-1][~possible_starts(activity, self._horizon)] = self._horizon
            self._starts[key] = np.minimum.accumulate(slots[::-1])[::-1]
        return int(self._starts[key][min(after, self._horizon)])

    def end(self, activity: Activity, start: int) -> int:
        """Return the least end of a start at or after a slot, if each need had its best."""
        ends = (int(self._of_need(staffing)[start]) for staffing in activity.least)
        return max(start, max(ends, default=start))

    def last(self, activity: Activity, before: int, end: int) -> int:
        """Return the last slot, up to one, in which it can start to end by a boundary; or -1."""
        for staffing in activity.least:
            before = min(before, int(np.searchsorted(self._of_need(staffing), end, "right")) - 1)
        if not activity.staffing:
            before = min(before, end)
        if before < 0:
            return -1
        key = (*activity.least, activity.hold)
        if key not in self._last:
            slots = np.arange(self._horizon + 1)
            slots[:-1][~possible_starts(activity, self._horizon)] = -1
            slots[-1] = -1
            self._last[key] = np.maximum.accumulate(slots)
        return int(self._last[key][min(before, self._horizon)])

    def slowest(self, activity: Activity, start: int) -> int:
        """Return the greatest end of any start up to a slot, whoever does it."""
        if not activity.staffing:
            return start
        return max(int(self._slowest_of(s)[min(start, self._horizon)]) for s in activity.staffing)

    def _slowest_of(self, staffing: Staffing) -> IntArray:
        """Return, shape (H + 1,), the greatest boundary by which a candidate is done."""
        if staffing not in self._slowest:
            ends = np.zeros(self._horizon + 1, dtype=np.int64)
            for table, _ in _multiplicities(staffing):
                done = np.where(table.values <= self._horizon, table.values, 0)
                np.maximum(ends[:-1], done, out=ends[:-1])
            self._slowest[staffing] = np.maximum.accumulate(ends)
        return self._slowest[staffing]

    def _of_need(self, staffing: Staffing) -> IntArray:
        """Return, shape (H + 1,), the least boundary by which enough candidates are done."""
        if staffing not in self._ends:
            self._ends[staffing] = self._make_ends(staffing)
        return self._ends[staffing]

    def _make_ends(self, staffing: Staffing) -> IntArray:
        ends = np.full(self._horizon + 1, self._horizon, dtype=np.int64)
        if len(staffing.people) < staffing.count or not self._horizon:
            return ends
        if staffing.count == 1:
            best = staffing.finish[0].values.copy()
            for table, _ in _multiplicities(staffing):
                np.minimum(best, table.values, out=best)
            soonest = np.minimum.accumulate(best[::-1])[::-1]
        else:
            tables = np.array([table.values for table in staffing.finish])
            each = np.minimum.accumulate(tables[:, ::-1], axis=1)[:, ::-1]
            soonest = np.partition(each, staffing.count - 1, axis=0)[staffing.count - 1]
        ends[:-1] = np.minimum(soonest, self._horizon)
        return ends


@dataclass(frozen=True)
class TimeWindows:
    """Bounds on every activity, from calendars, releases and chains of links.

    Attributes
    ----------
    earliest
        Shape (activities,): first start slot; H where it cannot be placed on the axis.
    earliest_end
        Shape (activities,): least boundary at which its people can be done.
    latest
        Shape (activities,): last start slot; H where nothing limits it.
    latest_end
        Shape (activities,): greatest boundary at which its people can be done.
    """

    earliest: IntArray
    earliest_end: IntArray
    latest: IntArray
    latest_end: IntArray

    def value(self, source: Source) -> int:
        """Return the least value of a source's variable."""
        if source.activity is None:
            return 0
        table = self.earliest_end if source.endpoint is Endpoint.WORK_END else self.earliest
        return int(table[source.activity])

    def greatest(self, source: Source) -> int:
        """Return the greatest value of a source's variable."""
        if source.activity is None:
            return 0
        table = self.latest_end if source.endpoint is Endpoint.WORK_END else self.latest
        return int(table[source.activity])


def time_windows(problem: Problem) -> TimeWindows:
    """Compute the earliest start and end of every activity along the links.

    A link of a subproblem that only keeps an order may lead back in the problem's order: then it
    counts from the earliest start that calendars and release allow.
    """
    horizon = problem.horizon
    count = len(problem.activities)
    earliest = np.zeros(count, dtype=np.int64)
    ends = np.zeros(count, dtype=np.int64)
    latest = np.full(count, horizon, dtype=np.int64)
    windows = TimeWindows(earliest, ends, latest, latest.copy())
    if not horizon:
        return windows
    soonest = FirstStarts(horizon)
    for activity in problem.activities:
        earliest[activity.index] = soonest.start(activity, activity.release)
        ends[activity.index] = soonest.end(activity, int(earliest[activity.index]))
    into: list[list[int]] = [[] for _ in range(count)]
    for k, arrow in enumerate(problem.arrows):
        into[arrow.succ].append(k)
    for node in problem.order:
        index = problem.activity_of.get(node)
        if index is None:
            continue
        activity = problem.activities[index]
        start, end = activity.release, 0
        for k in into[index]:
            arrow = problem.arrows[k]
            value = min(windows.value(arrow.source), len(arrow.targets[0][1]) - 1)
            least = [(endpoint, table[value]) for endpoint, table in arrow.targets]
            if len(least) == 1 and least[0][0] is Endpoint.WORK_END:
                end = max(end, least[0][1])
            elif len(least) == 1:
                start = max(start, least[0][1])
        start = soonest.start(activity, start)
        earliest[index] = start
        ends[index] = min(horizon, max(end, soonest.end(activity, start)))
    return windows


def latest_value(limit: Limit, source: Source) -> int:
    """Return the greatest value of a source's variable that meets a deadline; -1 if none does."""
    return int(np.searchsorted(source.instants.values, limit.instant, side="right")) - 1
