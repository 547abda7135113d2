"""What was tried on a plan, as the report and the status document show it.

Each cause, lever, roadblock and move here has been tried by planning again; ``explain`` fills
these models, ``exports`` shows them. Texts are sentences in plain words without a full stop.
"""

from __future__ import annotations

from typing import Any, Literal

from allocator.domain.base import Id, Model
from allocator.domain.quantities import When


class AnswerTarget(Model):
    """What a question was about: a project, a milestone or a task."""

    kind: Literal["project", "milestone", "task"]
    id: Id


class ShownCause(Model):
    """Something that holds a target: without it the target ends earlier."""

    target: AnswerTarget
    kind: str
    text: str
    days: float
    """Working days by which the target is earlier without it."""
    remedy: str = ""
    """What takes it away, in words, where that is something to be done; else empty."""
    change: dict[str, Any] | None = None
    """What takes it away, as ``--with`` takes it."""


class MovedDate(Model):
    """A project or milestone that ends later."""

    kind: Literal["project", "milestone", "task"]
    id: Id
    title: str = ""
    days: float
    """Working days."""


class ShownLever(Model):
    """A change that helps a target."""

    target: AnswerTarget
    kind: str
    text: str
    days: float
    """Working days by which the target is earlier than in the best plan without the change."""
    spread: float = 0.0
    """Working days between the earliest and the latest end over the seeds."""
    weighted_hours: float = 0.0
    """Hours of lateness of everything, weighted by priority, that it saves; below 0 it costs."""
    pays: tuple[MovedDate, ...] = ()
    """The dates that it makes later, most first."""
    cost: float | None = None
    """In the currency of the rates; below 0 it saves; None without rates."""
    chance: float | None = None
    """By how much the chance of being on time grows; None without a forecast."""
    change: dict[str, Any] | None = None


class DelayCost(Model):
    """What it costs where something comes later than the plan assumes."""

    weighted_hours: float
    """Hours of lateness of everything, weighted by priority, that it adds."""
    moved: tuple[MovedDate, ...] = ()
    """The dates that it moves, most first."""
    breaks: tuple[str, ...] = ()
    """Hard dates that no plan was found to keep with it, in words."""
    left_out: tuple[Id, ...] = ()
    """Optional items that are left out because of it."""


class ShownRoadblock(Model):
    """Something outside the plan that work waits for, or a person whom nobody can replace."""

    kind: Literal["decision", "awaited", "blocked", "person"]
    text: str
    """What it is: ``Legal approves``."""
    items: tuple[Id, ...] = ()
    """The items that need it."""
    owner: str = ""
    since: When | None = None
    promised: When | None = None
    expected: When | None = None
    """When it is expected now."""
    day: DelayCost | None = None
    """Cost of one more working day; None where that was not tried."""
    week: DelayCost | None = None
    two_weeks: DelayCost | None = None
    at_most: bool = False
    """Whether a longer search may find that these cost less."""


class MoveGroup(Model):
    """Moves since the baseline that have one cause."""

    text: str
    """The cause: ``Ana is away from 8 to 15 Dec``."""
    items: tuple[Id, ...]
    """What it moves."""
    days: float
    """Working days by which it moves the one that it moves most; below 0 earlier."""
    dates: tuple[MovedDate, ...] = ()
    """The projects and milestones among them, most first; days below 0 are earlier."""


class PlanAnswers(Model):
    """All that was tried for a report."""

    causes: tuple[ShownCause, ...] = ()
    """By target, the one that holds it most first."""
    levers: tuple[ShownLever, ...] = ()
    """By target, the best first."""
    roadblocks: tuple[ShownRoadblock, ...] = ()
    """The most costly first."""
    moves: tuple[MoveGroup, ...] = ()
    """The greatest first."""
    asked: tuple[AnswerTarget, ...] = ()
    """What causes and levers were looked for; for those without any, none was found."""
