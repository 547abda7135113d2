"""The move that puts activities back to where the baseline has them."""

from __future__ import annotations

from allocator.heuristics.kernel.chains import shares
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ANYBODY,
    ARROW_SOURCE,
    BASELINE_FLOOR,
    BASELINE_START,
    CAND_CHANGE,
    CAND_PERSON,
    CAND_PTR,
    END,
    GROUP,
    HEAP,
    HORIZON,
    INTO,
    INTO_PTR,
    LOCK,
    MAX_RETURNED,
    NEED_COUNT,
    NEED_PTR,
    PENDING,
    RETURN_REACH,
    SEEN,
    START,
    TEAM,
    TEAM_ONLY,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.random_numbers import draw
from allocator.heuristics.kernel.targets import draw_often_urgent
from allocator.problem.timeline import IntArray

MAX_DRAWS = 8
"""Times that an activity is drawn until one is found that is not as in the baseline."""


@kernel
def restore_baseline(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Put back one activity, or those of its project or of its time as well."""
    count = flat[ACTIVITIES]
    a = draw_often_urgent(flat, values, state, focus, seeds)
    for _ in range(MAX_DRAWS):  # rather one that is not where it was
        if _differs(flat, state, a):
            break
        a = draw(seeds, count)
    if draw(seeds, 2):
        _clear_way(flat, state, priority, a, 2 + draw(seeds, settings[MAX_RETURNED] - 1))
        return
    kind, loose = draw(seeds, 4), 1 + draw(seeds, 4)
    width = 1 + draw(seeds, 1 + flat[HORIZON] // settings[RETURN_REACH])
    base = flat[flat[BASELINE_START] + a]
    for b in range(count):
        near = base - width <= flat[flat[BASELINE_START] + b] <= base + width
        alike = flat[flat[GROUP] + b] == flat[flat[GROUP] + a]
        wanted = (kind == 1 and alike) or (kind == 2 and near) or (kind == 3 and alike and near)
        if b == a or (wanted and draw(seeds, 4) < loose):
            _put_back(flat, state, priority, b)


@kernel
def _clear_way(flat: IntArray, state: IntArray, priority: IntArray, a: int, most: int) -> None:
    """Put back an activity, what is in its way there, what is in the way of that, and so on.

    In its way is what its people of the baseline do at that time, and what it waits for; of all
    these so many at most.
    """
    for b in range(flat[ACTIVITIES]):
        state[state[PENDING] + b] = 0
    state[state[HEAP]] = a
    state[state[PENDING] + a] = 1
    size, at = 1, 0
    while at < size:
        one = state[state[HEAP] + at]
        at += 1
        _put_back(flat, state, priority, one)
        base = flat[flat[BASELINE_START] + one]
        if base < 0:
            continue
        until = base + max(1, state[state[END] + one] - state[state[START] + one])
        _mark(flat, state, one, -1)
        for b in range(flat[ACTIVITIES]):
            then = state[state[START] + b] < until and state[state[END] + b] > base
            fresh = size < most and state[state[PENDING] + b] == 0
            if then and fresh and _differs(flat, state, b) and shares(flat, state, b):
                size = _add(state, size, b)
        _mark(flat, state, one, 0)
        for k in range(flat[flat[INTO_PTR] + one], flat[flat[INTO_PTR] + one + 1]):
            b = flat[flat[ARROW_SOURCE] + flat[flat[INTO] + k]]
            if b < 0 or size >= most or state[state[PENDING] + b] != 0:
                continue
            if state[state[END] + b] > base and _differs(flat, state, b):
                size = _add(state, size, b)


@kernel
def _add(state: IntArray, size: int, b: int) -> int:
    state[state[HEAP] + size] = b
    state[state[PENDING] + b] = 1
    return size + 1


@kernel
def _mark(flat: IntArray, state: IntArray, a: int, value: int) -> None:
    """Mark the people of the baseline of an activity."""
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        if flat[flat[CAND_CHANGE] + c] == 0:
            state[state[SEEN] + flat[flat[CAND_PERSON] + c]] = value


@kernel
def _differs(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether an activity of the baseline is elsewhere, or with somebody else."""
    if flat[flat[BASELINE_START] + a] < 0:
        return False
    if state[state[START] + a] != flat[flat[BASELINE_START] + a]:
        return True
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for spot in range(state[state[WHO_PTR] + first], state[state[WHO_PTR] + last]):
        c = state[state[WHO] + spot]
        if c >= 0 and flat[flat[CAND_CHANGE] + c] > 0:
            return True
    return False


@kernel
def _put_back(flat: IntArray, state: IntArray, priority: IntArray, a: int) -> None:
    """Give an activity the start and the people of the baseline, as far as they are there."""
    base = flat[flat[BASELINE_START] + a]
    if base < 0:
        return
    priority[a] = base * STEPS_PER_SLOT
    state[state[BASELINE_FLOOR] + a] = base
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
            state[state[LOCK] + n] = ANYBODY
        elif flat[flat[NEED_COUNT] + n] > 1:
            state[state[LOCK] + n] = TEAM_ONLY
