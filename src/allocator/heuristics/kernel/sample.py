"""Builds schedules around the best one, by its order or its starts, disturbed.

Everybody is open to everything, so that a small change of the order can change much: this finds
what is good early, where search that keeps people where they are is slow. Where there are only
resources, a few activities are moved at a time, and what is as good as the best takes its place:
so it drifts over schedules of the same length until one is shorter.
"""

from __future__ import annotations

from allocator.heuristics.kernel.breed import settle
from allocator.heuristics.kernel.climb import copy_schedule
from allocator.heuristics.kernel.decode import pop, push
from allocator.heuristics.kernel.disturb import (
    ORDER_SPAN,
    disturb_few,
    disturb_order,
    disturb_starts,
    pull_chain,
)
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    HEAP,
    HEAP_KEY,
    START,
    TIERS,
    WHO_PTR,
    SlotArray,
)
from allocator.heuristics.kernel.locks import unlock_all
from allocator.heuristics.kernel.random_numbers import draw
from allocator.problem.timeline import IntArray


@kernel(entry=True)
def rank(flat: IntArray, state: IntArray, keys: IntArray, order: IntArray) -> None:
    """Write the places that keys give, from 0 to about ``ORDER_SPAN``."""
    size, count = 0, flat[ACTIVITIES]
    for a in range(count):
        state[state[HEAP_KEY] + a] = keys[a]
        size = push(state, size, a)
    for place in range(count):
        size = pop(state, size)
        order[state[state[HEAP] + size]] = place * ORDER_SPAN // count


@kernel(entry=True)
def sample(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    order: IntArray,
    best: IntArray,
    best_score: IntArray,
    child: IntArray,
    new: IntArray,
    other: IntArray,
    priority: IntArray,
    keys: IntArray,
    shift: IntArray,
    seeds: IntArray,
    focus: int,
    few: int,
    steps: int,
) -> int:
    """Build so many schedules; return how many were better than all before.

    Parameters
    ----------
    order, best, best_score
        The order that the best schedule was built by, the schedule, and its score.
    child, new, other, priority, keys, shift
        Room to work in.
    few
        1 to move but a few activities, and leave the order alone.
    """
    count, found = flat[ACTIVITIES], 0
    unlock_all(flat, state)
    for _ in range(steps):
        way = draw(seeds, 3)
        if few:
            disturb_few(flat, settings, best, priority, seeds)
        elif way == 2:
            copy_schedule(state, best, 1)
            pull_chain(flat, values, state, settings, order, priority, focus, seeds)
        elif way == 1:
            disturb_order(flat, settings, order, priority, shift, seeds)
        else:
            disturb_starts(flat, settings, best, priority, seeds)
        for a in range(count):
            keys[a] = priority[a]
        if not settle(flat, tables, values, state, child, priority, new, other, focus):
            continue
        better = 0
        for k in range(flat[TIERS]):
            if better == 0:
                better = (new[k] < best_score[k]) - (new[k] > best_score[k])
        if better >= 0:
            found += better
            if not few:
                rank(flat, state, keys, order)
            for k in range(state[WHO_PTR] - state[START]):
                best[k] = child[k]
            for k in range(flat[TIERS] + 1):
                best_score[k] = new[k]
    return found
