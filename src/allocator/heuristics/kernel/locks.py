"""What a move leaves as it is: who does what, and what keeps to the baseline."""

from __future__ import annotations

from allocator.heuristics.kernel.decode import PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    BASE,
    CAND_PTR,
    FLOOR,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    START,
    TEAM,
    WHO,
    WHO_PTR,
)
from allocator.problem.timeline import IntArray


@kernel
def keep(flat: IntArray, state: IntArray, priority: IntArray, free: int) -> int:
    """Take the starts as priorities and lock people, or free all; return the last start."""
    last = 0
    for a in range(flat[ACTIVITIES]):
        start = state[state[START] + a]
        priority[a] = start * PER_SLOT
        last = max(last, start)
        settle_floor(flat, state, a, start)
        for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
            if free or start < 0:
                state[state[LOCK] + n] = -1
            elif flat[flat[NEED_COUNT] + n] == 1:
                state[state[LOCK] + n] = state[state[WHO] + state[state[WHO_PTR] + n]]
            else:
                for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
                    state[state[TEAM] + c] = 0
                for spot in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
                    state[state[TEAM] + state[state[WHO] + spot]] = 1
                state[state[LOCK] + n] = -2
    for a in range(flat[ACTIVITIES]):
        if priority[a] < 0:
            priority[a] = (last + 1) * PER_SLOT
    return last


@kernel
def release(flat: IntArray, state: IntArray, a: int) -> None:
    """Let anybody who can do an activity, as early as can be."""
    state[state[FLOOR] + a] = 0
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        state[state[LOCK] + n] = -1


@kernel
def settle_floor(flat: IntArray, state: IntArray, a: int, start: int) -> None:
    """Hold an activity at its start in the baseline, if a schedule does not have it earlier."""
    base = flat[flat[BASE] + a]
    state[state[FLOOR] + a] = base if start < 0 or start >= base else 0
