"""Books the use of people and resources over time.

A person's use is a step function in sorted arrays: from ``STEP_SLOT`` i on ``STEP_SHARE`` i is
taken, until the next. It begins at slot 0, and neighbours differ, so that a stretch of work that
follows another makes it no longer: people have few gaps. The use of a resource, which many items
hold at once for a short time, is a bit field of one number per slot, see ``packed_capacities``.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    EMPTY_WORD,
    HORIZON,
    LIMITED,
    MAX_ITEMS,
    PEOPLE,
    PERSON_BOOKED,
    PERSON_BOOKINGS,
    PROFILE_PTR,
    PROFILE_STEPS,
    PROFILES,
    RESOURCE_BOOKED,
    RESOURCE_BOOKINGS,
    STEP_SHARE,
    STEP_SLOT,
    WORD_USE,
    WORDS,
)
from allocator.problem.timeline import IntArray


@kernel
def clear(flat: IntArray, state: IntArray) -> None:
    """Take everything out but what items hold that are not decided about."""
    for key in range(flat[PROFILES]):
        first = state[state[PROFILE_PTR] + key]
        state[state[PROFILE_STEPS] + key] = 1
        state[state[STEP_SLOT] + first] = 0
        state[state[STEP_SHARE] + first] = 0
    first = state[WORD_USE]
    for word in range(flat[WORDS]):
        empty, row = flat[flat[EMPTY_WORD] + word], first + word * flat[HORIZON]
        for k in range(row, row + flat[HORIZON]):
            state[k] = empty
    for b in range(flat[RESOURCE_BOOKED], flat[RESOURCE_BOOKED] + 4 * flat[RESOURCE_BOOKINGS], 4):
        row = first + flat[b] * flat[HORIZON]
        for k in range(row + flat[b + 1], row + flat[b + 2]):
            state[k] += flat[b + 3]
    for b in range(flat[PERSON_BOOKED], flat[PERSON_BOOKED] + 4 * flat[PERSON_BOOKINGS], 4):
        book_person(flat, state, flat[b], flat[b + 1], flat[b + 2], flat[b + 3], 1)


@kernel
def segment(state: IntArray, key: int, slot: int) -> int:
    """Return the position of the step that a slot lies in."""
    low = state[state[PROFILE_PTR] + key]
    high = low + state[state[PROFILE_STEPS] + key]
    while high - low > 1:
        middle = (low + high) >> 1
        if state[state[STEP_SLOT] + middle] <= slot:
            low = middle
        else:
            high = middle
    return low


@kernel
def blocked_until(state: IntArray, key: int, start: int, end: int, most: int) -> int:
    """Return where the first step of [start, end) with more than ``most`` in use ends, or -1."""
    at = segment(state, key, start)
    last = state[state[PROFILE_PTR] + key] + state[state[PROFILE_STEPS] + key]
    while at < last and state[state[STEP_SLOT] + at] < end:
        if state[state[STEP_SHARE] + at] > most:
            return state[state[STEP_SLOT] + at + 1] if at + 1 < last else end
        at += 1
    return -1


@kernel
def blocked_from(state: IntArray, key: int, start: int, end: int, most: int) -> int:
    """Return where the last step of [start, end) with more than ``most`` in use begins, or -1."""
    at = segment(state, key, end - 1)
    first = state[state[PROFILE_PTR] + key]
    while at >= first:
        if state[state[STEP_SHARE] + at] > most:
            return state[state[STEP_SLOT] + at]
        if state[state[STEP_SLOT] + at] <= start:
            break
        at -= 1
    return -1


@kernel
def _split(state: IntArray, key: int, slot: int) -> int:
    """See to it that a step begins at a slot; return its position."""
    at = segment(state, key, slot)
    if state[state[STEP_SLOT] + at] == slot:
        return at
    last = state[state[PROFILE_PTR] + key] + state[state[PROFILE_STEPS] + key]
    for k in range(last, at + 1, -1):
        state[state[STEP_SLOT] + k] = state[state[STEP_SLOT] + k - 1]
        state[state[STEP_SHARE] + k] = state[state[STEP_SHARE] + k - 1]
    state[state[STEP_SLOT] + at + 1] = slot
    state[state[STEP_SHARE] + at + 1] = state[state[STEP_SHARE] + at]
    state[state[PROFILE_STEPS] + key] += 1
    return at + 1


@kernel
def _merge(state: IntArray, key: int, at: int) -> None:
    """Drop a step that uses as much as the one before it."""
    first = state[state[PROFILE_PTR] + key]
    last = first + state[state[PROFILE_STEPS] + key]
    if (
        at <= first
        or at >= last
        or state[state[STEP_SHARE] + at] != state[state[STEP_SHARE] + at - 1]
    ):
        return
    for k in range(at, last - 1):
        state[state[STEP_SLOT] + k] = state[state[STEP_SLOT] + k + 1]
        state[state[STEP_SHARE] + k] = state[state[STEP_SHARE] + k + 1]
    state[state[PROFILE_STEPS] + key] -= 1


@kernel
def book(state: IntArray, key: int, start: int, end: int, amount: int) -> None:
    """Add an amount to [start, end); negative amounts take it out again."""
    if end <= start or amount == 0:
        return
    low = _split(state, key, start)
    high = _split(state, key, end)
    for k in range(low, high):
        state[state[STEP_SHARE] + k] += amount
    _merge(state, key, high)
    _merge(state, key, low)


@kernel
def book_person(
    flat: IntArray, state: IntArray, person: int, start: int, end: int, share: int, items: int
) -> None:
    """Add a share of a person's time in [start, end), and so many items; negative to take out."""
    book(state, person, start, end, share)
    if flat[LIMITED]:
        book(state, flat[PEOPLE] + person, start, end, items)


@kernel
def busy_until(
    flat: IntArray, state: IntArray, person: int, start: int, end: int, most: int
) -> int:
    """Return where a stretch of [start, end) ends in which a person cannot take more, or -1.

    That is with more than ``most`` of their time in use, or as many items as they may be on.
    """
    until = blocked_until(state, person, start, end, most)
    if flat[LIMITED]:
        items = flat[flat[MAX_ITEMS] + person] - 1
        until = max(until, blocked_until(state, flat[PEOPLE] + person, start, end, items))
    return until


@kernel
def busy_from(flat: IntArray, state: IntArray, person: int, start: int, end: int, most: int) -> int:
    """Return where the last stretch of [start, end) begins in which they cannot, or -1."""
    since = blocked_from(state, person, start, end, most)
    if flat[LIMITED]:
        items = flat[flat[MAX_ITEMS] + person] - 1
        since = max(since, blocked_from(state, flat[PEOPLE] + person, start, end, items))
    return since


@kernel
def full_until(state: IntArray, row: int, start: int, end: int, amount: int, bits: int) -> int:
    """Return the slot after the last in [start, end) without room for an amount, or -1.

    ``row`` is where the word's slots begin, ``bits`` are those that must not be set.
    """
    for slot in range(end - 1, start - 1, -1):
        if (state[row + slot] + amount) & bits:
            return slot + 1
    return -1


@kernel
def full_from(state: IntArray, row: int, start: int, end: int, amount: int, bits: int) -> int:
    """Return the first slot in [start, end) without room for an amount, or -1."""
    for slot in range(start, end):
        if (state[row + slot] + amount) & bits:
            return slot
    return -1


@kernel
def hold(state: IntArray, row: int, start: int, end: int, amount: int) -> None:
    """Add an amount to a word in [start, end)."""
    for slot in range(row + start, row + end):
        state[slot] += amount
