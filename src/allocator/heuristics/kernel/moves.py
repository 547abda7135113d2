"""Changes of a schedule: other priorities, other people, other optional items.

A move writes priorities, which are the starts of the schedule but for what it changes, and locks
everybody to what they do but for the activities that it touches. Decoding then repairs the rest.
"""

from __future__ import annotations

from allocator.heuristics.kernel.blocking import unblock
from allocator.heuristics.kernel.chance import around, draw
from allocator.heuristics.kernel.decode import PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    CAND_PERSON,
    CAND_PTR,
    DROPPABLE,
    DROPPABLES,
    DROPPED,
    GROUP,
    GROUP_LIST,
    GROUP_PTR,
    GROUPS,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NODE_OF,
    START,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.locks import keep, release
from allocator.heuristics.kernel.staying import go_back
from allocator.heuristics.kernel.targets import last_of, late_term, urgent, waits_for
from allocator.problem.timeline import IntArray

(
    MOVE_ONE,  # one activity elsewhere
    MOVE_SEVERAL,  # some activities elsewhere
    SHIFT_PROJECT,  # a project earlier or later
    SWAP_PROJECTS,  # an urgent project and another change places
    STIR_SPAN,  # a stretch of time stirred
    HAND_OVER,  # an activity to another person
    STIR_PERSON,  # a person's work stirred and open to anybody
    ADVANCE_PROJECT,  # an urgent project earlier
    TOGGLE_OPTIONAL,  # an optional item in or out
    HURRY_CHAIN,  # a stretch of an urgent chain before everything else
    GO_BACK,  # some activities to where the baseline has them
    UNBLOCK,  # what is in the way of an urgent chain behind it, or to somebody else
    KINDS,  # how many kinds of move there are
) = range(13)


@kernel
def _hurry(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    last: int,
    focus: int,
    seeds: IntArray,
) -> None:
    """Put a stretch of the chain of links before a late finish ahead of everything else."""
    term = late_term(flat, values, state, focus, seeds)
    a = last_of(flat, values, state, term) if term >= 0 else draw(seeds, flat[ACTIVITIES])
    loose, skipped, left = draw(seeds, 5), draw(seeds, 3) * draw(seeds, 6), 1 + draw(seeds, 24)
    while a >= 0 and left > 0:
        if skipped > 0:
            skipped -= 1
        else:
            left -= 1
            priority[a] -= (last + 1) * PER_SLOT
            if draw(seeds, 4) < loose:
                release(flat, state, a)
        a, _ = waits_for(flat, state, a)


@kernel
def shift_group(
    flat: IntArray, state: IntArray, priority: IntArray, group: int, delta: int, loose: int
) -> None:
    """Move a project's priorities; ``loose`` of 4 of its activities are open to anybody."""
    for k in range(flat[flat[GROUP_PTR] + group], flat[flat[GROUP_PTR] + group + 1]):
        a = flat[flat[GROUP_LIST] + k]
        priority[a] += delta * PER_SLOT
        if (a * 7 + delta) % 4 < loose:
            release(flat, state, a)


@kernel
def mutate(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    kind: int,
    focus: int,
    free: int,
    seeds: IntArray,
) -> None:
    """Change one thing by a kind of move, with people kept elsewhere or everything open."""
    count = flat[ACTIVITIES]
    last = keep(flat, state, priority, free)
    if kind in (MOVE_ONE, MOVE_SEVERAL):
        for _ in range(1 if kind == MOVE_ONE else 2 + draw(seeds, 6)):
            a = urgent(flat, values, state, focus, seeds) if draw(seeds, 2) else draw(seeds, count)
            priority[a] += (
                around(seeds, last // 3 + 1) * PER_SLOT + draw(seeds, PER_SLOT) - PER_SLOT // 2
            )
            if draw(seeds, 4):
                release(flat, state, a)
    elif kind in (SHIFT_PROJECT, ADVANCE_PROJECT):
        if kind == ADVANCE_PROJECT:
            a = urgent(flat, values, state, focus, seeds)
        else:
            a = draw(seeds, count)
        delta = around(seeds, last // 2 + 1)
        if kind == ADVANCE_PROJECT:
            delta = -abs(delta)
        shift_group(flat, state, priority, flat[flat[GROUP] + a], delta, draw(seeds, 5))
    elif kind == SWAP_PROJECTS:
        one = flat[flat[GROUP] + urgent(flat, values, state, focus, seeds)]
        other = draw(seeds, flat[GROUPS])
        delta = _middle(flat, priority, other) - _middle(flat, priority, one)
        shift_group(flat, state, priority, one, delta, draw(seeds, 5))
        shift_group(flat, state, priority, other, -delta, draw(seeds, 5))
    elif kind == STIR_SPAN:
        width = 1 + last * (1 + draw(seeds, 16)) // 64
        low = draw(seeds, last + 1)
        loose = draw(seeds, 5)
        for a in range(count):
            start = priority[a] // PER_SLOT
            if low <= start < low + width:
                priority[a] += around(seeds, width) * PER_SLOT + draw(seeds, PER_SLOT)
                if draw(seeds, 4) < loose:
                    release(flat, state, a)
    elif kind == HAND_OVER:
        for _ in range(1 + draw(seeds, 3)):
            a = urgent(flat, values, state, focus, seeds) if draw(seeds, 2) else draw(seeds, count)
            _hand_over(flat, state, a, seeds)
    elif kind == STIR_PERSON:
        _stir_person(flat, state, priority, last, seeds)
    elif kind == HURRY_CHAIN:
        _hurry(flat, values, state, priority, last, focus, seeds)
    elif kind == GO_BACK:
        go_back(flat, values, state, priority, focus, seeds)
    elif kind == UNBLOCK:
        for _ in range(1 + draw(seeds, 2)):
            unblock(flat, values, state, priority, focus, seeds)
    elif flat[DROPPABLES] > 0:
        a = flat[flat[DROPPABLE] + draw(seeds, flat[DROPPABLES])]
        node = state[DROPPED] + flat[flat[NODE_OF] + a]
        state[node] = 1 - state[node]
        priority[a] = draw(seeds, last + 1) * PER_SLOT


@kernel
def _middle(flat: IntArray, priority: IntArray, group: int) -> int:
    """Return the first slot of a project."""
    least = 1 << 30
    for k in range(flat[flat[GROUP_PTR] + group], flat[flat[GROUP_PTR] + group + 1]):
        least = min(least, priority[flat[flat[GROUP_LIST] + k]] // PER_SLOT)
    return least


@kernel
def _hand_over(flat: IntArray, state: IntArray, a: int, seeds: IntArray) -> None:
    """Lock an activity's needs of one person to candidates drawn at random."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        low, high = flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]
        if flat[flat[NEED_COUNT] + n] == 1 and high > low:
            state[state[LOCK] + n] = low + draw(seeds, high - low)
        else:
            state[state[LOCK] + n] = -1


@kernel
def _stir_person(
    flat: IntArray, state: IntArray, priority: IntArray, last: int, seeds: IntArray
) -> None:
    """Open all that a person does to everybody, and stir its order."""
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
                priority[a] += around(seeds, last // 8 + 1) * PER_SLOT
                if draw(seeds, 4) < loose:
                    release(flat, state, a)
