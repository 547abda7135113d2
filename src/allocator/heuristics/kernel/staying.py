"""Moves back to where the baseline has things."""

from __future__ import annotations

from allocator.heuristics.kernel.chance import draw
from allocator.heuristics.kernel.decode import PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    BASE,
    CAND_CHANGE,
    CAND_PTR,
    FLOOR,
    GROUP,
    HORIZON,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    START,
    TEAM,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.targets import urgent
from allocator.problem.timeline import IntArray


@kernel
def go_back(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Put back one activity, or those of its project or of its time as well."""
    count = flat[ACTIVITIES]
    a = urgent(flat, values, state, focus, seeds) if draw(seeds, 2) else draw(seeds, count)
    for _ in range(8):  # rather one that is not where it was
        if _differs(flat, state, a):
            break
        a = draw(seeds, count)
    kind, loose = draw(seeds, 4), 1 + draw(seeds, 4)
    width = 1 + draw(seeds, 1 + flat[HORIZON] // 16)
    base = flat[flat[BASE] + a]
    for b in range(count):
        near = base - width <= flat[flat[BASE] + b] <= base + width
        alike = flat[flat[GROUP] + b] == flat[flat[GROUP] + a]
        wanted = (kind == 1 and alike) or (kind == 2 and near) or (kind == 3 and alike and near)
        if b == a or (wanted and draw(seeds, 4) < loose):
            _put_back(flat, state, priority, b)


@kernel
def _differs(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether an activity of the baseline is elsewhere, or with somebody else."""
    if flat[flat[BASE] + a] < 0:
        return False
    if state[state[START] + a] != flat[flat[BASE] + a]:
        return True
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for spot in range(state[state[WHO_PTR] + first], state[state[WHO_PTR] + last]):
        if flat[flat[CAND_CHANGE] + state[state[WHO] + spot]] > 0:
            return True
    return False


@kernel
def _put_back(flat: IntArray, state: IntArray, priority: IntArray, a: int) -> None:
    """Give an activity the start and the people of the baseline, as far as they are there."""
    base = flat[flat[BASE] + a]
    if base < 0:
        return
    priority[a] = base * PER_SLOT
    state[state[FLOOR] + a] = base
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        low, high = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
        stay = 0
        for c in range(low, high):
            here = flat[flat[CAND_CHANGE] + c] == 0
            state[state[TEAM] + c] = int(here)
            if here:
                stay += 1
                if flat[flat[NEED_COUNT] + n] == 1:
                    state[state[LOCK] + n] = c
        if stay < flat[flat[NEED_COUNT] + n]:
            state[state[LOCK] + n] = -1
        elif flat[flat[NEED_COUNT] + n] > 1:
            state[state[LOCK] + n] = -2
