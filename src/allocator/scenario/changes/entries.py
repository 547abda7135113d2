"""Finds the entries of a scenario's document by id, while it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allocator.scenario.shape.sections import SECTIONS, entry_name, id_text
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, Position, Step


@dataclass(frozen=True)
class Removed:
    """An entry that was removed.

    Attributes
    ----------
    section, name
        Where it stood, and its id.
    entry
        The entry itself.
    path
        Where the changes name it.
    """

    section: str
    name: str
    entry: LocatedDict
    path: tuple[Step, ...]


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
        """Return the sections that have an entry with the id; promises have none of their own."""
        return [s for s, at in self._at.items() if name in at and s != "promises"]

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
            if entry_name(section, entry) not in names:
                origin = old.origins.get(index, Origin(old.file, (section, index)))
                kept.put(entry, old.values_at[index], origin)
        self._put(section, kept)
        self._at[section] = self._indexes(section)

    def forget_baseline(self, name: str) -> None:
        """Take an item out of the baseline, where there is one."""
        if not isinstance(self.root.get("baseline"), LocatedList):
            return
        old = self._own("baseline")
        kept = LocatedList(old.file, old.position)
        for index, entry in enumerate(old):
            if not isinstance(entry, LocatedDict) or id_text(entry.get("item")) != name:
                origin = old.origins.get(index, Origin(old.file, ("baseline", index)))
                kept.put(entry, old.values_at[index], origin)
        self._put("baseline", kept)

    def of(self, section: str) -> Iterator[tuple[str, LocatedDict]]:
        """Yield the entries of a section that have an id, with it."""
        for name in self._at[section]:
            yield name, self.get(section, name)

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
            name = entry_name(section, entry)
            if name is not None:
                found.setdefault(name, index)
        return found
