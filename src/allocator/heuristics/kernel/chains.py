"""Walks the chain before a late finish: by links, and by people and resources in use.

Such a chain is a critical one: every activity of it waits for the one before.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ARROW_SOURCE,
    AT_WORK_END,
    CAND_PERSON,
    DEMAND_BITS,
    DEMAND_PTR,
    DEMAND_WORD,
    END,
    HELD,
    INTO,
    INTO_PTR,
    NEED_PTR,
    NO_VALUE,
    RELEASE,
    SEEN,
    SOURCE_ACTIVITY,
    SOURCE_ENDPOINT,
    SOURCE_PTR,
    SOURCE_ROW,
    START,
    WHO,
    WHO_PTR,
)
from allocator.heuristics.kernel.random_numbers import draw
from allocator.heuristics.kernel.targets import draw_late_term
from allocator.problem.timeline import IntArray


@kernel
def blocker(flat: IntArray, state: IntArray, a: int, since: int) -> int:
    """Return what ends last before a start, after an instant, of what shares people or resources.

    -1 if nothing does.
    """
    found, latest = -1, since
    start = state[state[START] + a]
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a]]
    last = state[state[WHO_PTR] + flat[flat[NEED_PTR] + a + 1]]
    _mark_people(flat, state, first, last, -1)
    for b in range(flat[ACTIVITIES]):
        begins = state[state[START] + b]
        if begins < 0 or begins >= start or b == a:
            continue
        until = state[state[END] + b]
        if latest < until <= start and shares(flat, state, b):
            found, latest = b, until
        held = max(until, state[state[HELD] + b])
        if latest < held <= start and _shares_resource(flat, a, b):
            found, latest = b, held
    _mark_people(flat, state, first, last, 0)
    return found


@kernel
def _mark_people(flat: IntArray, state: IntArray, first: int, last: int, mark: int) -> None:
    """Mark the people in some places of needs."""
    for spot in range(first, last):
        c = state[state[WHO] + spot]
        if c >= 0:
            state[state[SEEN] + flat[flat[CAND_PERSON] + c]] = mark


@kernel
def shares(flat: IntArray, state: IntArray, b: int) -> bool:
    """Return whether one of the people who are marked does an activity."""
    first = state[state[WHO_PTR] + flat[flat[NEED_PTR] + b]]
    for spot in range(first, state[state[WHO_PTR] + flat[flat[NEED_PTR] + b + 1]]):
        c = state[state[WHO] + spot]
        if c >= 0 and state[state[SEEN] + flat[flat[CAND_PERSON] + c]] == -1:
            return True
    return False


@kernel
def _shares_resource(flat: IntArray, a: int, b: int) -> bool:
    """Return whether two activities hold the same resource."""
    for k in range(flat[flat[DEMAND_PTR] + a], flat[flat[DEMAND_PTR] + a + 1]):
        for d in range(flat[flat[DEMAND_PTR] + b], flat[flat[DEMAND_PTR] + b + 1]):
            if flat[flat[DEMAND_WORD] + k] == flat[flat[DEMAND_WORD] + d] and (
                flat[flat[DEMAND_BITS] + k] & flat[flat[DEMAND_BITS] + d]
            ):
                return True
    return False


@kernel
def last_activity(flat: IntArray, values: IntArray, state: IntArray, term: int) -> int:
    """Return the activity that a term waits for longest, -1 if it waits for none."""
    found, latest = -1, NO_VALUE
    for k in range(flat[flat[SOURCE_PTR] + term], flat[flat[SOURCE_PTR] + term + 1]):
        a = flat[flat[SOURCE_ACTIVITY] + k]
        if a < 0 or state[state[START] + a] < 0:
            continue
        at = state[state[START] + a]
        if flat[flat[SOURCE_ENDPOINT] + k] == AT_WORK_END:
            at = state[state[END] + a]
        if values[flat[flat[SOURCE_ROW] + k] + at] > latest:
            found, latest = a, values[flat[flat[SOURCE_ROW] + k] + at]
    return found


@kernel
def last_predecessor(flat: IntArray, state: IntArray, a: int) -> tuple[int, int]:
    """Return the predecessor by links that ends last, -1 without one, and when it ends."""
    before, latest = -1, -1
    for at in range(flat[flat[INTO_PTR] + a], flat[flat[INTO_PTR] + a + 1]):
        pred = flat[flat[ARROW_SOURCE] + flat[flat[INTO] + at]]
        if pred >= 0 and state[state[START] + pred] >= 0:
            until = max(state[state[HELD] + pred], state[state[END] + pred])
            if until > latest:
                before, latest = pred, until
    return before, latest


@kernel
def chain_end(
    flat: IntArray, values: IntArray, state: IntArray, focus: int, seeds: IntArray
) -> int:
    """Draw a late finish; return the activity it waits for longest, any if nothing is late."""
    term = draw_late_term(flat, values, state, focus, seeds)
    if term >= 0:
        return last_activity(flat, values, state, term)
    return draw(seeds, flat[ACTIVITIES])


@kernel
def draw_stretch(seeds: IntArray, longest: int) -> tuple[int, int]:
    """Return how many activities of a chain to skip from its end, and how many to move then."""
    skipped = draw(seeds, 3) * draw(seeds, 6)
    return skipped, 1 + draw(seeds, longest)


@kernel
def causes(flat: IntArray, state: IntArray, a: int, by_capacity: int) -> tuple[int, int]:
    """Return what an activity waits for: the last predecessor, and a blocker; -1 for none.

    A blocker is what holds people or resources between the predecessor's end and the start; it is
    looked for if ``by_capacity`` is 1.
    """
    pred, since = last_predecessor(flat, state, a)
    other = -1
    if by_capacity and state[state[START] + a] > since:
        other = blocker(flat, state, a, max(since, flat[flat[RELEASE] + a]))
    return pred, other
