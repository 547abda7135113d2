"""Reasons and causes as data, each with a sentence."""

from __future__ import annotations

from typing import Any, Literal

from allocator import wording
from allocator.domain.base import Id, Model
from allocator.domain.plan import Instant

ReasonKind = Literal[
    "link",
    "handover",
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
        ``link`` a predecessor, ``handover`` a morning in which it is taken over, ``busy`` a person
        on another item, ``away`` an absence, ``resource`` another holder, ``sprint`` a border,
        ``release`` a not_before, ``expected`` what is awaited, ``blocked`` until when it is,
        ``now`` the present, ``frozen`` it may not move, ``last`` the item that a project ends with,
        ``done`` and ``running`` history, ``length`` it takes another time, ``gone`` a person who
        left, ``unfit`` one who may not do it, ``staffing`` another number of people, ``free``
        nothing holds it.
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
    section: Literal["items", "people", "projects", "resources", "meetings", "rota", "scenario"]
    id: str
    """Id of the entry, or the name of the scenario's field."""
    field: str | None = None
    sentence: str
    through: tuple[Id, ...] = ()
    """The items over which the reasons lead to it, from the one that is explained."""


class TriedCause(Model):
    """A difference that was undone on trial, and what that brings back.

    Attributes
    ----------
    kind
        Whether something is new, gone or changed; ``either`` of several that have to be undone
        together, as each of them alone would do.
    text
        What was and is.
    days, of_days
        Working days that come back without it, and of how many; None where people or a choice
        differ.
    change
        What undoes it, as ``--with`` takes it; None where that cannot be said.
    """

    kind: Literal["added", "removed", "changed", "either"]
    text: str
    days: float | None
    of_days: float | None
    change: dict[str, Any] | None


class Why(Model):
    """Why an item has other dates or other people."""

    sentence: str
    """The reason, and what is behind it."""
    reason: Reason
    cause: Cause | None = None
    """The largest of the causes that bring it back alone."""
    causes: tuple[TriedCause, ...] = ()
    """What has been undone on trial and brings it back, the largest first."""
    finding: Literal["caused", "either", "other_plan", "not_tried"] | None = None
    """What the trials came to: ``caused`` by each of the causes, ``either`` alone would do,
    ``other_plan`` that the search found; None where nothing was tried."""


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
    own = self_explaining(reason, cause)
    return f", as {cause.sentence}" if own is None else own


def self_explaining(reason: Reason, cause: Cause) -> str | None:
    """Return the end of a sentence whose reason names the cause already; None where it does not."""
    if cause.through or (reason.kind, cause.field) not in _SELF_EXPLAINING:
        return None
    if reason.kind == "away" and reason.person != cause.id:
        return None
    new = "; that link is new" if reason.kind == "link" else ", which is new"
    return "" if reason.former else new


_SELF_EXPLAINING = {("away", "time_off"), ("away", "to"), ("link", "after")}
"""Kinds of reasons whose sentence already names the changed field."""
