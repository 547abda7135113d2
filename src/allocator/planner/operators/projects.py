"""Orders projects: one key each, decoded so that nobody idles, or each to where it ends first."""

from __future__ import annotations

from typing import ClassVar

from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import Operator, SearchContext, TimeSlice


class ProjectKeys(Operator):
    """Searches for the order in which projects, and items without one, get people."""

    name: ClassVar[str] = "projects"
    engine: ClassVar[str] = "projects"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._search: ProjectOrders | None = None
        several = len({each.group for each in context.problem.activities}) > 1
        self._is_possible = several and "stability" not in context.problem.tier_names

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready and there is an order to find.

        Near a baseline there is none to find: what another order leads to is too far from it.
        """
        return self._is_possible and self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Search for one turn; give up for good where no order has a place for everything."""
        context, focus = self._context, time_slice.target.focus
        if self._search is None:
            self._search = ProjectOrders(
                context.problem, context.seed, context.decoder, context.params.heuristics
            )
            self._is_possible = self._search.start(context.best.solution, focus)
            if not self._is_possible:
                return None
        take_turn(self.name, self._search, context, time_slice)
        if self._search.score >= context.best.score:
            return None
        return context.incumbent.offer(self._search.solution(), self.engine)
