"""Finds people of an activity who have enough time in common, and take over in a morning."""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    CAND_ORDER,
    CAND_PERSON,
    CAND_PTR,
    CAND_ROW,
    CHOICES,
    CLOSED_NEED,
    COMMON_PTR,
    COMMON_ROW,
    GIVEN_PLACE,
    GIVEN_PTR,
    HANDOVER_PRED,
    HANDOVER_PTR,
    HANDOVER_STRICT,
    MORNING_ROW,
    NEED_PTR,
    NEXT_FIT,
    PAIRED,
    PATH,
    PERSON_PLACE,
    START,
    WHO,
    WHO_PTR,
    SlotArray,
)
from allocator.heuristics.kernel.who_may import requirements_met
from allocator.problem.timeline import IntArray

MAX_TRIED = 5_000
"""Candidates that are tried for one start; teams that would be found later are not."""


@kernel
def match_by_rules(flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int) -> int:
    """Give every place somebody of their own, by the rules about teams; return the end, else -1.

    Tried in depth are those of ``next_fit`` who can start then, the best first. ``path[p]`` is
    where in the order of its need the candidate of place p stands.
    """
    base = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    for place in range(base, last):
        state[state[WHO] + place] = -1
    place, tried = _next_place(flat, state, a, base - 1, 1), 0
    if place < last:
        state[state[PATH] + place] = flat[flat[CAND_PTR] + _need_of(flat, state, a, place)]
    while base <= place < last and tried < MAX_TRIED:
        tried += 1
        need, at = _need_of(flat, state, a, place), state[state[PATH] + place]
        state[state[WHO] + place] = -1
        if at >= flat[flat[CAND_PTR] + need + 1]:
            place = _next_place(flat, state, a, place, -1)
            if place >= base:
                state[state[PATH] + place] += 1
            continue
        c = flat[flat[CAND_ORDER] + at]
        if state[state[NEXT_FIT] + c] != start or _is_apart(
            flat, tables, state, a, start, c, base, place
        ):
            state[state[PATH] + place] += 1
            continue
        state[state[WHO] + place] = c
        following = _next_place(flat, state, a, place, 1)
        if following < last:
            within = _need_of(flat, state, a, following)
            place = following
            state[state[PATH] + place] = at + 1 if within == need else flat[flat[CAND_PTR] + within]
        elif _keeps_the_rest(flat, tables, state, a, start):
            return _end_of(flat, tables, state, start, base, last)
        else:
            state[state[PATH] + place] += 1
    return -1


@kernel
def _need_of(flat: IntArray, state: IntArray, a: int, place: int) -> int:
    """Return the need of a place."""
    need = flat[flat[NEED_PTR] + a]
    while place >= state[state[WHO_PTR] + need + 1]:
        need += 1
    return need


@kernel
def _next_place(flat: IntArray, state: IntArray, a: int, place: int, step: int) -> int:
    """Return the next place, or with a step of -1 the one before, of a need that is filled."""
    base = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    place += step
    while flat[CHOICES] and base <= place < last:
        if not state[state[CLOSED_NEED] + _need_of(flat, state, a, place)]:
            break
        place += step
    return place


@kernel
def _end_of(
    flat: IntArray, tables: SlotArray, state: IntArray, start: int, base: int, last: int
) -> int:
    """Return the boundary at which the last of the people in some places is done."""
    end = start
    for spot in range(base, last):
        c = state[state[WHO] + spot]
        if c >= 0:
            end = max(end, tables[flat[flat[CAND_ROW] + c] + start])
    return end


@kernel
def _keeps_the_rest(flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int) -> bool:
    """Return whether the people of ``who`` are those who must be there, and take over in time."""
    if flat[PAIRED] and not requirements_met(flat, state, a):
        return False
    return is_handed_over(flat, tables, state, a, start)


@kernel
def _is_apart(
    flat: IntArray,
    tables: SlotArray,
    state: IntArray,
    a: int,
    start: int,
    c: int,
    base: int,
    place: int,
) -> bool:
    """Return whether somebody in the places before one keeps a candidate from the next.

    They are the same person, or have too little time in common.
    """
    first = flat[flat[CAND_PTR] + flat[flat[NEED_PTR] + a]]
    size = flat[flat[CAND_PTR] + flat[flat[NEED_PTR] + a + 1]] - first
    rows = flat[flat[COMMON_PTR] + a]
    person, done = flat[flat[CAND_PERSON] + c], tables[flat[flat[CAND_ROW] + c] + start]
    for spot in range(base, place):
        other = state[state[WHO] + spot]
        if other < 0:
            continue
        if flat[flat[CAND_PERSON] + other] == person:
            return True
        if rows >= 0:
            row = flat[flat[COMMON_ROW] + rows + (other - first) * size + c - first]
            if row >= 0:
                sooner = min(done, tables[flat[flat[CAND_ROW] + other] + start])
                if sooner > tables[row + start]:
                    return True
    return False


@kernel
def is_handed_over(flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int) -> bool:
    """Return whether the people of ``who`` keep the handovers of an activity from a start on."""
    for h in range(flat[flat[HANDOVER_PTR] + a], flat[flat[HANDOVER_PTR] + a + 1]):
        pred = flat[flat[HANDOVER_PRED] + h]
        if pred >= 0 and state[state[START] + pred] < 0:
            continue
        if _share_place(flat, state, a, h, pred):
            continue
        if flat[flat[HANDOVER_STRICT] + h] or not _is_morning(flat, tables, state, a, start):
            return False
    return True


@kernel
def _share_place(flat: IntArray, state: IntArray, a: int, h: int, pred: int) -> bool:
    """Return whether somebody of an activity is in the place of somebody on the other side."""
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    for spot in range(first, last):
        c = state[state[WHO] + spot]
        if c < 0:
            continue
        here = flat[flat[PERSON_PLACE] + flat[flat[CAND_PERSON] + c]]
        for k in range(flat[flat[GIVEN_PTR] + h], flat[flat[GIVEN_PTR] + h + 1]):
            if flat[flat[GIVEN_PLACE] + k] == here:
                return True
        if pred >= 0:
            begin = state[state[WHO_PTR] + flat[flat[NEED_PTR] + pred]]
            end = state[state[WHO_PTR] + flat[flat[NEED_PTR] + pred + 1]]
            for other in range(begin, end):
                c = state[state[WHO] + other]
                if c >= 0 and flat[flat[PERSON_PLACE] + flat[flat[CAND_PERSON] + c]] == here:
                    return True
    return False


@kernel
def _is_morning(flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int) -> bool:
    """Return whether a slot is the first of a day of somebody on an activity."""
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    for spot in range(first, last):
        c = state[state[WHO] + spot]
        row = -1 if c < 0 else flat[flat[MORNING_ROW] + flat[flat[CAND_PERSON] + c]]
        if row >= 0 and tables[row + start] > 0:
            return True
    return False
