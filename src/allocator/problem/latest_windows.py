"""Latest starts and ends of activities in plans that are no worse than a known one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from allocator.problem.activity import Activity, Endpoint
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.objective import Finish, TierKind
from allocator.problem.precedence import Arrow, Source
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import FirstStarts, TimeWindows, latest_value


def latest_windows(
    evaluator: Evaluator,
    windows: TimeWindows,
    most: Mapping[str, int],
    *,
    deadlines: bool = True,
) -> TimeWindows | None:
    """Return windows that end where every plan does that keeps each tier within its limit.

    A term of a tier is at most what the least values of the tier's other terms leave of the limit.
    An activity ends in time for all that must come after it.

    Parameters
    ----------
    evaluator
        Of the problem.
    windows
        Earliest starts and ends.
    most
        Tier -> greatest value that it may have, in its integer units.
    deadlines
        Whether every deadline is kept; else only what fixed work asks for.

    Returns
    -------
    TimeWindows or None
        None where something that must be planned has no slot left: there is no such plan. A window
        of what may be dropped has at least its earliest start and end.
    """
    problem, kept = evaluator.problem, mandatory(evaluator.problem)
    needed = [activity.index for activity in problem.activities if activity.node in kept]
    if (windows.earliest[needed] >= problem.horizon).any():
        return None
    return _BackwardPass(evaluator, windows, most, kept, deadlines=deadlines).run()


class _BackwardPass:
    def __init__(
        self,
        evaluator: Evaluator,
        windows: TimeWindows,
        most: Mapping[str, int],
        kept: frozenset[int],
        *,
        deadlines: bool,
    ) -> None:
        problem = self._problem = evaluator.problem
        self._evaluator, self._windows = evaluator, windows
        self._kept = kept
        self._starts = FirstStarts(problem.horizon)
        self._latest, self._latest_end = windows.latest.copy(), windows.latest_end.copy()
        for limit in problem.limits:
            if deadlines or limit.kind == "freeze":
                for source in self._certain(limit.finish):
                    self._limit(source, latest_value(limit, source))
        for tier, value in most.items():
            for source, latest in self._within(tier, value):
                self._limit(source, latest)

    def run(self) -> TimeWindows | None:
        """Pass limits on to what comes before, the last activities first."""
        problem = self._problem
        if problem.horizon:
            arrows: list[list[Arrow]] = [[] for _ in problem.activities]
            for arrow in problem.arrows:
                if arrow.source.activity is not None and self._is_kept(arrow.succ):
                    arrows[arrow.source.activity].append(arrow)
            for node in reversed(problem.order):
                index = problem.activity_of.get(node)
                if index is not None:
                    for arrow in arrows[index]:
                        self._limit(arrow.source, self._in_time(arrow))
                    if not self._tie(problem.activities[index]):
                        return None
        return replace(self._windows, latest=self._latest, latest_end=self._latest_end)

    def _is_kept(self, activity: int) -> bool:
        return self._problem.activities[activity].node in self._kept

    def _certain(self, finish: Finish) -> Iterator[Source]:
        """Yield the sources of a finish that count whenever their activity is planned."""
        for node, source in finish.sources:
            if source.activity is not None:
                own = self._problem.activities[source.activity].node
                if node == own or node in self._kept:
                    yield source

    def _within(self, tier: str, value: int) -> Iterator[tuple[Source, int]]:
        """Yield the greatest values of sources in plans that keep a tier within a value."""
        problem = self._problem
        if problem.tier(tier).kind not in (TierKind.FINISHES, TierKind.STABILITY):
            return
        terms = problem.tier(tier).terms
        bounds = QuickBounds(self._evaluator, self._windows)
        least = [bounds.term(term) for term in terms]
        spare = value - sum(least)
        for term, own in zip(terms, least, strict=True):
            late = max(0, spare + own) // term.weight
            for source in self._certain(term.finish):
                if not source.backward:
                    reached = self._evaluator.reached(source, term).values
                    yield source, _last(reached, term.due + late)

    def _in_time(self, arrow: Arrow) -> int:
        """Return the greatest value of an arrow's source that lets the successor be in time."""
        return max(
            _last(least.values, int(self._of(endpoint)[arrow.succ]))
            for endpoint, least in arrow.targets
        )

    def _limit(self, source: Source, latest: int) -> None:
        assert source.activity is not None
        values = self._of(source.endpoint)
        values[source.activity] = min(int(values[source.activity]), latest)

    def _of(self, endpoint: Endpoint) -> np.ndarray:
        return self._latest_end if endpoint is Endpoint.WORK_END else self._latest

    def _tie(self, activity: Activity) -> bool:
        """Let the latest start and end of an activity agree; return whether there are any."""
        a = activity.index
        first, first_end = int(self._windows.earliest[a]), int(self._windows.earliest_end[a])
        end = int(self._latest_end[a])
        start = self._starts.last(activity, int(self._latest[a]), end)
        end = min(end, self._starts.slowest(activity, start))
        self._latest[a], self._latest_end[a] = max(start, first), max(end, first_end)
        return (start >= first and end >= first_end) or not self._is_kept(a)


def _last(table: np.ndarray, most: int) -> int:
    """Return the last index at which a monotone table is at most a value; -1 if none is."""
    return int(np.searchsorted(table, most, side="right")) - 1
