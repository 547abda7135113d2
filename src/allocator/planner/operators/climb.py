"""Climbs from one schedule: moves on the kernel, with late acceptance."""

from __future__ import annotations

from typing import ClassVar

from allocator.heuristics.kernel.search import Search
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    TimeSlice,
    is_far_behind,
)


class Climb(Operator):
    """Changes one schedule move by move; joins the best plan if stuck or far behind."""

    name: ClassVar[str] = "climb"
    engine: ClassVar[str] = "search"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._search: Search | None = None

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready."""
        return self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Climb for one turn."""
        search = self._started(time_slice)
        if search is None:
            return None
        found = take_turn(self.name, search, self._context, time_slice)
        if not found or search.score >= self._context.best.score:
            return None
        return self._context.incumbent.offer(search.solution(), self.engine)

    def _started(self, time_slice: TimeSlice) -> Search | None:
        """Return the search, from the best plan where it is new, stuck or far behind; or None."""
        context, best = self._context, self._context.best
        params = context.params.operators
        if self._search is None:
            search = Search(
                context.problem, context.seed, context.decoder, context.params.heuristics
            )
            self._search = search if search.start(best.solution) else None
        elif best.score < self._search.score and (
            self._search.stalled
            or is_far_behind(
                self._search.score, best.score, time_slice.target.focus, params.follow_fraction
            )
        ):
            return self._search if self._search.start(best.solution) else None
        return self._search
