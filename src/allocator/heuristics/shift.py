"""Makes a plan semi-active: no item could start earlier without moving another."""

from __future__ import annotations

from allocator.heuristics.kernel.decoder import Decoder
from allocator.problem.model import Problem, Solution


def left_shift(
    problem: Problem, solution: Solution, shares_with: Decoder | None = None
) -> Solution:
    """Move items earlier, people and the rest kept, until none can move.

    Items are placed anew in the order of their starts. Regular objectives (all of this
    planner's) do not get worse by it, but where a link lets an item start before what it waits
    for; then the order is another, and the plan is left as it is if it would get worse.

    Parameters
    ----------
    shares_with
        A decoder of the same problem, whose arrays are shared.
    """
    decoder = Decoder(problem, shares_with)
    best, score = solution, None
    while True:
        if not decoder.decode(decoder.lock_to(best)):
            return best
        shifted, reached = decoder.solution(), decoder.score()
        if score is None:
            if any(_later(a, b) for a, b in zip(shifted.starts, best.starts, strict=True)):
                return best
        elif reached >= score:
            return best
        best, score = shifted, reached


def _later(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one > other
