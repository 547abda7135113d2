"""What happens when people are free, work is over or an entry is skipped."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import I32, I64
from allocator.forecasting.simulation.kernel.events import add_ready, push
from allocator.forecasting.simulation.kernel.layout import (
    BOUND,
    CAND_PERSON,
    DEMAND_AMOUNT,
    DEMAND_PTR,
    DEMAND_RESOURCE,
    DROP_PTR,
    DROPPED,
    DROPS,
    END,
    END_FLOOR,
    END_WAITS,
    FAILS,
    FLOOR_BY,
    FREE,
    FREE_SINCE,
    FRESH,
    GIVEN_AT,
    GIVEN_BY,
    HELD,
    HOLDER,
    ITEMS,
    LAST,
    LOW,
    NEED_OF,
    NEED_PTR,
    NEED_SHARE,
    OVER,
    PART_ELAPSED,
    PART_WORK,
    PLACE_END,
    PLACE_PTR,
    PLACES,
    REASON,
    RECORD,
    RECORDS,
    ROOM_LEFT,
    SHIFT,
    SKIPPED,
    START,
    STATES,
    USE,
    WHO,
)
from allocator.forecasting.simulation.kernel.links import give_up, pass_on
from allocator.heuristics.kernel.jit import kernel


@kernel(called_once=True)
def get_ready(flat: I64, tables: I32, state: I64, entry: int, now: int) -> None:
    """Add an entry to the ready ones; what is skipped is over at once, if nothing holds its end."""
    own = state[STATES] + entry * RECORD
    if state[own + DROPPED]:
        return
    if not state[own + SKIPPED]:
        add_ready(flat, state, entry)
        return
    state[own + REASON] = state[own + FLOOR_BY]
    push(state, now, flat[PLACES] + entry)


@kernel(inline=True)
def give_back(flat: I64, state: I64, place: int, now: int) -> None:
    """Free the person of a place."""
    person = flat[flat[CAND_PERSON] + state[state[WHO] + place]]
    state[state[USE] + person] -= flat[flat[NEED_SHARE] + flat[flat[NEED_OF] + place]]
    state[state[ITEMS] + person] -= 1
    state[state[FREE_SINCE] + person] = now
    state[state[LAST] + person] = state[state[HOLDER] + place]
    word, bit = person >> SHIFT, 1 << (person & LOW)
    state[state[FREE] + word] |= bit
    state[state[FRESH] + word] |= bit


@kernel(called_once=True)
def give_all_back(flat: I64, state: I64, entry: int, now: int) -> None:
    """Free the people who are on an entry until it ends, and its resources."""
    record = flat[RECORDS] + entry * RECORD
    bound = flat[record + BOUND]
    first = flat[flat[PLACE_PTR] + flat[record + NEED_PTR]]
    for place in range(first, flat[flat[PLACE_PTR] + flat[record + RECORD + NEED_PTR]]):
        if bound or state[state[PLACE_END] + place] == now:
            give_back(flat, state, place, now)
    for d in range(flat[record + DEMAND_PTR], flat[record + RECORD + DEMAND_PTR]):
        r = flat[flat[DEMAND_RESOURCE] + d]
        state[state[ROOM_LEFT] + r] += flat[flat[DEMAND_AMOUNT] + d]
        state[state[GIVEN_AT] + r] = now
        state[state[GIVEN_BY] + r] = entry


@kernel(called_once=True)
def is_over(flat: I64, state: I64, entry: int, now: int) -> bool:
    """Whether an entry whose work is over ends now; else it waits for what holds its end."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    if not flat[record + BOUND]:
        return True
    if state[own + END_WAITS] > 0:
        state[own + OVER] = 1
        return False
    if state[own + END_FLOOR] > now:
        push(state, state[own + END_FLOOR], flat[PLACES] + entry)
        return False
    return True


@kernel(called_once=True)
def finish_entry(flat: I64, tables: I32, state: I64, entry: int, now: int) -> None:
    """End an entry, unless links hold its end: free all, drop what fails with it, tell who waits.

    What it drops is given up first: nothing that begins at the same instant has begun before.
    """
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    if state[own + DROPPED] or not is_over(flat, state, entry, now):
        return
    if state[own + SKIPPED]:
        state[own + START] = state[own + END] = state[own + HELD] = now
        return
    bound = flat[record + BOUND] and flat[record + NEED_PTR] < flat[record + RECORD + NEED_PTR]
    if bound:
        state[own + END] = now
    state[own + HELD] = now
    give_all_back(flat, state, entry, now)
    if state[own + FAILS]:
        for d in range(flat[record + DROP_PTR], flat[record + RECORD + DROP_PTR]):
            give_up(flat, tables, state, flat[flat[DROPS] + d], now)
    if bound or state[own + END] == now:
        pass_on(flat, tables, state, entry, PART_WORK, state[own + END], now)
    pass_on(flat, tables, state, entry, PART_ELAPSED, now, now)
