"""Finds names where another kind of name belongs: a person as a skill, a title as an id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from allocator.scenario.shape.parts import ScenarioParts
from allocator.scenario.shape.sections import id_text
from allocator.scenario.validate.references import Reference
from allocator.wording import shorten

_SECTION_OF: Final = {
    "project": "projects",
    "after": "items",
    "resources": "resources",
    "assign": "people",
    "avoid": "people",
    "prefer": "people",
    "people": "people",
    "remaining": "people",
    "needs": "skills",
    "not_same_as": "items",
    "same_as": "items",
    "redo": "items",
    "then": "items",
    "drop": "items",
}
"""For each field of an item the kind of name that it takes."""

_WHERE: Final = {
    "people": "{name} is a person: assign: [{name}]",
    "skills": "{name} is a skill: needs: {{{name}: 1}}",
    "resources": "{name} is a resource: resources: {{{name}: 1}}",
    "projects": "{name} is a project: project: {name}",
    "items": "{name} is a work item: after: {name}",
}
"""For each kind of name where it belongs."""

_COLUMN: Final = {
    "people": "{name} is a person; people stand in the column assign",
    "skills": "{name} is a skill; skills stand in the column needs",
    "resources": "{name} is a resource; resources stand in the column resources",
    "projects": "{name} is a project; its id stands in the column project",
    "items": "{name} is a work item; what comes before stands in the column after",
}
"""The same for tables."""

_LINK: Final = re.compile(
    r"(?P<item>.+?)\s*(?P<type>FS|SS|FF|SF)?\s*(?P<lag>[-+]\s*\d+(\.\d+)?\s*[mhdw])?", re.IGNORECASE
)
_LEVEL: Final = re.compile(r"(?P<skill>.+?)\s*(?:>=|[:=@(\s])\s*(?P<level>\d+)\)?")
_MAX_NAME_CHARACTERS: Final = 200


class MisplacedNames:
    """Finds out what an unknown name is elsewhere in the scenario.

    Parameters
    ----------
    parts
        Of which the document's ids, names and titles are looked at.
    """

    def __init__(self, parts: ScenarioParts) -> None:
        self._parts = parts

    def hint(self, reference: Reference) -> str | None:
        """Return what would be right; None where the name is not known anywhere.

        Parameters
        ----------
        reference
            The name, in a field of an item; in ``needs`` it is a skill.
        """
        field, name = reference.field, reference.name
        file = self._parts.places.at(reference.path).file
        if file is not None and file.lower().endswith(".csv"):
            return self._in_a_table(field, name)
        section = _SECTION_OF[field]
        if len(name) > _MAX_NAME_CHARACTERS:
            return None
        return (
            self._several(field, section, name)
            or self._called(section, name, list_of=field if reference.lacks_list else None)
            or self._with_more(field, name)
            or self._other_kind(section, name)
        )

    def _in_a_table(self, field: str, name: str) -> str | None:
        section = _SECTION_OF[field]
        parts = [part for part in re.split(r"\s*,\s*", name.strip()) if part]
        if len(parts) > 1 and any(part.casefold() in self._ids[section] for part in parts):
            together = "; ".join(parts)
            if field == "needs":
                return f"write {' | '.join(parts)} for {len(parts)} people, {together} for one"
            return f"write {shorten(together, most=120)}" if field != "project" else "name one"
        return self._called(section, name) or self._other_kind(section, name, _COLUMN)

    @cached_property
    def _ids(self) -> dict[str, dict[str, str]]:
        """For each kind its ids, by themselves in small letters."""
        ids = {kind: {n.casefold(): n for n in known} for kind, known in self._parts.ids.items()}
        people = (self._parts.able or {}).values()
        return {**ids, "skills": {s.casefold(): s for person in people for s in person.skills}}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """For each section the ids, by the names, titles and addresses of their entries."""
        fields = {"people": ("name", "email"), "items": ("title",)}
        found: dict[str, dict[str, str]] = {}
        for section in self._parts.ids:
            names = found.setdefault(section, {})
            for entry in self._parts.entries[section]:
                ident = id_text(entry.get("id")) if isinstance(entry, dict) else None
                for field in fields.get(section, ("name",)) if ident else ():
                    value = entry.get(field)
                    if isinstance(value, str) and value.strip():
                        names.setdefault(value.strip().casefold(), str(ident))
        return found

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        """The people of each team, and of each role."""
        found: dict[str, list[str]] = {}
        for entry in self._parts.entries["people"]:
            ident = id_text(entry.get("id")) if isinstance(entry, dict) else None
            for field in ("team", "role") if ident else ():
                value: Any = entry.get(field)
                if isinstance(value, str) and value.strip():
                    found.setdefault(value.strip().casefold(), []).append(str(ident))
        return found

    def _several(self, field: str, section: str, name: str) -> str | None:
        parts = [part for part in re.split(r"\s*[,;]\s*", name.strip()) if part]
        known = self._ids[section]
        words = re.split(r"\s+(?:(?:and|&|\+)\s+)?", name.strip())
        if len(parts) < 2 and all(word.casefold() in known for word in words):
            parts = words
        if len(parts) < 2 or not any(part.casefold() in known for part in parts):
            return None
        names = shorten(", ".join(known.get(part.casefold(), part) for part in parts), most=120)
        if field == "needs":
            levels = ", ".join(f"{known.get(part.casefold(), part)}: 1" for part in parts)
            both = shorten(levels, most=120)
            return f"write needs: [{names}] for {len(parts)} people, needs: {{{both}}} for one"
        if field in ("project", "remaining", "resources"):
            return "name one" if field == "project" else None
        return f"write {field}: [{names}]"

    def _called(self, section: str, name: str, *, list_of: str | None = None) -> str | None:
        found = self._names.get(section, {}).get(name.strip().casefold())
        if found is None:
            return None
        return f"write {list_of}: [{shorten(found)}]" if list_of else f"write the id, {found}"

    def _with_more(self, field: str, name: str) -> str | None:
        """Read a link with its type and lag, or a skill with its level, from one text."""
        if field == "after":
            match = _LINK.fullmatch(name.strip())
            known = None if match is None else self._ids["items"].get(match["item"].casefold())
            if match is None or known is None or not (match["type"] or match["lag"]):
                return None
            parts = [f"item: {shorten(known)}"]
            parts += [f"type: {match['type'].upper()}"] if match["type"] else []
            lag = (match["lag"] or "").replace(" ", "").lstrip("+")
            return f"write after: [{{{', '.join(parts + ([f'lag: {lag}'] if lag else []))}}}]"
        if field == "needs":
            match = _LEVEL.fullmatch(name.strip())
            known = None if match is None else self._ids["skills"].get(match["skill"].casefold())
            if match is not None and known is not None:
                return f"write needs: {{{shorten(known)}: {match['level']}}}"
        return None

    def _other_kind(
        self, section: str, name: str, places: Mapping[str, str] = _WHERE
    ) -> str | None:
        folded = name.strip().casefold()
        for kind, where in places.items():
            known = self._ids[kind].get(folded) or self._names.get(kind, {}).get(folded)
            if known is not None and kind != section:
                return where.format(name=shorten(known))
        members = self._members.get(folded)
        if members is None:
            return None
        people = ", ".join(members[:6])
        return f"{shorten(name)} is a team or role; name its people: assign: [{people}]"
