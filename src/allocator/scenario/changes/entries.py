"""Finds the entries of a scenario's document by id, while it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.scenario.shape.parts import SECTIONS, id_text
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, Position


class Entries:
    """The lists of a document, which are copied before they are changed.

    Aliases let parts of a document share their data; a copy changes in one place only.

    Parameters
    ----------
    root
        The scenario's document, with tables put in.
    """

    def __init__(self, root: LocatedDict) -> None:
        self.root = root
        self._at: dict[str, dict[str, int]] = {name: self._indexes(name) for name in SECTIONS}

    def sections_of(self, name: str) -> list[str]:
        """Return the sections that have an entry with the id."""
        return [section for section, at in self._at.items() if name in at]

    def names(self, section: str | None = None) -> list[str]:
        """Return the ids of a section, or of all of them."""
        return [name for key, at in self._at.items() if section in (None, key) for name in at]

    def get(self, section: str, name: str) -> LocatedDict:
        """Return the entry with an id, which is there."""
        found: LocatedDict = self.root[section][self._at[section][name]]
        return found

    def replace(self, section: str, name: str, entry: LocatedDict) -> None:
        """Put a changed entry in the place of the old one."""
        entries = self._own(section)
        entries[self._at[section][name]] = entry

    def append(self, section: str, entry: Any, at: Position, origin: Origin) -> None:
        """Add an entry that stands elsewhere; a second one of the same id is found later."""
        if self.root.get(section) is None:
            place = self.root.position
            self.root.put(section, LocatedList(origin.file, at), place, place)
        if isinstance(self.root[section], list):
            entries = self._own(section)
            entries.put(entry, at, origin)
            self._at[section] = self._indexes(section)

    def take_out(self, section: str, names: set[str]) -> None:
        """Remove the entries with these ids."""
        old = self._own(section)
        kept = LocatedList(old.file, old.position)
        for index, entry in enumerate(old):
            if _name(entry) not in names:
                origin = old.origins.get(index, Origin(old.file, (section, index)))
                kept.put(entry, old.values_at[index], origin)
        self._put(section, kept)
        self._at[section] = self._indexes(section)

    def __iter__(self) -> Iterator[tuple[str, LocatedDict]]:
        """Yield the work items that have an id, with it."""
        for name in self._at["items"]:
            yield name, self.get("items", name)

    def _own(self, section: str) -> LocatedList:
        """Return the list of a section, copied."""
        old: LocatedList = self.root[section]
        copy = LocatedList(old.file, old.position)
        for index, entry in enumerate(old):
            copy.put(entry, old.values_at[index], old.origins.get(index))
        self._put(section, copy)
        return copy

    def _put(self, section: str, entries: LocatedList) -> None:
        at = self.root.keys_at[section], self.root.values_at[section]
        self.root.put(section, entries, *at, self.root.origins.get(section))

    def _indexes(self, section: str) -> dict[str, int]:
        raw = self.root.get(section)
        found: dict[str, int] = {}
        for index, entry in enumerate(raw if isinstance(raw, LocatedList) else ()):
            name = _name(entry)
            if name is not None:
                found.setdefault(name, index)
        return found


def _name(entry: Any) -> str | None:
    return id_text(entry.get("id")) if isinstance(entry, LocatedDict) else None
