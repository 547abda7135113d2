"""A removable constraint of a scenario, of which a conflict is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ConstraintKind = Literal[
    "deadline",
    "budget",
    "item",
    "people",
    "skills",
    "assign",
    "share",
    "speed",
    "together",
    "not_same_as",
    "same_as",
    "max_items",
    "link",
    "handover",
    "overlap",
    "release",
    "frozen",
    "fit",
    "fixed",
    "uninterrupted",
    "resource",
    "start",
    "workdays",
    "holidays",
    "capacity",
    "focus",
    "meeting",
    "rota",
    "absence",
]


PAIRS: Final = ("not_same_as", "same_as")
"""Kinds that are about the people of two items."""


@dataclass(frozen=True, order=True)
class Constraint:
    """A removable constraint of a scenario.

    Attributes
    ----------
    kind
        What it constrains.
    owner
        "item", "project" or "person"; "calendar" for what holds for everybody, meetings and rotas.
    id
        Of the owner, the meeting or the rota; empty for the calendar.
    other
        Id of the predecessor of a link or a handover, of the item whose people are the same or
        others, or of the resource that is held; number of a need; date of a holiday; "from", "to",
        or field and number, of an absence. Else empty.
    """

    kind: ConstraintKind
    owner: str
    id: str
    other: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the items, people, projects or resources that it concerns."""
        with_other = self.kind in ("link", "handover", "resource", *PAIRS)
        return tuple(name for name in (self.id, self.other if with_other else "") if name)


def needed_item(name: str) -> Constraint:
    """Return the constraint that an item has to be done at all."""
    return Constraint("item", "item", name)
