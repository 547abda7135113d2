"""Who can take something on now: who is free, at work and not away, and who is done first."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import GONE, I32, I64
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    AWAY,
    CAND_LATEST,
    CAND_PERSON,
    CAND_PTR,
    CAND_SCORE,
    CAND_WHOLE,
    CHANGE,
    FREE,
    FRESH,
    HOLD_UNTIL,
    HORIZON,
    ITEMS,
    LATEST,
    LOW,
    MAX_ITEMS,
    NEED_SHARE,
    NEVER,
    NEXT_CHANGE,
    NEXT_RESERVED,
    NEXT_WAKE,
    OF_PERSON,
    PEOPLE,
    RESERVED,
    RESERVED_PTR,
    RESERVED_SHARE,
    SEEN,
    SHIFT,
    SPELL,
    USE,
    WHOLE,
    WIDTH,
    WORDS,
    WORKS,
)
from allocator.forecasting.simulation.kernel.working_time import reached
from allocator.heuristics.kernel.jit import kernel


@kernel(inline=True)
def follow_absences(flat: I64, state: I64, now: int, away: I32) -> None:
    """Note who is away now and what is reserved of them next, and when that changes."""
    if now < state[NEXT_CHANGE]:
        return
    state[NEXT_CHANGE] = NEVER
    for person in range(flat[PEOPLE]):
        if state[state[CHANGE] + person] <= now:
            k = state[state[SPELL] + person]
            while k < away.shape[1] and away[person, k, 1] <= now:
                k += 1
            state[state[SPELL] + person] = k
            word, bit = state[AWAY] + (person >> SHIFT), 1 << (person & LOW)
            state[word] &= ~bit
            change = NEVER
            if k < away.shape[1]:
                change = away[person, k, 0]
                if change <= now:
                    state[word] |= bit
                    change = away[person, k, 1]
            k, last = state[state[NEXT_RESERVED] + person], flat[flat[RESERVED_PTR] + person + 1]
            while k < last and flat[flat[RESERVED] + k] <= now:
                k += 1
            state[state[NEXT_RESERVED] + person] = k
            if k < last:
                change = min(change, flat[flat[RESERVED] + k])
            state[state[FRESH] + (person >> SHIFT)] |= bit
            state[state[CHANGE] + person] = change
        state[NEXT_CHANGE] = min(state[NEXT_CHANGE], state[state[CHANGE] + person])


@kernel(inline=True)
def who_can(flat: I64, state: I64, now: int, away: I32) -> bool:
    """Note who is free and at work, and who of them is so anew; return if others are free."""
    follow_absences(flat, state, now, away)
    others = False
    works = flat[WORKS] + now * flat[WORDS]
    for word in range(flat[WORDS]):
        free = state[state[FREE] + word]
        able = free & ~state[state[AWAY] + word]
        if flat[HORIZON] != NEVER:
            able &= flat[works + word]
        fresh = state[state[FRESH] + word] | ~state[state[ABLE] + word]
        state[state[FRESH] + word] = able & fresh
        state[state[ABLE] + word] = able
        others = others or able != free
    return others


@kernel(inline=True)
def take(flat: I64, state: I64, person: int, share: int) -> None:
    """Give somebody something to do."""
    state[state[USE] + person] += share
    state[state[ITEMS] + person] += 1
    is_full = state[state[ITEMS] + person] >= flat[flat[MAX_ITEMS] + person]
    if is_full or state[state[USE] + person] >= flat[WHOLE]:
        word, others = person >> SHIFT, ~(1 << (person & LOW))
        state[state[FREE] + word] &= others
        state[state[ABLE] + word] &= others
        state[state[FRESH] + word] &= others


@kernel(inline=True)
def leaves_room(flat: I64, state: I64, person: int, share: int, end: int) -> bool:
    """Whether somebody who takes on a share until an end has room for what is reserved of them."""
    k, last = state[state[NEXT_RESERVED] + person], flat[flat[RESERVED_PTR] + person + 1]
    used = state[state[USE] + person] + share
    while k < last and flat[flat[RESERVED] + k] < end:
        if used + flat[flat[RESERVED_SHARE] + k] > flat[WHOLE]:
            return False
        k += 1
    return True


@kernel(inline=True)
def somebody_can_end(flat: I64, tables: I32, need: int, now: int) -> bool:
    """Whether a candidate of a need, free or not, has the time for it from now on."""
    for c in range(flat[flat[CAND_PTR] + need], flat[flat[CAND_PTR] + need + 1]):
        cal = flat[flat[OF_PERSON] + flat[flat[CAND_PERSON] + c]]
        if reached(flat, tables, cal, now, flat[flat[CAND_WHOLE] + c]) < flat[HORIZON]:
            return True
    return False


@kernel(inline=True)
def expected_end(
    flat: I64, tables: I32, state: I64, c: int, need: int, now: int, apart: int
) -> int:
    """Return when a candidate who starts now would be done by the estimate; NEVER if not able.

    They are able who work now (of what each goes on with apart: who are free), have the share left
    and would be done before their sprint's end, before they leave, before what is reserved of them
    begins, if it leaves no room for that, and before a team is complete that they are held back
    for. Who would not be done on the axis is able only where nobody is.
    """
    person = flat[flat[CAND_PERSON] + c]
    among = state[FREE] if apart else state[ABLE]
    if not (state[among + (person >> SHIFT)] >> (person & LOW)) & 1:
        return NEVER
    if state[state[USE] + person] + flat[flat[NEED_SHARE] + need] > flat[WHOLE]:
        return NEVER
    units, latest = flat[flat[CAND_WHOLE] + c], flat[flat[CAND_LATEST] + c]
    end = reached(flat, tables, flat[flat[OF_PERSON] + person], now, units)
    if end > state[state[HOLD_UNTIL] + person]:
        return NEVER
    if end == flat[HORIZON] and somebody_can_end(flat, tables, need, now):
        return NEVER
    if not leaves_room(flat, state, person, flat[flat[NEED_SHARE] + need], end):
        return NEVER
    if latest >= 0:
        border = tables[flat[LATEST] + latest * flat[WIDTH] + now]
        if end > border:
            if border != GONE:
                state[NEXT_WAKE] = min(state[NEXT_WAKE], max(now + 1, border))
            return NEVER
    return end


@kernel(inline=True)
def best_candidate(flat: I64, tables: I32, state: I64, need: int, now: int, apart: int) -> int:
    """Return who of a need is done first by the estimate, then least needed elsewhere; or -1."""
    best, best_end, score = -1, NEVER, flat[CAND_SCORE]
    for c in range(flat[flat[CAND_PTR] + need], flat[flat[CAND_PTR] + need + 1]):
        end = expected_end(flat, tables, state, c, need, now, apart)
        if end > best_end or end == NEVER or state[state[SEEN] + flat[flat[CAND_PERSON] + c]]:
            continue
        if end < best_end or flat[score + c] < flat[score + best]:
            best, best_end = c, end
    return best
