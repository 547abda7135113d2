"""Tells those who wait: a link's source is there, or is given up."""

from __future__ import annotations

from allocator.forecasting.simulation.arrays import I32, I64
from allocator.forecasting.simulation.kernel.events import add_ready, push, remove_ready
from allocator.forecasting.simulation.kernel.layout import (
    DELAY,
    DROPPED,
    END_FLOOR,
    END_WAITS,
    ENTRIES,
    FLOOR,
    FLOOR_BY,
    HOLDS_END,
    INTO,
    OUT_START,
    OVER,
    PART_ELAPSED,
    PART_START,
    PLACES,
    RECORD,
    RECORDS,
    ROW,
    SKIPPED,
    START,
    STATES,
    SUCC,
    TABLES,
    WAITS,
)
from allocator.forecasting.simulation.kernel.working_time import delayed
from allocator.heuristics.kernel.jit import kernel


@kernel(inline=True)
def announce(flat: I64, tables: I32, state: I64, entry: int, now: int) -> None:
    """Let an entry get ready once links, releases and delays allow; nothing else holds it."""
    own = state[STATES] + entry * RECORD
    at = max(now, state[own + FLOOR])
    if state[own + DELAY] > 0:
        at = delayed(flat, tables, at, state[own + DELAY])
        state[own + FLOOR] = at
    push(state, at, flat[PLACES] + flat[ENTRIES] + entry)


@kernel(inline=True)
def pass_on(
    flat: I64, tables: I32, state: I64, entry: int, part: int, value: int, now: int
) -> None:
    """Tell those who wait for a part of an entry that it is at ``value``."""
    record = flat[RECORDS] + entry * RECORD + OUT_START + part
    after = record + 1 if part != PART_ELAPSED else record - 2 + RECORD
    for k in range(flat[record], flat[after]):
        succ, row, least = flat[flat[SUCC] + k], flat[flat[ROW] + k], value
        if row >= 0:
            least = tables[flat[TABLES] + row + value]
        own = state[STATES] + succ * RECORD
        if flat[flat[INTO] + k] == HOLDS_END:
            state[own + END_FLOOR] = max(state[own + END_FLOOR], least)
            state[own + END_WAITS] -= 1
            if state[own + END_WAITS] == 0 and state[own + OVER]:
                push(state, max(now, state[own + END_FLOOR]), flat[PLACES] + succ)
            continue
        if least > state[own + FLOOR] or (least == state[own + FLOOR] and part != PART_START):
            state[own + FLOOR] = least
            state[own + FLOOR_BY] = entry
        state[own + WAITS] -= 1
        if state[own + WAITS] == 0 and not state[own + DROPPED]:
            at_once = state[own + FLOOR] <= now and part != PART_START
            if at_once and not state[own + SKIPPED] and state[own + DELAY] == 0:
                add_ready(flat, state, succ)
            else:
                announce(flat, tables, state, succ, now)


@kernel
def make_void(flat: I64, tables: I32, state: I64, first: int, last: int, now: int) -> None:
    """Let nobody wait for some links any more."""
    for k in range(first, last):
        succ = flat[flat[SUCC] + k]
        own = state[STATES] + succ * RECORD
        if flat[flat[INTO] + k] == HOLDS_END:
            state[own + END_WAITS] -= 1
            if state[own + END_WAITS] == 0 and state[own + OVER]:
                push(state, max(now, state[own + END_FLOOR]), flat[PLACES] + succ)
            continue
        state[own + WAITS] -= 1
        if state[own + WAITS] == 0 and not state[own + DROPPED]:
            announce(flat, tables, state, succ, now)


@kernel
def give_up(flat: I64, tables: I32, state: I64, entry: int, now: int) -> None:
    """Give an entry up that has not begun: its links are void, nobody waits for it any more."""
    record, own = flat[RECORDS] + entry * RECORD, state[STATES] + entry * RECORD
    if state[own + START] >= 0 or state[own + DROPPED]:
        return
    state[own + DROPPED] = 1
    if state[own + SKIPPED]:
        return
    remove_ready(flat, state, entry)
    first, last = flat[record + OUT_START], flat[record + RECORD + OUT_START]
    make_void(flat, tables, state, first, last, now)
