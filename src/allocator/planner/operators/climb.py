"""Climbs from one schedule: moves on the kernel, with late acceptance."""

from __future__ import annotations

from typing import ClassVar

from allocator.heuristics.kernel.search import Search
from allocator.planner.incumbent import Gain
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    TimeSlice,
    is_far_behind,
    kernel_is_ready,
)


class Climb(Operator):
    """Changes one schedule move by move; joins the best plan if stuck or far behind."""

    name: ClassVar[str] = "climb"
    engine: ClassVar[str] = "search"
    counts_steps: ClassVar[bool] = True

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._search: Search | None = None

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready; a reproducible run does not wait for it."""
        return time_slice.steps is not None or kernel_is_ready()

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Climb for one turn."""
        search = self._started(time_slice)
        if search is None:
            return None
        params, seconds = self._context.params.operators, None
        if time_slice.steps is None:
            seconds = time_slice.turn(least=params.min_slice_seconds, most=params.slice_seconds)
        found = search.run(time_slice.target.focus, seconds=seconds, steps=time_slice.steps)
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
