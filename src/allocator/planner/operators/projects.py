"""Orders projects: one key each, decoded so that nobody idles, or each to where it ends first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import Operator, SearchContext, TimeSlice
from allocator.problem.durations import are_certain


class ProjectKeys(Operator):
    """Searches for the order in which projects, and items without one, get people."""

    name: ClassVar[str] = "projects"
    engine: ClassVar[str] = "projects"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._searches: deque[ProjectOrders] = deque()
        self._turns = 0
        several = len({each.group for each in context.problem.activities}) > 1
        self._is_possible = several and "stability" not in context.problem.tier_names

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready and there is an order to find.

        Near a baseline there is none to find: what another order leads to is too far from it.
        """
        return self._is_possible and self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Search for one turn; give up for good where no order has a place for everything.

        The ways to decode take turns for a while, then all are for the one that is ahead.
        """
        if not self._turns:
            self._searches.extend(self._begun(time_slice.target.focus))
            self._is_possible = bool(self._searches)
            if not self._is_possible:
                return None
        search = self._searches[0]
        take_turn(self.name, search, self._context, time_slice)
        self._turns += 1
        self._searches.rotate(-1)
        race = self._context.params.operators.project_race_turns
        if self._turns == race * len(self._searches):
            self._searches = deque([min(self._searches, key=lambda each: each.score)])
        if search.score >= self._context.best.score:
            return None
        return self._context.incumbent.offer(search.solution(), self.engine)

    def _begun(self, focus: int) -> Iterator[ProjectOrders]:
        """Yield a search for each way to decode that has a place for everything.

        Where all work takes equally long whoever does it, nobody is worth waiting for.
        """
        context = self._context
        for in_turn in (False,) if are_certain(context.problem) else (False, True):
            search = ProjectOrders(
                context.problem,
                context.seed,
                context.decoder,
                context.params.heuristics,
                in_turn=in_turn,
            )
            if search.start(context.best.solution, focus):
                yield search
