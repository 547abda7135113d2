"""A change with which there is a plan, and how changes are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from allocator.domain import Scenario

Change = Mapping[str, Any]
"""A change as ``--with`` takes it: plain data."""

_SECTIONS: Final = ("people", "resources", "projects", "items", "risks", "meetings", "rota")


@dataclass(frozen=True)
class Repair:
    """A change with which there is a plan.

    Attributes
    ----------
    text
        The change as a sentence.
    change
        The same as ``--with`` takes it.
    """

    text: str
    change: Change


def updated(scenario: Scenario, section: str, name: str, fields: Mapping[str, Any]) -> Change:
    """Return the change of some fields of an entry, by its id alone where that is enough."""
    ids = [one.id for each in _SECTIONS for one in getattr(scenario, each)]
    if ids.count(name) == 1 and name not in {*Scenario.model_fields, *_SECTIONS}:
        return {"update": {name: dict(fields)}}
    return {"update": {section: {name: dict(fields)}}}


def says_more(one: Change, other: Change) -> bool:
    """Return whether a change does all that another one does, and maybe more."""
    return _values(other) <= _values(one)


def _values(change: Any, path: tuple[str, ...] = ()) -> set[tuple[tuple[str, ...], str]]:
    """Return the single values of a change, each with where it stands."""
    if isinstance(change, Mapping) and change:
        return set().union(*(_values(value, (*path, key)) for key, value in change.items()))
    if isinstance(change, list):
        return set().union(*(_values({"": one}, path) for one in change))
    return {(path, str(change))}


def merged(*changes: Change) -> dict[str, Any]:
    """Return one change that does what several do one after the other.

    Lists are put together, maps too; of single values the last one holds.
    """
    result: dict[str, Any] = {}
    for change in changes:
        for word in ("remove", "add", "update", "extend", "links"):
            if word in change:
                old = result.get(word)
                result[word] = _joined(old, change[word], lists=word in ("remove", "add"))
    return result


def _joined(old: Any, new: Any, *, lists: bool) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        joined = dict(old)
        for key, value in new.items():
            # The fields of an entry are replaced as a whole, skills included.
            deep = isinstance(value, Mapping) and key in old
            joined[key] = _joined(old[key], value, lists=lists) if deep or lists else value
        return joined
    if lists and isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    return new
