"""What loosens one constraint of a conflict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allocator.domain import Plan, Scenario
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.repairs.repair import Change


@dataclass(frozen=True)
class Loosening:
    """A change that loosens a constraint, and is not tried yet.

    Attributes
    ----------
    text
        The change as a sentence.
    change
        As ``--with`` takes it.
    tighten
        Returns the same change, as small as a plan made with it needs; None where it is as small
        as can be.
    cheap
        Whether that plan is to keep to budgets rather than to be early.
    covers
        The days, or amounts, that it gives, where another change may give the same and more; what
        gives more than is enough is not told.
    """

    text: str
    change: Change
    tighten: Callable[[Plan], Loosening | None] | None = None
    cheap: bool = False
    covers: frozenset[tuple[object, ...]] = frozenset()


@dataclass(frozen=True)
class LoosenedConstraint:
    """A constraint to loosen.

    Attributes
    ----------
    scenario
        With the changes that are made already.
    constraint
        Which is to be loosened.
    conflict
        The conflict that it is part of.
    max_learners, max_more_people
        As of ``ConflictParams``.
    """

    scenario: Scenario
    constraint: Constraint
    conflict: Sequence[Constraint]
    max_learners: int
    max_more_people: int
