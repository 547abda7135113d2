"""Empties the state for a future and writes down what will happen in it."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import I32, I64, Bools
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    AWAY,
    BEYOND,
    CAPACITY,
    CHANGE,
    COMPLEX,
    DELAY,
    DROPPED,
    END,
    END_FLOOR,
    END_WAITING,
    END_WAITS,
    ENTRIES,
    EXPECTED,
    FAILS,
    FLOOR,
    FLOOR_BY,
    FREE,
    FREE_SINCE,
    FRESH,
    GIVEN_AT,
    GIVEN_BY,
    HAS_PLAN,
    HEAP_SIZE,
    HELD,
    HOLD_UNTIL,
    HOLDER,
    HOLDING,
    HOLDS_END,
    HORIZON,
    INTO,
    ITEMS,
    LAST,
    LEAST_END,
    LOW,
    NEVER,
    NEW_ENTRIES,
    NEWLY_READY,
    NEXT_CHANGE,
    NEXT_RESERVED,
    NOTHING,
    ON_PLAN,
    OUT_START,
    OVER,
    PEOPLE,
    PLACES,
    PLAN_WAKE,
    READY_SIZE,
    REASON,
    RECORD,
    RECORDS,
    RELEASE,
    RESERVED_PTR,
    RESOURCES,
    ROOM_LEFT,
    SEEN,
    SHIFT,
    SKIPPED,
    SPELL,
    START,
    STATES,
    SUCC,
    USE,
    WAITING,
    WAITS,
    WORDS,
)
from allocator.forecasting.simulation.kernel.links import announce
from allocator.heuristics.kernel.jit import kernel


@kernel
def begin(flat: I64, state: I64) -> None:
    """Empty everything."""
    for k in (HEAP_SIZE, READY_SIZE, NEXT_CHANGE, BEYOND, NEW_ENTRIES, COMPLEX, HOLDING):
        state[k] = 0
    state[ON_PLAN], state[PLAN_WAKE] = flat[HAS_PLAN], NEVER
    for r in range(flat[RESOURCES]):
        state[state[ROOM_LEFT] + r] = flat[flat[CAPACITY] + r]
        state[state[GIVEN_AT] + r] = 0
        state[state[GIVEN_BY] + r] = NOTHING
    for place in range(flat[PLACES]):
        state[state[HOLDER] + place] = NOTHING
    for entry in range(flat[ENTRIES]):
        record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
        for k in (END, HELD, OVER, NEWLY_READY, DELAY, SKIPPED, FAILS, DROPPED):
            state[own + k] = 0
        for k in (START, REASON, FLOOR_BY):
            state[own + k] = NOTHING
        state[own + FLOOR] = flat[record + RELEASE]
        state[own + WAITS] = flat[record + WAITING]
        state[own + END_FLOOR] = flat[record + LEAST_END]
        state[own + END_WAITS] = flat[record + END_WAITING]


@kernel
def begin_people(flat: I64, state: I64) -> None:
    """Make everybody free."""
    for word in range(flat[WORDS]):
        for name in (FREE, ABLE, FRESH, AWAY):
            state[state[name] + word] = 0
    for person in range(flat[PEOPLE]):
        for name in (USE, FREE_SINCE, SPELL, CHANGE, SEEN, EXPECTED, ITEMS):
            state[state[name] + person] = 0
        state[state[LAST] + person] = NOTHING
        state[state[HOLD_UNTIL] + person] = NEVER
        state[state[NEXT_RESERVED] + person] = flat[flat[RESERVED_PTR] + person]
        state[state[FREE] + (person >> SHIFT)] |= 1 << (person & LOW)


@kernel
def note_events(
    flat: I64, state: I64, f: int, release_row: I32, releases: I32, delay_row: I32, delays: I32,
    skip_row: I32, skips: Bools, fail_row: I32, fails: Bools,
) -> None:  # fmt: skip
    """Write down releases, delays, what is skipped and what fails in future f of a block."""
    for entry in range(flat[ENTRIES]):
        own = state[STATES] + entry * RECORD
        if release_row[entry] >= 0:
            least = min(flat[HORIZON], int(releases[release_row[entry], f]))
            state[own + FLOOR] = max(state[own + FLOOR], least)
        if skip_row[entry] >= 0 and skips[skip_row[entry], f]:
            state[own + SKIPPED] = 1
            continue
        if delay_row[entry] >= 0:
            state[own + DELAY] = int(delays[delay_row[entry], f])
        if fail_row[entry] >= 0 and fails[fail_row[entry], f]:
            state[own + FAILS] = 1


@kernel
def make_void_of_skipped(flat: I64, state: I64) -> None:
    """Let nobody wait for what is skipped: who does waits for the tries before it as well."""
    for entry in range(flat[ENTRIES]):
        if state[state[STATES] + entry * RECORD + SKIPPED]:
            record = flat[RECORDS] + entry * RECORD + OUT_START
            for k in range(flat[record], flat[record + RECORD]):
                waits = END_WAITS if flat[flat[INTO] + k] == HOLDS_END else WAITS
                state[state[STATES] + flat[flat[SUCC] + k] * RECORD + waits] -= 1


@kernel
def announce_all(flat: I64, tables: I32, state: I64) -> None:
    """Let get ready what waits for nothing."""
    for entry in range(flat[ENTRIES]):
        if state[state[STATES] + entry * RECORD + WAITS] == 0:
            announce(flat, tables, state, entry, 0)
