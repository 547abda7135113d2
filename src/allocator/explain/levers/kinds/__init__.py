"""The kinds of levers, a module each; every one yields candidates for a ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import UPSTREAM, Ground
from allocator.explain.levers.kinds import (
    absence,
    across_zones,
    assignment,
    budget,
    cut,
    deadline,
    due_date,
    estimate,
    meeting,
    overlap,
    pairing,
    person,
    priority,
    resource,
    shared,
    skill,
    sprint_border,
    under_way,
    wait,
    working_time,
)

KINDS: Final[tuple[Callable[[Ground], Iterator[LeverCandidate]], ...]] = (
    person.candidates,
    skill.candidates,
    absence.candidates,
    working_time.candidates,
    resource.candidates,
    budget.candidates,
    meeting.candidates,
    cut.candidates,
    estimate.candidates,
    deadline.candidates,
    due_date.candidates,
    priority.candidates,
    wait.candidates,
    overlap.candidates,
    shared.candidates,
    assignment.candidates,
    pairing.candidates,
    across_zones.candidates,
    under_way.candidates,
    sprint_border.candidates,
)

_LATER: Final = 3
"""Turns by which a change waits that is not about what holds the end."""


def all_candidates(ground: Ground, most: int) -> list[LeverCandidate]:
    """Return what could help, of each kind the nearest first, the kinds by turns.

    What is not about something that holds the end has its turn some rounds later.

    Parameters
    ----------
    ground
        Where it is looked for.
    most
        Candidates at most.
    """
    columns = [sorted(kind(ground), key=lambda one: one.distance) for kind in KINDS]
    by_turns = [
        (position + _LATER * (candidate.distance >= UPSTREAM), number, candidate)
        for number, column in enumerate(columns)
        for position, candidate in enumerate(column)
    ]
    found: dict[str, LeverCandidate] = {}
    for _, _, candidate in sorted(by_turns, key=lambda one: one[:2]):
        found.setdefault(candidate.trial.key, candidate)
    return list(found.values())[:most]
