"""What can be left out so that dates are kept: value kept against the dates reached."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from allocator.domain.answers import MovedDate
from allocator.domain.base import Id, Model
from allocator.domain.plan import Plan
from allocator.domain.quantities import When


class WantedDate(Model):
    """A date that is to be kept."""

    kind: Literal["item", "milestone", "project"]
    id: Id
    title: str = ""
    by: When
    planned: dt.date | None = None
    """The day on which the plan has it."""


class DroppableItem(Model):
    """An item that may be left out."""

    id: Id
    title: str = ""
    value: float
    drops: tuple[Id, ...]
    """What is left out with it: itself, and those that may be left out too and come after it."""


class ScopePoint(Model):
    """Items left out, and what that reaches; it has been planned."""

    dropped: tuple[Id, ...]
    """In the order of the scenario; empty where nothing is left out."""
    value_kept: float
    days: tuple[dt.date, ...]
    """The days on which the wanted dates are reached, in their order."""
    hours_past: float
    """Working hours by which these days are past the wanted dates, together; 0 where none is."""
    keeps: bool
    """Whether all wanted dates are kept, with the confidence where one was asked for."""
    chance: float | None = None
    """Chance that all wanted dates are kept together; None without a confidence."""
    weighted_hours: float
    """Lateness of everything in its plan, weighted by priority, in working hours of the team."""
    pays: tuple[MovedDate, ...] = ()
    """What ends later than in the plan as it is and past its due date, the most first; without
    what has the wanted dates."""
    change: dict[str, Any]
    """As ``--with`` takes it: what is left out, and the dates reached as deadlines."""
    plan: Plan | None = Field(default=None, exclude=True, repr=False)
    """The plan itself, which no document of the answer holds."""


class ScopeFront(Model):
    """What can be left out so that dates are kept.

    No point is as good as another one in value and in dates and better in one of them.
    """

    wanted: tuple[WantedDate, ...]
    candidates: tuple[DroppableItem, ...]
    confidence: float | None = None
    ordered: bool = False
    """Whether the candidates are a priority list, of which only the end is left out."""
    points: tuple[ScopePoint, ...]
    """The one that keeps most value first."""
    best: int | None = None
    """Number of the point that keeps the dates with the most value; None where none does."""
    proved_impossible: bool = False
    """Whether it is proved that no plan keeps the dates, whatever is left out."""
    complete: bool = True
    """Whether all ways to leave candidates out were tried; else the promising ones."""
    weighted_hours: float
    """Lateness of everything in the plan as it is."""
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """What all candidates are worth together."""
        return sum(each.value for each in self.candidates)
