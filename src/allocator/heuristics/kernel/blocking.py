"""Moves of what is in the way of a late finish."""

from __future__ import annotations

from allocator.heuristics.kernel.chance import draw
from allocator.heuristics.kernel.decode import PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    CAND_PERSON,
    DEMAND_BITS,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    FLOOR,
    HELD,
    NEED_PTR,
    RELEASE,
    SEEN,
    START,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.locks import release
from allocator.heuristics.kernel.targets import last_of, late_term, waits_for
from allocator.problem.timeline import IntArray


@kernel
def blocker(flat: IntArray, state: IntArray, a: int, since: int) -> int:
    """Return what ends last before a start, after an instant, of what shares people or resources.

    -1 if nothing does.
    """
    found, latest = -1, since
    start = state[state[START] + a]
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    for spot in range(first, last):
        state[state[SEEN] + flat[flat[CAND_PERSON] + state[state[WHO] + spot]]] = -1
    for b in range(flat[ACTIVITIES]):
        begins = state[state[START] + b]
        if begins < 0 or begins >= start or b == a:
            continue
        until = state[state[END] + b]
        if latest < until <= start and shares(flat, state, b):
            found, latest = b, until
        held = max(until, state[state[HELD] + b])
        if latest < held <= start and _shares_resource(flat, a, b):
            found, latest = b, held
    for spot in range(first, last):
        state[state[SEEN] + flat[flat[CAND_PERSON] + state[state[WHO] + spot]]] = 0
    return found


@kernel
def shares(flat: IntArray, state: IntArray, b: int) -> bool:
    """Return whether one of the people who are marked does an activity."""
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + b]]
    for spot in range(first, state[state[WHO_PTR] + flat[flat[NEED_PTR] + b + 1]]):
        if state[state[SEEN] + flat[flat[CAND_PERSON] + state[state[WHO] + spot]]] == -1:
            return True
    return False


@kernel
def _shares_resource(flat: IntArray, a: int, b: int) -> bool:
    """Return whether two activities hold the same resource."""
    for k in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
        for d in range(flat[flat[DEMAND_PTR] + b], flat[flat[DEMAND_PTR] + b + 1]):
            if flat[flat[DEMAND_WORD] + k] == flat[flat[DEMAND_WORD] + d] and (
                flat[flat[DEMAND_BITS] + k] & flat[flat[DEMAND_BITS] + d]
            ):
                return True
    return False


@kernel
def unblock(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Follow what holds a late finish back, by links and by people, and change one such wait."""
    term = late_term(flat, values, state, focus, seeds)
    a = last_of(flat, values, state, term) if term >= 0 else draw(seeds, flat[ACTIVITIES])
    left = draw(seeds, 24)
    while a >= 0 and state[state[START] + a] >= 0:
        pred, since = waits_for(flat, state, a)
        other = -1
        if state[state[START] + a] > since:
            other = blocker(flat, state, a, max(since, flat[flat[RELEASE] + a]))
        if other >= 0 and left <= 0:
            how = draw(seeds, 4)
            if how != 1:
                priority[a] = priority[other] - 1 - draw(seeds, PER_SLOT)
                state[state[FLOOR] + a] = 0
            if how == 1 or how == 2:
                release(flat, state, other)
            if how == 3:
                release(flat, state, a)
            return
        left -= 1
        a = other if other >= 0 and (pred < 0 or draw(seeds, 2)) else pred
