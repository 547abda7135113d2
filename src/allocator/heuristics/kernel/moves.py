"""The moves of the search, in one table, and the function that makes them.

A move writes priorities, which are the starts of the schedule but for what it changes, and locks
everybody to what they do but for the activities that it touches. Decoding then repairs the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.heuristics.kernel.activity_moves import (
    hand_over,
    move_activities,
    stir_person,
    stir_span,
    toggle_optional,
)
from allocator.heuristics.kernel.baseline_moves import restore_baseline
from allocator.heuristics.kernel.chain_moves import hurry_chain, unblock
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import MAX_MOVED
from allocator.heuristics.kernel.locks import lock_schedule
from allocator.heuristics.kernel.project_moves import advance_project, shift_project, swap_projects
from allocator.heuristics.kernel.random_numbers import draw
from allocator.problem.timeline import IntArray


@dataclass(frozen=True)
class Move:
    """One kind of move.

    Attributes
    ----------
    name
        As docs and diagnostics call it.
    does
        What it changes, in a sentence without its subject.
    far_reaching
        Whether it changes much at once: such a move is not made where little is to change.
    """

    name: str
    does: str
    far_reaching: bool = False


MOVES = (
    Move("move one", "moves one activity to another time"),
    Move("move several", "moves some activities to other times"),
    Move("shift project", "moves a project earlier or later", far_reaching=True),
    Move("swap projects", "lets a late project and another change places", far_reaching=True),
    Move("stir span", "reorders all that starts in a stretch of time", far_reaching=True),
    Move("hand over", "gives activities to other people"),
    Move("stir person", "reorders a person's work and opens it to anybody", far_reaching=True),
    Move("advance project", "moves a late project earlier", far_reaching=True),
    Move("toggle optional", "takes an optional item in or leaves it out"),
    Move("hurry chain", "puts a stretch of the chain before a late finish first"),
    Move("restore baseline", "puts activities back to where the baseline has them"),
    Move("unblock", "puts what blocks such a chain behind it, or hands it over"),
)
"""All moves; their order numbers them for the compiled functions."""

(
    MOVE_ONE,
    MOVE_SEVERAL,
    SHIFT_PROJECT,
    SWAP_PROJECTS,
    STIR_SPAN,
    HAND_OVER,
    STIR_PERSON,
    ADVANCE_PROJECT,
    TOGGLE_OPTIONAL,
    HURRY_CHAIN,
    RESTORE_BASELINE,
    UNBLOCK,
) = range(len(MOVES))

MOVE_COUNT = len(MOVES)


@kernel
def mutate(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    priority: IntArray,
    move: int,
    focus: int,
    free: int,
    seeds: IntArray,
) -> None:
    """Make one move, with people kept elsewhere (``free`` 0) or everything open to anybody (1).

    Parameters
    ----------
    priority
        Receives the priorities.
    move
        Number of the move.
    focus
        Index of the tier that it shall improve.
    """
    last = lock_schedule(flat, state, priority, free)
    if move == MOVE_ONE:
        move_activities(flat, values, state, settings, priority, 1, last, focus, seeds)
    elif move == MOVE_SEVERAL:
        many = 2 + draw(seeds, settings[MAX_MOVED] - 1)
        move_activities(flat, values, state, settings, priority, many, last, focus, seeds)
    elif move == SHIFT_PROJECT:
        shift_project(flat, state, settings, priority, last, seeds)
    elif move == ADVANCE_PROJECT:
        advance_project(flat, values, state, settings, priority, last, focus, seeds)
    elif move == SWAP_PROJECTS:
        swap_projects(flat, values, state, priority, focus, seeds)
    elif move == STIR_SPAN:
        stir_span(flat, state, settings, priority, last, seeds)
    elif move == HAND_OVER:
        hand_over(flat, values, state, settings, focus, seeds)
    elif move == STIR_PERSON:
        stir_person(flat, state, settings, priority, last, seeds)
    elif move == HURRY_CHAIN:
        hurry_chain(flat, values, state, settings, priority, last, focus, seeds)
    elif move == RESTORE_BASELINE:
        restore_baseline(flat, values, state, settings, priority, focus, seeds)
    elif move == UNBLOCK:
        for _ in range(1 + draw(seeds, 2)):
            unblock(flat, values, state, settings, priority, focus, seeds)
    elif move == TOGGLE_OPTIONAL:
        toggle_optional(flat, state, priority, last, seeds)
