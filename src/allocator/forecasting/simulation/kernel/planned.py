"""The beginning of a future, in which all goes as planned: then what happens is the plan.

Nobody looks for other work as long as everything has begun and ended when the plan says, so that
a future with nothing uncertain is the plan. With the first thing that turns out otherwise the work
is dispatched, an early delivery included. That it does is seen when it has happened, not before.
"""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import F64, I32, I64
from allocator.forecasting.simulation.kernel.events import (
    PAYLOAD,
    is_ready,
    push,
    remove_ready,
)
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    ACTIVITIES,
    APART,
    BOUND,
    CAND_PERSON,
    DROPPED,
    ENTRIES,
    FREE,
    HEAP,
    HEAP_SIZE,
    HELD,
    HOLDER,
    HORIZON,
    LOW,
    NEED_OF,
    NEED_PTR,
    NEED_SHARE,
    NEVER,
    PLACE_END,
    PLACE_PTR,
    PLACES,
    PLAN_HELD,
    PLAN_PLACE_END,
    PLAN_RELEASE,
    PLAN_START,
    PLAN_WAKE,
    PLAN_WHO,
    RECORD,
    RECORDS,
    SHIFT,
    START,
    STATES,
    USE,
    WHO,
    WHOLE,
)
from allocator.forecasting.simulation.kernel.people import who_can
from allocator.forecasting.simulation.kernel.starts import (
    can_start,
    has_room,
    is_team_slot,
    start_entry,
)
from allocator.heuristics.kernel.jit import kernel


@kernel
def has_gone_as_planned(flat: I64, state: I64, now: int) -> bool:
    """Whether everything has begun and ended as planned, and nothing else is to be done."""
    for entry in range(flat[ACTIVITIES]):
        own, start = state[STATES] + entry * RECORD, flat[flat[PLAN_START] + entry]
        if state[own + DROPPED]:
            return False
        if state[own + START] < 0:
            if start < now:
                return False
            if now < flat[flat[PLAN_RELEASE] + entry] and is_ready(flat, state, entry):
                return False  # delivered early, or not planned at all
            continue
        bound, planned = flat[flat[RECORDS] + entry * RECORD + BOUND], flat[flat[PLAN_HELD] + entry]
        if start < NEVER and not bound and (state[own + HELD] <= now) != (planned <= now):
            return False
    for place in range(flat[PLACES]):
        if state[state[HOLDER] + place] >= 0:
            planned = flat[flat[PLAN_PLACE_END] + place]
            if planned < NEVER and (state[state[PLACE_END] + place] <= now) != (planned <= now):
                return False
    return True


@kernel
def has_its_people(flat: I64, tables: I32, state: I64, entry: int, now: int) -> bool:
    """Whether the plan's people for an entry are there; they are left in ``who``."""
    record = flat[RECORDS] + entry * RECORD
    first, last = flat[record + NEED_PTR], flat[record + RECORD + NEED_PTR]
    if first == last:
        return is_team_slot(flat, tables, now)
    among = state[FREE] if flat[record + APART] else state[ABLE]
    for place in range(flat[flat[PLACE_PTR] + first], flat[flat[PLACE_PTR] + last]):
        c = flat[flat[PLAN_WHO] + place]
        if c < 0:
            return False
        person, need = flat[flat[CAND_PERSON] + c], flat[flat[NEED_OF] + place]
        if not (state[among + (person >> SHIFT)] >> (person & LOW)) & 1:
            return False
        if state[state[USE] + person] + flat[flat[NEED_SHARE] + need] > flat[WHOLE]:
            return False
        state[state[WHO] + place] = c
    return True


@kernel(called_once=True)
def begins_as_planned(
    flat: I64, tables: I32, reals: F64, state: I64, entry: int, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> bool:  # fmt: skip
    """Start an entry with the plan's people; a booking as soon as it can. Return if that went."""
    if not is_ready(flat, state, entry):
        return False
    if not has_room(flat, state, flat[RECORDS] + entry * RECORD):
        return False
    if entry < flat[ACTIVITIES]:
        if not has_its_people(flat, tables, state, entry, now):
            return False
    elif not can_start(flat, tables, state, entry, now):
        return False
    remove_ready(flat, state, entry)
    start_entry(flat, tables, reals, state, entry, now, ratios, factors, f, away)
    return True


@kernel(called_once=True)
def follow_plan(
    flat: I64, tables: I32, reals: F64, state: I64, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> bool:  # fmt: skip
    """Start what the plan starts now; return whether all has gone as planned until now.

    What waits for another's start can begin at the same instant, once that is told.
    """
    who_can(flat, state, now, away)
    if not has_gone_as_planned(flat, state, now):
        return False
    following, complete = NEVER, True
    for entry in range(flat[ENTRIES]):
        own, start = state[STATES] + entry * RECORD, flat[flat[PLAN_START] + entry]
        if state[own + START] < 0 and start == now:
            begins = begins_as_planned(
                flat, tables, reals, state, entry, now, ratios, factors, f, away
            )
            complete = complete and begins
        elif state[own + START] < 0:
            following = min(following, start)
        if state[own + START] >= 0 and flat[flat[PLAN_HELD] + entry] > now:
            following = min(following, flat[flat[PLAN_HELD] + entry])
    if not complete:
        return state[HEAP_SIZE] > 0 and state[state[HEAP]] >> PAYLOAD == now
    if following < flat[HORIZON] and following != state[PLAN_WAKE]:
        state[PLAN_WAKE] = following
        push(state, following, flat[PLACES] + 3 * flat[ENTRIES])
    return True
