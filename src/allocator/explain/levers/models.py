"""What is told of levers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.domain.answers import MovedDate
from allocator.domain.base import Id, Model, ShownText


class Lever(Model):
    """A change that helps, as planning with it has shown."""

    kind: str
    """What changes: ``person``, ``skill``, ``absence`` and so on; docs/levers.md lists them."""
    text: str
    """What changes, as a sentence without a full stop."""
    days: float
    """Working days of the team by which it ends earlier in the best plan with the change than in
    the best plan without it, over the seeds."""
    spread: float
    """Working days between the earliest and the latest end over the seeds."""
    by_seed: tuple[float, ...]
    """Working days gained, seed by seed."""
    finishes: tuple[dt.datetime, ...]
    """When it ends with the change, seed by seed."""
    weighted_hours: float
    """Hours of lateness of everything, weighted by priority, that it saves; below 0 it costs."""
    pays: tuple[MovedDate, ...] = ()
    """Projects, milestones and items with a due date that end later, the latest first."""
    cost: float | None = None
    """In the currency of the rates; below 0 it saves. None without rates."""
    chance: float | None = None
    """Change of the chance of being on time, from 0 to 1; None without uncertainty or due date."""
    cuts_scope: bool = False
    """Whether work is left undone that is not optional."""
    change: dict[str, Any]
    """The change as ``--with`` takes it."""


class TriedChange(Model):
    """A change that was tried and is not told as a lever."""

    kind: str
    text: str
    days: float
    """Working days gained in the last trial of it; below 0 it ends later."""
    verified: bool = False
    """Whether it was planned with the planner itself, and not only in a brief search."""


class LeversAnswer(Model):
    """The levers of something in a plan: first those that keep the scope, each the best first."""

    what: Id
    kind: str
    title: str
    finish: dt.datetime | None
    """When it ends in the plan."""
    is_over: bool = False
    """Whether it is done: nothing can bring it earlier, and nothing was tried."""
    without_change: tuple[dt.datetime, ...] = ()
    """When the same search ends it with nothing changed, seed by seed."""
    noise: float = 0.0
    """Working days by which the best of these and the best of further plans without a change
    differ: a lever gains more."""
    best_without_change: dt.datetime | None = None
    """The earliest of all these plans, from which ``days`` are counted."""
    steps: int = 0
    """Steps of the search in each tier; of each lever and of the control."""
    seeds: tuple[int, ...] = ()
    """Of the control, and of a lever as far as there was time: as many of them, from the first on,
    as it has ``by_seed``."""
    chance: float | None = None
    """Chance of being on time with nothing changed; None without uncertainty or due date."""
    levers: tuple[Lever, ...] = ()
    tried: tuple[TriedChange, ...] = ()
    """What gains nothing, or less than the levers, the nearest to it first."""
    candidates: int = 0
    """Changes that were tried."""
    possible: int = 0
    """Changes that were to be tried; more than were tried where the time ended before."""
    ended: str = "all"
    """Why it ended: ``all`` was tried, ``time_limit`` or ``interrupted``."""
    clock: ShownText = ""
    """Whose the days are; empty where all people are in one zone."""
