"""Applies a document of changes to that of a scenario: removes, adds, updates, extends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_origin

from allocator.domain import Changes, Scenario
from allocator.errors import Finding
from allocator.scenario.changes.entries import Entries, Removed
from allocator.scenario.changes.removed import settle
from allocator.scenario.changes.shape import read_shape
from allocator.scenario.companions.tables import insert_tables
from allocator.scenario.shape.change_synonyms import NO_INCLUDE
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import NAMED_BY, SECTIONS, id_text
from allocator.scenario.templates.insert import insert_templates
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, Position, Step, locate
from allocator.wording import shorten

_FIELDS = tuple(name for name in Scenario.model_fields if name not in SECTIONS)
"""The fields of a scenario that are no lists of entries."""

_BY_FIELD = ("calendar", "uncertainty")
"""Those of which changes change a field and leave the others."""


def apply_changes(
    root: LocatedDict, document: LocatedDict, folder: Path | None
) -> tuple[list[Finding], bool]:
    """Work changes into a scenario's document.

    Parameters
    ----------
    root
        The scenario, which is changed; with tables put in.
    document
        The changes.
    folder
        Where CSV files that they name lie.

    Returns
    -------
    tuple
        What is wrong or worth knowing, and whether the references of the changed scenario can be
        looked at: not where changes could not be read.
    """
    added = document.get("add")
    tables: list[Finding] = []
    unread: frozenset[str] = frozenset()
    if isinstance(added, LocatedDict):
        tables, unread = insert_tables(added, folder)
        for section in unread:
            added[section] = None
        projects = [name for name, _ in Entries(root).of("projects")]
        used = insert_templates(added, folder, projects)
        tables += [_below_add(finding, document.file) for finding in used]
    suggester = Suggester()
    changes, misshapen = read_shape(document, suggester)
    overlay = _Overlay(root, document, suggester)
    overlay.apply(changes)
    return [*tables, *misshapen, *overlay.findings], not (misshapen or unread)


def _below_add(finding: Finding, file: str) -> Finding:
    """Return a finding about what changes add with the path that it has in their file."""
    place = finding.place
    if place.file != file or place.path is None:
        return finding
    return replace(finding, place=replace(place, path=f"add.{place.path}"))


class _Overlay:
    """Applies one document of changes."""

    def __init__(self, root: LocatedDict, document: LocatedDict, suggester: Suggester) -> None:
        self._root, self._document, self._suggester = root, document, suggester
        self._entries = Entries(root)
        self.findings: list[Finding] = []

    def apply(self, changes: Changes) -> None:
        """Remove, add, update, extend, then look after what names something removed."""
        removed = list(self._removed(changes))
        for section in SECTIONS:
            names = {gone.name for gone in removed if gone.section == section}
            if names:
                self._entries.take_out(section, names)
        self._add()
        for word in ("update", "extend"):
            given = self._document.get(word)
            if isinstance(given, LocatedDict) and getattr(changes, word):
                self._change(word, given)
        gone = [one for one in removed if one.name not in self._entries.names(one.section)]
        relink = changes.links == "relink"
        for finding, path in settle(self._entries, gone, relink=relink):
            place = locate(self._document, path)
            self.findings.append(replace(finding, place=place))

    def _removed(self, changes: Changes) -> Iterator[Removed]:
        for field in ("ids", *SECTIONS):
            for number, name in enumerate(getattr(changes.remove, field)):
                path: tuple[Step, ...] = ("remove", field, number)
                section = self._section(name, None if field == "ids" else field, path)
                if section is not None:
                    yield Removed(section, name, self._entries.get(section, name), path)

    def _add(self) -> None:
        added = self._document.get("add")
        if not isinstance(added, LocatedDict):
            return
        for section in SECTIONS:
            entries = added.get(section)
            if not isinstance(entries, LocatedList):
                continue
            for number, entry in enumerate(entries):
                if isinstance(entry, LocatedDict):
                    origin = entries.origins.get(number)
                    origin = origin or Origin(entries.file, ("add", section, number))
                    self._entries.append(section, entry, entries.values_at[number], origin)

    def _change(self, word: str, given: LocatedDict) -> None:
        """Change the fields of the entries, or of the scenario, that a map names."""
        for key, value in given.items():
            path: tuple[Step, ...] = (word, key)
            if key in _FIELDS and word == "update":
                self._set_field(str(key), value, given)
            elif key in SECTIONS:
                if self._is_map(value, path, "ids, each with its fields"):
                    for name in value:
                        self._change_entry(word, value, name, (*path, name), str(key))
            else:
                self._change_entry(word, given, key, path, None)

    def _set_field(self, name: str, value: Any, given: LocatedDict) -> None:
        """Put in a field of the scenario; of calendar and uncertainty their fields one by one."""
        old = self._root.get(name)
        if name in _BY_FIELD and isinstance(old, LocatedDict) and isinstance(value, LocatedDict):
            fresh = old.copied()
            _put_all(fresh, value, ("update", name))
            at = self._root.keys_at[name], self._root.values_at[name]
            self._root.put(name, fresh, *at, self._root.origins.get(name))
            return
        origin = Origin(given.file, ("update", name))
        self._root.put(name, value, given.keys_at[name], given.values_at[name], origin)

    def _change_entry(
        self, word: str, given: LocatedDict, key: Step, path: tuple[Step, ...], section: str | None
    ) -> None:
        name, fields = id_text(key) or "", given[key]
        section = self._section(name, section, path, at_key=True, word=word)
        if section is None or not self._is_map(fields, path, "fields"):
            return
        entry = self._entries.get(section, name).copied()
        if any(key in fields for key in NAMED_BY[section]):
            self._report(
                f'the id of "{shorten(name)}" cannot change',
                (*path, next(key for key in NAMED_BY[section] if key in fields)),
                "remove the entry and add one with the other id",
                code="id-cannot-change",
                subjects=(name,),
            )
            return
        if word == "update":
            _put_all(entry, fields, path)
        elif self._are_lists(fields, section, path):
            _append_all(entry, fields, path)
        self._entries.replace(section, name, entry)

    def _are_lists(self, fields: LocatedDict, section: str, path: tuple[Step, ...]) -> bool:
        model = SECTIONS[section][0].model_fields
        single = [
            key for key in fields if key in model and get_origin(model[key].annotation) is not tuple
        ]
        for key in single:
            text = f"extend, {shorten(str(path[-1]))}: {key} is no list"
            hint = "change it under update"
            self._report(text, (*path, key), hint, code="extends-no-list", at_key=True)
        return not single

    def _is_map(self, value: Any, path: tuple[Step, ...], of: str) -> bool:
        if not isinstance(value, LocatedDict):
            text = f"{path[0]}, {shorten(str(path[-1]))}: must be a map of {of}"
            self._report(text, path, "write it as {PAY-12: {effort: 3d}}", code="not-a-map")
        return isinstance(value, LocatedDict)

    def _section(
        self,
        name: str,
        section: str | None,
        path: tuple[Step, ...],
        *,
        at_key: bool = False,
        word: str = "remove",
    ) -> str | None:
        """Return the section that has an id; None, with a finding, where not exactly one has it."""
        found = self._entries.sections_of(name)
        if section is not None:
            found = [section] if name in self._entries.names(section) else []
        if len(found) == 1:
            return found[0]
        if found:
            text = f'"{shorten(name)}" is an id in {" and in ".join(found)}'
            hint: str | None = f"say which: {word}: {{{found[0]}: ...}}"
            code = "ambiguous-id"
        else:
            code = "unknown-entry"
            noun = SECTIONS[section][1] if section else "entry"
            text = f'{word}: the scenario has no {noun} with the id "{shorten(name)}"'
            known = self._entries.names(section)
            if word == "update" and section is None:
                known += [*_FIELDS, *SECTIONS]
            hint = self._suggester.did_you_mean(name, known, "the names are")
            hint = NO_INCLUDE if name == "include" and section is None else hint
        self._report(text, path, hint, code=code, subjects=(name,), at_key=at_key)
        return None

    def _report(
        self,
        message: str,
        path: tuple[Step, ...],
        hint: str | None,
        *,
        code: str,
        subjects: tuple[str, ...] = (),
        at_key: bool = False,
    ) -> None:
        place = locate(self._document, path, at_key=at_key)
        self.findings.append(
            Finding(code=code, message=message, hint=hint, place=place, subjects=subjects)
        )


def _put_all(entry: LocatedDict, fields: LocatedDict, path: tuple[Step, ...]) -> None:
    """Put fields in the place of those of an entry; one left empty takes the field away."""
    for key, value in fields.items():
        origin = Origin(fields.file, (*path, key))
        entry.put(key, value, fields.keys_at[key], fields.values_at[key], origin)


def _append_all(entry: LocatedDict, fields: LocatedDict, path: tuple[Step, ...]) -> None:
    """Append what fields list to the lists of an entry."""
    for key, value in fields.items():
        at: Position = entry.values_at.get(key, fields.values_at[key])
        longer = LocatedList(entry.file, at)
        old = entry.get(key)
        if isinstance(old, LocatedList):
            for index, one in enumerate(old):
                first = old.origins.get(index)
                longer.put(one, old.values_at[index], first)
        elif old is not None:
            longer.put(old, at, entry.origins.get(key))
        if isinstance(value, LocatedList):
            for index, one in enumerate(value):
                longer.put(one, value.values_at[index], Origin(value.file, (*path, key, index)))
        elif value is not None:
            longer.put(value, fields.values_at[key], Origin(fields.file, (*path, key)))
        place = entry.keys_at.get(key, fields.keys_at[key])
        entry.put(key, longer, place, at, entry.origins.get(key))
