"""Finds the first slot in which an activity fits: the inner step of every decoding.

The rules are those of the model: everybody on an item starts with it, in a slot in which they
work, and has room for their share until they are done; its resources have room until its
finish; its links are kept.
"""

from __future__ import annotations

from allocator.heuristics.kernel.fit import (
    better,
    first_fit,
    floor_of,
    floors_kept,
    held_until,
    resources_until,
)
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    CAND_LEAST,
    CAND_ORDER,
    CAND_PERSON,
    CAND_PTR,
    CAND_ROW,
    CAND_WEIGHT,
    CHOICE_FIRST,
    CHOICES,
    DEMAND_AMOUNT,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    HELD,
    HOLD_ROW,
    HORIZON,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NEED_SHARE,
    PAIRED,
    RULED,
    START,
    UNREACHABLE,
    WEIGHT_FIRST,
    WHO,
    WHO_PTR,
    WORD_USE,
    SlotArray,
)
from allocator.heuristics.kernel.place_team import place_choice, place_team
from allocator.heuristics.kernel.profile import book_person, hold
from allocator.heuristics.kernel.team_rules import is_handed_over
from allocator.heuristics.kernel.who_may import is_barred, note_who_may
from allocator.problem.timeline import IntArray


@kernel
def place(flat: IntArray, tables: SlotArray, state: IntArray, a: int) -> int:
    """Find the first place of an activity; return its start, UNREACHABLE if there is none.

    People and end are left in ``who`` and ``end``; nothing is booked.
    """
    low, floors = floor_of(flat, tables, state, a)
    if flat[PAIRED]:
        note_who_may(flat, state, a, 1)
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    if first == last:
        return place_alone(flat, tables, state, a, low, floors)
    if last - first == 1 and flat[flat[NEED_COUNT] + first] == 1:
        return place_single(flat, tables, state, a, low, floors)
    if flat[CHOICES] and flat[flat[CHOICE_FIRST] + a] >= 0:
        return place_choice(flat, tables, state, a, low, floors)
    return place_team(flat, tables, state, a, low, floors)


@kernel
def place_single(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, low: int, floors: int
) -> int:
    """Choose person and start of an activity that one person does; return the start.

    Candidates are tried in the order of their fewest slots, then of preference: nobody after one
    who can begin at once and takes so few is better.
    """
    n = flat[flat[NEED_PTR] + a]
    best, best_start, best_end = -1, UNREACHABLE, UNREACHABLE - 1
    first, last = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
    if state[state[LOCK] + n] >= 0:
        first = state[state[LOCK] + n]
        last = first + 1
    for k in range(first, last):
        c = k if last - first == 1 else flat[flat[CAND_ORDER] + k]
        if is_barred(flat, state, c):
            continue
        latest = best_end
        if flat[WEIGHT_FIRST]:
            if best >= 0 and flat[flat[CAND_WEIGHT] + c] < flat[flat[CAND_WEIGHT] + best]:
                latest = UNREACHABLE - 1
        elif low + flat[flat[CAND_LEAST] + c] > best_end:
            break
        start = first_fit(flat, tables, state, a, n, c, low, floors, latest)
        if flat[flat[RULED] + a]:
            state[state[WHO] + state[state[WHO_PTR] + n]] = c
            while start < UNREACHABLE and not is_handed_over(flat, tables, state, a, start):
                start = first_fit(flat, tables, state, a, n, c, start + 1, floors, latest)
        if start == UNREACHABLE:
            continue
        end = tables[flat[flat[CAND_ROW] + c] + start]
        if better(flat, end, c, best_end, best):
            best, best_start, best_end = c, start, end
        if not flat[WEIGHT_FIRST] and best_end == low + flat[flat[CAND_LEAST] + c]:
            break
    if best >= 0:
        state[state[WHO] + state[state[WHO_PTR] + n]] = best
        state[state[END] + a] = best_end
    return best_start


@kernel
def place_alone(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, low: int, floors: int
) -> int:
    """Return the start of an activity that needs nobody."""
    start, row = low, flat[flat[HOLD_ROW] + a]
    while start < flat[HORIZON]:
        hold = tables[row + start]
        if hold >= UNREACHABLE:
            start += 1
            continue
        until = resources_until(flat, tables, state, a, start, min(hold, flat[HORIZON]))
        if until < 0 and not floors_kept(state, floors, start, 0):
            until = start + 1
        if until < 0:
            state[state[END] + a] = start
            return start
        start = max(until, start + 1)
    return UNREACHABLE


@kernel
def reserve(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int, sign: int
) -> None:
    """Book an activity with the people of ``who`` (sign 1), or take it out (sign -1)."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        for spot in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            c = state[state[WHO] + spot]
            if c < 0:
                continue
            end = tables[flat[flat[CAND_ROW] + c] + start]
            person, share = flat[flat[CAND_PERSON] + c], flat[flat[NEED_SHARE] + n]
            book_person(flat, state, person, start, end, sign * share, sign)
    if sign > 0:
        state[state[START] + a] = start
        state[state[HELD] + a] = held_until(flat, tables, a, start, state[state[END] + a])
    for d in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
        row = state[WORD_USE] + flat[flat[DEMAND_WORD] + d] * flat[HORIZON]
        amount = sign * flat[flat[DEMAND_AMOUNT] + d]
        hold(state, row, start, state[state[HELD] + a], amount)
    if sign < 0:
        state[state[START] + a] = -1
