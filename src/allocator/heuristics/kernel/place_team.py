"""Places an activity that several people do: slot by slot, by matching people and needs."""

from __future__ import annotations

from allocator.heuristics.kernel.fit import (
    better,
    first_fit,
    floors_kept,
    held_until,
    resources_until,
)
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ALTERNATIVE,
    ANYBODY,
    CAND_PERSON,
    CAND_PTR,
    CAND_ROW,
    CHOICE_FIRST,
    CHOICE_LAST,
    CHOICES,
    CHOSEN,
    CLOSED_NEED,
    END,
    HORIZON,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NEXT_FIT,
    PAIRED,
    PATH,
    PLACE_OF,
    RULED,
    SEEN,
    TEAM,
    TEAM_ONLY,
    UNREACHABLE,
    WHO,
    WHO_PTR,
    SlotArray,
)
from allocator.heuristics.kernel.team_rules import match_by_rules
from allocator.heuristics.kernel.who_may import goes_first, is_barred, requirements_met
from allocator.problem.timeline import IntArray


@kernel
def place_team(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, low: int, floors: int
) -> int:
    """Choose people and start of an activity that several people do; return the start."""
    start = low
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[NEXT_FIT] + c] = -1
    while start < flat[HORIZON]:
        wanted = start
        for n in range(first, last):
            if not is_closed(flat, state, n):
                wanted = max(wanted, _enough(flat, tables, state, a, n, start))
        if wanted >= flat[HORIZON]:
            return UNREACHABLE
        if wanted > start:
            start = wanted
            continue
        end = match_people(flat, tables, state, a, start)
        if end >= 0 and floors_kept(state, floors, start, end):
            held = held_until(flat, tables, a, start, end)
            if resources_until(flat, tables, state, a, start, held) < 0:
                state[state[END] + a] = end
                return start
        start += 1
    return UNREACHABLE


@kernel
def place_choice(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, low: int, floors: int
) -> int:
    """Choose how many people do an activity, who, and its start; return the start.

    The number with which it ends first is taken, of equals the least; or the one that is locked.
    """
    first, last = flat[flat[CHOICE_FIRST] + a], flat[flat[CHOICE_LAST] + a]
    best, best_start, best_end, tried = -1, UNREACHABLE, UNREACHABLE, -1
    for n in range(first, last):
        if state[state[ALTERNATIVE] + a] not in (-1, n):
            continue
        fill_only(flat, state, a, n)
        start, tried = place_team(flat, tables, state, a, low, floors), n
        if start < UNREACHABLE and state[state[END] + a] < best_end:
            best, best_start, best_end = n, start, state[state[END] + a]
    if best >= 0 and best != tried:
        fill_only(flat, state, a, best)
        best_start = place_team(flat, tables, state, a, low, floors)
    return best_start


@kernel
def fill_only(flat: IntArray, state: IntArray, a: int, filled: int) -> None:
    """Close all needs to choose from but one."""
    for n in range(flat[flat[CHOICE_FIRST] + a], flat[flat[CHOICE_LAST] + a]):
        state[state[CLOSED_NEED] + n] = int(n != filled)


@kernel
def is_closed(flat: IntArray, state: IntArray, n: int) -> bool:
    """Return whether another need is filled in place of one."""
    return bool(flat[CHOICES] and state[state[CLOSED_NEED] + n])


@kernel
def _enough(flat: IntArray, tables: SlotArray, state: IntArray, a: int, n: int, start: int) -> int:
    """Return the first slot from ``start`` at which enough candidates of a need may be free."""
    free = 0
    low, high = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
    for c in range(low, high):
        if not _allowed(state, n, c) or is_barred(flat, state, c):
            state[state[NEXT_FIT] + c] = UNREACHABLE
        elif state[state[NEXT_FIT] + c] < start:
            state[state[NEXT_FIT] + c] = first_fit(
                flat, tables, state, a, n, c, start, -1, UNREACHABLE - 1
            )
        if state[state[NEXT_FIT] + c] == start:
            free += 1
    if free >= flat[flat[NEED_COUNT] + n]:
        return start
    soonest = UNREACHABLE
    for c in range(low, high):
        if start < state[state[NEXT_FIT] + c] < soonest:
            soonest = state[state[NEXT_FIT] + c]
    return soonest


@kernel
def _allowed(state: IntArray, n: int, c: int) -> bool:
    lock = state[state[LOCK] + n]
    return lock in (ANYBODY, c) or (lock == TEAM_ONLY and state[state[TEAM] + c] == 1)


@kernel
def match_people(flat: IntArray, tables: SlotArray, state: IntArray, a: int, start: int) -> int:
    """Give every place of every need somebody of their own; return the end, -1 if impossible."""
    if flat[flat[RULED] + a]:
        return match_by_rules(flat, tables, state, a, start)
    end = start
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[PLACE_OF] + flat[flat[CAND_PERSON] + c]] = -1
    for n in range(first, last):
        for place in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            state[state[WHO] + place] = -1
            if is_closed(flat, state, n):
                continue
            if not _assign(flat, tables, state, a, n, place, start):
                return -1
    if flat[PAIRED] and not requirements_met(flat, state, a):
        return -1
    for n in range(first, last):
        for place in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            c = state[state[WHO] + place]
            if c >= 0:
                end = max(end, tables[flat[flat[CAND_ROW] + c] + start])
    return end


@kernel
def _assign(
    flat: IntArray, tables: SlotArray, state: IntArray, a: int, n: int, place: int, start: int
) -> bool:
    """Find somebody for a place along an augmenting path, preferred people first.

    The path is searched in depth: ``chosen[p]`` is the candidate tried last for place p, and
    ``seen`` marks the people that were tried.
    """
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[SEEN] + flat[flat[CAND_PERSON] + c]] = 0
    base = state[state[WHO_PTR] + first]
    depth = 0
    state[state[PATH] + base] = place
    while depth >= 0:
        here = state[state[PATH] + base + depth]
        need = first
        while here >= state[state[WHO_PTR] + need + 1]:
            need += 1
        best, best_end = -1, UNREACHABLE
        for c in range(flat[flat[CAND_PTR] + need], flat[flat[CAND_PTR] + need + 1]):
            person = flat[flat[CAND_PERSON] + c]
            if state[state[NEXT_FIT] + c] == start and not state[state[SEEN] + person]:
                end = tables[flat[flat[CAND_ROW] + c] + start]
                first_of = goes_first(flat, state, c, best)
                if first_of > 0 or (first_of == 0 and better(flat, end, c, best_end, best)):
                    best, best_end = c, end
        if best < 0:
            depth -= 1
            continue
        person = flat[flat[CAND_PERSON] + best]
        state[state[SEEN] + person] = 1
        state[state[CHOSEN] + here] = best
        holder = state[state[PLACE_OF] + person]
        if holder < 0:
            for step in range(depth, -1, -1):
                spot = state[state[PATH] + base + step]
                state[state[WHO] + spot] = state[state[CHOSEN] + spot]
                state[state[PLACE_OF] + flat[flat[CAND_PERSON] + state[state[CHOSEN] + spot]]] = (
                    spot
                )
            return True
        depth += 1
        state[state[PATH] + base + depth] = holder
    return False
