"""Plain data that knows where in which file it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.errors import Finding, Place

Position = tuple[int, int]
"""Line and column, counted from 1."""

Step = str | int
"""A key of a map or an index of a list."""


@dataclass(frozen=True)
class Origin:
    """Where an entry stands that was taken over from elsewhere.

    Attributes
    ----------
    file
        The file as the user named it.
    path
        Keys and indexes there.
    is_filled_in
        Whether the entry is made of what stands there, so that its parts stand nowhere.
    """

    file: str
    path: tuple[Step, ...]
    is_filled_in: bool = False


class LocatedDict(dict[Step, Any]):
    """A map with the places of its keys and values.

    ``is_whole`` is false where an entry was left out because it could not be read; ``origins``
    names the entries that were taken over from elsewhere; ``faults`` of a whole document are
    what is wrong with its text, but did not keep it from being read.

    Parameters
    ----------
    file
        As the user named it.
    position
        Where the map begins.

    Attributes
    ----------
    keys_at, values_at
        Where each key stands, and where each value begins.
    """

    __slots__ = ("faults", "file", "is_whole", "keys_at", "origins", "position", "values_at")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file = file
        self.position = position
        self.keys_at: dict[Step, Position] = {}
        self.values_at: dict[Step, Position] = {}
        self.is_whole = True
        self.faults: tuple[Finding, ...] = ()
        self.origins: dict[Step, Origin] = {}

    def put(
        self,
        key: Step,
        value: Any,
        key_at: Position,
        value_at: Position,
        origin: Origin | None = None,
    ) -> None:
        """Add or replace an entry, and where it was written."""
        self[key] = value
        self.keys_at[key] = key_at
        self.values_at[key] = value_at
        if origin is not None:
            self.origins[key] = origin
        elif self.origins:
            self.origins.pop(key, None)

    def copied(self) -> LocatedDict:
        """Return a copy with the same entries and places."""
        copy = LocatedDict(self.file, self.position)
        copy.is_whole = self.is_whole
        for key, value in self.items():
            at = self.keys_at[key], self.values_at[key]
            copy.put(key, value, *at, self.origins.get(key))
        return copy


class LocatedList(list[Any]):
    """A list with the places of its entries; parameters as of :class:`LocatedDict`."""

    __slots__ = ("faults", "file", "origins", "position", "values_at")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file = file
        self.position = position
        self.values_at: list[Position] = []
        self.faults: tuple[Finding, ...] = ()
        self.origins: dict[Step, Origin] = {}

    def put(self, value: Any, value_at: Position, origin: Origin | None = None) -> None:
        """Append an entry and where it was written."""
        if origin is not None:
            self.origins[len(self)] = origin
        self.append(value)
        self.values_at.append(value_at)


def find(root: Any, path: Sequence[Step]) -> tuple[Any, tuple[Step, ...]]:
    """Return the value at a path of the models, and its path in the document.

    The document may hold a short form (``needs: python``) where the models have more levels
    (``needs[0].skills``); steps that the document does not have are passed over.

    Parameters
    ----------
    root
        The document.
    path
        Keys and indexes, as in the models.

    Returns
    -------
    tuple
        The value, and the steps to it; keys of maps are texts in it.
    """
    here: Any = root
    taken: list[Step] = []
    for container, key in _walk(root, path):
        here = container[key]
        taken.append(str(key) if isinstance(container, dict) else key)
    return here, tuple(taken)


def locate(root: Any, path: Sequence[Step], *, at_key: bool = False) -> Place:
    """Return the place of a path of the models; parameters as of :func:`position_of`."""
    file, position, path_there = _located(root, path, at_key=at_key)
    return Place(file, *position, path_there or None)


def position_of(root: Any, path: Sequence[Step], *, at_key: bool = False) -> tuple[str, Position]:
    """Return the file, line and column of a path of the models.

    Parameters
    ----------
    root
        The document: data with their positions.
    path
        Keys and indexes, as in the models; see :func:`find`.
    at_key
        Whether the key's place is asked for, not the value's.
    """
    file, position, _ = _located(root, path, at_key=at_key)
    return file, position


def _located(root: Any, path: Sequence[Step], *, at_key: bool) -> tuple[str, Position, str]:
    """Return the file, the position in it and the path in the document."""
    file, position = root.file, root.position
    taken: list[Step] = []
    for container, key in _walk(root, path):
        taken.append(str(key) if isinstance(container, dict) else key)
        if isinstance(container, (LocatedDict, LocatedList)):
            file, position = container.file, container.values_at[key]
            if key in container.origins:
                file, taken = container.origins[key].file, list(container.origins[key].path)
                if container.origins[key].is_filled_in:
                    break
        value = container[key]
        if isinstance(value, (LocatedDict, LocatedList)):
            file = value.file
            position = value.position
    if at_key:
        *_, (container, key) = _walk(root, path)
        if isinstance(container, LocatedDict):
            origin = container.origins.get(key)
            file = container.file if origin is None else origin.file
            position = container.keys_at[key]
    return file, position, path_text(taken)


def path_text(path: Sequence[Step]) -> str:
    """Return a path as messages show it: ``items[3].needs[0].skills``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step[:80]}" if text else step[:80]
    return text


def _walk(root: Any, path: Sequence[Step]) -> Iterator[tuple[Any, Any]]:
    """Yield the containers along a path, each with the key that leads on."""
    here = root
    for step in path:
        key = _key(here, step)
        if key is not None:
            yield here, key
            here = here[key]


def _key(here: Any, step: Step) -> Step | None:
    if isinstance(here, list):
        return step if isinstance(step, int) and 0 <= step < len(here) else None
    if not isinstance(here, dict):
        return None
    if step in here:
        return step
    if isinstance(step, int):
        return str(step) if str(step) in here else None
    return int(step) if step.isdecimal() and len(step) < 19 and int(step) in here else None
