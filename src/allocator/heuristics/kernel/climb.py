"""Search over schedules: late acceptance hill climbing with moves that learn what pays.

A schedule is accepted if it is no worse than the current one, or than the one some steps ago
(Burke, Bykov, 2017, "The late acceptance hill-climbing heuristic"), in the tier in focus; the
tiers before it must not get worse than the best.
"""

from __future__ import annotations

from allocator.heuristics.kernel.chance import draw
from allocator.heuristics.kernel.decode import decode
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    END,
    HELD,
    START,
    TIERS,
    WHO_PTR,
)
from allocator.heuristics.kernel.moves import KINDS, mutate
from allocator.heuristics.kernel.score import evaluate, less
from allocator.problem.timeline import IntArray

WAYS = 3
"""Ways of decoding a move: serial, parallel, and serial with a backward pass between."""

OPENINGS = 2
"""Who does what a move does not touch: as before, or anybody."""

EQUAL = 1024
"""Weight of a kind of move as long as none has gained more than others."""

MOST_PARALLEL = 500
"""Activities beyond which the parallel scheme takes too long to pay."""

HISTORY = 64
"""Steps back that an accepted schedule is compared with."""


@kernel
def copy(state: IntArray, store: IntArray, back: int) -> None:
    """Copy the schedule into a store, or back."""
    first = state[START]
    for k in range(state[WHO_PTR] - first):
        if back:
            state[first + k] = store[k]
        else:
            store[k] = state[first + k]


@kernel
def acceptable(
    score: IntArray, current: IntArray, best: IntArray, focus: int, threshold: int
) -> bool:
    """Return whether to go on from a schedule."""
    for k in range(focus):
        if score[k] != best[k]:
            return score[k] < best[k]
    if score[focus] < current[focus] or score[focus] < threshold:
        return True
    if score[focus] > current[focus]:
        return score[focus] <= threshold
    for k in range(focus + 1, len(score)):
        if score[k] != current[k]:
            return score[k] < current[k]
    return True


@kernel
def compactness(flat: IntArray, state: IntArray) -> int:
    """Return the sum of the squares of all ends: among equals the least of it has most room."""
    total = 0
    for a in range(flat[ACTIVITIES]):
        if state[state[START] + a] >= 0:
            until = max(state[state[HELD] + a], state[state[END] + a])
            total += until * until
    return total


@kernel
def climb(
    flat: IntArray,
    tables: IntArray,
    values: IntArray,
    state: IntArray,
    current: IntArray,
    best: IntArray,
    new: IntArray,
    now: IntArray,
    top: IntArray,
    history: IntArray,
    gains: IntArray,
    shares: IntArray,
    priority: IntArray,
    seeds: IntArray,
    focus: int,
    steps: int,
) -> int:
    """Take so many steps; return how many schedules were better than the best before.

    Parameters
    ----------
    state
        Holds the current schedule, before and after.
    current, best
        Stores of the current and the best schedule.
    new, now, top
        Scores of the schedule at hand, the current and the best one; each with ``TIERS + 1``
        entries, the last for compactness.
    history
        Values of the tier in focus some steps ago; its last entry is the position.
    gains, shares
        Weight of each kind of move and way of decoding, now and where none gains more.
    focus
        Index of the tier in the score.
    """
    width = flat[TIERS] + 1
    found = 0
    for _ in range(steps):
        at = history[HISTORY]
        kind = _choose(gains, 0, KINDS, seeds)
        how = KINDS + _choose(gains, KINDS, WAYS, seeds)
        opened = KINDS + WAYS + _choose(gains, KINDS + WAYS, OPENINGS, seeds)
        mutate(flat, values, state, priority, kind, focus, opened - KINDS - WAYS, seeds)
        made = decode(
            flat,
            tables,
            state,
            priority,
            int(how == KINDS + 1 and flat[ACTIVITIES] <= MOST_PARALLEL),
        )
        if made and how == KINDS + 2:  # what the backward pass leaves is no schedule
            made = justify(flat, tables, state, priority, focus)
            made = made and decode(flat, tables, state, priority, 0)
        accept = False
        if made:
            evaluate(flat, values, state, new)
            new[width - 1] = compactness(flat, state)
            accept = acceptable(new, now, top, focus, history[at])
        gain = 0
        if accept:
            gain = 1 if less(new, now) else 0
            for k in range(width):
                now[k] = new[k]
            copy(state, current, 0)
            if less(new, top):
                gain = 8
                found += 1
                for k in range(width):
                    top[k] = new[k]
                copy(state, best, 0)
        else:
            copy(state, current, 1)
        gains[kind] += gain * shares[kind] - (gains[kind] - shares[kind]) // 32
        gains[how] += gain * shares[how] - (gains[how] - shares[how]) // 32
        gains[opened] += gain * shares[opened] - (gains[opened] - shares[opened]) // 32
        if now[focus] < history[at] or history[at] < 0 or history[at] < now[focus]:
            history[at] = now[focus]
        history[HISTORY] = (at + 1) % HISTORY
    return found


@kernel
def _choose(gains: IntArray, first: int, count: int, seeds: IntArray) -> int:
    """Return a number below ``count``, by what the choice of it has gained lately."""
    total = 0
    for k in range(first, first + count):
        total += gains[k]
    left = draw(seeds, total)
    for k in range(count):
        left -= gains[first + k]
        if left < 0:
            return k
    return 0
