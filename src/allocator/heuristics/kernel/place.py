"""Finds the first slot in which an activity fits: the inner step of every decoding.

The rules are those of the model: everybody on an item starts with it, in a slot in which they
work, and has room for their share until they are done; its resources have room until its
finish; its links are kept.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ANYBODY,
    ARROW_ENDPOINT,
    ARROW_ROW,
    ARROW_SOURCE,
    ARROW_TO,
    AT_ELAPSED_END,
    AT_START,
    AT_WORK_END,
    BASELINE_FLOOR,
    CAND_COST,
    CAND_LEAST,
    CAND_ORDER,
    CAND_PERSON,
    CAND_PTR,
    CAND_ROW,
    CHOSEN,
    COST_FIRST,
    DEMAND_AMOUNT,
    DEMAND_BITS,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    HELD,
    HOLD_ROW,
    HORIZON,
    INTO,
    INTO_PTR,
    LINK_FLOORS,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NEED_SHARE,
    NEXT_FIT,
    PATH,
    PLACE_OF,
    RELEASE,
    SCARCITY,
    SEEN,
    START,
    TEAM,
    TEAM_ONLY,
    UNREACHABLE,
    WHO,
    WHO_PTR,
    WHOLE,
    WORD_USE,
)
from allocator.heuristics.kernel.profile import blocked_until, book, full_until, hold
from allocator.problem.timeline import IntArray


@kernel
def floor_of(flat: IntArray, tables: IntArray, state: IntArray, a: int) -> tuple[int, int]:
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
def held_until(flat: IntArray, tables: IntArray, a: int, start: int, end: int) -> int:
    """Return the boundary until which an activity lasts, at most the axis's end."""
    row = flat[flat[HOLD_ROW] + a]
    return end if row < 0 else max(end, min(tables[row + start], flat[HORIZON]))


@kernel
def resources_until(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, start: int, end: int
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
    tables: IntArray,
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
        until = blocked_until(state, person, start, end, most)
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
def _better(flat: IntArray, end: int, c: int, best_end: int, best: int) -> bool:
    """Return whether a candidate is preferred: done first, then least needed elsewhere."""
    if best < 0:
        return True
    if flat[COST_FIRST] and flat[flat[CAND_COST] + c] != flat[flat[CAND_COST] + best]:
        return flat[flat[CAND_COST] + c] < flat[flat[CAND_COST] + best]
    if end != best_end:
        return end < best_end
    one, other = flat[flat[CAND_PERSON] + c], flat[flat[CAND_PERSON] + best]
    if flat[flat[SCARCITY] + one] != flat[flat[SCARCITY] + other]:
        return bool(flat[flat[SCARCITY] + one] < flat[flat[SCARCITY] + other])
    return bool(one < other)


@kernel
def place_single(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, low: int, floors: int
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
        latest = best_end
        if flat[COST_FIRST]:
            if best >= 0 and flat[flat[CAND_COST] + c] < flat[flat[CAND_COST] + best]:
                latest = UNREACHABLE - 1
        elif low + flat[flat[CAND_LEAST] + c] > best_end:
            break
        start = first_fit(flat, tables, state, a, n, c, low, floors, latest)
        if start == UNREACHABLE:
            continue
        end = tables[flat[flat[CAND_ROW] + c] + start]
        if _better(flat, end, c, best_end, best):
            best, best_start, best_end = c, start, end
        if not flat[COST_FIRST] and best_end == low + flat[flat[CAND_LEAST] + c]:
            break
    if best >= 0:
        state[state[WHO] + state[state[WHO_PTR] + n]] = best
        state[state[END] + a] = best_end
    return best_start


@kernel
def place_alone(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, low: int, floors: int
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
def _allowed(state: IntArray, n: int, c: int) -> bool:
    lock = state[state[LOCK] + n]
    return lock in (ANYBODY, c) or (lock == TEAM_ONLY and state[state[TEAM] + c] == 1)


@kernel
def place_team(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, low: int, floors: int
) -> int:
    """Choose people and start of an activity that several people do; return the start."""
    start = low
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[NEXT_FIT] + c] = -1
    while start < flat[HORIZON]:
        wanted = start
        for n in range(first, last):
            wanted = max(wanted, _enough(flat, tables, state, a, n, start))
        if wanted >= flat[HORIZON]:
            return UNREACHABLE
        if wanted > start:
            start = wanted
            continue
        end = _match(flat, tables, state, a, start)
        if end >= 0 and floors_kept(state, floors, start, end):
            held = held_until(flat, tables, a, start, end)
            if resources_until(flat, tables, state, a, start, held) < 0:
                state[state[END] + a] = end
                return start
        start += 1
    return UNREACHABLE


@kernel
def _enough(flat: IntArray, tables: IntArray, state: IntArray, a: int, n: int, start: int) -> int:
    """Return the first slot from ``start`` at which enough candidates of a need may be free."""
    free = 0
    low, high = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
    for c in range(low, high):
        if not _allowed(state, n, c):
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
def _match(flat: IntArray, tables: IntArray, state: IntArray, a: int, start: int) -> int:
    """Give every place of every need somebody of their own; return the end, -1 if impossible."""
    end = start
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[PLACE_OF] + flat[flat[CAND_PERSON] + c]] = -1
    for n in range(first, last):
        for place in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            state[state[WHO] + place] = -1
            if not _assign(flat, tables, state, a, n, place, start):
                return -1
    for n in range(first, last):
        for place in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            end = max(end, tables[flat[flat[CAND_ROW] + state[state[WHO] + place]] + start])
    return end


@kernel
def _assign(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, n: int, place: int, start: int
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
                if _better(flat, end, c, best_end, best):
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


@kernel
def place(flat: IntArray, tables: IntArray, state: IntArray, a: int) -> int:
    """Find the first place of an activity; return its start, UNREACHABLE if there is none.

    People and end are left in ``who`` and ``end``; nothing is booked.
    """
    low, floors = floor_of(flat, tables, state, a)
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    if first == last:
        return place_alone(flat, tables, state, a, low, floors)
    if last - first == 1 and flat[flat[NEED_COUNT] + first] == 1:
        return place_single(flat, tables, state, a, low, floors)
    return place_team(flat, tables, state, a, low, floors)


@kernel
def reserve(
    flat: IntArray, tables: IntArray, state: IntArray, a: int, start: int, sign: int
) -> None:
    """Book an activity with the people of ``who`` (sign 1), or take it out (sign -1)."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        for spot in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
            c = state[state[WHO] + spot]
            end = tables[flat[flat[CAND_ROW] + c] + start]
            book(state, flat[flat[CAND_PERSON] + c], start, end, sign * flat[flat[NEED_SHARE] + n])
    if sign > 0:
        state[state[START] + a] = start
        state[state[HELD] + a] = held_until(flat, tables, a, start, state[state[END] + a])
    for d in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
        row = state[WORD_USE] + flat[flat[DEMAND_WORD] + d] * flat[HORIZON]
        amount = sign * flat[flat[DEMAND_AMOUNT] + d]
        hold(state, row, start, state[state[HELD] + a], amount)
    if sign < 0:
        state[state[START] + a] = -1
