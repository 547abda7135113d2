"""Whether an entry can start now, and what happens when it does."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import F64, I32, I64
from allocator.forecasting.simulation.kernel.events import push
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    APART,
    BEGIN,
    BEGINS,
    BOUND,
    CAND_PERSON,
    CAND_UNITS,
    CAND_WHOLE,
    CERTAIN,
    DEMAND_AMOUNT,
    DEMAND_PTR,
    DEMAND_RESOURCE,
    ELAPSED,
    END,
    ENTRIES,
    EXPECTED,
    FLOOR,
    FLOOR_BY,
    FREE,
    FREE_SINCE,
    GIVEN_AT,
    GIVEN_BY,
    HELD,
    HOLDER,
    HORIZON,
    LAST,
    LOW,
    NEED_OF,
    NEED_PTR,
    NEED_SHARE,
    NEVER,
    NEXT_WAKE,
    OF_PERSON,
    PART_START,
    PLACE_END,
    PLACE_PTR,
    PLACES,
    REASON,
    RECORD,
    RECORDS,
    ROOM_LEFT,
    SHIFT,
    SPELL,
    START,
    STATES,
    TEAM_NXT,
    USE,
    WHO,
    WIDTH,
)
from allocator.forecasting.simulation.kernel.links import pass_on
from allocator.forecasting.simulation.kernel.people import best_candidate, take
from allocator.forecasting.simulation.kernel.teams import enough_can, find_team
from allocator.forecasting.simulation.kernel.working_time import (
    elapsed_end,
    reached,
    reached_with_absences,
    whole_units,
)
from allocator.heuristics.kernel.jit import kernel


@kernel(inline=True)
def has_room(flat: I64, state: I64, record: int) -> bool:
    """Whether the resources of an entry are there."""
    for d in range(flat[record + DEMAND_PTR], flat[record + RECORD + DEMAND_PTR]):
        left = state[state[ROOM_LEFT] + flat[flat[DEMAND_RESOURCE] + d]]
        if left < flat[flat[DEMAND_AMOUNT] + d]:
            return False
    return True


@kernel(inline=True)
def is_team_slot(flat: I64, tables: I32, now: int) -> bool:
    """Whether the team works in a slot; around the clock it always does."""
    if flat[HORIZON] == NEVER:
        return True
    return now < flat[HORIZON] and tables[flat[TEAM_NXT] + now] == now


@kernel
def anybody_works(flat: I64, state: I64, low: int, high: int) -> bool:
    """Whether one of the people chosen for some places is at work now."""
    for place in range(low, high):
        person = flat[flat[CAND_PERSON] + state[state[WHO] + place]]
        if (state[state[ABLE] + (person >> SHIFT)] >> (person & LOW)) & 1:
            return True
    return False


@kernel(inline=True)
def may_begin(flat: I64, tables: I32, state: I64, record: int, now: int) -> bool:
    """Whether an entry may begin now: what is taken over from elsewhere waits for a morning."""
    row = flat[record + BEGIN]
    if row < 0:
        return True
    at = tables[flat[BEGINS] + row * flat[WIDTH] + now]
    if at > now:
        state[NEXT_WAKE] = min(state[NEXT_WAKE], at)
    return at == now


@kernel(inline=True)
def can_start(flat: I64, tables: I32, state: I64, entry: int, now: int) -> bool:
    """Whether an entry for which there is room can start now; its people are left in ``who``."""
    record = flat[RECORDS] + entry * RECORD
    first, last = flat[record + NEED_PTR], flat[record + RECORD + NEED_PTR]
    if first == last:
        return flat[record + APART] == 1 or is_team_slot(flat, tables, now)
    if not may_begin(flat, tables, state, record, now):
        return False
    low, high = flat[flat[PLACE_PTR] + first], flat[flat[PLACE_PTR] + last]
    apart = flat[record + APART]
    if high - low > 1:
        among = state[FREE] if apart else state[ABLE]
        found = enough_can(flat, state, first, last, among)
        found = found and find_team(flat, tables, state, entry, now)
    else:
        state[state[WHO] + low] = best_candidate(flat, tables, state, first, now, apart)
        found = state[state[WHO] + low] >= 0
    if not found or not apart:
        return found
    return is_team_slot(flat, tables, now) or anybody_works(flat, state, low, high)


@kernel(called_once=True)
def why_now(flat: I64, state: I64, entry: int) -> int:
    """Return the entry that held this one back last: by a link, a person or a resource."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    since, why = state[own + FLOOR], state[own + FLOOR_BY]
    first = flat[flat[PLACE_PTR] + flat[record + NEED_PTR]]
    for place in range(first, flat[flat[PLACE_PTR] + flat[record + RECORD + NEED_PTR]]):
        person = flat[flat[CAND_PERSON] + state[state[WHO] + place]]
        if state[state[FREE_SINCE] + person] > since:
            since, why = state[state[FREE_SINCE] + person], state[state[LAST] + person]
    for d in range(flat[record + DEMAND_PTR], flat[record + RECORD + DEMAND_PTR]):
        r = flat[flat[DEMAND_RESOURCE] + d]
        if state[state[GIVEN_AT] + r] > since:
            since, why = state[state[GIVEN_AT] + r], state[state[GIVEN_BY] + r]
    return why


@kernel(called_once=True)
def early_ends(flat: I64, state: I64, entry: int, end: int, held: int) -> None:
    """Note that people, and the work as a whole, are done before the entry is."""
    record = flat[RECORDS] + entry * RECORD
    first = flat[flat[PLACE_PTR] + flat[record + NEED_PTR]]
    for place in range(first, flat[flat[PLACE_PTR] + flat[record + RECORD + NEED_PTR]]):
        if state[state[PLACE_END] + place] < held:
            push(state, state[state[PLACE_END] + place], place)
    if end < held:
        push(state, end, flat[PLACES] + 2 * flat[ENTRIES] + entry)


@kernel(inline=True)
def put_to_work(
    flat: I64, tables: I32, reals: F64, state: I64, place: int, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> int:  # fmt: skip
    """Let the person of a place begin; return the boundary at which they are done."""
    c, need = state[state[WHO] + place], flat[flat[NEED_OF] + place]
    person = flat[flat[CAND_PERSON] + c]
    units = reals[flat[CAND_UNITS] + c] * ratios[need, f]
    if not flat[flat[CERTAIN] + need]:  # a risk adds to what is certain, its people do not
        units *= factors[person, f]
    cal, spell = flat[flat[OF_PERSON] + person], state[state[SPELL] + person]
    whole = whole_units(units)
    end = reached_with_absences(flat, tables, cal, now, whole, away, person, spell)
    by_estimate = reached(flat, tables, cal, now, flat[flat[CAND_WHOLE] + c])
    if state[state[USE] + person] > 0:
        by_estimate = max(by_estimate, state[state[EXPECTED] + person])
    state[state[EXPECTED] + person] = by_estimate
    take(flat, state, person, flat[flat[NEED_SHARE] + need])
    state[state[PLACE_END] + place] = end
    return end


@kernel(inline=True)
def start_entry(
    flat: I64, tables: I32, reals: F64, state: I64, entry: int, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> None:  # fmt: skip
    """Start an entry with the people in ``who``."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    state[own + REASON] = why_now(flat, state, entry)
    state[own + START] = now
    end = now
    first = flat[flat[PLACE_PTR] + flat[record + NEED_PTR]]
    for place in range(first, flat[flat[PLACE_PTR] + flat[record + RECORD + NEED_PTR]]):
        state[state[HOLDER] + place] = entry
        done = put_to_work(flat, tables, reals, state, place, now, ratios, factors, f, away)
        end = max(end, done)
    held = end
    if reals[flat[ELAPSED] + entry] >= 0:
        held = max(end, elapsed_end(flat, tables, now, reals[flat[ELAPSED] + entry]))
    state[own + END] = end
    state[own + HELD] = held
    if not flat[record + BOUND] or flat[record + NEED_PTR] == flat[record + RECORD + NEED_PTR]:
        early_ends(flat, state, entry, end, held)
    for d in range(flat[record + DEMAND_PTR], flat[record + RECORD + DEMAND_PTR]):
        state[state[ROOM_LEFT] + flat[flat[DEMAND_RESOURCE] + d]] -= flat[flat[DEMAND_AMOUNT] + d]
    push(state, held, flat[PLACES] + entry)
    pass_on(flat, tables, state, entry, PART_START, now, now)
