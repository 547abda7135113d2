"""Searches for an order of projects: late acceptance over keys, decoded without delay or in turn.

Every project has a key, the slot at which it should be done, and every activity its distance from
that; activities go by key less the chain that begins with them. A step changes the key of one
project, sometimes of two, or moves a few activities within theirs.
"""

from __future__ import annotations

from allocator.heuristics.kernel.climb import acceptable, copy_schedule
from allocator.heuristics.kernel.decode import BUILT, STEPS_PER_SLOT
from allocator.heuristics.kernel.in_turn import decode_in_turn
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    EXCHANGE_TENTHS,
    GROUP,
    GROUP_LIST,
    GROUP_PTR,
    GROUPS,
    ITEM_TENTHS,
    LARGEST_SHIFT,
    ORDER_HISTORY,
    SHIFT_STEPS,
    TAIL,
    TIERS,
    SlotArray,
)
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.heuristics.kernel.random_numbers import draw, draw_normal
from allocator.heuristics.kernel.score import evaluate, less
from allocator.problem.timeline import IntArray


@kernel(entry=True)
def order_projects(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    keys: IntArray,
    offsets: IntArray,
    best_keys: IntArray,
    best_offsets: IntArray,
    best_schedule: IntArray,
    new_score: IntArray,
    current_score: IntArray,
    best_score: IntArray,
    history: IntArray,
    priority: IntArray,
    seeds: IntArray,
    in_turn: int,
    span: int,
    focus: int,
    steps: int,
) -> int:
    """Take so many steps; return how many schedules were better than the best before.

    Parameters
    ----------
    keys, offsets
        By project its key, and by activity how much later it goes than that: the current order.
    best_keys, best_offsets, best_schedule
        The best order and what it was decoded to.
    new_score, current_score, best_score
        Scores of the schedule at hand, the current and the best order; each with ``TIERS + 1``
        entries, the last 0.
    history
        Values of the tier in focus some steps ago; its last entry is the position.
    priority
        Room to work in.
    in_turn
        1 to decode in turn, 0 to decode without delay.
    span
        How far the ends of projects lie apart, in steps of priority.
    focus
        Index of the tier in the score.
    """
    entries, length, found = flat[TIERS] + 1, settings[ORDER_HISTORY], 0
    groups, count = flat[GROUPS], flat[ACTIVITIES]
    for _ in range(steps):
        at = history[length]
        limit = max(current_score[focus], history[at])
        one, other = draw(seeds, groups), draw(seeds, groups)
        old_one, old_other = keys[one], keys[other]
        first, last = flat[flat[GROUP_PTR] + one], flat[flat[GROUP_PTR] + one + 1]
        a = flat[flat[GROUP_LIST] + first + draw(seeds, last - first)]
        old_offset = offsets[a]
        width = (span // settings[LARGEST_SHIFT]) >> draw(seeds, settings[SHIFT_STEPS])
        if draw(seeds, 10) < settings[ITEM_TENTHS]:
            offsets[a] += draw_normal(seeds, width)
        else:
            keys[one] += draw_normal(seeds, width)
            if draw(seeds, 10) < settings[EXCHANGE_TENTHS]:
                keys[one], keys[other] = keys[other], keys[one]
        for b in range(count):
            group = flat[flat[GROUP] + b]
            priority[b] = keys[group] + offsets[b] - flat[flat[TAIL] + b] * STEPS_PER_SLOT
        accept = False
        if in_turn:
            built = decode_in_turn(flat, tables, values, state, priority, focus, limit)
        else:
            built = decode_without_delay(flat, tables, values, state, priority, focus, limit)
        if built == BUILT:
            evaluate(flat, values, state, new_score)
            accept = acceptable(new_score, current_score, best_score, entries, focus, history[at])
        if accept:
            for k in range(entries):
                current_score[k] = new_score[k]
            if less(new_score, best_score, entries):
                found += 1
                for k in range(entries):
                    best_score[k] = new_score[k]
                for g in range(groups):
                    best_keys[g] = keys[g]
                for b in range(count):
                    best_offsets[b] = offsets[b]
                copy_schedule(state, best_schedule, 0)
        else:
            keys[one], keys[other] = old_one, old_other
            offsets[a] = old_offset
        history[at] = current_score[focus]
        history[length] = (at + 1) % length
    return found
