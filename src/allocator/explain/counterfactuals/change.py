"""The forms that changes have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.domain.base import Model

Change = dict[str, Any]
"""A change as ``--with`` takes it: plain data."""


def updated(section: str, name: str, **fields: Any) -> Change:
    """Return the change of some fields of one entry.

    Parameters
    ----------
    section
        ``people``, ``resources``, ``projects`` or ``items``.
    name
        Id of the entry.
    fields
        New values as plain data; None takes a field away. One called ``from`` is given as
        ``joins``, one called ``to`` as ``leaves``.
    """
    names = {"joins": "from", "leaves": "to"}
    return {"update": {section: {name: {names.get(k, k): v for k, v in fields.items()}}}}


def merged(*changes: Mapping[str, Any]) -> Change:
    """Return one change that makes several; the later one wins where they change one field."""
    whole: Change = {}
    for change in changes:
        for key, value in change.items():
            joined = _removals if key == "remove" else _joined
            whole[key] = joined(whole.get(key), value)
    return whole


def _removals(old: Any, new: Any) -> Any:
    """Return the ids of both, by section."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = {
            section: [*old.get(section, ()), *new.get(section, ())] for section in {**old, **new}
        }
        return {section: list(dict.fromkeys(names)) for section, names in both.items()}
    return new


def _joined(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = {**old, **new}
        return {key: _joined(old.get(key), new[key]) if key in new else both[key] for key in both}
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(v, dict) for v in new):
        return [*old, *(each for each in new if each not in old)]
    return new


def as_data(models: Sequence[Model]) -> list[Any]:
    """Return models as a change holds them: without what is as it is by default."""
    return [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in models]
