"""Runs futures: event after event, and at each of them what can start, by urgency."""

from __future__ import annotations

from pathlib import Path

from allocator.forecasting.simulation.arrays import F64, I32, I64, Bools
from allocator.forecasting.simulation.kernel.begin import (
    announce_all,
    begin,
    begin_people,
    make_void_of_skipped,
    note_events,
)
from allocator.forecasting.simulation.kernel.events import PAYLOAD, pop, push
from allocator.forecasting.simulation.kernel.finish import finish_entry, get_ready, give_back
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    ACTIVITIES,
    APART,
    BEYOND,
    BY_RANK,
    CAND_PERSON,
    COMPLEX,
    DROPPED,
    END,
    ENTRIES,
    FREE,
    FRESH,
    HEAP,
    HEAP_SIZE,
    HELD,
    HOLDER,
    HOLDING,
    HORIZON,
    MASK,
    NEED_PTR,
    NEVER,
    NEW_ENTRIES,
    NEWLY_READY,
    NEXT_CHANGE,
    NEXT_WAKE,
    NOTHING,
    ON_PLAN,
    PART_WORK,
    PLACES,
    READY,
    READY_SIZE,
    REASON,
    RECORD,
    RECORDS,
    RESERVES,
    SIMPLE,
    START,
    STATES,
    TEAM_NXT,
    WHO,
    WORDS,
)
from allocator.forecasting.simulation.kernel.links import pass_on
from allocator.forecasting.simulation.kernel.people import who_can
from allocator.forecasting.simulation.kernel.planned import follow_plan
from allocator.forecasting.simulation.kernel.starts import can_start, has_room, start_entry
from allocator.forecasting.simulation.kernel.teams import hold_back, let_go
from allocator.heuristics.kernel.jit import kernel

FOLDER = Path(__file__).parent
"""The folder of this kernel, by which it is enabled."""


@kernel(inline=True)
def nothing_new(flat: I64, state: I64) -> bool:
    """Whether no ready entry can start that could not before.

    A simple entry (one person, no resources, no sprint) that nobody could take before waits for
    somebody fresh: who has got free or come to work since.
    """
    if state[COMPLEX] or state[NEW_ENTRIES]:
        return False
    fresh = 0
    for word in range(flat[WORDS]):
        fresh |= state[state[FRESH] + word]
    return fresh == 0


@kernel(inline=True)
def is_hopeful(flat: I64, state: I64, entry: int) -> bool:
    """Whether somebody may take an entry on who has not been asked before."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    asked = flat[record + SIMPLE] and not state[own + NEWLY_READY]
    state[NEW_ENTRIES] -= state[own + NEWLY_READY]
    state[own + NEWLY_READY] = 0
    if flat[record + NEED_PTR] == flat[record + RECORD + NEED_PTR]:
        return True
    people = state[FRESH] if asked else state[FREE] if flat[record + APART] else state[ABLE]
    words = flat[WORDS]
    for word in range(words):
        if flat[flat[MASK] + entry * words + word] & state[people + word]:
            return True
    return False


@kernel(called_once=True)
def try_to_start(
    flat: I64, tables: I32, reals: F64, state: I64, entry: int, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> bool:  # fmt: skip
    """Start an entry if it can; else it may hold people back for its team."""
    record = flat[RECORDS] + entry * RECORD
    if not is_hopeful(flat, state, entry) or not has_room(flat, state, record):
        return False
    if can_start(flat, tables, state, entry, now):
        start_entry(flat, tables, reals, state, entry, now, ratios, factors, f, away)
        state[COMPLEX] -= 1 - flat[record + SIMPLE]
        return True
    if flat[record + RESERVES] and not state[HOLDING]:
        hold_back(flat, tables, state, entry, now)
    return False


@kernel(called_once=True)
def schedule(
    flat: I64, tables: I32, reals: F64, state: I64, now: int,
    ratios: F64, factors: F64, f: int, away: I32,
) -> None:  # fmt: skip
    """Start what can start now, the most urgent first; as planned as long as all goes so."""
    if state[ON_PLAN]:
        if follow_plan(flat, tables, reals, state, now, ratios, factors, f, away):
            return
        state[ON_PLAN] = 0
    if state[READY_SIZE] == 0:
        return
    if state[HOLDING]:
        let_go(flat, state)
    others = who_can(flat, state, now, away)
    state[NEXT_WAKE] = NEVER
    kept, size, base, seen = 0, state[READY_SIZE], state[READY], 0
    while seen < size and not nothing_new(flat, state):
        rank = state[base + seen]
        seen += 1
        entry = flat[flat[BY_RANK] + rank]
        if not try_to_start(flat, tables, reals, state, entry, now, ratios, factors, f, away):
            state[base + kept] = rank
            kept += 1
    if kept < seen:
        for k in range(seen, size):
            state[base + kept + k - seen] = state[base + k]
    state[READY_SIZE] = kept + size - seen
    if state[READY_SIZE] > 0:
        wake_up(flat, tables, state, now, others)


@kernel(inline=True)
def wake_up(flat: I64, tables: I32, state: I64, now: int, others: bool) -> None:
    """Look again in the next slot where somebody free may come to work or be let go by then."""
    at = state[NEXT_WAKE]
    if flat[HORIZON] == NEVER:
        at = min(at, state[NEXT_CHANGE]) if others else at
    elif others or state[HOLDING] or tables[flat[TEAM_NXT] + now] != now:
        at = now + 1
    if at < flat[HORIZON]:
        push(state, at, flat[PLACES] + 3 * flat[ENTRIES])


@kernel(called_once=True)
def simulate_future(
    flat: I64, tables: I32, reals: F64, state: I64, ratios: F64, factors: F64, f: int, away: I32
) -> None:
    """Simulate a future whose events are written down; it is left in ``state``."""
    n, places = flat[ENTRIES], flat[PLACES]
    make_void_of_skipped(flat, state)
    announce_all(flat, tables, state)
    while state[HEAP_SIZE] > 0:
        now = state[state[HEAP]] >> PAYLOAD
        while state[HEAP_SIZE] > 0 and state[state[HEAP]] >> PAYLOAD == now:
            code = pop(state)
            if code < places:
                give_back(flat, state, code, now)
            elif code < places + n:
                finish_entry(flat, tables, state, code - places, now)
            elif code < places + 2 * n:
                get_ready(flat, tables, state, code - places - n, now)
            elif code < places + 3 * n:
                pass_on(flat, tables, state, code - places - 2 * n, PART_WORK, now, now)
        schedule(flat, tables, reals, state, now, ratios, factors, f, away)


@kernel
def write_down(
    flat: I64, state: I64, f: int, start: I32, end: I32, held: I32, reason: I32, who: I32,
    beyond: I32,
) -> None:  # fmt: skip
    """Write a future into the arrays of its block."""
    for entry in range(flat[ENTRIES]):
        own = state[STATES] + entry * RECORD
        if state[own + START] < 0:
            least = NOTHING if state[own + DROPPED] else flat[HORIZON]
            for k in (START, END, HELD):
                state[own + k] = least
        start[f, entry] = state[own + START]
        end[f, entry] = state[own + END]
        held[f, entry] = state[own + HELD]
        reason[f, entry] = state[own + REASON]
        if entry < flat[ACTIVITIES] and state[own + HELD] >= flat[HORIZON]:
            state[BEYOND] += 1
    for place in range(flat[PLACES]):
        person = NOTHING
        if state[state[HOLDER] + place] >= 0:
            person = flat[flat[CAND_PERSON] + state[state[WHO] + place]]
        who[f, place] = person
    beyond[f] = state[BEYOND]


@kernel
def run_block(
    flat: I64, tables: I32, reals: F64, state: I64, ratios: F64, factors: F64, away: I32,
    release_row: I32, releases: I32, delay_row: I32, delays: I32,
    skip_row: I32, skips: Bools, fail_row: I32, fails: Bools,
    start: I32, end: I32, held: I32, reason: I32, who: I32, beyond: I32,
) -> None:  # fmt: skip
    """Simulate the futures of a block."""
    for f in range(len(beyond)):
        begin(flat, state)
        begin_people(flat, state)
        note_events(
            flat, state, f, release_row, releases, delay_row, delays,
            skip_row, skips, fail_row, fails,
        )  # fmt: skip
        simulate_future(flat, tables, reals, state, ratios, factors, f, away[f])
        write_down(flat, state, f, start, end, held, reason, who, beyond)
