"""The search for a tier that comes before stability: near the baseline and far from it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from functools import partial

from allocator.heuristics.candidate import Candidate, scored
from allocator.heuristics.construct import Constructor
from allocator.heuristics.kernel.decoder import Decoder
from allocator.planner.climb_race import ClimbRace
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    Target,
    TimeSlice,
    kernel_is_ready,
)
from allocator.planner.search_thread import SearchThread, Stage
from allocator.planner.weighted_sum import ForwardingIncumbent, can_weigh, up_to, weighted_sum
from allocator.problem.evaluation import Evaluator

Runner = Callable[[Sequence[tuple[SearchThread, Stage]]], None]
Done = Callable[[], bool]


class _OneSide:
    """The search threads of one of both searches, one for each core, and what they have found.

    Parameters
    ----------
    context
        Of this search: with its problem, a decoder of that, and its first plan.
    incumbent
        Of the whole search.
    """

    def __init__(
        self,
        context: SearchContext,
        first: Candidate,
        operators: Sequence[type[Operator]],
    ) -> None:
        assert context.decoder is not None
        evaluator = context.decoder.evaluator
        self._incumbent = ForwardingIncumbent(evaluator, first, context.clock, context.incumbent)
        self._taken: Candidate | None = None
        own = dataclasses.replace(context, incumbent=self._incumbent)
        self.threads = [SearchThread(own.of_thread(k), operators) for k in range(context.cores)]

    def take(self, best: Candidate) -> None:
        """Go on from a plan of the whole search where it is better here."""
        if best is not self._taken:
            self._taken = best
            self._incumbent.offer(best.solution, self._incumbent.last_finder)


class BaselineSearch:
    """Looks for plans near the baseline and far from it; both go on from what the other has found.

    Near the baseline the weighted sum of a tier and the changes is minimised, from the repaired
    baseline on. Far from it the tier is minimised as if none came after it, by all operators.

    Parameters
    ----------
    context
        What the whole search works on.
    operators
        Those that share search threads; they search far from the baseline.
    run
        Runs search threads, each for a stage.
    """

    def __init__(
        self, context: SearchContext, operators: Sequence[type[Operator]], run: Runner
    ) -> None:
        self._context, self._operators, self._run_threads = context, operators, run
        self._tier = ""
        self._near: _OneSide | None = None
        self._far: _OneSide | None = None

    def can_run(self, tier: str) -> bool:
        """Return whether stability comes after the tier, and the kernel is ready."""
        return can_weigh(self._context.problem, tier) and kernel_is_ready()

    def run_near(self, target: Target, seconds: float, is_done: Done) -> None:
        """Search near the baseline for so many seconds, or until the target is done."""
        self._begin(target.tier)
        self._run(target, [True] * self._context.cores, seconds, is_done)

    def run_both(self, target: Target, seconds: float, is_done: Done) -> None:
        """Search near the baseline on half of the threads, far from it on the others."""
        self._begin(target.tier)
        self._run(target, [k % 2 == 1 for k in range(self._context.cores)], seconds, is_done)

    def _run(self, target: Target, near: list[bool], seconds: float, is_done: Done) -> None:
        end = time.monotonic() + seconds
        time_slice = TimeSlice(target=target, seconds=seconds, end=end)
        weighed = dataclasses.replace(
            time_slice, target=dataclasses.replace(target, tier="stability")
        )

        def is_over(side: _OneSide) -> bool:
            side.take(self._context.best)
            return is_done() or time.monotonic() >= end

        assert self._near is not None and self._far is not None
        stages = {
            True: (self._near, Stage(weighed, partial(is_over, self._near))),
            False: (self._far, Stage(time_slice, partial(is_over, self._far))),
        }
        chosen = [stages[is_near] for is_near in near]
        self._run_threads([(side.threads[k], stage) for k, (side, stage) in enumerate(chosen)])

    def _begin(self, tier: str) -> None:
        if self._tier != tier:
            self.close()
            self._tier, self._near, self._far = tier, self._near_side(tier), self._far_side(tier)

    def _near_side(self, tier: str) -> _OneSide:
        context, weight = self._context, self._context.params.baseline_search.change_weight
        problem = weighted_sum(context.problem, tier, weight)
        constructor = Constructor(problem, context.seed, params=context.params.heuristics)
        evaluator = constructor.decoder.evaluator
        repaired = [scored(evaluator, each.solution) for each in constructor.repaired()]
        first = min(
            repaired or [scored(evaluator, context.best.solution)], key=lambda each: each.score
        )
        own = dataclasses.replace(context, problem=problem, decoder=constructor.decoder)
        return _OneSide(own, first, (ClimbRace,))

    def _far_side(self, tier: str) -> _OneSide:
        problem = up_to(self._context.problem, tier)
        first = scored(Evaluator(problem), self._context.best.solution)
        own = dataclasses.replace(self._context, problem=problem, decoder=Decoder(problem))
        return _OneSide(own, first, self._operators)

    def close(self) -> None:
        """End what the operators have started, from any thread."""
        for side in (self._near, self._far):
            for thread in () if side is None else side.threads:
                thread.close()
