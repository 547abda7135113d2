"""The outlook on a sheet, as data: prerequisites, risks, and items that could be pulled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from allocator.domain.quantities import When


@dataclass(frozen=True, kw_only=True)
class Prerequisite:
    """Something that a sprint needs to go as planned.

    Attributes
    ----------
    kind
        predecessor: an item of the plan that ends before the sprint; item, decision, data, other:
        a thing from outside the plan; blocked: what blocks an item; person: a person who is
        needed and partly away.
    what
        Id of the predecessor or person, or the thing that is awaited.
    label
        Its title or name; empty where it has none.
    items
        Ids of the items that need it.
    needed
        When the first of them begins.
    expected
        When it is planned or expected; None where that is not known.
    expected_day
        Planned last day of a predecessor.
    sprint
        Name of the sprint in which a predecessor ends.
    away
        Days on which a person is away.
    """

    kind: Literal["predecessor", "item", "decision", "data", "other", "blocked", "person"]
    what: str
    label: str
    items: tuple[str, ...]
    needed: dt.datetime
    expected: When | None = None
    expected_day: dt.date | None = None
    sprint: str | None = None
    away: tuple[dt.date, ...] = ()


RiskKind = Literal[
    "late",
    "critical",
    "external",
    "blocked",
    "other_team",
    "single_person",
    "no_stand_in",
    "guessed",
]


@dataclass(frozen=True, kw_only=True)
class SprintRiskReason:
    """Why an item is at risk.

    Attributes
    ----------
    kind
        late: it ends after its due date or deadline; critical: no slack; external: waits for
        something outside the plan; blocked: it is; other_team: waits for people of another team;
        single_person: it takes one person, and nobody else can do it; no_stand_in: it takes
        several, and nobody can take the place of those named (see
        :mod:`allocator.analysis.substitutes`); guessed: its estimate is a guess.
    who
        The people, teams or things that cause it; empty where the item itself does.
    """

    kind: RiskKind
    who: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SprintRisk:
    """An item of the sprint that is at risk, with all reasons."""

    item: str
    title: str
    reasons: tuple[SprintRiskReason, ...]


@dataclass(frozen=True, kw_only=True)
class PullCandidate:
    """An item that could be brought forward if something falls out.

    Attributes
    ----------
    start
        Planned start; None for an optional item that the plan drops.
    startable
        The first instant at which the item can start.
    effort_hours
        Effort of all people, at speed 1.
    together
        Effort of each of several people, in words; empty where the item takes one person.
    people
        Ids of the people who could do it, those with the most free time first.
    """

    item: str
    title: str
    project: str | None
    start: dt.datetime | None
    startable: dt.datetime
    effort_hours: float
    people: tuple[str, ...]
    together: str = ""
