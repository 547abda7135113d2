"""Schedules around the best one: built anew by its order or its starts, disturbed.

Everybody is open to everything, so that a small change of the order can change much: this finds
what is good early, where search that keeps people where they are is slow. Where there are only
resources, a few activities are moved at a time, and what is as good as the best takes its place:
so it drifts over schedules of the same length until one is shorter.
"""

from __future__ import annotations

from allocator.heuristics.kernel.blocking import blocker
from allocator.heuristics.kernel.breed import settle
from allocator.heuristics.kernel.chance import draw
from allocator.heuristics.kernel.climb import copy
from allocator.heuristics.kernel.decode import pop, push
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    GROUP,
    GROUPS,
    HEAP,
    HEAP_KEY,
    RELEASE,
    START,
    TIERS,
)
from allocator.heuristics.kernel.locks import release
from allocator.heuristics.kernel.targets import last_of, late_term, waits_for
from allocator.problem.timeline import IntArray

SPAN = 1 << 20
"""From the first to the last of an order."""

MOST_MOVED = 3
"""Activities that are moved at once where only a few are."""

FAR, NEAR = 2, 20
"""The standard deviation of a move is the whole by the first, or by up to so much more."""


@kernel
def normal(seeds: IntArray, width: int) -> int:
    """Return about a normal deviate of this standard deviation: a sum of four uniform ones."""
    total = -2048
    for _ in range(4):
        total += draw(seeds, 1025)
    return total * width // 592


@kernel
def disturb_order(
    flat: IntArray, order: IntArray, priority: IntArray, shift: IntArray, seeds: IntArray
) -> None:
    """Write an order in which projects, or single activities, are a little elsewhere.

    The width is 2 to 22 % of the whole; of the projects one in twenty, one in five or all move.
    """
    width, groups = SPAN // 50 + draw(seeds, SPAN // 5), flat[GROUPS]
    whole = groups > 1 and draw(seeds, 10) < 7
    rare = 20
    for _ in range(draw(seeds, 3)):
        rare //= 4
    for g in range(groups):
        shift[g] = normal(seeds, width) if draw(seeds, max(1, rare)) == 0 else 0
    for a in range(flat[ACTIVITIES]):
        priority[a] = order[a] + (shift[flat[flat[GROUP] + a]] if whole else normal(seeds, width))


@kernel
def take_starts(flat: IntArray, best: IntArray, priority: IntArray) -> None:
    """Write the starts of a schedule as places; what has none goes last."""
    last = 1
    for a in range(flat[ACTIVITIES]):
        last = max(last, best[a])
    for a in range(flat[ACTIVITIES]):
        priority[a] = best[a] * SPAN // last if best[a] >= 0 else SPAN + SPAN // 5


@kernel
def disturb_starts(flat: IntArray, best: IntArray, priority: IntArray, seeds: IntArray) -> None:
    """Write the starts of a schedule, a few of them elsewhere or all of them a little."""
    count = flat[ACTIVITIES]
    few = draw(seeds, 10) < 7
    take_starts(flat, best, priority)
    if few:
        for _ in range(1 + draw(seeds, 5)):
            priority[draw(seeds, count)] += normal(seeds, SPAN // 7)
    else:
        for a in range(count):
            priority[a] += normal(seeds, SPAN // 33)


@kernel
def pull_chain(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    order: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Write an order with a stretch of the chain before a late finish, or its project, earlier."""
    for a in range(flat[ACTIVITIES]):
        priority[a] = order[a]
    term = late_term(flat, values, state, focus, seeds)
    a = last_of(flat, values, state, term) if term >= 0 else draw(seeds, flat[ACTIVITIES])
    if a < 0:
        return
    width = SPAN >> (2 + draw(seeds, 6))
    delta = abs(normal(seeds, width))
    if draw(seeds, 3) == 0:
        g = flat[flat[GROUP] + a]
        for b in range(flat[ACTIVITIES]):
            if flat[flat[GROUP] + b] == g:
                priority[b] -= delta
        return
    block = draw(seeds, 2)
    skipped, left = draw(seeds, 3) * draw(seeds, 6), 1 + draw(seeds, 24)
    while a >= 0 and left > 0:
        if skipped > 0:
            skipped -= 1
        else:
            left -= 1
            priority[a] -= delta
        pred, since = waits_for(flat, state, a)
        other = -1
        if block and state[state[START] + a] > since:
            other = blocker(flat, state, a, max(since, flat[flat[RELEASE] + a]))
        if other >= 0 and draw(seeds, 2):
            if draw(seeds, 2):
                priority[other] += delta
                a = pred
            else:
                a = other
        else:
            a = pred


@kernel
def disturb_few(flat: IntArray, best: IntArray, priority: IntArray, seeds: IntArray) -> None:
    """Write the starts of a schedule, one to three of them elsewhere, near or far."""
    take_starts(flat, best, priority)
    width = SPAN // (FAR + draw(seeds, NEAR))
    for _ in range(1 + draw(seeds, MOST_MOVED)):
        priority[draw(seeds, flat[ACTIVITIES])] += normal(seeds, width)


@kernel
def rank(flat: IntArray, state: IntArray, keys: IntArray, order: IntArray) -> None:
    """Write the places that keys give, from 0 to about SPAN."""
    size, count = 0, flat[ACTIVITIES]
    for a in range(count):
        state[state[HEAP_KEY] + a] = keys[a]
        size = push(state, size, a)
    for place in range(count):
        size = pop(state, size)
        order[state[state[HEAP] + size]] = place * SPAN // count


@kernel
def sample(
    flat: IntArray,
    tables: IntArray,
    values: IntArray,
    state: IntArray,
    order: IntArray,
    best: IntArray,
    top: IntArray,
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
    order, best, top
        The order that the best schedule was built by, the schedule, and its score.
    child, new, other, priority, keys, shift
        Room to work in.
    few
        1 to move but a few activities, and leave the order alone.
    """
    count, found = flat[ACTIVITIES], 0
    for a in range(count):
        release(flat, state, a)
    for _ in range(steps):
        way = draw(seeds, 3)
        if few:
            disturb_few(flat, best, priority, seeds)
        elif way == 2:
            copy(state, best, 1)
            pull_chain(flat, values, state, order, priority, focus, seeds)
        elif way == 1:
            disturb_order(flat, order, priority, shift, seeds)
        else:
            disturb_starts(flat, best, priority, seeds)
        for a in range(count):
            keys[a] = priority[a]
        if not settle(flat, tables, values, state, child, priority, new, other, focus):
            continue
        better = 0
        for k in range(flat[TIERS]):
            if better == 0:
                better = (new[k] < top[k]) - (new[k] > top[k])
        if better >= 0:
            found += better
            if not few:
                rank(flat, state, keys, order)
            for k in range(len(child)):
                best[k] = child[k]
            for k in range(len(new)):
                top[k] = new[k]
    return found
