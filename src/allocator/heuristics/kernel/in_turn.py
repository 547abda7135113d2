"""Builds a schedule in turn: by priority, each activity to where it is done first, gaps included.

The serial scheme of ``decode``, which ends early where a tier is sure to be above a limit. Where it
depends on who does something how long it takes, it is better to wait for somebody than to begin at
once, and decoding without delay never waits.
"""

from __future__ import annotations

from allocator.heuristics.kernel.decode import (
    ABOVE_LIMIT,
    BUILT,
    NO_PLACE,
    close_dropped,
    pop,
    push,
)
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    DROPPED,
    FOLLOWER,
    FOLLOWER_PTR,
    HEAP,
    HEAP_KEY,
    NODE_OF,
    PENDING,
    START,
    UNREACHABLE,
    WAITING,
    SlotArray,
)
from allocator.heuristics.kernel.place import place, reserve
from allocator.heuristics.kernel.profile import clear
from allocator.heuristics.kernel.score import forget, raised
from allocator.problem.timeline import IntArray


@kernel(entry=True)
def decode_in_turn(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    tier: int,
    limit: int,
) -> int:
    """Build a schedule; the locks and teams of the state are heeded.

    Parameters
    ----------
    state
        Receives the schedule; ``dropped`` says what is left out.
    priority
        By activity; of what waits for nothing any more less goes first.
    tier, limit
        Give up once this tier is sure to be above this value.

    Returns
    -------
    BUILT; ABOVE_LIMIT if it was given up; NO_PLACE if something finds no place on the axis.
    """
    clear(flat, state)
    close_dropped(flat, state)
    forget(flat, state)
    size, cost = 0, 0
    for a in range(flat[ACTIVITIES]):
        state[state[START] + a] = -1
        state[state[HEAP_KEY] + a] = priority[a]
        state[state[PENDING] + a] = flat[flat[WAITING] + a]
    for a in range(flat[ACTIVITIES]):
        if state[state[PENDING] + a] == 0:
            size = push(state, size, a)
    while size > 0:
        size = pop(state, size)
        a = state[state[HEAP] + size]
        if not state[state[DROPPED] + flat[flat[NODE_OF] + a]]:
            start = place(flat, tables, state, a)
            if start == UNREACHABLE:
                return NO_PLACE
            reserve(flat, tables, state, a, start, 1)
            cost += raised(flat, values, state, a, tier)
            if cost > limit:
                return ABOVE_LIMIT
        for k in range(flat[flat[FOLLOWER_PTR] + a], flat[flat[FOLLOWER_PTR] + a + 1]):
            b = flat[flat[FOLLOWER] + k]
            state[state[PENDING] + b] -= 1
            if state[state[PENDING] + b] == 0:
                size = push(state, size, b)
    return BUILT
