"""Keeps what is ready in queues: one for each class of needs that the same people can fill.

So only what somebody may be free for is looked at. A class is closed while nobody in it is free,
and its people are looked at from the first on who may be.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    CAND_PERSON,
    CLASS_OF,
    CLOSED,
    DONE,
    DONE_NEXT,
    FIRST_FREE,
    HEAP,
    MEMBER_CLASS,
    MEMBER_PTR,
    MEMBER_RANK,
    NEED_CLASSES,
    NEED_PTR,
    OPEN_CLASSES,
    QUEUE,
    QUEUE_PTR,
    QUEUE_SIZE,
    STIRS,
    WHO,
    WHOLE_TIME,
)
from allocator.problem.timeline import IntArray


@kernel(inline=True)
def goes_before(priority: IntArray, one: int, other: int) -> bool:
    """Return whether one activity goes before another: by priority, then by number."""
    if priority[one] != priority[other]:
        return priority[one] < priority[other]
    return one < other


@kernel
def open_classes(flat: IntArray, state: IntArray, priority: IntArray) -> int:
    """List the classes in which somebody may be free, in the order of what goes first.

    Returns
    -------
    How many they are.
    """
    found = 0
    for k in range(flat[NEED_CLASSES]):
        if state[state[QUEUE_SIZE] + k] > 0 and state[state[CLOSED] + k] == 0:
            a = state[state[QUEUE] + flat[flat[QUEUE_PTR] + k]]
            at = state[OPEN_CLASSES] + found
            while at > state[OPEN_CLASSES]:
                other = state[state[QUEUE] + flat[flat[QUEUE_PTR] + state[at - 1]]]
                if not goes_before(priority, a, other):
                    break
                state[at] = state[at - 1]
                at -= 1
            state[at] = k
            found += 1
    return found


@kernel
def settle_first(
    flat: IntArray, state: IntArray, priority: IntArray, count: int, started: bool
) -> int:
    """Move the first class of the list to where it belongs, or off it; return how many are left.

    It is off the list where nobody is free or nothing is left in its queue.
    """
    at, last = state[OPEN_CLASSES], state[OPEN_CLASSES] + count
    one = state[at]
    if not started:
        state[state[CLOSED] + one] = 1
    if not started or state[state[QUEUE_SIZE] + one] == 0:
        for k in range(at, last - 1):
            state[k] = state[k + 1]
        return count - 1
    a = state[state[QUEUE] + flat[flat[QUEUE_PTR] + one]]
    while at + 1 < last:
        other = state[state[QUEUE] + flat[flat[QUEUE_PTR] + state[at + 1]]]
        if not goes_before(priority, other, a):
            break
        state[at] = state[at + 1]
        at += 1
    state[at] = one
    return count


@kernel
def enqueue(flat: IntArray, state: IntArray, priority: IntArray, a: int) -> None:
    """Add a plain activity to the queue of its class."""
    one = flat[flat[CLASS_OF] + flat[flat[NEED_PTR] + a]]
    first, at = state[QUEUE] + flat[flat[QUEUE_PTR] + one], state[state[QUEUE_SIZE] + one]
    state[state[QUEUE_SIZE] + one] = at + 1
    while at > 0:
        up = (at - 1) >> 1
        if not goes_before(priority, a, state[first + up]):
            break
        state[first + at] = state[first + up]
        at = up
    state[first + at] = a


@kernel
def dequeue(flat: IntArray, state: IntArray, priority: IntArray, one: int) -> None:
    """Take the first out of the queue of a class."""
    first, size = state[QUEUE] + flat[flat[QUEUE_PTR] + one], state[state[QUEUE_SIZE] + one] - 1
    state[state[QUEUE_SIZE] + one] = size
    moved = state[first + size]
    at = 0
    while 2 * at + 1 < size:
        down = 2 * at + 1
        if down + 1 < size and goes_before(priority, state[first + down + 1], state[first + down]):
            down += 1
        if not goes_before(priority, state[first + down], moved):
            break
        state[first + at] = state[first + down]
        at = down
    state[first + at] = moved


@kernel
def insert_ready(state: IntArray, priority: IntArray, count: int, a: int) -> None:
    """Put an activity that is not plain among those that are ready, which are in order."""
    first, at = state[HEAP], count
    while at > 0 and goes_before(priority, a, state[first + at - 1]):
        state[first + at] = state[first + at - 1]
        at -= 1
    state[first + at] = a


@kernel
def open_for_free(flat: IntArray, state: IntArray, now: int) -> None:
    """Open the classes of everybody who is done now; all of them where somebody begins to work."""
    place = state[state[DONE] + now] - 1
    state[state[DONE] + now] = 0
    while place >= 0:
        person = flat[flat[CAND_PERSON] + state[state[WHO] + place]]
        for k in range(flat[flat[MEMBER_PTR] + person], flat[flat[MEMBER_PTR] + person + 1]):
            one = flat[flat[MEMBER_CLASS] + k]
            state[state[CLOSED] + one] = 0
            rank = flat[flat[MEMBER_RANK] + k]
            state[state[FIRST_FREE] + one] = min(state[state[FIRST_FREE] + one], rank)
        place = state[state[DONE_NEXT] + place] - 1
    if flat[flat[STIRS] + now] or not flat[WHOLE_TIME]:
        for k in range(flat[NEED_CLASSES]):
            state[state[CLOSED] + k] = 0
