"""Lists what loosens the constraints of a conflict, what changes least first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from allocator.domain import Scenario
from allocator.explain.conflict.constraint import Constraint, ConstraintKind
from allocator.explain.conflict.params import ConflictParams
from allocator.explain.conflict.repairs import (
    across_zones,
    for_items,
    for_meetings,
    for_pairs,
    for_people,
    for_projects,
    more_people,
)
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening

_WAYS: Final[dict[ConstraintKind, Callable[[LoosenedConstraint], Iterator[Loosening]]]] = {
    "budget": for_projects.budget,
    "absence": for_people.absence,
    "assign": for_items.assign,
    "not_same_as": for_pairs.other_people,
    "same_as": for_pairs.same_people,
    "max_items": for_pairs.more_items,
    "fit": for_items.fit,
    "handover": across_zones.handover,
    "overlap": across_zones.overlap,
    "workdays": for_people.workdays,
    "release": for_items.release,
    "fixed": for_items.fixed,
    "uninterrupted": for_items.uninterrupted,
    "skills": more_people.skills,
    "capacity": for_people.capacity,
    "holidays": for_people.holidays,
    "meeting": for_meetings.meeting,
    "rota": for_meetings.rota,
    "resource": for_items.resource,
    "share": for_items.share,
    "people": for_items.people,
}
"""What loosens a kind of constraint, in the order in which kinds are tried."""

_LAST_WAYS: Final[dict[ConstraintKind, Callable[[LoosenedConstraint], Iterator[Loosening]]]] = {
    "link": for_items.link,
    "item": for_items.removal,
}
"""What is tried where nothing else helps: it takes from what is to be done."""


def loosenings(
    scenario: Scenario, conflict: Sequence[Constraint], params: ConflictParams, *, last: bool
) -> Iterator[tuple[ConstraintKind, Loosening]]:
    """Yield what loosens a conflict, with the kind of constraint.

    Parameters
    ----------
    scenario
        With the changes that are made already.
    conflict
        What cannot hold together in it.
    params
        How many people are thought of.
    last
        Whether to yield what takes from the work, in place of all else.
    """
    for kind, way in (_LAST_WAYS if last else _WAYS).items():
        for constraint in conflict:
            if constraint.kind == kind:
                subject = LoosenedConstraint(
                    scenario, constraint, conflict, params.max_learners, params.max_more_people
                )
                for loosening in way(subject):
                    yield kind, loosening
