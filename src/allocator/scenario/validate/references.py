"""Collects the ids that items name, also of items with errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allocator.domain import IfFails, Link
from allocator.scenario.shape.naming_fields import AFTER_FAILURE, PEOPLE, SAME_PEOPLE
from allocator.scenario.shape.parts import ScenarioParts
from allocator.scenario.shape.sections import id_text
from allocator.scenario.text.located import Step


@dataclass(frozen=True)
class Reference:
    """One id where an item names it.

    Attributes
    ----------
    field
        The item's field.
    name
        The id.
    path
        Where it stands, in the document.
    """

    field: str
    name: str
    path: tuple[Step, ...]

    @property
    def lacks_list(self) -> bool:
        """Whether the id stands alone where a list of people belongs."""
        return self.field in PEOPLE and self.path[-1] == self.field


def references(parts: ScenarioParts) -> Iterator[tuple[int, str | None, tuple[Reference, ...]]]:
    """Yield each item's index and id, and the ids that it names.

    Parameters
    ----------
    parts
        Of which only the document is read.
    """
    for index, entry in enumerate(parts.entries["items"]):
        if isinstance(entry, dict):
            yield index, id_text(entry.get("id")), tuple(_references(("items", index), entry))


def unknown_alone(parts: ScenarioParts) -> frozenset[tuple[str | None, str | None]]:
    """Return the file and path where an unknown person stands alone in place of a list.

    That nobody has this id is said there with the list as its hint; that a list belongs there
    would be a second error about one mistake.

    Parameters
    ----------
    parts
        Of which only the document is read.
    """
    return frozenset(
        (place.file, place.path)
        for _, _, named in references(parts)
        for reference in named
        if reference.lacks_list and reference.name not in parts.ids["people"]
        for place in (parts.places.at(reference.path),)
    )


def _references(path: tuple[Step, ...], entry: dict[Step, Any]) -> Iterator[Reference]:
    for field in ("project", "after", *PEOPLE, *SAME_PEOPLE):
        value = entry.get(field)
        several = isinstance(value, (list, tuple))
        if field == "project" and several:
            continue  # that there is one project is another finding
        ones: Any = value if several else [value]
        for number, one in enumerate(ones):
            linked = isinstance(one, Link) or (field == "after" and isinstance(one, dict))
            name = id_text(_linked(one) if linked else one)
            if name is not None:
                steps: tuple[Step, ...] = (number,) if several else ()
                yield Reference(field, name, (*path, field, *steps, *(("item",) if linked else ())))
    left = entry.get("remaining")
    if isinstance(left, dict) and left.keys() - {"low", "likely", "high"}:
        whole = entry.get("people") or entry.get("reassign")
        for key in () if whole else left:
            name = id_text(key)
            if name is not None:
                yield Reference("remaining", name, (*path, "remaining", key))
    fails = entry.get("if_fails")
    if isinstance(fails, (dict, IfFails)):
        yield from _after_failure((*path, "if_fails"), fails)
    held = entry.get("resources")
    for key in held if isinstance(held, dict) else ():
        name = id_text(key)
        if name is not None:
            yield Reference("resources", name, (*path, "resources", key))


def _after_failure(path: tuple[Step, ...], fails: IfFails | dict[Step, Any]) -> Iterator[Reference]:
    said = vars(fails) if isinstance(fails, IfFails) else fails
    for field in AFTER_FAILURE:
        value = said.get(field)
        several = isinstance(value, (list, tuple))
        ones: Any = value if several else [value]
        for number, one in enumerate(ones):
            name = id_text(one)
            if name is not None:
                yield Reference(field, name, (*path, field, *((number,) if several else ())))


def _linked(link: Link | dict[Step, Any]) -> Any:
    return link.item if isinstance(link, Link) else link.get("item")
