"""Handovers: links whose later item starts in somebody's morning where its people are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allocator.problem.timeline import Table


@dataclass(frozen=True)
class Handover:
    """A link of two items, of which at least one is an activity.

    The people of the one and of the other share a place, or the later one starts in a slot that is
    a morning of one of its people.

    Attributes
    ----------
    pred
        Index of the activity that hands over; None where who does it is given.
    succ
        Index of the activity that takes over; None where it stands, in nobody's morning.
    places
        Of the people of the one that is None.
    """

    pred: int | None
    succ: int | None
    places: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Handovers:
    """The handovers of a problem, with what they ask of people.

    Attributes
    ----------
    links
        In the order of the items that take over.
    place_of
        By person: number of the place.
    mornings
        By person who may take over: 1 in the slots that are the first of a day of theirs, else 0;
        shape (H,). Those who work alike share one.
    """

    links: tuple[Handover, ...] = ()
    place_of: tuple[int, ...] = ()
    mornings: Mapping[int, Table] = field(default_factory=dict)

    def share(self, one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> bool:
        """Return whether people, by need, of two items share a place."""
        return bool(self.places(one) & self.places(other))

    def places(self, people: Sequence[Sequence[int]]) -> frozenset[int]:
        """Return the places of people, by need."""
        return frozenset(self.place_of[person] for part in people for person in part)

    def is_morning(self, people: Sequence[Sequence[int]], start: int) -> bool:
        """Return whether a slot is the first of a day of one of some people, by need."""
        return any(self.mornings[person][start] for part in people for person in part)
