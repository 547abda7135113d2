"""Checks ids: each is given once, and exists where it is used."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from allocator.errors import Finding
from allocator.scenario.shape.naming_fields import PEOPLE
from allocator.scenario.shape.sections import SECTIONS
from allocator.scenario.validate.context import Context, label
from allocator.wording import shorten

_FIELDS = {
    "project": ("projects", "belongs to"),
    "after": ("items", "comes after"),
    "resources": ("resources", "holds"),
    "assign": ("people", "is assigned to"),
    "avoid": ("people", "avoids"),
    "prefer": ("people", "prefers"),
    "people": ("people", "is worked on by"),
    "remaining": ("people", "is worked on by"),
    "not_same_as": ("items", "is to have other people than"),
    "same_as": ("items", "is to have the same people as"),
    "redo": ("items", "redoes"),
    "then": ("items", "is followed, if it fails, by"),
    "drop": ("items", "drops, if it fails,"),
}


_CODES = {
    "projects": "unknown-project",
    "items": "unknown-item",
    "resources": "unknown-resource",
    "people": "unknown-person",
}


def duplicate_ids(context: Context) -> Iterator[Finding]:
    """Yield each id that an earlier entry of its section already has."""
    parts = context.parts
    for section, ids in parts.ids.items():
        for name, indexes in ids.items() if section != "promises" else ():
            for index, where in _taken(context, section, indexes):
                yield parts.finding(
                    f'{SECTIONS[section][1]} id "{shorten(name)}" is already taken {where}',
                    (section, index, "id"),
                    "give one of the two another id, or remove it",
                    code="id-taken",
                    subjects=(name,),
                )


def promised_twice(context: Context) -> Iterator[Finding]:
    """Yield each promise of something that is promised further up already."""
    for name, indexes in context.parts.ids["promises"].items():
        for index, where in _taken(context, "promises", indexes):
            yield context.parts.finding(
                f'"{shorten(name)}" is promised already {where}',
                ("promises", index),
                "keep one of the two promises",
                code="promised-twice",
                subjects=(name,),
            )


def _taken(context: Context, section: str, indexes: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield where but the first of the entries of one name stand, and where the first is."""
    first = context.parts.places.at((section, indexes[0], "id"))
    for index in indexes[1:]:
        place = context.parts.places.at((section, index, "id"))
        where = f"by {first.path}" if first.line is None else f"on line {first.line}"
        yield index, where if place.file == first.file else f"{where} of {first.file}"


def unknown_ids(context: Context) -> Iterator[Finding]:
    """Yield each use of a project, item, resource or person that the scenario does not have."""
    parts = context.parts
    for _, owner, named in context.references:
        for reference in named:
            section, verb = _FIELDS[reference.field]
            if section in parts.unread or reference.name in parts.ids[section]:
                continue
            near = parts.suggester.nearest(reference.name, parts.ids[section])
            usual = f'did you mean "{near}"?' if near else f"add it to {section}, or remove it here"
            if near and reference.lacks_list:
                usual = f"write {reference.field}: [{near}]"
            yield parts.finding(
                f'work item "{shorten(owner or "?")}" {verb} {SECTIONS[section][1]} '
                f'"{shorten(reference.name)}", {"who" if section == "people" else "which"} '
                "does not exist",
                reference.path,
                context.misplaced.hint(reference) or usual,
                code=_CODES[section],
                subjects=(owner or "?", reference.name),
                at_key=reference.field in ("resources", "remaining"),
            )


def named_twice(context: Context) -> Iterator[Finding]:
    """Yield people who stand twice in assign, avoid or prefer, or in avoid and another one."""
    for path, item in context.parts.items():
        for field in PEOPLE:
            names: Sequence[str] = getattr(item, field)
            for number in _repeats(names):
                yield context.parts.finding(
                    f'{label(item)} names "{shorten(names[number])}" twice in {field}',
                    (*path, field, number),
                    "name each person once",
                    code="person-twice",
                    subjects=(item.id, names[number]),
                )
        for number, person in enumerate(item.avoid):
            if person in item.assign:
                yield context.parts.finding(
                    f'{label(item)} names "{shorten(person)}" in both assign and avoid',
                    (*path, "avoid", number),
                    "remove one of the two",
                    code="assigned-and-avoided",
                    subjects=(item.id, person),
                )
            if person in item.prefer:
                yield context.parts.finding(
                    f'{label(item)} names "{shorten(person)}" in both prefer and avoid',
                    (*path, "avoid", number),
                    "remove one of the two",
                    code="preferred-and-avoided",
                    subjects=(item.id, person),
                )


def linked_twice(context: Context) -> Iterator[Finding]:
    """Yield links that an item has already, with the same type and lag."""
    for path, item in context.parts.items():
        for number in _repeats(item.after):
            yield context.parts.finding(
                f'{label(item)} has the same link to "{shorten(item.after[number].item)}" twice',
                (*path, "after", number),
                "remove one of the two",
                code="link-twice",
                subjects=(item.id, item.after[number].item),
                severity="warning",
            )


def _repeats(names: Sequence[Hashable]) -> Iterator[int]:
    """Yield the index of each entry that stands further up already."""
    seen: set[Hashable] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield number
        seen.add(name)
