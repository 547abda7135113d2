"""Plain data that knows where in which file it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    """

    file: str
    path: tuple[Step, ...]


FindPlaces = Callable[[], None]
"""Finds the places of all lists and maps of a document, see :meth:`LocatedDict.take_places`."""


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
    find_places
        Where the places are not known yet: finds them when the first one is asked for.
    """

    __slots__ = (
        *("_keys_at", "_find_places", "_position", "_values_at"),
        *("faults", "file", "is_whole", "origins"),
    )

    def __init__(
        self, file: str, position: Position, find_places: FindPlaces | None = None
    ) -> None:
        super().__init__()
        self.file = file
        self.is_whole = True
        self.faults: tuple[Finding, ...] = ()
        self.origins: dict[Step, Origin] = {}
        self._find_places = find_places
        self._position = position
        self._keys_at: dict[Step, Position] = {}
        self._values_at: dict[Step, Position] = {}

    @property
    def position(self) -> Position:
        """Where the map begins."""
        self._look_up()
        return self._position

    @property
    def keys_at(self) -> dict[Step, Position]:
        """Where each key stands."""
        self._look_up()
        return self._keys_at

    @property
    def values_at(self) -> dict[Step, Position]:
        """Where each value begins."""
        self._look_up()
        return self._values_at

    def put(
        self,
        key: Step,
        value: Any,
        key_at: Position,
        value_at: Position,
        origin: Origin | None = None,
    ) -> None:
        """Add or replace an entry, and where it was written."""
        self._look_up()
        self[key] = value
        self._keys_at[key] = key_at
        self._values_at[key] = value_at
        self.origins.pop(key, None)
        if origin is not None:
            self.origins[key] = origin

    def copied(self) -> LocatedDict:
        """Return a copy with the same entries and places."""
        copy = LocatedDict(self.file, self.position)
        copy.is_whole = self.is_whole
        for key, value in self.items():
            at = self.keys_at[key], self.values_at[key]
            copy.put(key, value, *at, self.origins.get(key))
        return copy

    def take_places(self, like: LocatedDict) -> None:
        """Take over the places of the same map, read again."""
        self._find_places = None
        self._position = like._position
        self._keys_at, self._values_at = like._keys_at, like._values_at

    def _look_up(self) -> None:
        if self._find_places is not None:
            self._find_places()


class LocatedList(list[Any]):
    """A list with the places of its entries; parameters as of :class:`LocatedDict`."""

    __slots__ = ("_find_places", "_position", "_values_at", "faults", "file", "origins")

    def __init__(
        self, file: str, position: Position, find_places: FindPlaces | None = None
    ) -> None:
        super().__init__()
        self.file = file
        self.faults: tuple[Finding, ...] = ()
        self.origins: dict[Step, Origin] = {}
        self._find_places = find_places
        self._position = position
        self._values_at: list[Position] = []

    @property
    def position(self) -> Position:
        """Where the list begins."""
        self._look_up()
        return self._position

    @property
    def values_at(self) -> list[Position]:
        """Where each entry begins."""
        self._look_up()
        return self._values_at

    def put(self, value: Any, value_at: Position, origin: Origin | None = None) -> None:
        """Append an entry and where it was written."""
        self._look_up()
        if origin is not None:
            self.origins[len(self)] = origin
        self.append(value)
        self._values_at.append(value_at)

    def take_places(self, like: LocatedList) -> None:
        """Take over the places of the same list, read again."""
        self._find_places = None
        self._position, self._values_at = like._position, like._values_at

    def _look_up(self) -> None:
        if self._find_places is not None:
            self._find_places()


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
