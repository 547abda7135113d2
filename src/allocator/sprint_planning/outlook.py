"""What a sprint depends on and what may become of it: readiness, risks, what could be pulled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from allocator.domain.quantities import When


@dataclass(frozen=True, kw_only=True)
class Ready:
    """Something that must be there for the sprint to go as planned.

    Attributes
    ----------
    kind
        predecessor: an item of the plan that ends before the sprint; item, decision, data, other:
        what comes from outside; person: somebody who is needed and partly away.
    what
        Id of the predecessor or person, or what is waited for.
    label
        Its title or name; empty where it has none.
    items
        Ids of the items that need it.
    needed
        When the first of them begins.
    expected
        When it is planned or expected; None where nobody has said.
    expected_day
        Of a predecessor: the day on which it is planned to end.
    sprint
        Of a predecessor: name of the sprint in which it is to end.
    away
        Of a person: the days away.
    """

    kind: Literal["predecessor", "item", "decision", "data", "other", "person"]
    what: str
    label: str
    items: tuple[str, ...]
    needed: dt.datetime
    expected: When | None = None
    expected_day: dt.date | None = None
    sprint: str | None = None
    away: tuple[dt.date, ...] = ()


RiskKind = Literal[
    "late", "critical", "external", "other_team", "single_person", "no_stand_in", "guessed"
]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why an item is at risk.

    Attributes
    ----------
    kind
        late: it ends after its due date; critical: no slack; external: waits for something outside
        the plan; other_team: waits for people of another team; single_person: it takes
        one person, and nobody else can do it; no_stand_in: it takes several, and nobody can take
        the place of those named (see :mod:`allocator.analysis.substitutes`); guessed: its
        estimate is a guess.
    who
        What it is about: the people, teams or things; empty where it is the item itself.
    """

    kind: RiskKind
    who: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Risk:
    """An item of the sprint that may go wrong, with all reasons."""

    item: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Pull:
    """An item that could be brought forward if something falls out.

    Attributes
    ----------
    start
        When it is planned to begin; None for an optional item that the plan drops.
    startable
        The first instant at which all it waits for is there.
    effort_hours
        Of all its people, at speed 1.
    together
        The same in words where it takes several people.
    people
        Ids of the people on the page who could do it, those who have the most free time first.
    """

    item: str
    title: str
    project: str | None
    start: dt.datetime | None
    startable: dt.datetime
    effort_hours: float
    people: tuple[str, ...]
    together: str = ""
