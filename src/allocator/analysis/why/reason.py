"""Reasons and causes as data, each with a sentence."""

from __future__ import annotations

from typing import Literal

from allocator import wording
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
    "blocked",
    "now",
    "frozen",
    "last",
    "done",
    "running",
    "length",
    "gone",
    "unfit",
    "staffing",
    "free",
]


class Reason(Model):
    """A constraint that holds an item at its dates, or no longer does.

    Attributes
    ----------
    kind
        ``link`` a predecessor, ``busy`` a person on another item, ``away`` an absence,
        ``resource`` another holder, ``sprint`` a border, ``release`` a not_before, ``expected``
        what is awaited, ``blocked`` until when it is, ``now`` the present, ``frozen`` it may not
        move, ``last`` the item that a project ends with, ``done`` and ``running`` history,
        ``length`` it takes another time, ``gone`` a person who left, ``unfit`` one who may not do
        it, ``staffing`` another number of people, ``free`` nothing holds it.
    """

    kind: ReasonKind
    sentence: str
    item: Id | None = None
    """The other item."""
    person: Id | None = None
    resource: Id | None = None
    until: Instant | None = None
    """Until when it holds."""
    origin: Id | None = None
    """The item that a date waits for in the end."""
    former: bool = False
    """Whether it held in the old plan, and no longer does."""


class Cause(Model):
    """A difference between the scenarios of the two plans."""

    kind: Literal["added", "removed", "changed"]
    section: Literal["items", "people", "projects", "resources", "scenario"]
    id: str
    """Id of the entry, or the name of the scenario's field."""
    field: str | None = None
    sentence: str
    through: tuple[Id, ...] = ()
    """The items over which the reasons lead to it, from the one that is explained."""


class Why(Model):
    """Why an item has other dates or other people."""

    sentence: str
    """The reason, and the cause where the chain of reasons leads to one."""
    reason: Reason
    cause: Cause | None = None


def why(reason: Reason, cause: Cause | None = None, *, said: Reason | None = None) -> Why:
    """Put a reason and its cause into one sentence.

    Parameters
    ----------
    reason, cause
        What holds it, and what set that off.
    said
        The reason with which the sentence of this one ends, where that is another one.
    """
    tail = _tail(said or reason, cause)
    return Why(sentence=reason.sentence + tail, reason=reason, cause=cause)


def _tail(reason: Reason, cause: Cause | None) -> str:
    """Write the cause after its reason, with the items between them."""
    if cause is None:
        return ""
    between = [item for item in cause.through if item not in (reason.item, cause.id)]
    if between:
        return f"; behind it, by way of {wording.joined(between, most=3)}: {cause.sentence}"
    if cause.through and cause.id not in (reason.item, reason.person, reason.resource):
        return f"; behind it: {cause.sentence}"
    if not cause.through and (reason.kind, cause.field) in _SELF_EXPLAINING:
        new = "; that link is new" if reason.kind == "link" else ", which is new"
        return "" if reason.former else new
    return f", as {cause.sentence}"


_SELF_EXPLAINING = {("away", "time_off"), ("away", "to"), ("link", "after")}
"""Kinds of reasons whose sentence already names the changed field."""
