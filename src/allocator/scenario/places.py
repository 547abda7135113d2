"""Finds the places of a scenario's parts: in the text of its document, or in its models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel

from allocator.domain import Scenario
from allocator.errors import Finding, Place
from allocator.scenario.text.located import LocatedDict, Step, locate, path_text


class Places(Protocol):
    """The place of each part of a scenario by its path in the models."""

    def at(self, path: Sequence[Step], *, at_key: bool = False) -> Place:
        """Return the place of a part.

        Parameters
        ----------
        path
            Keys and indexes, as in the models.
        at_key
            Whether the place of the key is asked for, not that of the value.
        """
        ...


class DocumentPlaces:
    """Places in files: with line and column.

    Parameters
    ----------
    root
        The document.
    """

    def __init__(self, root: LocatedDict) -> None:
        self._root = root

    def at(self, path: Sequence[Step], *, at_key: bool = False) -> Place:
        """Return the place of a part; parameters as of :class:`Places`."""
        return locate(self._root, path, at_key=at_key)


class ModelPlaces:
    """Places in a scenario made in Python: paths without lines.

    Fields at their defaults have no place of their own, as in a file that leaves them out.

    Parameters
    ----------
    scenario
        The scenario.
    name
        What messages call it in the place of a file.
    """

    def __init__(self, scenario: Scenario, name: str = "scenario") -> None:
        self._scenario, self._name = scenario, name
        self._order: dict[str, tuple[int, ...]] = {}

    def at(self, path: Sequence[Step], *, at_key: bool = False) -> Place:
        """Return the place of a part; parameters as of :class:`Places`."""
        steps = list(_steps(self._scenario, path))
        text = path_text([step for step, _ in steps])
        self._order[text] = tuple(index for _, index in steps)
        return Place(self._name, path=text or None)

    def order(self, finding: Finding) -> tuple[int, ...]:
        """Return a key that sorts findings as their places stand in the scenario."""
        return self._order.get(finding.path or "", ())


def _steps(here: Any, path: Sequence[Step]) -> Iterator[tuple[Step, int]]:
    """Yield the steps of a path that lead to values given, each with its number among others."""
    for step in path:
        found = _entry(here, step)
        if found is not None:
            key, index, here = found
            yield key, index


def _entry(here: Any, step: Step) -> tuple[Step, int, Any] | None:
    """Return the key, the number and the value of an entry of a model, a list or a map."""
    if isinstance(here, BaseModel):
        for index, (name, field) in enumerate(type(here).model_fields.items()):
            value = getattr(here, name)
            if step in (name, field.alias):
                default = field.get_default(call_default_factory=True)
                return None if value == default else (field.alias or name, index, value)
    elif isinstance(here, Mapping):
        for index, (key, value) in enumerate(here.items()):
            if str(key) == str(step):
                return str(key), index, value
    elif isinstance(here, (list, tuple)) and isinstance(step, int) and 0 <= step < len(here):
        return step, step, here[step]
    return None
