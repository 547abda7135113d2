"""Locks people to what they do in a schedule, and opens to anybody what a move changes."""

from __future__ import annotations

from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ALTERNATIVE,
    ANYBODY,
    BASELINE_FLOOR,
    BASELINE_START,
    CAND_PTR,
    CHOICE_FIRST,
    CHOICE_LAST,
    CHOICES,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    PAIRED,
    START,
    TEAM,
    TEAM_ONLY,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.who_may import unlock_partners
from allocator.problem.timeline import IntArray


@kernel
def lock_schedule(flat: IntArray, state: IntArray, priority: IntArray, free: int) -> int:
    """Take the starts as priorities and lock people, or free all; return the last start."""
    first, last = state[START], 0
    for a in range(flat[ACTIVITIES]):
        start = state[first + a]
        priority[a] = start * STEPS_PER_SLOT
        last = max(last, start)
        if free:
            hold_to_baseline(flat, state, a, start)
            free_people(flat, state, a)
        else:
            lock_activity(flat, state, state, first, a)
    for a in range(flat[ACTIVITIES]):
        if priority[a] < 0:
            priority[a] = (last + 1) * STEPS_PER_SLOT
    return last


@kernel
def lock_activity(flat: IntArray, state: IntArray, schedule: IntArray, first: int, a: int) -> None:
    """Lock an activity to the people who do it in a schedule.

    ``first`` is where the starts of the schedule begin in its array; the rest lies behind them as
    in ``state``.
    """
    start, who = schedule[first + a], first + state[WHO] - state[START]
    hold_to_baseline(flat, state, a, start)
    if flat[CHOICES]:
        state[state[ALTERNATIVE] + a] = -1
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        place, after = state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]
        if start < 0 or (flat[CHOICES] and schedule[who + place] < 0):
            state[state[LOCK] + n] = ANYBODY
        elif flat[flat[NEED_COUNT] + n] == 1:
            state[state[LOCK] + n] = schedule[who + place]
        else:
            for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
                state[state[TEAM] + c] = 0
            for spot in range(place, after):
                state[state[TEAM] + schedule[who + spot]] = 1
            state[state[LOCK] + n] = TEAM_ONLY
        is_filled = flat[CHOICES] and start >= 0 and schedule[who + place] >= 0
        if is_filled and flat[flat[CHOICE_FIRST] + a] <= n < flat[flat[CHOICE_LAST] + a]:
            state[state[ALTERNATIVE] + a] = n


@kernel
def unlock(flat: IntArray, state: IntArray, a: int) -> None:
    """Let anybody who can do an activity, as early as can be."""
    state[state[BASELINE_FLOOR] + a] = 0
    free_people(flat, state, a)


@kernel(entry=True)
def unlock_all(flat: IntArray, state: IntArray) -> None:
    """Let anybody who can do every activity, as early as can be."""
    for a in range(flat[ACTIVITIES]):
        unlock(flat, state, a)


@kernel
def free_people(flat: IntArray, state: IntArray, a: int) -> None:
    """Let anybody who can do an activity, in any number, and what is to have the same people."""
    if flat[PAIRED]:
        unlock_partners(flat, state, a, 0)
    if flat[CHOICES]:
        state[state[ALTERNATIVE] + a] = -1
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        state[state[LOCK] + n] = ANYBODY


@kernel
def hold_to_baseline(flat: IntArray, state: IntArray, a: int, start: int) -> None:
    """Hold an activity at its start in the baseline, if a schedule does not have it earlier."""
    base = flat[flat[BASELINE_START] + a]
    state[state[BASELINE_FLOOR] + a] = base if start < 0 or start >= base else 0
