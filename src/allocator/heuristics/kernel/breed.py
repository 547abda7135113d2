"""A population of schedules: children take the order of one parent and a stretch of the other's.

Every child is improved by a backward and a forward pass before it is judged; together they are
the strongest known way to short plans where resources are scarce (Valls, Ballestín, Quintanilla,
2008, "A hybrid genetic algorithm for the resource-constrained project scheduling problem").
"""

from __future__ import annotations

from allocator.heuristics.kernel.chance import around, draw
from allocator.heuristics.kernel.climb import compactness
from allocator.heuristics.kernel.decode import PER_SLOT, decode
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    CAND_PTR,
    DROPPED,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NODES,
    START,
    TEAM,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.locks import release, settle_floor
from allocator.heuristics.kernel.score import evaluate, less
from allocator.problem.timeline import IntArray

AFTER = 1 << 34
"""Added to priorities, it puts an activity after all that are without it."""


@kernel
def inherit(flat: IntArray, state: IntArray, pool: IntArray, base: int, a: int) -> None:
    """Lock an activity to the people who do it in a member of the pool."""
    who = base + state[WHO] - state[START]
    settle_floor(flat, state, a, pool[base + a])
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        first, last = state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]
        if pool[base + a] < 0:
            state[state[LOCK] + n] = -1
        elif flat[flat[NEED_COUNT] + n] == 1:
            state[state[LOCK] + n] = pool[who + first]
        else:
            for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
                state[state[TEAM] + c] = 0
            for spot in range(first, last):
                state[state[TEAM] + pool[who + spot]] = 1
            state[state[LOCK] + n] = -2


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
            priority[a] = mine * PER_SLOT
            inherit(flat, state, pool, mother, a)
        elif other < until:
            priority[a] = AFTER + other * PER_SLOT
            inherit(flat, state, pool, father, a)
        else:
            priority[a] = 2 * AFTER + mine * PER_SLOT
            inherit(flat, state, pool, mother, a)
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
            priority[a] += around(seeds, width) * PER_SLOT + draw(seeds, PER_SLOT)
            if draw(seeds, 2):
                release(flat, state, a)


@kernel
def store(state: IntArray, pool: IntArray, base: int) -> None:
    """Copy the schedule into the pool."""
    first = state[START]
    for k in range(state[WHO_PTR] - first):
        pool[base + k] = state[first + k]


@kernel
def settle(
    flat: IntArray,
    tables: IntArray,
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
    width = len(new)
    evaluate(flat, values, state, new)
    new[width - 1] = compactness(flat, state)
    store(state, child, 0)
    if justify(flat, tables, state, priority, focus) and decode(flat, tables, state, priority, 0):
        evaluate(flat, values, state, other)
        other[width - 1] = compactness(flat, state)
        if less(other, new):
            store(state, child, 0)
            for k in range(width):
                new[k] = other[k]
    return True


@kernel
def keep_child(
    pool: IntArray, marks: IntArray, child: IntArray, new: IntArray, members: int, at: int
) -> bool:
    """Put the child in its mother's place if it is better; return whether it is better than all.

    A child takes nobody else's place, so that the population stays mixed for long (De Jong,
    1975, "crowding").
    """
    size, width = len(child), len(new)
    best = True
    for m in range(members):
        order = 0
        for k in range(width):
            if new[k] != marks[m * width + k]:
                order = 1 if new[k] < marks[m * width + k] else -1
                break
        if order == 0 or (m == at and order < 0):
            return False
        if order < 0:
            best = False
    for k in range(size):
        pool[at * size + k] = child[k]
    for k in range(width):
        marks[at * width + k] = new[k]
    return best


@kernel
def breed(
    flat: IntArray,
    tables: IntArray,
    values: IntArray,
    state: IntArray,
    pool: IntArray,
    marks: IntArray,
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
    pool, marks
        The members' schedules and scores, one after another.
    child, new, other
        Room for a schedule and two scores.
    """
    size, found = len(child), 0
    for _ in range(steps):
        mother = draw(seeds, members)
        father = (mother + 1 + draw(seeds, members - 1)) % members
        cross(flat, state, pool, mother * size, father * size, priority, seeds)
        last = 1
        for a in range(flat[ACTIVITIES]):
            last = max(last, pool[mother * size + a])
        disturb(flat, state, priority, last // 4 + 1, 40, seeds)
        if settle(flat, tables, values, state, child, priority, new, other, focus) and keep_child(
            pool, marks, child, new, members, mother
        ):
            found += 1
    return found


@kernel
def populate(
    flat: IntArray,
    tables: IntArray,
    values: IntArray,
    state: IntArray,
    pool: IntArray,
    marks: IntArray,
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
    size = len(child)
    base = like * size
    for a in range(flat[ACTIVITIES]):
        priority[a] = pool[base + a] * PER_SLOT if pool[base + a] >= 0 else AFTER
        inherit(flat, state, pool, base, a)
    dropped = base + state[DROPPED] - state[START]
    for node in range(flat[NODES]):
        state[state[DROPPED] + node] = pool[dropped + node]
    disturb(flat, state, priority, width, 1, seeds)
    if not settle(flat, tables, values, state, child, priority, new, other, focus):
        return False
    for k in range(size):
        pool[member * size + k] = child[k]
    for k in range(len(new)):
        marks[member * len(new) + k] = new[k]
    return True
