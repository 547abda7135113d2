"""Draws what a move shall help: terms that weigh on a tier, and activities behind them."""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    SOURCE_ACTIVITY,
    SOURCE_PTR,
    TERM_DUE,
    TERM_WEIGHT,
    TIER_PTR,
)
from allocator.heuristics.kernel.random_numbers import draw
from allocator.heuristics.kernel.score import reached
from allocator.problem.timeline import IntArray


@kernel
def draw_late_term(
    flat: IntArray, values: IntArray, state: IntArray, focus: int, seeds: IntArray
) -> int:
    """Return a term that weighs on the tier, by tournament; -1 if none is drawn."""
    first, last = flat[flat[TIER_PTR] + focus], flat[flat[TIER_PTR] + focus + 1]
    best, worst = -1, 0
    if last > first:
        for _ in range(3):
            term = first + draw(seeds, last - first)
            late = reached(flat, values, state, term) - flat[flat[TERM_DUE] + term]
            weight = max(late, 0) * flat[flat[TERM_WEIGHT] + term]
            if weight > worst:
                best, worst = term, weight
    return best


@kernel
def draw_urgent(
    flat: IntArray, values: IntArray, state: IntArray, focus: int, seeds: IntArray
) -> int:
    """Return an activity of a term that weighs on the tier; any if there is none."""
    best = draw_late_term(flat, values, state, focus, seeds)
    if best >= 0:
        low, high = flat[flat[SOURCE_PTR] + best], flat[flat[SOURCE_PTR] + best + 1]
        for _ in range(4):
            a = flat[flat[SOURCE_ACTIVITY] + low + draw(seeds, high - low)]
            if a >= 0:
                return a
    return draw(seeds, flat[ACTIVITIES])


@kernel
def draw_often_urgent(
    flat: IntArray, values: IntArray, state: IntArray, focus: int, seeds: IntArray
) -> int:
    """Return an activity: every second time one of what is late, else any."""
    if draw(seeds, 2):
        return draw_urgent(flat, values, state, focus, seeds)
    return draw(seeds, flat[ACTIVITIES])
