"""Breeds schedules: a child takes the order of one parent and a stretch of the other's.

Every child is improved by a backward and a forward pass before it is judged; together they are
the strongest known way to short plans where resources are scarce (Valls, Ballestín, Quintanilla,
2008, "A hybrid genetic algorithm for the resource-constrained project scheduling problem").
"""

from __future__ import annotations

from allocator.heuristics.kernel.activity_moves import nudge
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT, decode
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    CHILD_RATE,
    CHILD_REACH,
    DROPPED,
    NODES,
    START,
    TIERS,
    WHO_PTR,
    SlotArray,
)
from allocator.heuristics.kernel.locks import lock_activity, unlock
from allocator.heuristics.kernel.random_numbers import draw
from allocator.heuristics.kernel.score import compactness, evaluate, less
from allocator.problem.timeline import IntArray

NEXT_BAND = 1 << 34
"""Step of priority that puts an activity after all that are without it."""


@kernel
def cross(
    flat: IntArray,
    state: IntArray,
    pool: IntArray,
    mother: int,
    father: int,
    priority: IntArray,
    seeds: IntArray,
) -> None:
    """Write a child's priorities and locks: the mother's first part, the father's next, the rest.

    ``mother`` and ``father`` are where they begin in the pool.
    """
    last_mother, last_father = 0, 0
    for a in range(flat[ACTIVITIES]):
        last_mother = max(last_mother, pool[mother + a])
        last_father = max(last_father, pool[father + a])
    first = draw(seeds, last_mother + 1)
    until = draw(seeds, last_father + 1)
    for a in range(flat[ACTIVITIES]):
        mine, other = pool[mother + a], pool[father + a]
        if mine < 0:
            mine = last_mother + 1
        if other < 0:
            other = last_father + 1
        if mine < first:
            priority[a] = mine * STEPS_PER_SLOT
            lock_activity(flat, state, pool, mother, a)
        elif other < until:
            priority[a] = NEXT_BAND + other * STEPS_PER_SLOT
            lock_activity(flat, state, pool, father, a)
        else:
            priority[a] = 2 * NEXT_BAND + mine * STEPS_PER_SLOT
            lock_activity(flat, state, pool, mother, a)
    dropped = mother + state[DROPPED] - state[START]
    for node in range(flat[NODES]):
        state[state[DROPPED] + node] = pool[dropped + node]


@kernel
def disturb(
    flat: IntArray, state: IntArray, priority: IntArray, width: int, rate: int, seeds: IntArray
) -> None:
    """Move one in ``rate`` activities by at most ``width`` slots, open half of them to anybody."""
    for a in range(flat[ACTIVITIES]):
        if draw(seeds, rate) == 0:
            nudge(priority, a, width, seeds)
            if draw(seeds, 2):
                unlock(flat, state, a)


@kernel
def store(state: IntArray, pool: IntArray, base: int) -> None:
    """Copy the schedule into the pool."""
    first = state[START]
    for k in range(state[WHO_PTR] - first):
        pool[base + k] = state[first + k]


@kernel
def settle(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    child: IntArray,
    priority: IntArray,
    new: IntArray,
    other: IntArray,
    focus: int,
) -> bool:
    """Decode, pass backward and forward, and leave the better in ``child`` with its score."""
    if not decode(flat, tables, state, priority, 0):
        return False
    width = flat[TIERS] + 1
    evaluate(flat, values, state, new)
    new[width - 1] = compactness(flat, state)
    store(state, child, 0)
    if justify(flat, tables, state, priority, focus) and decode(flat, tables, state, priority, 0):
        evaluate(flat, values, state, other)
        other[width - 1] = compactness(flat, state)
        if less(other, new, width):
            store(state, child, 0)
            for k in range(width):
                new[k] = other[k]
    return True


@kernel
def keep_child(
    pool: IntArray,
    scores: IntArray,
    child: IntArray,
    size: int,
    new: IntArray,
    width: int,
    members: int,
    at: int,
) -> bool:
    """Put the child in its mother's place if it is better; return whether it is better than all.

    A child takes nobody else's place, so that the population stays mixed for long (De Jong,
    1975, "crowding"). ``size`` and ``width`` are the entries of a schedule and of a score.
    """
    best = True
    for m in range(members):
        order = 0
        for k in range(width):
            if new[k] != scores[m * width + k]:
                order = 1 if new[k] < scores[m * width + k] else -1
                break
        if order == 0 or (m == at and order < 0):
            return False
        if order < 0:
            best = False
    for k in range(size):
        pool[at * size + k] = child[k]
    for k in range(width):
        scores[at * width + k] = new[k]
    return best


@kernel(entry=True)
def breed(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    pool: IntArray,
    scores: IntArray,
    child: IntArray,
    new: IntArray,
    other: IntArray,
    priority: IntArray,
    seeds: IntArray,
    focus: int,
    members: int,
    steps: int,
) -> int:
    """Make so many children; return how many were better than all before.

    Parameters
    ----------
    pool, scores
        The members' schedules and scores, one after another.
    child, new, other
        Room for a schedule and two scores.
    """
    size, found = state[WHO_PTR] - state[START], 0
    for _ in range(steps):
        mother = draw(seeds, members)
        father = (mother + 1 + draw(seeds, members - 1)) % members
        cross(flat, state, pool, mother * size, father * size, priority, seeds)
        last = 1
        for a in range(flat[ACTIVITIES]):
            last = max(last, pool[mother * size + a])
        width = last // settings[CHILD_REACH] + 1
        disturb(flat, state, priority, width, settings[CHILD_RATE], seeds)
        if settle(flat, tables, values, state, child, priority, new, other, focus) and keep_child(
            pool, scores, child, size, new, flat[TIERS] + 1, members, mother
        ):
            found += 1
    return found


@kernel(entry=True)
def populate(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    pool: IntArray,
    scores: IntArray,
    child: IntArray,
    new: IntArray,
    other: IntArray,
    priority: IntArray,
    seeds: IntArray,
    focus: int,
    like: int,
    member: int,
    width: int,
) -> bool:
    """Make a member like another, disturbed by up to so many slots; False if it has no place."""
    size, entries = state[WHO_PTR] - state[START], flat[TIERS] + 1
    base = like * size
    for a in range(flat[ACTIVITIES]):
        priority[a] = pool[base + a] * STEPS_PER_SLOT if pool[base + a] >= 0 else NEXT_BAND
        lock_activity(flat, state, pool, base, a)
    dropped = base + state[DROPPED] - state[START]
    for node in range(flat[NODES]):
        state[state[DROPPED] + node] = pool[dropped + node]
    disturb(flat, state, priority, width, 1, seeds)
    if not settle(flat, tables, values, state, child, priority, new, other, focus):
        return False
    for k in range(size):
        pool[member * size + k] = child[k]
    for k in range(entries):
        scores[member * entries + k] = new[k]
    return True
