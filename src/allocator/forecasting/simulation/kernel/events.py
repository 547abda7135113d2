"""The heap of events and the list of ready entries, both in ``state``."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import I64
from allocator.forecasting.simulation.kernel.layout import (
    COMPLEX,
    HEAP,
    HEAP_SIZE,
    NEW_ENTRIES,
    NEWLY_READY,
    RANK,
    READY,
    READY_SIZE,
    RECORD,
    RECORDS,
    SIMPLE,
    STATES,
)
from allocator.heuristics.kernel.jit import kernel

PAYLOAD = 22
"""Bits of an event's code; the time is above them. Codes: places [0, S) become free, entries
[S, S + n) finish, entries [S + n, S + 2n) become ready, the work of entries [S + 2n, S + 3n) is
over, S + 3n wakes."""
CODE = (1 << PAYLOAD) - 1


@kernel(inline=True)
def push(state: I64, time: int, code: int) -> None:
    """Add an event."""
    key = (time << PAYLOAD) | code
    base, at = state[HEAP], state[HEAP_SIZE]
    state[HEAP_SIZE] += 1
    while at > 0:
        up = (at - 1) >> 1
        if state[base + up] <= key:
            break
        state[base + at] = state[base + up]
        at = up
    state[base + at] = key


@kernel(inline=True)
def pop(state: I64) -> int:
    """Take the earliest event out; return its code."""
    base = state[HEAP]
    top = state[base]
    state[HEAP_SIZE] -= 1
    size = state[HEAP_SIZE]
    key, at = state[base + size], 0
    while 2 * at + 1 < size:
        down = 2 * at + 1
        if down + 1 < size and state[base + down + 1] < state[base + down]:
            down += 1
        if state[base + down] >= key:
            break
        state[base + at] = state[base + down]
        at = down
    state[base + at] = key
    return top & CODE


@kernel(inline=True)
def place_of_rank(state: I64, rank: int) -> int:
    """Return where a rank lies, or belongs, in the sorted list of the ready entries."""
    low, high = state[READY], state[READY] + state[READY_SIZE]
    while low < high:
        middle = (low + high) >> 1
        if state[middle] < rank:
            low = middle + 1
        else:
            high = middle
    return low


@kernel(inline=True)
def add_ready(flat: I64, state: I64, entry: int) -> None:
    """Put an entry's rank among those of the ready ones, which are sorted."""
    record = flat[RECORDS] + entry * RECORD
    rank, at = flat[record + RANK], state[READY] + state[READY_SIZE]
    to = place_of_rank(state, rank)
    while at > to:
        state[at] = state[at - 1]
        at -= 1
    state[to] = rank
    state[READY_SIZE] += 1
    state[state[STATES] + entry * RECORD + NEWLY_READY] = 1
    state[NEW_ENTRIES] += 1
    state[COMPLEX] += 1 - flat[record + SIMPLE]


@kernel(inline=True)
def is_ready(flat: I64, state: I64, entry: int) -> bool:
    """Whether an entry is one of the ready ones."""
    rank = flat[flat[RECORDS] + entry * RECORD + RANK]
    at = place_of_rank(state, rank)
    return at < state[READY] + state[READY_SIZE] and state[at] == rank


@kernel
def remove_ready(flat: I64, state: I64, entry: int) -> None:
    """Take an entry that is given up or begins off the ready ones, if it is one of them."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    last = state[READY] + state[READY_SIZE] - 1
    at = place_of_rank(state, flat[record + RANK])
    if at > last or state[at] != flat[record + RANK]:
        return
    while at < last:
        state[at] = state[at + 1]
        at += 1
    state[READY_SIZE] -= 1
    state[NEW_ENTRIES] -= state[own + NEWLY_READY]
    state[own + NEWLY_READY] = 0
    state[COMPLEX] -= 1 - flat[record + SIMPLE]
