"""Who does what several people are needed for, and who is held back until the others are free."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import I32, I64
from allocator.forecasting.simulation.kernel.layout import (
    APART,
    AWAY,
    CAND_PERSON,
    CAND_PTR,
    CAND_WHOLE,
    CHOSEN,
    EXPECTED,
    FRESH,
    HOLD_UNTIL,
    HOLDING,
    HORIZON,
    ITEMS,
    LOW,
    MAX_ITEMS,
    NEED_MASK,
    NEED_PTR,
    NEED_SHARE,
    NEVER,
    NEXT_WAKE,
    OF_PERSON,
    PATH,
    PEOPLE,
    PLACE_PTR,
    RECORD,
    RECORDS,
    SEEN,
    SHIFT,
    USE,
    WHO,
    WHOLE,
    WORDS,
)
from allocator.forecasting.simulation.kernel.people import best_candidate, leaves_room
from allocator.forecasting.simulation.kernel.working_time import reached
from allocator.heuristics.kernel.jit import kernel


@kernel
def find_team(flat: I64, tables: I32, state: I64, entry: int, now: int) -> bool:
    """Give every place of every need somebody of their own, along augmenting paths."""
    record = flat[RECORDS] + entry * RECORD
    first, last = flat[record + NEED_PTR], flat[record + RECORD + NEED_PTR]
    low, high = flat[flat[PLACE_PTR] + first], flat[flat[PLACE_PTR] + last]
    for place in range(low, high):
        state[state[WHO] + place] = -1
    complete = True
    for place in range(low, high):
        forget(flat, state, first, last)
        complete = complete and fill_place(
            flat, tables, state, first, low, high, place, now, flat[record + APART]
        )
    forget(flat, state, first, last)
    return complete


@kernel(inline=True)
def enough_can(flat: I64, state: I64, first: int, last: int, among: int) -> bool:
    """Whether each of some needs has as many candidates as places among some people."""
    words = flat[WORDS]
    for need in range(first, last):
        missing = flat[flat[PLACE_PTR] + need + 1] - flat[flat[PLACE_PTR] + need]
        for word in range(words):
            able = flat[flat[NEED_MASK] + need * words + word] & state[among + word]
            while able and missing:
                able &= able - 1
                missing -= 1
        if missing:
            return False
    return True


@kernel(inline=True)
def forget(flat: I64, state: I64, first: int, last: int) -> None:
    """Take the marks of a search off the candidates of some needs."""
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[SEEN] + flat[flat[CAND_PERSON] + c]] = 0


@kernel(called_once=True)
def fill_place(
    flat: I64, tables: I32, state: I64, first: int, low: int, high: int, place: int, now: int,
    apart: int,
) -> bool:  # fmt: skip
    """Find somebody for a place; who is taken from another place is replaced there."""
    depth = 0
    state[state[PATH] + low] = place
    while depth >= 0:
        here = state[state[PATH] + low + depth]
        need = first
        while flat[flat[PLACE_PTR] + need + 1] <= here:
            need += 1
        best = best_candidate(flat, tables, state, need, now, apart)
        if best < 0:
            depth -= 1
            continue
        person = flat[flat[CAND_PERSON] + best]
        state[state[SEEN] + person] = 1
        state[state[CHOSEN] + here] = best
        taken = -1
        for other in range(low, high):
            c = state[state[WHO] + other]
            if c >= 0 and flat[flat[CAND_PERSON] + c] == person:
                taken = other
        if taken < 0:
            for step in range(depth, -1, -1):
                spot = state[state[PATH] + low + step]
                state[state[WHO] + spot] = state[state[CHOSEN] + spot]
            return True
        depth += 1
        state[state[PATH] + low + depth] = taken
    return False


@kernel(inline=True)
def is_taken(flat: I64, state: I64, person: int, need: int) -> bool:
    """Whether somebody has no room for a need: their time is taken, or they are on enough items."""
    if state[state[ITEMS] + person] >= flat[flat[MAX_ITEMS] + person]:
        return True
    used = state[state[USE] + person] + flat[flat[NEED_SHARE] + need]
    return used > flat[WHOLE]


@kernel(called_once=True)
def expected_free(flat: I64, tables: I32, state: I64, c: int, need: int, now: int) -> int:
    """Return the first slot in which a candidate can begin by the estimates; NEVER if unknown.

    It is unknown of who is away or kept free by then for what is reserved of them. Who takes
    longer than estimated is expected at any time. (On random plans, 12 people, one item in ten for
    several of them, spread 0.5, such items waited 35 slots on average; 52 where nobody counts on
    who is late, and 57 where nobody is held back.)
    """
    person, cal = flat[flat[CAND_PERSON] + c], flat[flat[OF_PERSON] + flat[flat[CAND_PERSON] + c]]
    if (state[state[AWAY] + (person >> SHIFT)] >> (person & LOW)) & 1:
        return NEVER
    at = now
    if is_taken(flat, state, person, need):
        at = max(now, state[state[EXPECTED] + person])
    end = at if at >= flat[HORIZON] else reached(flat, tables, cal, at, flat[flat[CAND_WHOLE] + c])
    if not leaves_room(flat, state, person, 0, end):
        return NEVER
    if cal < 0:
        return at
    if at >= flat[HORIZON]:
        return NEVER
    at = reached(flat, tables, cal, at, 1) - 1
    return at if at < flat[HORIZON] - 1 else NEVER


@kernel
def hold_back(flat: I64, tables: I32, state: I64, entry: int, now: int) -> None:
    """Hold those back for a team who are free before it is complete.

    Until then, by the estimates, they take on only what they would be done with (a reservation for
    the first in the queue, as in EASY backfilling, Lifka 1995). The team is who is free first.
    """
    record = flat[RECORDS] + entry * RECORD
    first, last = flat[record + NEED_PTR], flat[record + RECORD + NEED_PTR]
    complete, busy, until = True, False, now
    forget(flat, state, first, last)
    for need in range(first, last):
        for place in range(flat[flat[PLACE_PTR] + need], flat[flat[PLACE_PTR] + need + 1]):
            best, best_at = -1, NEVER
            for c in range(flat[flat[CAND_PTR] + need], flat[flat[CAND_PTR] + need + 1]):
                if not state[state[SEEN] + flat[flat[CAND_PERSON] + c]]:
                    at = expected_free(flat, tables, state, c, need, now)
                    if at < best_at:
                        best, best_at = c, at
            state[state[CHOSEN] + place] = best
            complete = complete and best >= 0
            if best >= 0:
                person = flat[flat[CAND_PERSON] + best]
                state[state[SEEN] + person] = 1
                until = max(until, best_at)
                busy = busy or is_taken(flat, state, person, need)
    forget(flat, state, first, last)
    if complete and busy:
        state[HOLDING] = 1
        if until > now:
            state[NEXT_WAKE] = min(state[NEXT_WAKE], until)
        for place in range(flat[flat[PLACE_PTR] + first], flat[flat[PLACE_PTR] + last]):
            person = flat[flat[CAND_PERSON] + state[state[CHOSEN] + place]]
            state[state[HOLD_UNTIL] + person] = until


@kernel
def let_go(flat: I64, state: I64) -> None:
    """Hold nobody back any more; who was is asked anew."""
    state[HOLDING] = 0
    for person in range(flat[PEOPLE]):
        if state[state[HOLD_UNTIL] + person] < NEVER:
            state[state[HOLD_UNTIL] + person] = NEVER
            state[state[FRESH] + (person >> SHIFT)] |= 1 << (person & LOW)
