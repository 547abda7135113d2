"""Several climbs near a baseline, of which the best goes on."""

from __future__ import annotations

from typing import ClassVar

from allocator.heuristics.candidate import Candidate
from allocator.heuristics.kernel.search import Search
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    TimeSlice,
    is_far_behind,
)


class ClimbRace(Operator):
    """Climbs from the repaired baseline, several times; every round the worse half is given up.

    Where a climb from a baseline gets stuck is chance, and the more so the fewer moves it has: one
    ends far below the other (successive halving; Jamieson, Talwalkar, 2016, "Non-stochastic best
    arm identification and hyperparameter optimization"). Every second one makes far-reaching moves.
    The last one joins the best plan where it is stuck or far behind.
    """

    name: ClassVar[str] = "climb"
    engine: ClassVar[str] = "search"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._first = context.best
        self._climbs: list[Search] | None = None
        self._turns: list[Search] = []

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready."""
        return self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Give one turn to one of the climbs."""
        context, focus = self._context, time_slice.target.focus
        if self._climbs is None:
            self._climbs = self._started()
        if not self._climbs:
            return None
        if not self._turns:
            self._begin_round(self._climbs)
        search = self._turns.pop()
        if len(self._climbs) == 1:
            self._join(search, context.best, focus)
        found = take_turn(self.name, search, context, time_slice)
        if not self._turns:
            self._end_round(self._climbs)
        if not found or search.score >= context.best.score:
            return None
        return context.incumbent.offer(search.solution(), self.engine)

    def _started(self) -> list[Search]:
        """Return the climbs: all from the repaired baseline but the last, from the best plan."""
        context, count = self._context, self._count()
        climbs = []
        for k in range(count):
            search = Search(
                context.problem,
                count * context.seed + k,
                context.decoder,
                context.params.heuristics,
                is_far_reaching=k % 2 == 1,
            )
            first = context.best if 0 < k == count - 1 else self._first
            if search.start(first.solution):
                climbs.append(search)
        return climbs

    def _count(self) -> int:
        params = self._context.params
        is_small = len(self._context.problem.activities) <= params.operators.max_breed_activities
        return params.baseline_search.climbs if is_small else 1

    def _begin_round(self, climbs: list[Search]) -> None:
        """Give every climb a turn, and the more turns the fewer there are."""
        self._turns = climbs * max(1, self._count() // len(climbs))

    def _end_round(self, climbs: list[Search]) -> None:
        climbs.sort(key=lambda each: each.score)
        del climbs[(len(climbs) + 1) // 2 :]

    def _join(self, search: Search, best: Candidate, focus: int) -> None:
        """Go on from the best plan where that is better, and this climb stuck or far behind."""
        fraction = self._context.params.operators.follow_fraction
        is_behind = is_far_behind(search.score, best.score, focus, fraction)
        if best.score < search.score and (search.stalled or is_behind):
            search.start(best.solution)
