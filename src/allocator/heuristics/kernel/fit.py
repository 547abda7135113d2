"""Finds the slots in which one candidate, the resources and the links of an activity fit."""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ARROW_ENDPOINT,
    ARROW_ROW,
    ARROW_SOURCE,
    ARROW_TO,
    AT_ELAPSED_END,
    AT_START,
    AT_WORK_END,
    BASELINE_FLOOR,
    CAND_PERSON,
    CAND_RANK,
    CAND_ROW,
    CAND_WEIGHT,
    DEMAND_AMOUNT,
    DEMAND_BITS,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    HOLD_ROW,
    HORIZON,
    INTO,
    INTO_PTR,
    LINK_FLOORS,
    NEED_SHARE,
    RELEASE,
    SCARCITY,
    START,
    UNREACHABLE,
    WEIGHT_FIRST,
    WHOLE,
    WORD_USE,
    SlotArray,
)
from allocator.heuristics.kernel.profile import busy_until, full_until
from allocator.problem.timeline import IntArray


@kernel
def floor_of(flat: IntArray, tables: SlotArray, state: IntArray, a: int) -> tuple[int, int]:
    """Return the least start that the links from placed activities leave, and how many floors."""
    start, count = max(flat[flat[RELEASE] + a], state[state[BASELINE_FLOOR] + a]), 0
    for at in range(flat[flat[INTO_PTR] + a], flat[flat[INTO_PTR] + a + 1]):
        k = flat[flat[INTO] + at]
        pred = flat[flat[ARROW_SOURCE] + k]
        value = 0
        if pred >= 0:
            if state[state[START] + pred] < 0:
                continue
            value = (
                state[state[END] + pred]
                if flat[flat[ARROW_ENDPOINT] + k] == AT_WORK_END
                else state[state[START] + pred]
            )
        row = flat[flat[ARROW_ROW] + 2 * k]
        least = value if row < 0 else tables[row + value]
        to, other = flat[flat[ARROW_TO] + 2 * k], flat[flat[ARROW_TO] + 2 * k + 1]
        if to == AT_START or (to == AT_ELAPSED_END and other < 0):
            start = max(start, least)
            continue
        least_end, least_start = least, UNREACHABLE
        if other >= 0:
            row = flat[flat[ARROW_ROW] + 2 * k + 1]
            least_start = value if row < 0 else tables[row + value]
        state[state[LINK_FLOORS] + 2 * count] = least_end
        state[state[LINK_FLOORS] + 2 * count + 1] = least_start
        count += 1
    return start, count


@kernel
def floors_kept(state: IntArray, count: int, start: int, end: int) -> bool:
    """Return whether the links into the finish are kept."""
    for k in range(count):
        if (
            end < state[state[LINK_FLOORS] + 2 * k]
            and start < state[state[LINK_FLOORS] + 2 * k + 1]
        ):
            return False
    return True


@kernel
def held_until(flat: IntArray, tables: SlotArray, a: int, start: int, end: int) -> int:
    """Return the boundary until which an activity lasts, at most the axis's end."""
    row = flat[flat[HOLD_ROW] + a]
    return end if row < 0 else max(end, min(tables[row + start], flat[HORIZON]))


@kernel
def resources_until(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int, end: int
) -> int:
    """Return where a stretch without room for the resources ends, -1 if there is none."""
    worst = -1
    if end <= start:
        return -1
    for d in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
        bits = flat[flat[DEMAND_BITS] + d]
        if bits == 0:
            return flat[HORIZON]
        row = state[WORD_USE] + flat[flat[DEMAND_WORD] + d] * flat[HORIZON]
        until = full_until(state, row, start, end, flat[flat[DEMAND_AMOUNT] + d], bits)
        worst = max(worst, until)
    return worst


@kernel
def first_fit(
    flat: IntArray,
    tables: SlotArray,
    state: IntArray,
    a: int,
    n: int,
    c: int,
    low: int,
    floors: int,
    latest: int,
) -> int:
    """Return a candidate's first start from ``low`` on; UNREACHABLE if none ends by ``latest``.

    With ``floors`` -1 only the person is looked at, else the resources and links as well.
    """
    start, row, person = low, flat[flat[CAND_ROW] + c], flat[flat[CAND_PERSON] + c]
    most = flat[WHOLE] - flat[flat[NEED_SHARE] + n]
    while start < flat[HORIZON]:
        end = tables[row + start]
        if end > flat[HORIZON]:
            start += 1
            continue
        if end > latest:
            return UNREACHABLE
        until = busy_until(flat, state, person, start, end, most)
        if until < 0 and floors >= 0:
            until = resources_until(
                flat, tables, state, a, start, held_until(flat, tables, a, start, end)
            )
            if until < 0 and not floors_kept(state, floors, start, end):
                until = start + 1
        if until < 0:
            return start
        start = max(until, start + 1)
    return UNREACHABLE


@kernel
def better(flat: IntArray, end: int, c: int, best_end: int, best: int) -> bool:
    """Return whether a candidate is preferred: done first, no change, least needed elsewhere."""
    if best < 0:
        return True
    if flat[WEIGHT_FIRST] and flat[flat[CAND_WEIGHT] + c] != flat[flat[CAND_WEIGHT] + best]:
        return flat[flat[CAND_WEIGHT] + c] < flat[flat[CAND_WEIGHT] + best]
    if end != best_end:
        return end < best_end
    if flat[flat[CAND_RANK] + c] != flat[flat[CAND_RANK] + best]:
        return bool(flat[flat[CAND_RANK] + c] < flat[flat[CAND_RANK] + best])
    one, other = flat[flat[CAND_PERSON] + c], flat[flat[CAND_PERSON] + best]
    if flat[flat[SCARCITY] + one] != flat[flat[SCARCITY] + other]:
        return bool(flat[flat[SCARCITY] + one] < flat[flat[SCARCITY] + other])
    return bool(one < other)
