"""What can be said of every activity without any search: who must be planned, earliest, latest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.problem.model import Activity, Limit, Part, Problem, Source
from allocator.problem.timeline import NEVER, BoolArray, IntArray


def mandatory(problem: Problem) -> frozenset[int]:
    """Return the items that cannot be dropped: not optional, or needed by one that is not."""
    kept = {k for k, item in enumerate(problem.scenario.items) if not item.optional}
    needs: dict[int, list[int]] = {}
    for a, b in problem.requires:
        needs.setdefault(a, []).append(b)
    for node in reversed(problem.order):
        if node in kept:
            kept.update(needs.get(node, ()))
    return frozenset(kept)


def possible_starts(activity: Activity, horizon: int) -> BoolArray:
    """Return, shape (H,), in which slots the calendars let an activity start."""
    possible = np.ones(horizon, dtype=bool)
    for staffing in activity.staffing:
        free = sum((table <= horizon).astype(np.int64) for table in staffing.finish)
        possible &= free >= staffing.count
    if activity.hold is not None:
        possible &= activity.hold < NEVER
    return possible


@dataclass(frozen=True)
class Windows:
    """Bounds on every activity, from calendars, releases and chains of links.

    Attributes
    ----------
    earliest
        Shape (activities,): first start slot; H where it cannot be placed on the axis.
    earliest_end
        Shape (activities,): least boundary at which its people can be done.
    """

    earliest: IntArray
    earliest_end: IntArray

    def value(self, source: Source) -> int:
        """Return the least value of a source's variable."""
        if source.activity is None:
            return 0
        table = self.earliest_end if source.part is Part.PEOPLE else self.earliest
        return int(table[source.activity])


def earliest_windows(problem: Problem) -> Windows:
    """Compute the earliest start and end of every activity along the links."""
    horizon = problem.horizon
    count = len(problem.activities)
    earliest = np.zeros(count, dtype=np.int64)
    ends = np.zeros(count, dtype=np.int64)
    windows = Windows(earliest, ends)
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
            least = [(part, int(table[value])) for part, table in arrow.targets]
            if len(least) == 1 and least[0][0] is Part.PEOPLE:
                end = max(end, least[0][1])
            elif len(least) == 1:
                start = max(start, least[0][1])
        free = np.flatnonzero(possible_starts(activity, horizon)[min(start, horizon) :])
        start = min(start, horizon) + int(free[0]) if len(free) else horizon
        earliest[index] = start
        ends[index] = min(horizon, max(end, _earliest_end(activity, start, horizon)))
    return windows


def _earliest_end(activity: Activity, start: int, horizon: int) -> int:
    """Return the least end boundary of a start at or after a slot, if each need had its best."""
    end = start
    for staffing in activity.staffing:
        ends = sorted(min(int(t[start:].min(initial=NEVER)), horizon) for t in staffing.finish)
        end = max(end, ends[staffing.count - 1] if len(ends) >= staffing.count else horizon)
    return end


def latest_value(limit: Limit, source: Source) -> int:
    """Return the greatest value of a source's variable that meets a deadline; -1 if none does."""
    return int(np.searchsorted(source.instants, limit.instant, side="right")) - 1
