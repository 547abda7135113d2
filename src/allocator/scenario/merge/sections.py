"""Merges the lists of a scenario: entries that are new, gone, removed by hand, or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.scenario.merge.entries import Entry, merged_entry
from allocator.scenario.merge.naming import Target, names_in, without_names
from allocator.scenario.merge.values import ABSENT, MergeConflict, ValueMerger, placed, same
from allocator.scenario.shape.sections import SECTIONS, entry_name
from allocator.wording import count, enumerated

_FINISHED: Final = frozenset({"done", "failed"})

FEW_GONE: Final = 10
"""Up to so many items may be gone at once without a question."""


@dataclass
class SectionChanges:
    """What a merge does to whole entries of a list.

    Attributes
    ----------
    new, gone
        Entries that come in, and that are removed.
    kept
        Entries that are gone from the tracker and stay, each with the reason.
    """

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


class ScenarioMerge:
    """Merges a whole scenario.

    Parameters
    ----------
    base, mine, theirs
        Plain data: what the last pull said, the scenario, the tracker. An empty base is that of a
        scenario that was never pulled.
    merger
        Merges values, and takes the conflicts.
    commented
        Section and name of entries in which people have written comments.
    source
        What messages call that which was read.

    Attributes
    ----------
    changes
        By section.
    """

    def __init__(
        self,
        base: Mapping[Any, Any],
        mine: Mapping[Any, Any],
        theirs: Mapping[Any, Any],
        merger: ValueMerger,
        commented: frozenset[tuple[str, str]] = frozenset(),
        *,
        source: str,
    ) -> None:
        self._sides = base, mine, theirs
        self._merger = merger
        self._commented = commented
        self._source = source
        self.changes: dict[str, SectionChanges] = {}

    def merged(self) -> dict[Any, Any]:
        """Return the merged scenario as plain data."""
        _, mine, theirs = self._sides
        found: dict[Any, Any] = {}
        for key in placed(list(mine), list(theirs)):
            three = [side.get(key, ABSENT) for side in self._sides]
            if key in SECTIONS and all(isinstance(e, list) or e is ABSENT for e in three):
                entries = self._section(str(key), *(_named(str(key), each) for each in three))
                value: Any = entries if entries or key in mine else ABSENT
            else:
                value = self._merger.merged((str(key),), *three)
            if value is not ABSENT:
                found[key] = value
        return _GoneEntries(self, found).settled()

    def _section(
        self,
        section: str,
        base: dict[str, Entry],
        mine: dict[str, Entry],
        theirs: dict[str, Entry],
    ) -> list[Entry]:
        changes = self.changes.setdefault(section, SectionChanges())
        found = []
        for name in placed(list(mine), list(theirs)):
            entry = self._entry((section, name), base.get(name), mine.get(name), theirs.get(name))
            if entry is not None:
                found.append(entry)
                if name not in mine:
                    changes.new.append(name)
        return found

    def _entry(
        self,
        path: tuple[str, str],
        base: Entry | None,
        mine: Entry | None,
        theirs: Entry | None,
    ) -> Entry | None:
        if mine is None:
            return self._not_mine(path, base, theirs)
        if theirs is None:
            if base is not None:
                self._gone(path, base, mine)
            return mine
        return merged_entry(self._merger, path, base or {}, mine, theirs)

    def _not_mine(
        self, path: tuple[str, str], base: Entry | None, theirs: Entry | None
    ) -> Entry | None:
        """Return what the tracker has and the scenario has not: new, or removed by hand."""
        if base is None or theirs is None or same(base, theirs):
            return theirs if base is None else None
        changed = {
            key: value for key, value in theirs.items() if not same(base.get(key, ABSENT), value)
        }
        note = f"removed from the scenario by hand, changed in {self._source} since"
        taken = self._merger.decided(MergeConflict(path, base, ABSENT, changed, note=note))
        return None if taken is ABSENT else theirs

    def _gone(self, path: tuple[str, str], base: Entry, mine: Entry) -> None:
        """Note an entry that is gone from the tracker; what happens to it is decided at the end."""
        section, name = path
        changes = self.changes[section]
        fields = [key for key in {**base, **mine} if not same(_get(base, key), _get(mine, key))]
        words = [str(key) for key in fields]
        words += ["a comment"] if path in self._commented else []
        if not words:
            changes.gone.append(name)
            return
        note = f"{enumerated(words, most=6)} written by hand"
        if section != "items" or mine.get("state") in _FINISHED:
            changes.kept[name] = note
            return
        edited = {key: mine.get(key, ABSENT) for key in fields}
        text = f"gone from {self._source}, with {note}"
        if self._merger.decided(MergeConflict(path, base, edited, ABSENT, note=text)) is ABSENT:
            changes.gone.append(name)
        else:
            changes.kept[name] = note

    def many_gone(self) -> str | None:
        """Say that suspiciously many items are gone, or None where they are not."""
        before = len(_named("items", self._sides[0].get("items", ABSENT)))
        gone = len(self.changes.get("items", SectionChanges()).gone)
        if gone <= FEW_GONE or gone * 2 <= before or gone == before:
            return None
        return f"{count(gone, 'item')} of {before} are gone from what {self._source} gives now"

    def still_named(
        self, section: str, name: str, namers: list[tuple[tuple[str, ...], str]]
    ) -> bool:
        """Return whether an entry that is gone stays, since others still name it.

        Parameters
        ----------
        section, name
            The entry.
        namers
            Path and field of what names it.
        """
        changes = self.changes[section]
        words = [f"{path[-1]} ({field})" for path, field in namers]
        note = f"named by {enumerated(dict.fromkeys(words), most=4)}"
        entry = _named(section, self._sides[1][section])[name]
        if section == "items" and entry.get("state") not in _FINISHED:
            text = f"gone from {self._source}, still {note}"
            conflict = MergeConflict((section, name), entry, note, ABSENT, note=text)
            if self._merger.decided(conflict) is ABSENT:
                return False
        changes.gone.remove(name)
        changes.kept[name] = note
        return True


class _GoneEntries:
    """Takes out entries that are gone, unless something still names them."""

    def __init__(self, merge: ScenarioMerge, found: dict[Any, Any]) -> None:
        self._merge, self._found = merge, found
        self._decided: set[Target] = set()

    def settled(self) -> dict[Any, Any]:
        """Return the scenario without them, and without what named those."""
        while True:
            gone = {(s, name) for s, some in self._merge.changes.items() for name in some.gone}
            rest = self._without(gone)
            named = {
                target: namers
                for target, namers in names_in(rest, gone).items()
                if target not in self._decided
            }
            if not named:
                return without_names(rest, self._decided) if self._decided else rest
            for target, namers in named.items():
                if not self._merge.still_named(*target, namers):
                    self._decided.add(target)

    def _without(self, gone: set[Target]) -> dict[Any, Any]:
        return {
            key: [e for e in value if (key, entry_name(key, e)) not in gone]
            if key in SECTIONS and isinstance(value, list)
            else value
            for key, value in self._found.items()
        }


def _get(entry: Entry, key: Any) -> Any:
    return entry.get(key, ABSENT)


def _named(section: str, entries: Any) -> dict[str, Entry]:
    return dict(_with_names(section, entries if isinstance(entries, list) else []))


def _with_names(section: str, entries: list[Any]) -> Iterator[tuple[str, Entry]]:
    for number, entry in enumerate(entries):
        yield entry_name(section, entry) or f"entry {number + 1}", entry
