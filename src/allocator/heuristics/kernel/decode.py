"""Builds a schedule from priorities: serial and parallel schedule-generation schemes.

Serial: activities by priority, as soon as all that they wait for is placed, each to the first
place that is left, gaps included. Parallel: always the activity that can start first, ties by
priority, so that nobody idles while something could start. Kolisch (1996), "Serial and parallel
resource-constrained project scheduling methods revisited".
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    DROPPABLES,
    DROPPED,
    FOLLOWER,
    FOLLOWER_PTR,
    HEAP,
    HEAP_KEY,
    NODE_OF,
    NODE_ORDER,
    NODES,
    PENDING,
    RELEASE,
    REQUIRE,
    REQUIRE_PTR,
    START,
    UNREACHABLE,
    WAITING,
    SlotArray,
)
from allocator.heuristics.kernel.place import place, reserve
from allocator.heuristics.kernel.profile import clear
from allocator.problem.timeline import IntArray

STEPS_PER_SLOT = 1024
"""Steps of priority in a slot, where starts are taken as priorities."""

PRIORITY_LIMIT = 1 << 40
"""Exclusive limit of priorities, positive and negative."""

NO_PLACE, ABOVE_LIMIT, BUILT = range(3)
"""What came of a decoding: nothing, as something has no place on the axis, or a tier is too bad."""


@kernel
def _before(state: IntArray, one: int, other: int) -> bool:
    """Return whether an entry of the heap goes before another: by key, then by number."""
    if state[state[HEAP_KEY] + one] != state[state[HEAP_KEY] + other]:
        return state[state[HEAP_KEY] + one] < state[state[HEAP_KEY] + other]
    return one < other


@kernel
def push(state: IntArray, size: int, a: int) -> int:
    """Add an activity, whose key stands in ``heap_key``; return the size."""
    at = size
    state[state[HEAP] + at] = a
    while at > 0:
        up = (at - 1) >> 1
        if not _before(state, a, state[state[HEAP] + up]):
            break
        state[state[HEAP] + at] = state[state[HEAP] + up]
        at = up
    state[state[HEAP] + at] = a
    return size + 1


@kernel
def pop(state: IntArray, size: int) -> int:
    """Take the first out, to the end of the heap; return the size."""
    top, moved = state[state[HEAP] + 0], state[state[HEAP] + size - 1]
    size -= 1
    at = 0
    while 2 * at + 1 < size:
        down = 2 * at + 1
        if down + 1 < size and _before(
            state, state[state[HEAP] + down + 1], state[state[HEAP] + down]
        ):
            down += 1
        if not _before(state, state[state[HEAP] + down], moved):
            break
        state[state[HEAP] + at] = state[state[HEAP] + down]
        at = down
    state[state[HEAP] + at] = moved
    state[state[HEAP] + size] = top
    return size


@kernel
def close_dropped(flat: IntArray, state: IntArray) -> None:
    """Drop every item that waits for a dropped one."""
    if flat[DROPPABLES] == 0:
        return
    for at in range(flat[NODES]):
        node = flat[flat[NODE_ORDER] + at]
        for k in range(flat[flat[REQUIRE_PTR] + node], flat[flat[REQUIRE_PTR] + node + 1]):
            if state[state[DROPPED] + flat[flat[REQUIRE] + k]]:
                state[state[DROPPED] + node] = 1


@kernel(entry=True)
def decode(
    flat: IntArray, tables: SlotArray, state: IntArray, priority: IntArray, parallel: int
) -> bool:
    """Build a schedule.

    Parameters
    ----------
    flat
        The problem.
    state
        Receives the schedule; ``lock``, ``team`` and ``dropped`` say what is given.
    priority
        By activity; less goes first.
    parallel
        1 for the parallel scheme.

    Returns
    -------
    False if something finds no place on the axis.
    """
    clear(flat, state)
    close_dropped(flat, state)
    size = 0
    for a in range(flat[ACTIVITIES]):
        state[state[START] + a] = -1
        state[state[PENDING] + a] = flat[flat[WAITING] + a]
    for a in range(flat[ACTIVITIES]):
        if state[state[PENDING] + a] == 0:
            state[state[HEAP_KEY] + a] = _key(priority, a, flat[flat[RELEASE] + a], parallel)
            size = push(state, size, a)
    while size > 0:
        size = pop(state, size)
        a = state[state[HEAP] + size]
        if not state[state[DROPPED] + flat[flat[NODE_OF] + a]]:
            start = place(flat, tables, state, a)
            if start == UNREACHABLE:
                return False
            if parallel:
                key = _key(priority, a, start, parallel)
                if key > state[state[HEAP_KEY] + a]:
                    state[state[HEAP_KEY] + a] = key
                    size = push(state, size, a)
                    continue
            reserve(flat, tables, state, a, start, 1)
        for k in range(flat[flat[FOLLOWER_PTR] + a], flat[flat[FOLLOWER_PTR] + a + 1]):
            b = flat[flat[FOLLOWER] + k]
            state[state[PENDING] + b] -= 1
            if state[state[PENDING] + b] == 0:
                since = max(flat[flat[RELEASE] + b], max(state[state[START] + a], 0))
                state[state[HEAP_KEY] + b] = _key(priority, b, since, parallel)
                size = push(state, size, b)
    return True


@kernel
def _key(priority: IntArray, a: int, start: int, parallel: int) -> int:
    """Return the place in the heap; in the parallel scheme by start, then by priority."""
    return (start << 41) + priority[a] + PRIORITY_LIMIT if parallel else priority[a]
