"""Builds a schedule without delay: slot by slot, nobody idles while something they can do is ready.

The parallel schedule-generation scheme, event by event (Kolisch, 1996, "Serial and parallel
resource-constrained project scheduling methods revisited"). Where something ends or can start,
what is ready is tried in the order of its priority; what cannot start waits for the next event.
Nothing is placed ahead of time, so that for people who work whole time on one thing the boundary
until which they are busy says all. It ends early where a tier is sure to be above a limit.
"""

from __future__ import annotations

from allocator.heuristics.kernel.decode import ABOVE_LIMIT, BUILT, NO_PLACE, close_dropped
from allocator.heuristics.kernel.fit import floor_of
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    BUSY,
    CLOSED,
    DONE,
    DROPPED,
    EVENT,
    EVENT_NEXT,
    FIRST_FREE,
    FOLLOWER,
    FOLLOWER_PTR,
    HEAP,
    HORIZON,
    NEED_CLASSES,
    NODE_OF,
    OPEN_CLASSES,
    PENDING,
    PEOPLE,
    PLAIN,
    QUEUE,
    QUEUE_PTR,
    QUEUE_SIZE,
    START,
    STIRS,
    WAITING,
    SlotArray,
)
from allocator.heuristics.kernel.profile import clear
from allocator.heuristics.kernel.queues import (
    dequeue,
    enqueue,
    goes_before,
    insert_ready,
    open_classes,
    open_for_free,
    settle_first,
)
from allocator.heuristics.kernel.score import forget, raised
from allocator.heuristics.kernel.start_now import start_any, start_plain
from allocator.problem.timeline import IntArray


@kernel(entry=True)
def decode_without_delay(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    tier: int,
    limit: int,
) -> int:
    """Build a schedule; people are open to everything.

    Parameters
    ----------
    state
        Receives the schedule; ``dropped`` says what is left out.
    priority
        By activity; of what is ready less goes first.
    tier, limit
        Give up once this tier is sure to be above this value.

    Returns
    -------
    BUILT; ABOVE_LIMIT if it was given up; NO_PLACE if something finds no place on the axis.
    """
    _begin(flat, tables, state)
    left, count, cost, now = flat[ACTIVITIES], 0, 0, 0
    while now < flat[HORIZON]:
        if state[state[EVENT] + now] == 0:
            now += 1
            continue
        open_for_free(flat, state, now)
        a = state[state[EVENT] + now] - 2
        state[state[EVENT] + now] = 1
        while a >= 0:
            after = state[state[EVENT_NEXT] + a] - 2
            if state[state[DROPPED] + flat[flat[NODE_OF] + a]]:
                left -= 1
                _release_followers(flat, tables, state, a, now)
            elif flat[flat[PLAIN] + a]:
                enqueue(flat, state, priority, a)
            else:
                insert_ready(state, priority, count, a)
                count += 1
            a = after
        classes = open_classes(flat, state, priority)
        kept, k = 0, 0
        while True:
            a, one = -1, -1
            if classes > 0:
                one = state[state[OPEN_CLASSES]]
                a = state[state[QUEUE] + flat[flat[QUEUE_PTR] + one]]
            other = state[state[HEAP] + k] if k < count else -1
            if a >= 0 and (other < 0 or goes_before(priority, a, other)):
                started = start_plain(flat, tables, state, a, now)
                if started:
                    dequeue(flat, state, priority, one)
                classes = settle_first(flat, state, priority, classes, started)
                if not started:
                    continue
            elif other >= 0:
                k += 1
                if not start_any(flat, tables, state, other, now):
                    state[state[HEAP] + kept] = other
                    kept += 1
                    continue
                a = other
            else:
                break
            left -= 1
            cost += raised(flat, values, state, a, tier)
            if cost > limit:
                return ABOVE_LIMIT
            _release_followers(flat, tables, state, a, now)
        count = kept
        if left == 0:
            return BUILT
        if state[state[EVENT] + now] == 1:
            now += 1
    return NO_PLACE


@kernel
def _begin(flat: IntArray, tables: SlotArray, state: IntArray) -> None:
    """Empty the schedule, and note what can start without waiting for anything."""
    clear(flat, state)
    close_dropped(flat, state)
    for slot in range(flat[HORIZON] + 1):
        state[state[EVENT] + slot] = flat[flat[STIRS] + slot]
        state[state[DONE] + slot] = 0
    for p in range(flat[PEOPLE]):
        state[state[BUSY] + p] = 0
    for k in range(flat[NEED_CLASSES]):
        state[state[QUEUE_SIZE] + k] = 0
        state[state[CLOSED] + k] = 0
        state[state[FIRST_FREE] + k] = 0
    forget(flat, state)
    for a in range(flat[ACTIVITIES]):
        state[state[START] + a] = -1
        state[state[PENDING] + a] = flat[flat[WAITING] + a]
    for a in range(flat[ACTIVITIES]):
        if state[state[PENDING] + a] == 0:
            _announce(flat, tables, state, a, 0)


@kernel(inline=True)
def _announce(flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int) -> None:
    """Note from which slot on the links let an activity start."""
    slot = now
    if not state[state[DROPPED] + flat[flat[NODE_OF] + a]]:
        slot = max(now, floor_of(flat, tables, state, a)[0])
    if slot < flat[HORIZON]:
        state[state[EVENT_NEXT] + a] = state[state[EVENT] + slot]
        state[state[EVENT] + slot] = a + 2


@kernel(inline=True)
def _release_followers(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int
) -> None:
    for k in range(flat[flat[FOLLOWER_PTR] + a], flat[flat[FOLLOWER_PTR] + a + 1]):
        b = flat[flat[FOLLOWER] + k]
        state[state[PENDING] + b] -= 1
        if state[state[PENDING] + b] == 0:
            _announce(flat, tables, state, b, now)
