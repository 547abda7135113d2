"""Starts an activity now or not at all: the inner step of decoding without delay."""

from __future__ import annotations

from allocator.heuristics.kernel.fit import (
    better,
    floor_of,
    floors_kept,
    held_until,
    resources_until,
)
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ALTERNATIVE,
    BUSY,
    CAND_LEAST,
    CAND_PERSON,
    CAND_PTR,
    CAND_RANK,
    CAND_ROW,
    CHOICE_FIRST,
    CHOICE_LAST,
    CHOICES,
    CLASS_OF,
    CLASS_ORDER,
    CLASS_PERSON,
    CLASS_PTR,
    DONE,
    DONE_NEXT,
    END,
    EVENT,
    FIRST_FREE,
    HELD,
    HOLD_ROW,
    HORIZON,
    NEED_COUNT,
    NEED_PTR,
    NEED_SHARE,
    NEXT_FIT,
    PAIRED,
    RULED,
    START,
    UNREACHABLE,
    WEIGHT_FIRST,
    WHO,
    WHO_PTR,
    WHOLE,
    WHOLE_TIME,
    SlotArray,
)
from allocator.heuristics.kernel.place import reserve
from allocator.heuristics.kernel.place_team import fill_only, is_closed, match_people
from allocator.heuristics.kernel.profile import book_person, busy_until
from allocator.heuristics.kernel.who_may import is_barred, note_who_may
from allocator.problem.timeline import IntArray


@kernel
def start_plain(flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int) -> bool:
    """Start an activity of one person with whoever is free and done first; return whether.

    The people of a class are tried in the order of their fewest slots: nobody after one who takes
    so few, and is not new on it, is better.
    """
    n = flat[flat[NEED_PTR] + a]
    one, base = flat[flat[CLASS_OF] + n], flat[flat[CAND_PTR] + n]
    first, last = flat[flat[CLASS_PTR] + one], flat[flat[CLASS_PTR] + one + 1]
    order, people = flat[CLASS_ORDER], flat[CLASS_PERSON]
    rows, least, rank = flat[CAND_ROW], flat[CAND_LEAST], flat[CAND_RANK]
    busy, whole, weight_first = state[BUSY], flat[WHOLE_TIME], flat[WEIGHT_FIRST]
    most = flat[WHOLE] - flat[flat[NEED_SHARE] + n]
    best, best_end, skipped = -1, UNREACHABLE, whole
    for k in range(first + state[state[FIRST_FREE] + one], last):
        person = flat[people + k]
        if whole and state[busy + person] > now:
            continue
        if skipped:
            state[state[FIRST_FREE] + one] = k - first
            skipped = 0
        c = base + flat[order + k]
        if best >= 0 and not weight_first and now + flat[least + c] > best_end:
            break
        end = tables[flat[rows + c] + now]
        if end > flat[HORIZON]:
            continue
        if not whole and busy_until(flat, state, person, now, end, most) >= 0:
            continue
        if better(flat, end, c, best_end, best):
            best, best_end = c, end
            is_first = end == now + flat[least + c] and flat[rank + c] == 0
            if not weight_first and is_first:
                break
    if skipped:
        state[state[FIRST_FREE] + one] = last - first
    if best < 0:
        return False
    place = state[state[WHO_PTR] + n]
    state[state[WHO] + place] = best
    state[state[START] + a] = now
    state[state[END] + a] = best_end
    state[state[HELD] + a] = best_end
    who = flat[flat[CAND_PERSON] + best]
    state[busy + who] = best_end
    if not whole:
        book_person(flat, state, who, now, best_end, flat[flat[NEED_SHARE] + n], 1)
    _note_done(state, place, best_end)
    return True


@kernel
def start_any(flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int) -> bool:
    """Start an activity if its people, links and resources let it; return whether."""
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    end = now
    if first == last:
        if tables[flat[flat[HOLD_ROW] + a] + now] >= UNREACHABLE:
            return False
    elif flat[CHOICES] and flat[flat[CHOICE_FIRST] + a] >= 0:
        end = _match_choice(flat, tables, state, a, now)
    else:
        end = _match_free(flat, tables, state, a, now)
    if end < 0:
        if flat[flat[RULED] + a]:
            _note_event(state, now + 1)
        return False
    floors = floor_of(flat, tables, state, a)[1]
    held = held_until(flat, tables, a, now, end)
    kept = floors_kept(state, floors, now, end if first < last else 0)
    if not kept or resources_until(flat, tables, state, a, now, held) >= 0:
        _note_event(state, now + 1)
        return False
    state[state[END] + a] = end
    reserve(flat, tables, state, a, now, 1)
    for n in range(first, last):
        for spot in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            c = state[state[WHO] + spot]
            if c < 0:
                continue
            until = tables[flat[flat[CAND_ROW] + c] + now]
            state[state[BUSY] + flat[flat[CAND_PERSON] + c]] = until
            _note_done(state, spot, until)
    _note_event(state, state[state[HELD] + a])
    return True


@kernel
def _match_free(flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int) -> int:
    """Give every need people who can start now; return the end, -1 if that is impossible."""
    if flat[PAIRED]:
        note_who_may(flat, state, a, 0)
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        if is_closed(flat, state, n):
            continue
        if _free_candidates(flat, tables, state, n, now) < flat[flat[NEED_COUNT] + n]:
            return -1
    return match_people(flat, tables, state, a, now)


@kernel
def _match_choice(flat: IntArray, tables: SlotArray, state: IntArray, a: int, now: int) -> int:
    """Choose how many people start now, so that it ends first; return the end, -1 if none can."""
    best, best_end = -1, UNREACHABLE
    for n in range(flat[flat[CHOICE_FIRST] + a], flat[flat[CHOICE_LAST] + a]):
        if state[state[ALTERNATIVE] + a] in (-1, n):
            fill_only(flat, state, a, n)
            end = _match_free(flat, tables, state, a, now)
            if 0 <= end < best_end:
                best, best_end = n, end
    if best < 0:
        return -1
    fill_only(flat, state, a, best)
    return _match_free(flat, tables, state, a, now)


@kernel
def _free_candidates(flat: IntArray, tables: SlotArray, state: IntArray, n: int, now: int) -> int:
    """Note in NEXT_FIT which candidates of a need can start now; return how many."""
    free = 0
    most = flat[WHOLE] - flat[flat[NEED_SHARE] + n]
    for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
        person, end = flat[flat[CAND_PERSON] + c], tables[flat[flat[CAND_ROW] + c] + now]
        can = end <= flat[HORIZON] and not is_barred(flat, state, c)
        if can and flat[WHOLE_TIME]:
            can = state[state[BUSY] + person] <= now
        elif can:
            can = busy_until(flat, state, person, now, end, most) < 0
        state[state[NEXT_FIT] + c] = now if can else -1
        free += can
    return free


@kernel(inline=True)
def _note_done(state: IntArray, place: int, slot: int) -> None:
    """Note that the person in a place of a need is done at a boundary."""
    state[state[DONE_NEXT] + place] = state[state[DONE] + slot]
    state[state[DONE] + slot] = place + 1
    _note_event(state, slot)


@kernel(inline=True)
def _note_event(state: IntArray, slot: int) -> None:
    state[state[EVENT] + slot] = max(1, state[state[EVENT] + slot])
