"""Moves everything as late as the plan's length leaves room for: the backward pass.

A forward pass in the order of the right-justified starts then gives a plan that is no longer,
and often shorter: Valls, Ballestín, Quintanilla (2005), "Justification and RCPSP: a technique
that pays". Only the order is used of it, so that where a link does not fit in backwards nothing
is lost but the attempt.
"""

from __future__ import annotations

from allocator.heuristics.kernel.decode import STEPS_PER_SLOT, pop, push
from allocator.heuristics.kernel.fit import held_until
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ARROW_ENDPOINT,
    ARROW_LENGTH,
    ARROW_ROW,
    ARROW_SUCC,
    ARROW_TO,
    AT_WORK_END,
    CAND_PERSON,
    CAND_ROW,
    DEMAND_AMOUNT,
    DEMAND_BITS,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    GROUP,
    GROUP_DUE,
    GROUP_END,
    GROUPS,
    HEAP,
    HEAP_KEY,
    HELD,
    HOLD_ROW,
    HORIZON,
    MAKESPAN_TIER,
    NEED_PTR,
    NEED_SHARE,
    OUT,
    OUT_PTR,
    RELEASE,
    START,
    TARDINESS_TIER,
    WHO,
    WHO_PTR,
    WHOLE,
    WORD_USE,
    SlotArray,
)
from allocator.heuristics.kernel.place import reserve
from allocator.heuristics.kernel.profile import busy_from, clear, full_from
from allocator.problem.timeline import IntArray


@kernel
def latest_of(flat: IntArray, tables: SlotArray, k: int, target: int, value: int) -> int:
    """Return the greatest value of an arrow's source that lets a target have a value."""
    row = flat[flat[ARROW_ROW] + 2 * k + target]
    if row < 0:
        return value
    low, high = -1, flat[flat[ARROW_LENGTH] + k]
    guess = value - tables[row]  # right where the wait is the same everywhere
    if 0 <= guess < high and tables[row + guess] <= value:
        if guess + 1 == high or tables[row + guess + 1] > value:
            return guess
        low = guess
    while high - low > 1:
        middle = (low + high) >> 1
        if tables[row + middle] <= value:
            low = middle
        else:
            high = middle
    return low


@kernel
def ceilings(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, limit: int
) -> tuple[int, int]:
    """Return the latest start and the latest end that the placed successors leave."""
    latest_start, latest_end = limit, limit
    for at in range(flat[flat[OUT_PTR] + a], flat[flat[OUT_PTR] + a + 1]):
        k = flat[flat[OUT] + at]
        succ = flat[flat[ARROW_SUCC] + k]
        if state[state[START] + succ] < 0:
            continue
        latest = -1
        for target in range(2):
            to = flat[flat[ARROW_TO] + 2 * k + target]
            if to >= 0:
                value = (
                    state[state[END] + succ] if to == AT_WORK_END else state[state[START] + succ]
                )
                latest = max(latest, latest_of(flat, tables, k, target, value))
        if flat[flat[ARROW_ENDPOINT] + k] == AT_WORK_END:
            latest_end = min(latest_end, latest)
        else:
            latest_start = min(latest_start, latest)
    return latest_start, latest_end


@kernel
def last_fit(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int, end: int, limit: int
) -> int:
    """Return the last start with the same people that ends by the given boundaries, or -1."""
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    while start >= 0:
        done, least = start, 0
        need = flat[flat[NEED_PTR] + a]
        for spot in range(first, last):
            while spot >= state[state[WHO_PTR] + need + 1]:
                need += 1
            c = state[state[WHO] + spot]
            if c < 0:
                continue
            until = tables[flat[flat[CAND_ROW] + c] + start]
            done = max(done, until)
            if until > flat[HORIZON]:
                least = max(least, 1)
                continue
            if until > end:
                least = max(least, until - end)
                continue
            blocked = busy_from(
                flat,
                state,
                flat[flat[CAND_PERSON] + c],
                start,
                until,
                flat[WHOLE] - flat[flat[NEED_SHARE] + need],
            )
            if blocked >= 0:
                least = max(least, 1, min(until - blocked, start + 1))
        row = flat[flat[HOLD_ROW] + a]
        if done <= flat[HORIZON] and row >= 0 and tables[row + start] > flat[HORIZON]:
            least = max(least, 1)
        if least == 0:
            held = held_until(flat, tables, a, start, done)
            if held > limit:
                least = 1
            for d in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
                if held > start and least == 0:
                    row = state[WORD_USE] + flat[flat[DEMAND_WORD] + d] * flat[HORIZON]
                    amount, bits = flat[flat[DEMAND_AMOUNT] + d], flat[flat[DEMAND_BITS] + d]
                    blocked = full_from(state, row, start, held, amount, bits)
                    if blocked >= 0:
                        least = max(1, min(held - blocked, start + 1))
        if least == 0:
            state[state[END] + a] = done
            return start
        start -= least
    return -1


@kernel(entry=True)
def justify(
    flat: IntArray, tables: SlotArray, state: IntArray, priority: IntArray, focus: int
) -> bool:
    """Move everything right and write the starts as priorities; False if something has no place.

    For the tier of the makespan up to the plan's end; for tardiness up to the end or the due date
    of its project, whichever is later; else up to the end of its project.
    """
    size, longest = 0, 0
    dues = focus == 0 or focus == flat[TARDINESS_TIER]
    for g in range(flat[GROUPS]):
        state[state[GROUP_END] + g] = flat[flat[GROUP_DUE] + g] if dues else 0
    for a in range(flat[ACTIVITIES]):
        priority[a] = -1
        if state[state[START] + a] >= 0:
            held = max(state[state[HELD] + a], state[state[END] + a])
            g = flat[flat[GROUP] + a]
            state[state[GROUP_END] + g] = max(state[state[GROUP_END] + g], held)
            longest = max(longest, held)
            state[state[HEAP_KEY] + a] = -held
            size = push(state, size, a)
        state[state[START] + a] = -1
    clear(flat, state)
    while size > 0:
        size = pop(state, size)
        a = state[state[HEAP] + size]
        limit = longest
        if focus != flat[MAKESPAN_TIER]:
            limit = min(longest, state[state[GROUP_END] + flat[flat[GROUP] + a]])
        start, end = ceilings(flat, tables, state, a, limit)
        start = last_fit(flat, tables, state, a, min(start, limit, flat[HORIZON] - 1), end, limit)
        if start < flat[flat[RELEASE] + a]:
            return False
        reserve(flat, tables, state, a, start, 1)
        priority[a] = start * STEPS_PER_SLOT
    for a in range(flat[ACTIVITIES]):
        if priority[a] < 0:
            priority[a] = longest * STEPS_PER_SLOT
    return True
