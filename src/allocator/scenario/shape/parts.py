"""Validates a document part by part, so that one invalid part does not hide the others."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from allocator.domain import (
    Calendar,
    Meeting,
    Person,
    Project,
    Promise,
    Resource,
    Risk,
    Rota,
    Scenario,
    WorkItem,
)
from allocator.errors import Finding, Place
from allocator.scenario import limits
from allocator.scenario.places import DocumentPlaces, Places
from allocator.scenario.shape.booleans import misplaced_booleans, without_unknown
from allocator.scenario.shape.field_errors import FieldErrors
from allocator.scenario.shape.fields import field_names, given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import SECTIONS, entry_name, model_name
from allocator.scenario.shape.synonyms import synonym
from allocator.scenario.text.located import LocatedDict, Step
from allocator.wording import shorten

_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class ScenarioParts:
    """The parts of a scenario that are valid, each by itself.

    Attributes
    ----------
    scenario
        All parts that are valid; a stand-in where a required part is not.
    places
        Where the parts stand.
    entries
        For each section, its entries as they are written, also those that are not valid.
    positions
        For each section, where in the document's list each entry of the scenario stands.
    ids
        For each section, the ids as written, also of entries that are not valid, with where in
        the list they stand.
    unread
        The sections of which not even the ids are known.
    sound
        The sections without any invalid entry or id that is taken twice, and ``calendar``,
        ``now``, ``sprints`` and ``proficiency`` where these are valid.
    able
        Everybody by id, with their skills, also those with mistakes elsewhere; somebody who is
        there twice has the skills of both. None where the skills of somebody are not known.
    suggester
        Finds the names that were meant.
    """

    scenario: Scenario
    places: Places
    entries: Mapping[str, Sequence[Any]]
    positions: Mapping[str, tuple[int, ...]]
    ids: Mapping[str, Mapping[str, list[int]]]
    unread: frozenset[str]
    sound: frozenset[str]
    able: Mapping[str, Person] | None
    suggester: Suggester

    def items(self) -> Iterator[tuple[tuple[Step, ...], WorkItem]]:
        """Yield the valid work items with their paths in the document."""
        for index, item in zip(self.positions["items"], self.scenario.items, strict=True):
            yield ("items", index), item

    def risks(self) -> Iterator[tuple[tuple[Step, ...], Risk]]:
        """Yield the valid risks with their paths in the document."""
        for index, risk in zip(self.positions["risks"], self.scenario.risks, strict=True):
            yield ("risks", index), risk

    def promises(self) -> Iterator[tuple[tuple[Step, ...], Promise]]:
        """Yield the valid promises with their paths in the document."""
        for index, found in zip(self.positions["promises"], self.scenario.promises, strict=True):
            yield ("promises", index), found

    def meetings(self) -> Iterator[tuple[tuple[Step, ...], Meeting]]:
        """Yield the valid meetings with their paths in the document."""
        for index, found in zip(self.positions["meetings"], self.scenario.meetings, strict=True):
            yield ("meetings", index), found

    def rotas(self) -> Iterator[tuple[tuple[Step, ...], Rota]]:
        """Yield the valid rotas with their paths in the document."""
        for index, found in zip(self.positions["rota"], self.scenario.rota, strict=True):
            yield ("rota", index), found

    def people(self) -> Iterator[tuple[tuple[Step, ...], Person]]:
        """Yield the valid people with their paths in the document."""
        for index, person in zip(self.positions["people"], self.scenario.people, strict=True):
            yield ("people", index), person

    def projects(self) -> Iterator[tuple[tuple[Step, ...], Project]]:
        """Yield the valid projects with their paths in the document."""
        for index, project in zip(self.positions["projects"], self.scenario.projects, strict=True):
            yield ("projects", index), project

    def resources(self) -> Iterator[tuple[tuple[Step, ...], Resource]]:
        """Yield the valid resources with their paths in the document."""
        for index, found in zip(self.positions["resources"], self.scenario.resources, strict=True):
            yield ("resources", index), found

    def finding(
        self,
        message: str,
        path: tuple[Step, ...],
        hint: str | None = None,
        *,
        code: str,
        subjects: tuple[str, ...] = (),
        severity: Literal["error", "warning"] = "error",
        at_key: bool = False,
    ) -> Finding:
        """Return a finding at a path of the models."""
        return Finding(
            code=code,
            message=message,
            hint=hint,
            place=self.places.at(path, at_key=at_key),
            subjects=subjects,
            severity=severity,
        )


class PartValidator:
    """Validates the parts of one document and collects what is wrong with them.

    Parameters
    ----------
    root
        The document, with tables put in.
    unread
        Sections whose tables could not be read, which is another's finding.
    known
        Entries of the document that are known to be valid, by identity, with their models.
    incomplete
        Sections that lack entries, which is another's finding.
    """

    def __init__(
        self,
        root: LocatedDict,
        unread: frozenset[str] = frozenset(),
        known: Mapping[int, BaseModel] = MappingProxyType({}),
        incomplete: frozenset[str] = frozenset(),
    ) -> None:
        self._root, self._unread, self._known = root, unread, known
        self._incomplete = incomplete
        self._suggester = Suggester()
        self._sound: set[str] = set()
        self._able: dict[str, Person] | None = {}
        self.findings: list[Finding] = []

    def parts(self) -> ScenarioParts:
        """Return the valid parts; what is wrong with the others is in ``findings``."""
        shell = self._shell()
        parts: dict[str, tuple[Any, ...]] = {}
        positions: dict[str, tuple[int, ...]] = {}
        for section in SECTIONS:
            valid = self._section(section)
            positions[section] = tuple(index for index, _ in valid)
            parts[section] = tuple(entry for _, entry in valid)
        return ScenarioParts(
            scenario=shell.model_copy(update=parts),
            places=DocumentPlaces(self._root),
            entries={section: self._entries(section) or () for section in SECTIONS},
            positions=positions,
            ids={section: self._ids(section) for section in SECTIONS},
            unread=frozenset(name for name in SECTIONS if self._entries(name) is None),
            sound=frozenset(self._sound),
            able=self._able if self._entries("people") is not None else None,
            suggester=self._suggester,
        )

    def _shell(self) -> Scenario:
        """Return the scenario without the entries of its lists."""
        fields = given(self._root, Scenario)
        for name in SECTIONS:
            if isinstance(fields.get(name), list) or name in self._unread:
                fields[name] = ()
        calendar = None
        if "calendar" in fields:
            raw = fields["calendar"]
            said = given(raw, Calendar) if isinstance(raw, dict) else raw
            calendar = self._validate(Calendar, said, ("calendar",), "calendar")
            fields["calendar"] = calendar or _STAND_IN
        if calendar is not None:
            self._sound.add("calendar")
        if isinstance(fields.get("proficiency"), dict):
            fields["proficiency"] = _levels(fields["proficiency"])
        shell = self._validate(Scenario, fields, (), "", is_whole=self._root.is_whole)
        for field in ("proficiency", "now", "sprints"):
            if not any(re.match(rf"(update\.)?{field}\b", f.path or "") for f in self.findings):
                self._sound.add(field)
        return shell or self._fallback(fields)

    def _fallback(self, fields: Mapping[Any, Any]) -> Scenario:
        """Return a scenario of the fields that are valid, each by itself."""
        shell = {"name": "-", "calendar": _STAND_IN, "items": ()}
        for name in Scenario.model_fields:
            if name in fields:
                with contextlib.suppress(ValidationError):
                    Scenario.model_validate(shell | {name: fields[name]})
                    shell[name] = fields[name]
        return Scenario.model_validate(shell)

    def _section(self, section: str) -> list[tuple[int, Any]]:
        """Return the valid entries of a list, with their indexes in it."""
        model, word = SECTIONS[section]
        entries = self._entries(section)
        valid: list[tuple[int, BaseModel]] = []
        for index, entry in enumerate(entries or ()):
            if len(self.findings) > limits.MAX_FINDINGS:
                return valid
            name = entry_name(section, entry)
            owner = f'{word} "{shorten(name)}"' if name else f"a {word}"
            said = given(entry, model) if isinstance(entry, dict) else entry
            is_whole = getattr(entry, "is_whole", True)
            found = self._known.get(id(entry))
            if found is None:
                found = self._validate(
                    model, said, (section, index), owner, ident=name, is_whole=is_whole
                )
            if found is not None:
                valid.append((index, found))
            if section == "people":
                self._enable(found, said if is_whole else None)
        unique = all(len(indexes) == 1 for indexes in self._ids(section).values())
        is_complete = entries is not None and section not in self._incomplete
        if is_complete and len(valid) == len(entries or ()) and unique:
            self._sound.add(section)
        return valid

    @cached_property
    def _misnamed(self) -> set[str]:
        """The fields of the scenario that are there under other names."""
        known = field_names(Scenario)
        found: set[str] = set()
        for key in self._root:
            if key not in known:
                other = synonym(str(key), "Scenario")
                near = self._suggester.nearest(str(key), known) if other is None else None
                found.update(other.fields if other is not None else [near] if near else [])
        return found

    def _enable(self, person: BaseModel | None, said: Any) -> None:
        """Note the skills of a person, which may be plain where other fields are wrong."""
        if not isinstance(person, Person):
            known = {"id", "name", "skills"}
            fields = (
                {key: said[key] for key in known & said.keys()} if isinstance(said, dict) else {}
            )
            try:
                person = Person.model_validate(fields if "skills" in fields else {})
            except ValidationError:
                self._able = None
                return
        if self._able is not None:
            _enable(self._able, person)

    def _entries(self, section: str) -> list[Any] | None:
        """Return the entries of a list; None where it is none."""
        raw = self._root.get(section)
        if raw is None:
            return None if section in self._misnamed else []
        return raw if isinstance(raw, list) else None

    def _ids(self, section: str) -> dict[str, list[int]]:
        ids: dict[str, list[int]] = {}
        for index, entry in enumerate(self._entries(section) or ()):
            name = entry_name(section, entry)
            if name:
                ids.setdefault(name, []).append(index)
        return ids

    def _validate(
        self,
        model: type[_M],
        data: Any,
        base: tuple[Step, ...],
        owner: str,
        *,
        ident: str | None = None,
        is_whole: bool = True,
    ) -> _M | None:
        """Return the model, or None where something is wrong with the data."""
        wording = FieldErrors(
            root=self._root,
            model=model,
            base=base,
            owner=owner,
            ident=ident,
            suggester=self._suggester,
        )
        found: list[Finding] = []
        booleans = list(misplaced_booleans(data))
        try:
            result = model.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as error:
            found += map(wording.misplaced_boolean, without_unknown(booleans, error))
            found += wording.findings(error, is_whole=is_whole)
            if is_whole:
                found += wording.findings_behind(error, data)
            result = None
        else:
            found += map(wording.misplaced_boolean, booleans)
        first: dict[Place, Finding] = {}
        for finding in found:
            first.setdefault(finding.place, finding)
        self.findings += first.values()
        return None if found or not is_whole else result


def parts_of(scenario: Scenario, places: Places) -> ScenarioParts:
    """Return all parts of a scenario whose models are valid.

    Parameters
    ----------
    scenario
        Made in Python.
    places
        Where its parts stand.
    """
    sections: dict[str, tuple[Any, ...]] = {name: getattr(scenario, name) for name in SECTIONS}
    ids: dict[str, dict[str, list[int]]] = {name: {} for name in SECTIONS}
    for section, entries in sections.items():
        for index, entry in enumerate(entries):
            ids[section].setdefault(model_name(entry), []).append(index)
    unique = {name for name, entries in sections.items() if len(ids[name]) == len(entries)}
    able: dict[str, Person] = {}
    for person in scenario.people:
        _enable(able, person)
    return ScenarioParts(
        scenario=scenario,
        places=places,
        entries={name: [vars(entry) for entry in entries] for name, entries in sections.items()},
        positions={name: tuple(range(len(entries))) for name, entries in sections.items()},
        ids=ids,
        unread=frozenset(),
        sound=frozenset({*unique, "calendar", "now", "sprints", "proficiency"}),
        able=able,
        suggester=Suggester(),
    )


def _enable(able: dict[str, Person], person: Person) -> None:
    """Add a person, or the skills of a person who is there already, to those who can work."""
    apart = {
        name.strip(): limits.MAX_AMOUNT
        for skill in person.skills
        for name in skill.split(",")
        if "," in skill and name.strip()
    }
    if apart:  # another finding, and no need for its parts should follow from it
        person = person.model_copy(update={"skills": {**apart, **person.skills}})
    other = able.get(person.id)
    if other is not None:
        skills = {
            skill: max(level, person.skills.get(skill, level))
            for skill, level in {**person.skills, **other.skills}.items()
        }
        person = other.model_copy(update={"skills": skills})
    able[person.id] = person


_STAND_IN: Final = Calendar(start=dt.date(2000, 1, 1))


def _levels(raw: Mapping[Step, Any]) -> dict[Step, Any]:
    """Return the proficiency table with whole numbers as keys; JSON has texts there."""
    return {
        int(key) if _is_level(key) and int(key) not in raw else key: value
        for key, value in raw.items()
    }


def _is_level(key: Step) -> bool:
    return isinstance(key, str) and key.isdecimal() and len(key) < 10
