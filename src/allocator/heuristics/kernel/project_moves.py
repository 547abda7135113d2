"""Moves of whole projects."""

from __future__ import annotations

from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    GROUP,
    GROUP_LIST,
    GROUP_PTR,
    GROUPS,
    PROJECT_REACH,
    UNREACHABLE,
)
from allocator.heuristics.kernel.locks import unlock
from allocator.heuristics.kernel.random_numbers import draw, draw_around
from allocator.heuristics.kernel.targets import draw_urgent
from allocator.problem.timeline import IntArray


@kernel
def shift_project(
    flat: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    last: int,
    seeds: IntArray,
) -> None:
    """Move a project earlier or later."""
    group = flat[flat[GROUP] + draw(seeds, flat[ACTIVITIES])]
    delta = draw_around(seeds, last // settings[PROJECT_REACH] + 1)
    _shift(flat, state, priority, group, delta, draw(seeds, 5))


@kernel
def advance_project(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    last: int,
    focus: int,
    seeds: IntArray,
) -> None:
    """Move a late project earlier."""
    group = flat[flat[GROUP] + draw_urgent(flat, values, state, focus, seeds)]
    delta = -abs(draw_around(seeds, last // settings[PROJECT_REACH] + 1))
    _shift(flat, state, priority, group, delta, draw(seeds, 5))


@kernel
def swap_projects(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Let a late project begin where another does, and that one where the late one did."""
    one = flat[flat[GROUP] + draw_urgent(flat, values, state, focus, seeds)]
    other = draw(seeds, flat[GROUPS])
    delta = _first_slot(flat, priority, other) - _first_slot(flat, priority, one)
    _shift(flat, state, priority, one, delta, draw(seeds, 5))
    _shift(flat, state, priority, other, -delta, draw(seeds, 5))


@kernel
def _shift(
    flat: IntArray, state: IntArray, priority: IntArray, group: int, delta: int, loose: int
) -> None:
    """Move a project's priorities; ``loose`` of 4 of its activities are open to anybody."""
    for k in range(flat[flat[GROUP_PTR] + group], flat[flat[GROUP_PTR] + group + 1]):
        a = flat[flat[GROUP_LIST] + k]
        priority[a] += delta * STEPS_PER_SLOT
        if (a * 7 + delta) % 4 < loose:
            unlock(flat, state, a)


@kernel
def _first_slot(flat: IntArray, priority: IntArray, group: int) -> int:
    """Return the first slot of a project."""
    least = UNREACHABLE
    for k in range(flat[flat[GROUP_PTR] + group], flat[flat[GROUP_PTR] + group + 1]):
        least = min(least, priority[flat[flat[GROUP_LIST] + k]] // STEPS_PER_SLOT)
    return least
