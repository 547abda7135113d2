"""What is minimised, tier by tier, and the deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal

from allocator.problem.lateness import ClockLateness
from allocator.problem.precedence import Source


@dataclass(frozen=True)
class Finish:
    """The finish of an item, a project or everything: the latest of its sources.

    Attributes
    ----------
    nodes
        The items it is about; it counts when one of them is planned.
    sources
        Pairs of item position and source; a source counts when its item is planned.
    """

    nodes: tuple[int, ...]
    sources: tuple[tuple[int, Source], ...]


@dataclass(frozen=True)
class Term:
    """weight x max(0, W(finish) - due), in ticks.

    Attributes
    ----------
    due
        In ticks; 0 for flow and makespan.
    late
        None where only working time counts, as for flow and makespan.
    """

    weight: int
    due: int
    finish: Finish
    late: ClockLateness | None = None


@dataclass(frozen=True)
class Limit:
    """A deadline, or what fixed work (kind "freeze") asks of what is before it.

    Attributes
    ----------
    id
        Id of the item or project, or of the item that is fixed; None for the calendar's.
    instant
        The latest instant at which the finish may lie.
    """

    kind: Literal["item", "project", "calendar", "freeze"]
    id: str | None
    instant: int
    finish: Finish


class TierKind(Enum):
    """What the value of a tier is the sum of.

    FINISHES: its terms, which never fall when a finish is later. STABILITY: its terms, which are
    about starts, and what the changes of ``Problem.baseline`` weigh. COST: ``Problem.costs`` of
    who is on what. BUDGET: by how much these exceed the ``Problem.budgets`` that are goals.
    PREFERENCE: ``Problem.preferences`` of who is on what. VALUE: ``Problem.values`` of what is
    dropped. DEADLINES: by how much the ``Problem.limits`` are broken, and what weighs that budgets
    are exceeded that are limits.
    """

    FINISHES = "finishes"
    STABILITY = "stability"
    COST = "cost"
    PREFERENCE = "preference"
    BUDGET = "budget"
    VALUE = "value"
    DEADLINES = "deadlines"


@dataclass(frozen=True)
class Tier:
    """An objective; its values are integers, less is better.

    Attributes
    ----------
    unit
        What an integer unit of the value is worth, in ``unit_name``.
    terms
        What is summed in the kinds FINISHES and STABILITY; no others have any.
    goal
        Value at or below which it counts as met; None without one.
    """

    name: str
    kind: TierKind
    unit: Fraction
    unit_name: str
    terms: tuple[Term, ...] = ()
    goal: int | None = None

    def counted(self, value: int) -> int:
        """Return what a value counts as: no less than the goal."""
        return max(value, self.goal or 0)


DEADLINES = Tier("deadlines", TierKind.DEADLINES, Fraction(1, 60), "h")
"""The excess over deadlines, as a tier before all others, for plans that may break them."""
