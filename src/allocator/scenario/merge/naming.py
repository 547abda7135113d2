"""Finds what names an entry of a scenario: links, assignments, risks, promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from allocator.scenario.shape.naming_fields import AFTER_FAILURE, PEOPLE, SAME_PEOPLE
from allocator.scenario.shape.sections import entry_name, id_text

Target = tuple[str, str]
"""Section and name of an entry."""

_LISTS: Final = {
    "items": {
        "after": "items",
        **dict.fromkeys(PEOPLE, "people"),
        **dict.fromkeys(SAME_PEOPLE, "items"),
    },
    "risks": {"hits": "items"},
    "rota": {"people": "people"},
}
"""By section: fields with names, and the section of what they name."""

_SINGLE: Final = {
    "items": {"project": "projects"},
    "promises": {"milestone": "items", "project": "projects"},
}
_KEYS: Final = {"items": {"resources": "resources", "remaining": "people"}}


def names_in(
    root: dict[Any, Any], targets: set[Target]
) -> dict[Target, list[tuple[tuple[str, ...], str]]]:
    """Return which of some entries are named, each with the path and field of what names it.

    Parameters
    ----------
    root
        A scenario as plain data.
    targets
        The entries that are looked for.
    """
    found: dict[Target, list[tuple[tuple[str, ...], str]]] = {}
    for section in ("items", "risks", "promises", "meetings", "rota"):
        entries = root.get(section)
        for entry in entries if isinstance(entries, list) else []:
            if not isinstance(entry, dict):
                continue
            path = (section, entry_name(section, entry) or "?")
            for field, target in _names(section, entry):
                if target in targets:
                    found.setdefault(target, []).append((path, field))
    return found


def _names(section: str, entry: dict[Any, Any]) -> Iterator[tuple[str, Target]]:
    for field, of in _LISTS.get(section, {}).items():
        for each in _listed(entry.get(field)):
            if (name := _name(each)) is not None:
                yield field, (of, name)
    for field, of in _SINGLE.get(section, {}).items():
        if (name := id_text(entry.get(field))) is not None:
            yield field, (of, name)
    for field, of in _KEYS.get(section, {}).items():
        value = entry.get(field)
        for key in value if isinstance(value, dict) else ():
            yield field, (of, str(key))
    attendees = entry.get("attendees") if section == "meetings" else None
    invited = attendees if isinstance(attendees, dict) else {"people": attendees}
    for field in ("people", "projects"):
        for each in _listed(invited.get(field)):
            if (name := _name(each)) is not None:
                yield "attendees", (field, name)
    fallback = entry.get("if_fails")
    after_failure = fallback if isinstance(fallback, dict) else {}
    for field in AFTER_FAILURE:
        for each in _listed(after_failure.get(field)):
            if (name := _name(each)) is not None:
                yield "if_fails", ("items", name)


def without_names(root: dict[Any, Any], gone: set[Target]) -> dict[Any, Any]:
    """Return the scenario without what names items that are gone.

    Parameters
    ----------
    root
        A scenario as plain data.
    gone
        Items that are no longer in it.
    """
    items = {name for section, name in gone if section == "items"}

    def stays(each: Any) -> bool:
        return _name(each) not in items

    found = dict(root)
    for section, fields in (("items", ("after", *SAME_PEOPLE)), ("risks", ("hits",))):
        if isinstance(root.get(section), list):
            found[section] = [_trimmed(entry, fields, stays) for entry in root[section]]
    if isinstance(root.get("promises"), list):
        found["promises"] = [
            promise
            for promise in root["promises"]
            if not isinstance(promise, dict) or id_text(promise.get("milestone")) not in items
        ]
    return found


def _trimmed(entry: Any, fields: tuple[str, ...], stays: Callable[[Any], bool]) -> Any:
    if not isinstance(entry, dict):
        return entry
    found = {}
    for key, value in entry.items():
        if key in fields and not all(map(stays, _listed(value))):
            value = [each for each in _listed(value) if stays(each)]
            if not value:
                continue
        if key == "if_fails" and isinstance(value, dict):
            value = _trimmed(value, AFTER_FAILURE, stays)
        found[key] = value
    return found


def _name(each: Any) -> str | None:
    return id_text(each.get("item") if isinstance(each, dict) else each)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
