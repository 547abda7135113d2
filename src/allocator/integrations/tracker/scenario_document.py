"""A scenario as plain data for a file, with comments on guessed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class DocumentEntry:
    """An entry of a list of the scenario.

    Attributes
    ----------
    fields
        Fields as in a scenario file, including short forms.
    notes
        Comments by field, for the end of its line.
    """

    fields: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class ScenarioDocument:
    """A scenario as plain data.

    Attributes
    ----------
    head
        Lines of the comment at the top.
    fields
        All fields except the lists.
    people, projects, items
        Entries of the lists.
    people_head
        Lines of the comment above the people.
    """

    head: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    people: list[DocumentEntry] = field(default_factory=list)
    people_head: list[str] = field(default_factory=list)
    projects: list[DocumentEntry] = field(default_factory=list)
    items: list[DocumentEntry] = field(default_factory=list)
