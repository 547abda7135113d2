"""Moves of the chain before a late finish, and of what blocks it."""

from __future__ import annotations

from allocator.heuristics.kernel.chains import causes, chain_end, draw_stretch, last_predecessor
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import BASELINE_FLOOR, MAX_CHAIN, START
from allocator.heuristics.kernel.locks import unlock
from allocator.heuristics.kernel.random_numbers import draw
from allocator.problem.timeline import IntArray


@kernel
def hurry_chain(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    last: int,
    focus: int,
    seeds: IntArray,
) -> None:
    """Put a stretch of the chain of links before a late finish ahead of everything else."""
    a = chain_end(flat, values, state, focus, seeds)
    loose = draw(seeds, 5)
    skipped, many = draw_stretch(seeds, settings[MAX_CHAIN])
    while a >= 0 and many > 0:
        if skipped > 0:
            skipped -= 1
        else:
            many -= 1
            priority[a] -= (last + 1) * STEPS_PER_SLOT
            if draw(seeds, 4) < loose:
                unlock(flat, state, a)
        a, _ = last_predecessor(flat, state, a)


@kernel
def unblock(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Walk the chain before a late finish, and change one wait for people or resources.

    What waits goes before what it waits for, or one of the two is open to anybody, or both.
    """
    a = chain_end(flat, values, state, focus, seeds)
    skipped = draw(seeds, settings[MAX_CHAIN])
    while a >= 0 and state[state[START] + a] >= 0:
        pred, other = causes(flat, state, a, 1)
        if other >= 0 and skipped <= 0:
            how = draw(seeds, 4)
            if how != 1:
                priority[a] = priority[other] - 1 - draw(seeds, STEPS_PER_SLOT)
                state[state[BASELINE_FLOOR] + a] = 0
            if how == 1 or how == 2:
                unlock(flat, state, other)
            if how == 3:
                unlock(flat, state, a)
            return
        skipped -= 1
        a = other if other >= 0 and (pred < 0 or draw(seeds, 2)) else pred
