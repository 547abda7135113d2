"""Checks the names in entries that have other mistakes, so that all errors are told at once.

The checks of risks, promises, meetings and rotas look at the valid ones, whose models they have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.errors import Finding
from allocator.scenario.shape.sections import SECTIONS, entry_name, id_text
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context
from allocator.scenario.validate.meetings import known_names, names_not_known, place_of
from allocator.scenario.validate.risks import unknown_name
from allocator.wording import shorten

_Path = tuple[Step, ...]


def unknown_names(context: Context) -> Iterator[Finding]:
    """Yield items, projects, people, roles and teams that there are not."""
    for path, owner, entry in _faulty(context, "risks"):
        for place, name in _names((*path, "hits"), entry.get("hits")):
            yield from unknown_name(context, "items", name, place, owner)
    for path, _, entry in _faulty(context, "promises"):
        said = [field for field in ("milestone", "project") if entry.get(field) is not None]
        for field in said if len(said) == 1 else ():
            section = "items" if field == "milestone" else "projects"
            for place, name in _names((*path, field), entry[field]):
                yield from unknown_name(context, section, name, place, "a promise")
    known = known_names(context)
    for path, owner, entry in _faulty(context, "meetings"):
        attendees = entry.get("attendees")
        fields = attendees if isinstance(attendees, dict) else {"people": attendees}
        for field, there in known.items():
            where = place_of(context, (*path, "attendees"), field)
            named = [name for _, name in _names(where, fields.get(field))]
            yield from names_not_known(context, where, owner, field, named, there)
    for path, owner, entry in _faulty(context, "rota"):
        where = (*path, "people")
        named = [name for _, name in _names(where, entry.get("people"))]
        yield from names_not_known(context, where, owner, "people", named, known["people"])


def _faulty(context: Context, section: str) -> Iterator[tuple[_Path, str, dict[Any, Any]]]:
    """Yield the entries of a list that are maps and not valid: path, what they are called, map."""
    valid = set(context.parts.positions[section])
    for index, entry in enumerate(context.parts.entries[section]):
        name = entry_name(section, entry)
        if index not in valid and isinstance(entry, dict) and name:
            yield (section, index), f'{SECTIONS[section][1]} "{shorten(name)}"', entry


def _names(path: _Path, value: Any) -> Iterator[tuple[_Path, str]]:
    """Yield the names in a list, or the one that stands alone, with their places."""
    several = isinstance(value, (list, tuple))
    for number, one in enumerate(value if several else [value]):
        name = id_text(one)
        if name is not None:
            yield (*path, *((number,) if several else ())), name
