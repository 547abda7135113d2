"""Moves of single activities, of a stretch of time and of a person's work."""

from __future__ import annotations

from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ALTERNATIVE,
    ANYBODY,
    CAND_PERSON,
    CAND_PTR,
    CHOICE_FIRST,
    CHOICE_LAST,
    CHOICES,
    DROPPABLE,
    DROPPABLES,
    DROPPED,
    LOCK,
    MAX_HANDED_OVER,
    MAX_SPAN,
    MOVE_REACH,
    NEED_COUNT,
    NEED_PTR,
    NODE_OF,
    PAIRED,
    PERSON_REACH,
    START,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.locks import unlock
from allocator.heuristics.kernel.random_numbers import draw, draw_around
from allocator.heuristics.kernel.targets import draw_often_urgent
from allocator.heuristics.kernel.who_may import unlock_partners
from allocator.problem.timeline import IntArray

SPAN_PARTS = 64
"""Parts of the plan's length that a stretch of time is measured in."""


@kernel
def nudge(priority: IntArray, a: int, width: int, seeds: IntArray) -> None:
    """Move an activity by at most ``width`` slots, and by a random part of a slot."""
    priority[a] += draw_around(seeds, width) * STEPS_PER_SLOT + draw(seeds, STEPS_PER_SLOT)


@kernel
def move_activities(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    many: int,
    last: int,
    focus: int,
    seeds: IntArray,
) -> None:
    """Move so many activities to other times, every second of them a late one."""
    for _ in range(many):
        a = draw_often_urgent(flat, values, state, focus, seeds)
        nudge(priority, a, last // settings[MOVE_REACH] + 1, seeds)
        priority[a] -= STEPS_PER_SLOT // 2
        if draw(seeds, 4):
            unlock(flat, state, a)


@kernel
def stir_span(
    flat: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    last: int,
    seeds: IntArray,
) -> None:
    """Reorder all that starts in a stretch of time, some of it open to anybody."""
    width = 1 + last * (1 + draw(seeds, settings[MAX_SPAN])) // SPAN_PARTS
    low = draw(seeds, last + 1)
    loose = draw(seeds, 5)
    for a in range(flat[ACTIVITIES]):
        start = priority[a] // STEPS_PER_SLOT
        if low <= start < low + width:
            nudge(priority, a, width, seeds)
            if draw(seeds, 4) < loose:
                unlock(flat, state, a)


@kernel
def hand_over(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Lock needs for one person of a few activities to candidates drawn at random.

    How many people share one of them is drawn, too.
    """
    for _ in range(1 + draw(seeds, settings[MAX_HANDED_OVER])):
        a = draw_often_urgent(flat, values, state, focus, seeds)
        if flat[PAIRED]:
            unlock_partners(flat, state, a, 1)
        if flat[CHOICES] and flat[flat[CHOICE_FIRST] + a] >= 0:
            first, last = flat[flat[CHOICE_FIRST] + a], flat[flat[CHOICE_LAST] + a]
            state[state[ALTERNATIVE] + a] = first + draw(seeds, last - first)
        for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
            low, high = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
            if flat[flat[NEED_COUNT] + n] == 1 and high > low:
                state[state[LOCK] + n] = low + draw(seeds, high - low)
            else:
                state[state[LOCK] + n] = ANYBODY


@kernel
def stir_person(
    flat: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    last: int,
    seeds: IntArray,
) -> None:
    """Reorder all that a person does, most of it open to anybody."""
    needs = flat[flat[NEED_PTR] + flat[ACTIVITIES]]
    if needs == 0:
        return
    spot = draw(seeds, state[state[WHO_PTR] + needs])
    if state[state[WHO] + spot] < 0:
        return
    person = flat[flat[CAND_PERSON] + state[state[WHO] + spot]]
    loose = 1 + draw(seeds, 4)
    for a in range(flat[ACTIVITIES]):
        first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
        for k in range(first, state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]):
            c = state[state[WHO] + k]
            if state[state[START] + a] >= 0 and c >= 0 and flat[flat[CAND_PERSON] + c] == person:
                width = last // settings[PERSON_REACH] + 1
                priority[a] += draw_around(seeds, width) * STEPS_PER_SLOT
                if draw(seeds, 4) < loose:
                    unlock(flat, state, a)


@kernel
def toggle_optional(
    flat: IntArray, state: IntArray, priority: IntArray, last: int, seeds: IntArray
) -> None:
    """Take an optional item in, at any time, or leave it out."""
    if flat[DROPPABLES] == 0:
        return
    a = flat[flat[DROPPABLE] + draw(seeds, flat[DROPPABLES])]
    node = state[DROPPED] + flat[flat[NODE_OF] + a]
    state[node] = 1 - state[node]
    priority[a] = draw(seeds, last + 1) * STEPS_PER_SLOT
