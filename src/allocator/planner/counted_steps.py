"""Searches of a counted number of steps: climbing on the kernel, tier by tier."""

from __future__ import annotations

from collections.abc import Callable

from allocator.heuristics.candidate import Candidate, scored
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.search import Search
from allocator.heuristics.shift import left_shift
from allocator.problem.model import Problem

SLICE_STEPS = 500
"""Steps after which a search looks whether it is to stop."""


def climbed(
    problem: Problem,
    decoder: Decoder,
    start: Candidate,
    *,
    seed: int,
    steps: int,
    stopped: Callable[[], bool],
) -> Candidate:
    """Return the best plan that a search of some steps in each tier finds.

    Parameters
    ----------
    problem, decoder
        What is planned.
    start
        Where it starts.
    seed
        Of its moves.
    steps
        In each tier; in deadlines too where the start misses some.
    stopped
        Asked now and then whether to end at once with the best so far.
    """
    best, search = start, Search(problem, seed, decoder)
    movable = bool(problem.activities)
    if steps and movable and search.start(best.solution):
        first = 1 if best.feasible else 0
        for focus in range(first, len(problem.tier_names) + 1):
            for done in range(0, steps, SLICE_STEPS):
                if not stopped():
                    search.run(focus, steps=min(SLICE_STEPS, steps - done))
        if search.score < best.score:
            best = Candidate(search.score, search.solution())
    shifted = scored(decoder.evaluator, left_shift(problem, best.solution, decoder))
    return min(best, shifted, key=lambda each: each.score)
