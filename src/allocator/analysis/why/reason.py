"""Reasons and causes, as data with a sentence each."""

from __future__ import annotations

from typing import Literal

from allocator.domain.base import Id, Model
from allocator.domain.plan import Instant

ReasonKind = Literal[
    "link",
    "busy",
    "away",
    "resource",
    "sprint",
    "release",
    "expected",
    "now",
    "done",
    "running",
    "length",
    "gone",
    "unfit",
    "staffing",
    "free",
]


class Reason(Model):
    """What holds an item where it is, or what no longer does.

    Attributes
    ----------
    kind
        ``link`` a predecessor, ``busy`` a person on another item, ``away`` an absence,
        ``resource`` another holder, ``sprint`` a border, ``release`` a not_before, ``expected``
        what is awaited, ``now`` the present, ``done`` and ``running`` history, ``length`` it takes
        another time, ``gone`` a person who left, ``unfit`` one who may not do it, ``staffing``
        another number of people, ``free`` nothing holds it.
    """

    kind: ReasonKind
    sentence: str
    item: Id | None = None
    """The other item."""
    person: Id | None = None
    resource: Id | None = None
    until: Instant | None = None
    """Until when it holds."""
    former: bool = False
    """Whether it held in the old plan, and no longer does."""


class Cause(Model):
    """A difference between the scenarios of the two plans."""

    kind: Literal["added", "removed", "changed"]
    section: Literal["items", "people", "projects", "resources", "scenario"]
    id: str
    """Of the entry, or the name of the scenario's field."""
    field: str | None = None
    sentence: str


class Why(Model):
    """Why an item has other dates or other people."""

    sentence: str
    """The reason, and the cause where the chain of reasons leads to one."""
    reason: Reason
    cause: Cause | None = None
