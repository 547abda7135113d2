"""What a move is about: terms that weigh on a tier, and the activities behind them."""

from __future__ import annotations

from allocator.heuristics.kernel.chance import draw
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ARROW_SOURCE,
    END,
    HELD,
    INTO,
    INTO_PTR,
    NOTHING,
    SOURCE_ACTIVITY,
    SOURCE_PART,
    SOURCE_PTR,
    SOURCE_ROW,
    START,
    TERM_DUE,
    TERM_WEIGHT,
    TIER_PTR,
)
from allocator.heuristics.kernel.score import reached
from allocator.problem.timeline import IntArray


@kernel
def late_term(
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
def urgent(flat: IntArray, values: IntArray, state: IntArray, focus: int, seeds: IntArray) -> int:
    """Return an activity of a term that weighs on the tier; any if there is none."""
    best = late_term(flat, values, state, focus, seeds)
    if best >= 0:
        low, high = flat[flat[SOURCE_PTR] + best], flat[flat[SOURCE_PTR] + best + 1]
        for _ in range(4):
            a = flat[flat[SOURCE_ACTIVITY] + low + draw(seeds, high - low)]
            if a >= 0:
                return a
    return draw(seeds, flat[ACTIVITIES])


@kernel
def last_of(flat: IntArray, values: IntArray, state: IntArray, term: int) -> int:
    """Return the activity that a term waits for longest, -1 if it waits for none."""
    found, latest = -1, NOTHING
    for k in range(flat[flat[SOURCE_PTR] + term], flat[flat[SOURCE_PTR] + term + 1]):
        a = flat[flat[SOURCE_ACTIVITY] + k]
        if a < 0 or state[state[START] + a] < 0:
            continue
        at = state[state[START] + a]
        if flat[flat[SOURCE_PART] + k] == 1:
            at = state[state[END] + a]
        if values[flat[flat[SOURCE_ROW] + k] + at] > latest:
            found, latest = a, values[flat[flat[SOURCE_ROW] + k] + at]
    return found


@kernel
def waits_for(flat: IntArray, state: IntArray, a: int) -> tuple[int, int]:
    """Return the predecessor by links that ends last, -1 without one, and when it ends."""
    before, latest = -1, -1
    for at in range(flat[flat[INTO_PTR] + a], flat[flat[INTO_PTR] + a + 1]):
        pred = flat[flat[ARROW_SOURCE] + flat[flat[INTO] + at]]
        if pred >= 0 and state[state[START] + pred] >= 0:
            until = max(state[state[HELD] + pred], state[state[END] + pred])
            if until > latest:
                before, latest = pred, until
    return before, latest
