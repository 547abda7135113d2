"""A requirement as it is written, and what messages say of it."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from allocator.domain.requirements import PRIORITIES, Requirement, RequirementPriority
from allocator.domain.templates import yes_or_no
from allocator.errors import Finding, Place
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.scalars import plain
from allocator.wording import shorten

_NAMES: Final = {
    "id": ("id", "no", "nr", "#", "key", "ref", "req", "req id", "requirement id"),
    "text": (
        *("requirement", "requirements", "description", "text"),
        *("user story", "story", "what", "i want"),
    ),
    "title": ("title", "name", "summary", "short"),
    "priority": ("priority", "prio", "moscow", "importance"),
    "tags": ("tags", "tag", "labels", "type", "kind", "category"),
    "size": ("size", "t-shirt", "t-shirt size"),
    "with": ("with", "parameters", "params", "options"),
    "after": ("after", "depends on", "depends", "dependencies", "predecessors", "blocked by"),
    "acceptance": ("acceptance", "acceptance criteria", "acceptance criterion", "criteria"),
    "template": ("template",),
}
ONCE: Final = ("id", "priority", "size", "template")
"""Fields that have one value."""
FIELD_NAMES: Final = {name: field for field, names in _NAMES.items() for name in names}
"""The field that a column, or a word before a colon, stands for."""

_PRIORITIES: Final[dict[str, RequirementPriority]] = {
    **dict.fromkeys(("must", "m", "p0", "p1", "high", "critical"), "must"),
    **dict.fromkeys(("highest", "very high", "urgent", "blocker", "mandatory"), "must"),
    **dict.fromkeys(("should", "s", "p2", "medium", "normal", "major"), "should"),
    **dict.fromkeys(("could", "c", "p3", "p4", "low", "lowest", "minor"), "could"),
    **dict.fromkeys(("nice to", "optional"), "could"),
    **dict.fromkeys(("won't", "wont", "won’t", "will not", "w", "out of scope"), "won't"),
}
_NOTHING: Final = ("-", "–", "—", "n/a", "none", "")
_BETWEEN: Final = ("and", "&", "+")
"""Words between ids."""


@dataclass
class WrittenRequirement:
    """A requirement as the document has it.

    Attributes
    ----------
    line
        Where it stands, counted from 1.
    cells
        Texts by field.
    other
        Texts by the names of columns that are no fields.
    notes
        What stands below it.
    further
        Values of fields that have one already, which do not count.
    """

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    further: list[tuple[str, str]] = field(default_factory=list)

    def put(self, name: str, value: str) -> None:
        """Add what a column, or a word before a colon, says; a second time after the first."""
        known, value = FIELD_NAMES.get(name.strip().casefold()), value.strip()
        values, key = (self.other, name.strip()) if known is None else (self.cells, known)
        before = values.get(key, "")
        if not before or (value and known in ONCE and before.casefold() in _NOTHING):
            if value or known is None:
                values[key] = value
        elif value and known not in ONCE:
            values[key] = f"{before}, {value}"
        elif known and value.casefold() not in _NOTHING and not _are_alike(before, value):
            self.further.append((known, value))


def _are_alike(one: str, other: str) -> bool:
    """Whether two values mean the same."""
    first, second = (value.strip("*_` ").casefold() for value in (one, other))
    meant = priority_meant(one)
    return first == second or (meant is not None and meant == priority_meant(other))


def priority_meant(word: str) -> RequirementPriority | None:
    """Return the priority that a word stands for; None where it is none."""
    folded = word.strip().strip("*_`").casefold().replace("-", " ").removesuffix(" have")
    return _PRIORITIES.get(folded)


class RequirementReader:
    """Makes requirements of what is written, and says what is wrong.

    Parameters
    ----------
    file
        How messages call the document.
    """

    def __init__(self, file: str) -> None:
        self._file, self._suggester = file, Suggester()
        self._lines: dict[str, int] = {}
        self._spelled: dict[str, str] = {}
        self.findings: list[Finding] = []

    def read(self, written: WrittenRequirement) -> Requirement | None:
        """Return a requirement, also where findings say what in it is wrong; None without an id."""
        cells = written.cells
        name = cells.get("id", "").strip("*_` ")
        text = cells.get("text") or cells.get("title", "")
        is_sound = self._check_id(name, text, written.line)
        self._check_once(name, written)
        values = dict(self._values(name, cells.get("with", ""), written.line))
        priority = self._priority(name, cells.get("priority", ""), written.line)
        after = tuple(dict.fromkeys(_words(cells.get("after", ""), split_blanks=True)))
        if name and name in after:
            message = f'requirement "{shorten(name)}" comes after itself'
            self._find(
                message, "name another one, or none", written.line, name, code="after-itself"
            )
        if not is_sound:
            return None
        size, template = cells.get("size", "").strip("*_` "), cells.get("template", "")
        return Requirement(
            id=name,
            text=" ".join(text.split()),
            title=" ".join(cells.get("title", "").split()),
            priority=priority,
            tags=tuple(_words(cells.get("tags", ""))),
            template=template.strip("*_` ").casefold(),
            size="" if size.casefold() in _NOTHING else size,
            **{"with": values},
            after=after,
            acceptance=cells.get("acceptance", ""),
            notes=tuple(written.notes),
            other={key: value for key, value in written.other.items() if value},
            line=written.line,
        )

    def check_circles(self, requirements: Sequence[Requirement]) -> None:
        """Find requirements that come after each other in a circle; of those that meet, one."""
        known = {one.id for one in requirements}
        graph = {one.id: known.intersection(one.after) - {one.id} for one in requirements}
        while circle := _circle(graph):
            message = f"requirements come after each other in a circle: {' -> '.join(circle)}"
            hint = "take one of these links away"
            self._find(message, hint, self._lines[circle[0]], *circle[1:], code="cycle")
            for name in circle:
                graph[name] = set()

    def check_links(self, requirements: Sequence[Requirement]) -> None:
        """Find requirements that come after others whose ids are spelled otherwise."""
        spelled = {one.id.casefold(): one.id for one in requirements}
        for one in requirements:
            for name in one.after:
                meant = spelled.get(name.casefold(), name)
                if meant != name:
                    message = f'requirement "{shorten(one.id)}" comes after "{shorten(name)}", '
                    message += "which does not exist"
                    hint = f'did you mean "{meant}"?'
                    self._find(message, hint, one.line, one.id, code="unknown-item")

    def _check_once(self, name: str, written: WrittenRequirement) -> None:
        for known, value in written.further:
            first = shorten(written.cells[known])
            message = f'requirement "{shorten(name)}" says its {known} twice: {first}, then '
            message += shorten(value)
            self._find(message, "keep one of the two", written.line, name, code="field-twice")

    def _check_id(self, name: str, text: str, line: int) -> bool:
        """Find what is wrong with an id and a text, and return whether nothing is."""
        before = len(self.findings)
        other = self._spelled.setdefault(name.casefold(), name)
        if not name:
            message = f'a requirement has no id: "{shorten(text)}"'
            hint = "give it an id that stays, for example CH-R7"
            self._find(message, hint, line, code="requirement-without-id")
        elif not text.strip():
            message = f'requirement "{shorten(name)}" says nothing'
            hint = "write what is asked for"
            self._find(message, hint, line, name, code="requirement-without-text")
        elif name in self._lines:
            message = f'requirement id "{shorten(name)}" is already taken on line '
            message += str(self._lines[name])
            hint = "give one of the two another id, or remove it"
            self._find(message, hint, line, name, code="id-taken")
        elif len(name.split()) > 1:
            message = f'requirement id "{shorten(name)}" has a blank in it'
            hint = f'write it without, for example "{shorten("-".join(name.split()))}"'
            self._find(message, hint, line, name, code="invalid-id")
        elif other != name:
            message = f'requirement id "{shorten(name)}" is that of line {self._lines[other]}, '
            message += f'"{shorten(other)}", but for small and capital letters'
            hint = "give one of the two another id, or remove it"
            self._find(message, hint, line, name, code="id-taken")
        self._lines.setdefault(name, line)
        return len(self.findings) == before

    def _priority(self, name: str, word: str, line: int) -> RequirementPriority:
        if word.casefold() in _NOTHING:
            return "must"
        found = priority_meant(word)
        if found is None:
            message = f'requirement "{shorten(name)}": "{shorten(word)}" is no priority'
            hint = self._suggester.did_you_mean(word, PRIORITIES, "priorities")
            self._find(message, hint, line, name, code="unknown-priority")
        return found or "must"

    def _values(self, name: str, text: str, line: int) -> Iterator[tuple[str, bool | float | str]]:
        found: dict[str, str] = {}
        for pair in _words(text):
            parameter, equals, value = (part.strip() for part in pair.partition("="))
            read = plain(value) if value else None
            if equals and parameter and read is not None:
                if found.setdefault(parameter, value) != value:
                    message = f'requirement "{shorten(name)}" sets {shorten(parameter)} twice: '
                    message += f"{shorten(found[parameter])}, then {shorten(value)}"
                    self._find(message, "keep one of the two", line, name, code="field-twice")
                yield parameter, yes_or_no(read)
                continue
            message = f'requirement "{shorten(name)}": "{shorten(pair)}" is no parameter'
            hint = "write name=value, for example labels=yes, gpus=4"
            self._find(message, hint, line, name, code="parameter-without-value")

    def _find(self, message: str, hint: str | None, line: int, *subjects: str, code: str) -> None:
        place = Place(self._file, line, 1)
        self.findings.append(
            Finding(code=code, message=message, hint=hint, place=place, subjects=subjects)
        )


def _circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return names that come after each other in a circle, the first one again at the end."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _words(text: str, *, split_blanks: bool = False) -> Iterator[str]:
    """Yield the entries of a cell: between commas or semicolons, or between blanks too."""
    if text.strip().casefold() in _NOTHING:
        return
    parts = text.replace(";", ",").split(",")
    for part in parts:
        for word in part.split() if split_blanks else (part,):
            bare = word.strip().strip("`").strip()
            if bare and not (split_blanks and bare.casefold() in _BETWEEN):
                yield bare
