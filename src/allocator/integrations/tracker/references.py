"""Finds the ticket that a cell refers to: by key, internal id, title, or name of an epic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.vocabulary import folded

KEY_FORM: Final = re.compile(r"[^\W\d_]\w*-\d+")
"""The form of a key: ``CLP-12``."""

_KEY_BEFORE_TITLE: Final = re.compile(
    r"#?([^\W\d_]\w*-\d+|\d+)\s*[:.–—|-]?\s+(?![\d,;|])(.*\S)", re.DOTALL
)
"""A key or number before a title."""
_ADDRESS: Final = re.compile(r"https?://\S*?([^/\s?#]+)/?(?:[?#]\S*)?")
_BLANKS: Final = re.compile(r"[,;|\s]+")
_SEPARATORS: Final = re.compile(r"\s*[;|\n]\s*|\s*,\s+")


@dataclass
class References:
    """The keys, numbers and titles of tickets.

    Parameters
    ----------
    tickets
        One for each key.
    rules
        The mapping, which says which types are containers.

    Attributes
    ----------
    ambiguous
        Keys by text that refers to several tickets.
    by_title
        Number of references found by title or name.
    """

    tickets: Mapping[str, Ticket]
    rules: Rules
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    by_title: int = 0
    _key_of: dict[str, str] = field(default_factory=dict)
    _called: dict[str, list[str]] = field(default_factory=dict)
    _holder: dict[str, str] = field(default_factory=dict)
    _has_numbers: bool = False

    def __post_init__(self) -> None:
        for key, ticket in self.tickets.items():
            for name in {folded(ticket.title), folded(ticket.epic_name)} - {""}:
                self._called.setdefault(name, []).append(key)
            if ticket.id:
                self._key_of[folded(ticket.id)] = key
        self._has_numbers = bool(self._key_of)
        self._key_of |= {folded(key): key for key in self.tickets}
        for key, ticket in self.tickets.items():
            for child in (k for cell in ticket.children for k in self.mentioned(cell, key)[0]):
                self._holder.setdefault(child, key)

    def key(self, reference: str) -> str | None:
        """Return the key of a ticket by its key or number; None without such a ticket."""
        if not reference:
            return None
        return self._key_of.get(folded(reference)) or self._before_title(reference)

    def _before_title(self, text: str) -> str | None:
        """Return the key in front of a title: ``CLP-12 Churn model``."""
        match = _KEY_BEFORE_TITLE.match(text.strip())
        key = self._key_of.get(folded(match[1])) if match else None
        if match is None or key is None:
            return None
        is_title = folded(match[2]) == folded(self.tickets[key].title)
        return key if is_title or KEY_FORM.fullmatch(match[1]) else None

    def parent(self, ticket: Ticket) -> tuple[str | None, str]:
        """Return the key of a ticket's parent, and the text of the row that refers to it.

        The field parent counts before the epic, a key or number before a title. A title of several
        tickets means the only container among them; else it is ambiguous. A row without a parent
        is part of the ticket that lists it among its parts.
        """
        said = [reference for reference in (ticket.parent, ticket.epic) if reference]
        for reference in said:
            key = self.key(reference)
            if key is not None and key != ticket.key:
                return key, reference
        for title in self._titles(ticket, said):
            key = self._titled(title, ticket.key, prefers_containers=True)
            if key is not None:
                return key, title
        if ticket.key in self._holder:
            return self._holder[ticket.key], self._holder[ticket.key]
        return None, next((reference for reference in said if reference != ticket.key), "")

    def mentioned(self, cell: str, own: str) -> tuple[list[str], list[str]]:
        """Return the keys in a cell of links, also of tickets elsewhere, and its other texts.

        Parameters
        ----------
        cell
            One title, or several keys, numbers or titles.
        own
            Key of the row.
        """
        whole = self._key_of.get(folded(cell)) or self._titled(cell, own)
        if whole is not None:
            return [whole], []
        parts = [_bare(part) for part in _BLANKS.split(cell.strip()) if part]
        if not all(map(is_reference, parts)):
            parts = [_bare(part) for part in _SEPARATORS.split(cell.strip()) if part]
        keys: list[str] = []
        texts: list[str] = []
        for part in parts:
            key = self.key(part) or (part if is_reference(part) else self._titled(part, own))
            led = _KEY_BEFORE_TITLE.match(part)
            if key is None and led is not None and KEY_FORM.fullmatch(led[1]):
                key = led[1]
            (texts if key is None else keys).append(key or part)
        return keys, texts

    def _titles(self, ticket: Ticket, said: list[str]) -> list[str]:
        """Return the texts that may be the title of the parent.

        A title with a number counts only if the files have no such numbers; else the parent is a
        ticket elsewhere.
        """
        is_told = not said or (not self._has_numbers and all(map(str.isdecimal, said)))
        return [*said, ticket.parent_title] if ticket.parent_title and is_told else said

    def _titled(self, title: str, own: str, *, prefers_containers: bool = False) -> str | None:
        """Return the key of the only other ticket with a title."""
        found = [key for key in self._called.get(folded(title), ()) if key != own]
        if len(found) > 1 and prefers_containers:
            found = self._containers(found) or found
        if len(found) > 1:
            self.ambiguous.setdefault(title, found)
            return None
        self.by_title += len(found)
        return found[0] if found else None

    def _containers(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if is_container(self.tickets[key], self.rules)]


def is_container(ticket: Ticket, rules: Rules) -> bool:
    """Return whether a ticket is a container, by the mapping, else by its type."""
    kind = rules.rule(ticket.type).kind
    return ticket.is_container if kind is None else kind == "container"


def is_reference(text: str) -> bool:
    """Return whether a text has the form of a key or of a number."""
    return text.isdecimal() or KEY_FORM.fullmatch(text) is not None


def _bare(text: str) -> str:
    """Return the key in the address of a ticket, without ``#``; other texts unchanged."""
    address = _ADDRESS.fullmatch(text)
    return address[1] if address else text.lstrip("#")
