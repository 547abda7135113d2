"""Finds changes that resolve a conflict; each one has been tried on the whole scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from allocator.explain.conflict.constraints import Constraint, ConstraintKind
from allocator.explain.conflict.deadline_moves import moved_alone, moved_together
from allocator.explain.conflict.loosened_constraints import loosened
from allocator.explain.conflict.remedy import Remedy, Trial

_LOOSENED_BESIDES_DEADLINES: Final[tuple[ConstraintKind, ...]] = ("assign", "fit")
"""Kinds of constraints that are loosened on trial where deadlines can be moved as well."""

_LOOSENED: Final[tuple[ConstraintKind, ...]] = (
    *("absence", "workdays", "capacity", "assign", "fit", "release"),
)
"""Kinds of constraints that are loosened on trial where no deadline is part of the conflict."""


def remedies(trial: Trial, constraints: Sequence[Constraint]) -> tuple[Remedy, ...]:
    """Return the remedies that are found in the time given; each alone resolves the conflict.

    Where moving one deadline is not enough, all that a relaxed plan breaks are moved together.

    Parameters
    ----------
    trial
        The scenario and the means to try a change.
    constraints
        The conflict.
    """
    found: list[Remedy] = []
    for deadline in _of_kind(constraints, "deadline"):
        if not trial.clock.over:
            remedy = moved_alone(trial, constraints, deadline)
            found += [remedy] if remedy is not None else []
    has_deadlines = bool(_of_kind(constraints, "deadline"))
    if has_deadlines and not found and not trial.clock.over:
        found += moved_together(trial)
    for kind in _LOOSENED_BESIDES_DEADLINES if has_deadlines else _LOOSENED:
        for constraint in _of_kind(constraints, kind):
            if not trial.clock.over:
                found += loosened(trial, trial.constraints, constraint)
    return tuple(found)


def _of_kind(constraints: Sequence[Constraint], kind: ConstraintKind) -> list[Constraint]:
    return sorted(constraint for constraint in constraints if constraint.kind == kind)
