"""The search near a baseline, for a tier that comes before stability."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from allocator.heuristics.candidate import Candidate, scored
from allocator.heuristics.construct import Constructor
from allocator.planner.operators.climb import Climb
from allocator.planner.operators.protocol import SearchContext, Target, TimeSlice, kernel_is_ready
from allocator.planner.search_thread import SearchThread, Stage
from allocator.planner.weighted_sum import ForwardingIncumbent, can_weigh, weighted_sum
from allocator.problem.model import Problem

Runner = Callable[[list[SearchThread], Stage], None]


class BaselineSearch:
    """Climbs by the weighted sum of a tier and the changes.

    Half of the threads begin at the repaired baseline, and in later calls at what these found; the
    others at the best plan.

    Parameters
    ----------
    context
        What the whole search works on.
    run
        Runs search threads for a stage.
    """

    def __init__(self, context: SearchContext, run: Runner) -> None:
        self._context, self._run_threads = context, run
        self._near_baseline: list[Candidate] = []

    def can_run(self, tier: str) -> bool:
        """Return whether stability comes after the tier, and the kernel is ready."""
        return can_weigh(self._context.problem, tier) and kernel_is_ready()

    def run(self, target: Target, seconds: float, is_done: Callable[[], bool]) -> None:
        """Search for so many seconds, or until the target is done."""
        end = time.monotonic() + seconds
        weight = self._context.params.baseline_search.change_weight
        problem = weighted_sum(self._context.problem, target.tier, weight)
        threads, incumbents = self._threads(problem)
        focus = len(problem.tier_names)
        stage = Stage(
            TimeSlice(
                target=Target(tier="stability", focus=focus, kept=target.kept),
                seconds=seconds,
                end=end,
            ),
            lambda: is_done() or time.monotonic() >= end,
        )
        self._run_threads(threads, stage)
        self._near_baseline = [each.best for each in incumbents[::2] if each.best is not None]

    def _threads(self, problem: Problem) -> tuple[list[SearchThread], list[ForwardingIncumbent]]:
        """Return a thread for each core, and its own best plan."""
        context = self._context
        constructor = Constructor(problem, context.seed, params=context.params.heuristics)
        evaluator = constructor.decoder.evaluator
        near = self._near_baseline or list(constructor.repaired()) or [context.best]
        starts = (
            min((scored(evaluator, each.solution) for each in near), key=lambda each: each.score),
            scored(evaluator, context.best.solution),
        )
        threads, incumbents = [], []
        for k in range(context.cores):
            own = ForwardingIncumbent(evaluator, starts[k % 2], context.clock, context.incumbent)
            weighed = replace(context, problem=problem, incumbent=own, decoder=constructor.decoder)
            threads.append(SearchThread(weighed.of_thread(k), (Climb,)))
            incumbents.append(own)
        return threads, incumbents
