"""Improves one schedule by moves: late acceptance hill climbing that learns which moves pay.

A schedule is accepted if it is no worse than the current one, or than the one some steps ago
(Burke, Bykov, 2017, "The late acceptance hill-climbing heuristic"), in the tier in focus; the
tiers before it must not get worse than the best.
"""

from __future__ import annotations

from allocator.heuristics.kernel.decode import decode
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    GAIN_BEST,
    GAIN_BETTER,
    GAIN_MEMORY,
    HISTORY_LENGTH,
    MAX_PARALLEL,
    START,
    TIERS,
    WHO_PTR,
    SlotArray,
)
from allocator.heuristics.kernel.moves import MOVE_COUNT, mutate
from allocator.heuristics.kernel.random_numbers import draw
from allocator.heuristics.kernel.score import compactness, evaluate, less
from allocator.problem.timeline import IntArray

SERIAL, PARALLEL, JUSTIFIED = range(MOVE_COUNT, MOVE_COUNT + 3)
"""Ways to decode what a move has written: both schemes, and serial with a backward pass between.

They are numbered behind the moves, as in the array of weights.
"""

KEPT, OPEN = range(JUSTIFIED + 1, JUSTIFIED + 3)
"""Who does what a move does not touch: as before, or anybody; numbered behind the decodings."""

CHOICES = OPEN + 1
"""Moves, decodings and who does the rest: entries of the array of weights."""

NEUTRAL_WEIGHT = 1024
"""Weight of a choice as long as no other has gained more."""


@kernel
def copy_schedule(state: IntArray, store: IntArray, back: int) -> None:
    """Copy the schedule into a store, or back."""
    first = state[START]
    for k in range(state[WHO_PTR] - first):
        if back:
            state[first + k] = store[k]
        else:
            store[k] = state[first + k]


@kernel
def acceptable(
    score: IntArray, current: IntArray, best: IntArray, size: int, focus: int, threshold: int
) -> bool:
    """Return whether to go on from a schedule, whose score has so many entries."""
    for k in range(focus):
        if score[k] != best[k]:
            return score[k] < best[k]
    if score[focus] < current[focus] or score[focus] < threshold:
        return True
    if score[focus] > current[focus]:
        return score[focus] <= threshold
    for k in range(focus + 1, size):
        if score[k] != current[k]:
            return score[k] < current[k]
    return True


@kernel(entry=True)
def climb(
    flat: IntArray,
    tables: SlotArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    current_schedule: IntArray,
    best_schedule: IntArray,
    new_score: IntArray,
    current_score: IntArray,
    best_score: IntArray,
    history: IntArray,
    weights: IntArray,
    neutral: IntArray,
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
    current_schedule, best_schedule
        Stores of the current and the best schedule.
    new_score, current_score, best_score
        Scores of the schedule at hand, the current and the best one; each with ``TIERS + 1``
        entries, the last for compactness.
    history
        Values of the tier in focus some steps ago; its last entry is the position.
    weights, neutral
        By choice: its weight, now and where none gains more.
    focus
        Index of the tier in the score.
    """
    width, length = flat[TIERS] + 1, settings[HISTORY_LENGTH]
    found = 0
    for _ in range(steps):
        at = history[length]
        move = _choose(weights, 0, MOVE_COUNT, seeds)
        decoding = _choose(weights, SERIAL, 3, seeds)
        staffing = _choose(weights, KEPT, 2, seeds)
        mutate(flat, values, state, settings, priority, move, focus, int(staffing == OPEN), seeds)
        parallel = decoding == PARALLEL and flat[ACTIVITIES] <= settings[MAX_PARALLEL]
        made = decode(flat, tables, state, priority, int(parallel))
        if made and decoding == JUSTIFIED:  # what the backward pass leaves is no schedule
            made = justify(flat, tables, state, priority, focus)
            made = made and decode(flat, tables, state, priority, 0)
        accept = False
        if made:
            evaluate(flat, values, state, new_score)
            new_score[width - 1] = compactness(flat, state)
            accept = acceptable(new_score, current_score, best_score, width, focus, history[at])
        gain = 0
        if accept:
            gain = settings[GAIN_BETTER] if less(new_score, current_score, width) else 0
            for k in range(width):
                current_score[k] = new_score[k]
            copy_schedule(state, current_schedule, 0)
            if less(new_score, best_score, width):
                gain = settings[GAIN_BEST]
                found += 1
                for k in range(width):
                    best_score[k] = new_score[k]
                copy_schedule(state, best_schedule, 0)
        else:
            copy_schedule(state, current_schedule, 1)
        for choice in (move, decoding, staffing):
            gained = gain * neutral[choice]
            faded = (weights[choice] - neutral[choice]) // settings[GAIN_MEMORY]
            weights[choice] += gained - faded
        history[at] = current_score[focus]
        history[length] = (at + 1) % length
    return found


@kernel
def _choose(weights: IntArray, first: int, count: int, seeds: IntArray) -> int:
    """Draw one of ``count`` choices from ``first`` on, by what each has gained lately."""
    total = 0
    for k in range(first, first + count):
        total += weights[k]
    left = draw(seeds, total)
    for k in range(count):
        left -= weights[first + k]
        if left < 0:
            return first + k
    return first
