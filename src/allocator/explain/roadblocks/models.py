"""What a delay of each roadblock costs, as data."""

from __future__ import annotations

from typing import Any, Literal

from allocator.domain.answers import DelayCost, MovedDate, ShownRoadblock
from allocator.domain.base import Id, Model
from allocator.domain.plan import Instant
from allocator.domain.quantities import When

RoadblockKind = Literal["decision", "awaited", "blocked", "person"]
"""A decision, something else that work waits for, what blocks an item, somebody whom nobody can
replace."""


MovedKind = Literal["milestone", "project", "item"]


class MovedTarget(Model):
    """A milestone or project that ends later; in a plan without any, an item that ends a chain."""

    kind: MovedKind
    id: Id
    title: str = ""
    days: float
    """Working days of the team."""


class DelayOutcome(Model):
    """What one delay costs, by planning again with it."""

    weighted_hours: float = 0.0
    """Working hours of lateness of everything, weighted by priority, that it adds."""
    milestones: tuple[MovedTarget, ...] = ()
    """The milestones and projects that it makes later, the most first."""
    breaks: tuple[str, ...] = ()
    """Hard dates for which no plan was found that keeps them, in words."""
    left_out: tuple[Id, ...] = ()
    """Optional items that are left out because of it."""
    change: dict[str, Any]
    """The delay, as ``--with`` takes it."""

    @property
    def is_free(self) -> bool:
        """Whether nothing is later, left out or broken because of it."""
        return not (self.weighted_hours or self.milestones or self.breaks or self.left_out)

    def shown(self) -> DelayCost:
        """Return what reports show of it."""
        moved = (
            MovedDate(
                kind="task" if one.kind == "item" else one.kind,
                id=one.id,
                title=one.title,
                days=one.days,
            )
            for one in self.milestones
        )
        return DelayCost(
            weighted_hours=self.weighted_hours,
            moved=tuple(moved),
            breaks=self.breaks,
            left_out=self.left_out,
        )


class Roadblock(Model):
    """Something that may hold work up from outside."""

    kind: RoadblockKind
    text: str
    """What it is."""
    owner: str = ""
    """Whom to talk to; empty where nobody is named."""
    since: When | None = None
    promised: When | None = None
    expected: When | None = None
    """When the plan has it; None where nobody has given a date, so that the plan has it now."""
    items: tuple[Id, ...]
    """The items that need it, in the order of the plan's dates."""
    needed: Instant
    """When the first of them begins in the plan, or goes on."""
    day: DelayOutcome | None = None
    """What one more working day costs; None where the time was over before it was tried."""
    week: DelayOutcome | None = None
    two_weeks: DelayOutcome | None = None
    free_until: When | None = None
    """The last day on which it may come, or to which somebody may be away, so that no date moves;
    None where even a day costs something, or that was not tried."""
    free_longer: bool = False
    """Whether that is as far as was tried, so that it may be more."""
    at_most: bool = False
    """Whether a longer search may find that delays cost less: the plan is not proved to be the
    best, or searches without any delay differ."""

    @property
    def delays(self) -> tuple[DelayOutcome | None, DelayOutcome | None, DelayOutcome | None]:
        """The outcomes of one more working day, a week, two weeks."""
        return self.day, self.week, self.two_weeks

    @property
    def is_free(self) -> bool:
        """Whether two weeks cost nothing."""
        return self.two_weeks is not None and self.two_weeks.is_free

    def shown(self) -> ShownRoadblock:
        """Return what reports show of it."""
        day, week, two_weeks = (None if one is None else one.shown() for one in self.delays)
        return ShownRoadblock(
            kind=self.kind,
            text=self.text,
            items=self.items,
            owner=self.owner,
            since=self.since,
            promised=self.promised,
            expected=self.expected,
            day=day,
            week=week,
            two_weeks=two_weeks,
            at_most=self.at_most,
        )


class RoadblockReport(Model):
    """What may hold work up from outside."""

    roadblocks: tuple[Roadblock, ...] = ()
    """The most costly first."""
    noise_hours: float = 0.0
    """By how many hours the weighted lateness differs between searches without any delay."""
    tried: int = 0
    """How many delays were planned on trial."""
    notes: tuple[str, ...] = ()
    """What is worth knowing beside."""

    def shown(self) -> tuple[ShownRoadblock, ...]:
        """Return what reports show of them."""
        return tuple(one.shown() for one in self.roadblocks)
