"""Breeds schedules from pairs of a population: a memetic algorithm on the kernel."""

from __future__ import annotations

from typing import ClassVar

from allocator.heuristics.kernel.population import Population
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import Operator, SearchContext, TimeSlice


class Breed(Operator):
    """Keeps a population around the best plan and makes children of two parents each."""

    name: ClassVar[str] = "breed"
    engine: ClassVar[str] = "population"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._population: Population | None = None

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the problem is small enough; children are too far from a baseline."""
        if time_slice.target.tier == "stability":
            return False
        most = self._context.params.operators.max_breed_activities
        return len(self._context.problem.activities) <= most and self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Breed for one turn."""
        context, best = self._context, self._context.best
        if self._population is None:
            self._population = Population(
                context.problem, context.seed, context.decoder, context.params.heuristics
            )
            if not self._population.start(best.solution):
                return None
        elif self._population.stalled and best.score < self._population.score:
            self._population.start(best.solution)
        found = take_turn(self.name, self._population, context, time_slice)
        if not found or self._population.score >= context.best.score:
            return None
        return context.incumbent.offer(self._population.solution(), self.engine)
