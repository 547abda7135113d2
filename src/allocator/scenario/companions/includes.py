"""Puts what included files hold into a scenario: ``include: [draft/scenario.yaml]``.

Lists are put one behind the other; a field that is no list may stand in one of the files only.
Included files may include others, and name further files beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario.companions.moved_names import move_names
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.companions.tables import insert_tables
from allocator.scenario.shape.sections import SECTIONS
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, Step
from allocator.scenario.text.source import read_text
from allocator.wording import shorten

FIELD: Final = "include"
_LISTS: Final = (*SECTIONS, "use", "baseline")
_SUFFIXES: Final = (".yaml", ".yml", ".json")


@dataclass
class Included:
    """What came of the files that a scenario includes.

    Attributes
    ----------
    findings
        What is wrong with them.
    unread
        The sections of theirs that could not be read.
    is_whole
        False where a file could not be read, so that anything may be missing.
    """

    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    is_whole: bool = True


def insert_includes(root: LocatedDict, folder: Path | None) -> Included:
    """Put what the files of ``include`` hold into a scenario, and take ``include`` away.

    Parameters
    ----------
    root
        The document of the scenario with its tables put in, which is changed.
    folder
        Where the scenario lies; None where it is no file.
    """
    found = Included()
    if FIELD in root:
        _Includes(root, folder, found).insert(root, Path())
    return found


class _Includes:
    """Reads the files that a scenario includes, each once, and puts them into it."""

    def __init__(self, root: LocatedDict, folder: Path | None, found: Included) -> None:
        self._root, self._folder, self._found = root, folder, found
        self._read: set[Path] = set()
        if folder is not None:
            self._read.add((folder / Path(root.file).name).resolve())

    def insert(self, document: LocatedDict, below: Path) -> None:
        """Put in what a document includes, which lies so far below the scenario."""
        names, at = document.pop(FIELD), document.values_at[FIELD]
        places = [Place(document.file, *at, FIELD)]
        if isinstance(names, LocatedList):
            paths = (f"{FIELD}[{number}]" for number in range(len(names)))
            several = zip(names.values_at, paths, strict=True)
            places = [Place(names.file, *at, path) for at, path in several]
        elif isinstance(names, str):
            names = [names]
        elif names is not None:
            hint = "write include: [draft/scenario.yaml]"
            self._report("include is not a list", hint, places[0], code="not-a-list")
            return
        for name, place in zip(names or (), places, strict=False):
            try:
                self._insert_file(name, below, place)
            except ScenarioError as error:
                self._found.findings += [at_name(one, str(name), place) for one in error.findings]
                if any(one.code != "included-twice" for one in error.findings):
                    self._found.is_whole = self._root.is_whole = False

    def _insert_file(self, name: Any, below: Path, place: Place) -> None:
        path = self._path(name, below, place)
        file = str(path)
        document = read_document(read_text(path, file=file), file=file)
        tables, unread = insert_tables(document, path.parent)
        self._found.findings += [*document.faults, *tables]
        self._found.unread |= unread
        here = below / Path(name).parent
        if here != Path():
            move_names(document, here)
        for key in document:
            if key != FIELD:
                self._take_over(document, key)
        if FIELD in document:
            self.insert(document, here)

    def _path(self, name: Any, below: Path, place: Place) -> Path:
        if not isinstance(name, str) or not name.lower().endswith(_SUFFIXES):
            refuse_at(
                place,
                f'include names YAML files, and "{shorten(str(name))}" is none',
                "for example include: [draft/scenario.yaml]",
                code="include-not-yaml",
            )
        path = named_file(name, FIELD, self._folder and self._folder / below, place)
        if path.resolve() in self._read:
            refuse_at(
                place,
                f"{shorten(name)} is part of this scenario already",
                "include each file once; none may include one that it is included by",
                code="included-twice",
            )
        self._read.add(path.resolve())
        return path

    def _take_over(self, document: LocatedDict, key: Step) -> None:
        value, mine = document[key], self._root.get(key)
        if value is None or (key in _LISTS and isinstance(value, str)):
            return  # nothing, or a table that could not be read, which is told already
        if key in _LISTS and isinstance(value, LocatedList):
            self._append(document, key, value)
        elif mine is None:
            at = document.keys_at[key], document.values_at[key]
            self._root.put(key, value, *at, Origin(document.file, (key,)))
        elif mine != value:
            origin = self._root.origins.get(key)
            file = self._root.file if origin is None else origin.file
            line = self._root.keys_at[key][0]
            self._report(
                f'"{shorten(str(key))}" is given here, and on line {line} of {file}',
                "keep one of the two; lists of entries alone are put together",
                Place(document.file, *document.keys_at[key], str(key)),
                code="field-in-two-files",
            )

    def _append(self, document: LocatedDict, key: Step, entries: LocatedList) -> None:
        """Put entries behind those of the scenario; of no sound list, others tell."""
        if self._root.get(key) is None:
            at = document.keys_at[key], document.values_at[key]
            self._root.put(key, LocatedList(entries.file, entries.position), *at)
        mine = self._root[key]
        if not isinstance(mine, LocatedList):
            return
        for number, entry in enumerate(entries):
            origin = entries.origins.get(number, Origin(entries.file, (key, number)))
            mine.put(entry, entries.values_at[number], origin)

    def _report(self, message: str, hint: str, place: Place, *, code: str) -> None:
        finding = Finding(code=code, message=message, hint=hint, place=place)
        self._found.findings.append(finding)
