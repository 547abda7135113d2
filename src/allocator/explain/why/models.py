"""Why something ends when it does, as data."""

from __future__ import annotations

from typing import Any, Literal

from allocator.domain.base import Id, Model
from allocator.domain.plan import Instant
from allocator.domain.quantities import When

CauseName = Literal[
    "frozen",
    "waits_for",
    "blocked",
    "release",
    "away",
    "part_time",
    "holiday",
    "sprint",
    "focus",
    "meetings",
    "handover",
    "overlap",
    "duty",
    "lag",
    "optional",
    "resource",
    "uninterrupted",
    "pairing",
    "max_items",
    "prefer",
    "shared",
    "skill",
    "assigned",
    "together",
    "budget",
    "busy",
    "deadline",
    "priority",
    "predecessor",
    "work",
    "pair",
]
"""The kinds of causes; docs/why.md says what each one is, and what takes it away.

Of causes that cost as many days the earlier kind is told first: a date or an absence
before who else could do it.
"""

GIVEN: tuple[CauseName, ...] = ("work", "predecessor")
"""Those that are the work itself: told, but the least likely to be changed."""


class WhyCause(Model):
    """Something that holds WHAT: with it taken away, WHAT ends earlier."""

    kind: CauseName
    text: str
    """A sentence without a full stop."""
    days: float
    """Working days of the team by which WHAT ends earlier, on the average of the seeds."""
    at_least: float
    """The least of the seeds."""
    remedy: str
    """What takes it away, in words."""
    change: dict[str, Any]
    """What takes it away, as ``--with`` takes it."""
    item: Id | None = None
    """The item of the chain that it holds."""
    together: bool = False
    """Whether it is two causes, of which neither alone holds WHAT."""


class ChainStep(Model):
    """One item of the chain that leads to WHAT, and what holds it where it is."""

    item: Id
    title: str = ""
    start: Instant
    finish: Instant
    kind: str
    """Of what holds it; ``start`` and ``free`` where nothing does."""
    text: str
    """What holds it."""
    also: tuple[str, ...] = ()
    """What else holds it there just as much."""


class AffectedItem(Model):
    """Something else that is concerned."""

    kind: Literal["item", "milestone", "project"]
    id: Id
    title: str = ""
    days: float
    """Working days by which the first remedy makes it later; below 0 earlier."""


class WhyAnswer(Model):
    """Why something ends when it does, and what would help."""

    what: Id | None
    """Id of the item, milestone, project or person; None for all that is late."""
    kind: Literal["item", "milestone", "project", "person", "late", "ends"]
    title: str = ""
    finish: Instant | None
    due: When | None = None
    late_days: float | None = None
    deadline: When | None = None
    past_deadline_days: float = 0.0
    answer: str
    """Two sentences: what holds it, and what would help most."""
    causes: tuple[WhyCause, ...] = ()
    """The one that holds it most first."""
    next: WhyCause | None = None
    """What would hold it next: the first cause and this one taken away, with the days of both."""
    chain: tuple[ChainStep, ...] = ()
    """From its finish back to a beginning."""
    waiting: tuple[Id, ...] = ()
    """Milestones, and where there are none items, that wait for it, directly or not."""
    affected: tuple[AffectedItem, ...] = ()
    """Whom the first remedy would cost, the most first."""
    notes: tuple[str, ...] = ()
    """What is worth knowing beside."""
    tried: int = 0
    """How many changes were planned on trial."""
    steps: int | None = None
    """Steps in each objective of the trials, as ``allocator plan --steps`` counts them."""
    seeds: tuple[int, ...] = ()
    """Seeds of the trials."""
    answers: tuple[WhyAnswer, ...] = ()
    """One for each thing, where several were asked about."""
