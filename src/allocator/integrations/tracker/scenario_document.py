"""A scenario on its way to a file: plain data, with comments where something was guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class DocumentEntry:
    """An entry of a list of the scenario.

    Attributes
    ----------
    fields
        As the scenario file has them, short forms included.
    notes
        Comments by field, which stand at the end of its line.
    """

    fields: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class ScenarioDocument:
    """A scenario as plain data.

    Attributes
    ----------
    head
        Comment above everything, a line each.
    fields
        All fields but the lists.
    people, projects, items
        The lists.
    people_head
        Comment above the people, a line each.
    """

    head: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    people: list[DocumentEntry] = field(default_factory=list)
    people_head: list[str] = field(default_factory=list)
    projects: list[DocumentEntry] = field(default_factory=list)
    items: list[DocumentEntry] = field(default_factory=list)
