"""Plain data that remembers where in which file it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Position = tuple[int, int]
"""Line and column, counted from 1."""

Step = str | int
"""A key of a map or an index of a list."""


@dataclass(frozen=True)
class Place:
    """A place in a file and in the document.

    Attributes
    ----------
    file
        The file as the user named it.
    line, column
        Counted from 1.
    path
        For example ``items[3].needs[0].skills``; empty for the whole document.
    """

    file: str
    line: int
    column: int
    path: str


class MarkedDict(dict[Step, Any]):
    """A map with the places of its keys and values.

    ``is_whole`` is false where an entry was left out because it could not be read.
    """

    __slots__ = ("file", "is_whole", "keys_at", "position", "values_at")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file = file
        self.position = position
        self.keys_at: dict[Step, Position] = {}
        self.values_at: dict[Step, Position] = {}
        self.is_whole = True

    def put(self, key: Step, value: Any, key_at: Position, value_at: Position) -> None:
        """Add an entry and where it was written."""
        self[key] = value
        self.keys_at[key] = key_at
        self.values_at[key] = value_at


class MarkedList(list[Any]):
    """A list with the places of its entries."""

    __slots__ = ("file", "position", "values_at")

    def __init__(self, file: str, position: Position) -> None:
        super().__init__()
        self.file = file
        self.position = position
        self.values_at: list[Position] = []

    def put(self, value: Any, value_at: Position) -> None:
        """Append an entry and where it was written."""
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
    """Return the place of a path of the models.

    Parameters
    ----------
    root
        The document: marked data.
    path
        Keys and indexes, as in the models; see :func:`find`.
    at_key
        Whether the key's place is asked for, not the value's.
    """
    file, position = root.file, root.position
    for container, key in _walk(root, path):
        if isinstance(container, (MarkedDict, MarkedList)):
            file, position = container.file, container.values_at[key]
        value = container[key]
        if isinstance(value, (MarkedDict, MarkedList)):
            file = value.file
            position = value.position
    if at_key:
        *_, (container, key) = _walk(root, path)
        if isinstance(container, MarkedDict):
            file, position = container.file, container.keys_at[key]
    return Place(file, position[0], position[1], written(find(root, path)[1]))


def written(path: Sequence[Step]) -> str:
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
