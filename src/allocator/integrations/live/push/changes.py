"""What a push changes in a tracker, and how a tracker is asked to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from allocator.integrations.live.push.ordering import RankMove

Fields = Mapping[str, Any]
"""Values of an issue by field, in the tracker's own terms; a field that is empty has None.

``assignee`` is an account, ``sprint`` an id, ``due`` and ``start`` are days (``2026-11-20``),
``original`` and ``remaining`` seconds, ``points`` a number, ``order`` one to sort by. ``after KEY``
is true where the issue waits for another one.
"""

AFTER: Final = "after "
"""Beginning of the fields of links."""

MARKER: Final = "allocator-"
"""Beginning of the label by which a new issue is found if the answer was lost."""


def known(fields: Fields) -> dict[str, Any]:
    """Return the fields that hold something, as they are kept beside the scenario."""
    return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True)
class FieldChange:
    """A field of an issue that gets another value.

    Attributes
    ----------
    key
        The issue.
    field
        As in ``Fields``.
    before, after
        Its values in the tracker's terms.
    """

    key: str
    field: str
    before: Any
    after: Any

    def reversed(self) -> FieldChange:
        """Return the change that takes this one back."""
        return FieldChange(self.key, self.field, self.after, self.before)


@dataclass(frozen=True, kw_only=True)
class NewIssue:
    """An issue that is to be made.

    Attributes
    ----------
    item
        Id of the item in the plan.
    title, type
        As they will stand in the tracker.
    parent
        Key, or the id of another new item; None without one.
    marker
        A label that no other issue has, taken off at the end.
    """

    item: str
    title: str
    type: str
    parent: str | None
    marker: str


@dataclass(frozen=True, kw_only=True)
class WantedIssue:
    """What an issue should be like.

    Attributes
    ----------
    item
        Id of the item in the plan.
    key
        Of the issue; of a new one its item's id, until it has been made.
    fields
        The fields that the plan knows; others stay.
    new
        The issue to make; None where it is there.
    """

    item: str
    key: str
    fields: Fields
    new: NewIssue | None = None


@dataclass(frozen=True)
class RefusedIssue:
    """An issue, or a value, that a push leaves as it is.

    Attributes
    ----------
    key
        The issue.
    why
        A clause for the user.
    """

    key: str
    why: str


@dataclass(frozen=True)
class RequestStep:
    """Changes that are made by one request.

    Attributes
    ----------
    kind
        What the tracker's module knows the request by.
    changes
        Of one issue, or of several that go together.
    """

    kind: str
    changes: tuple[FieldChange, ...]


@dataclass
class PushOutcome:
    """What a push has done.

    Attributes
    ----------
    changed
        What was changed by this run.
    refused
        What the tracker itself has refused, or what was changed while the push ran.
    keys
        Key of each issue that was made, by item.
    deleted
        Keys of issues that were deleted.
    moves
        Issues that were put elsewhere in the order of the backlog.
    """

    changed: list[FieldChange] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    moves: list[RankMove] = field(default_factory=list)


class PushTarget(Protocol):
    """A tracker that is written to."""

    def states(self, keys: Sequence[str], *, one_by_one: bool = False) -> dict[str, Fields]:
        """Return the fields of issues as they are now; those that are gone are left out.

        Parameters
        ----------
        keys
            The issues.
        one_by_one
            Whether to ask for each, since an index of searches may lag behind.
        """

    def steps(self, changes: Iterable[FieldChange]) -> list[RequestStep]:
        """Return the requests that make some changes, in order."""

    def apply(self, step: RequestStep) -> None:
        """Send a request, once.

        Raises
        ------
        TrackerError
            The tracker refuses.
        UncertainWriteError
            Nobody knows whether it has been done.
        """

    def create(self, issue: NewIssue) -> str:
        """Make an issue and return its key; errors as of :meth:`apply`."""

    def find_marked(self, marker: str) -> str | None:
        """Return the key of the issue with a marker; None without one."""

    def unmark(self, key: str, marker: str) -> None:
        """Take the marker off an issue, if it is there; errors as of :meth:`apply`."""

    def delete(self, key: str) -> None:
        """Delete an issue; errors as of :meth:`apply`."""

    def unite_links(self, key: str, before: str) -> None:
        """Leave one of several links that make an issue wait for another; errors as above."""

    def order(self) -> list[str]:
        """Return the keys of the backlog in its order; none where fields hold the order."""

    def move(self, move: RankMove) -> None:
        """Put issues beside another one in the order of the backlog; errors as above."""
