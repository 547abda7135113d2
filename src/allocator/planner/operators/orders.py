"""Builds whole schedules by disturbed orders, everything open to anybody."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from allocator.heuristics.disturb import noisy_order
from allocator.heuristics.kernel.sampler import Sampler
from allocator.heuristics.priorities import FloatArray
from allocator.planner.incumbent import Gain
from allocator.planner.operators.kernel_turn import take_turn
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    TimeSlice,
    is_far_behind,
)
from allocator.problem.model import Solution


class Orders(Operator):
    """Builds schedules around the best one that was built so.

    It begins at the order of the first plan. Where it is stuck it goes on from the best plan of
    all, then from the order again, and so on; where it is far behind, from the best plan at once.
    """

    name: ClassVar[str] = "orders"
    engine: ClassVar[str] = "orders"

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._random = np.random.default_rng(context.seed)
        self._has_people = context.problem.possible_pairs > 0
        self._sampler: Sampler | None = None
        self._at_incumbent = False

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the kernel is ready; new schedules are too far from a baseline."""
        return time_slice.target.tier != "stability" and self._context.has_kernel

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Build schedules for one turn."""
        context = self._context
        sampler = self._started(time_slice)
        if sampler is None:
            return None
        found = take_turn(self.name, sampler, context, time_slice)
        if not found or sampler.score >= context.best.score:
            return None
        return context.incumbent.offer(sampler.solution(), self.engine)

    def _started(self, time_slice: TimeSlice) -> Sampler | None:
        """Return the sampler where it is to go on; None if its first schedule has no place."""
        context, best = self._context, self._context.best
        params = context.params.operators
        if self._sampler is None:
            self._sampler = Sampler(
                context.problem, context.seed, context.decoder, context.params.heuristics
            )
            order = context.order if self._has_people else None
            return self._sampler if self._sampler.start(best.solution, order) else None
        if self._sampler.stalled:
            order = self._fresh_order(best.solution)
            self._at_incumbent = not self._at_incumbent or order is None
            self._sampler.start(best.solution, None if self._at_incumbent else order)
        elif best.score < self._sampler.score and (
            self._at_incumbent
            or is_far_behind(
                self._sampler.score, best.score, time_slice.target.focus, params.follow_fraction
            )
        ):
            self._sampler.start(best.solution)
            self._at_incumbent = True
        return self._sampler

    def _fresh_order(self, solution: Solution) -> FloatArray | None:
        """Return the given order; where only resources are scarce the plan's, disturbed."""
        if self._has_people:
            return self._context.order
        deviation = self._context.params.operators.order_noise
        return noisy_order(solution, deviation, self._random)
