"""Reads JSON without faults by the standard library's compiled scanner, ten times as fast.

The scanner tells no places, and takes more than we do. So the places are found by reading the
text a second time, once the first of them is asked for, which is when there is something to say
about the document; and whatever is not plainly right is left to the reader that can say why.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from allocator.scenario import limits
from allocator.scenario.text.located import LocatedDict, LocatedList
from allocator.scenario.text.scalars import plain
from allocator.scenario.text.tree import UNPRINTABLE

_UNKNOWN = (0, 0)


class _UnsureError(Exception):
    """The text may hold something that is refused."""


def read_quickly(text: str, *, file: str, read: Callable[[], Any]) -> LocatedDict | None:
    """Return the map that a JSON text holds.

    Parameters
    ----------
    text
        Printable text.
    file
        How messages call the file.
    read
        Reads the same text with all places.

    Returns
    -------
    LocatedDict or None
        None where the text is no map, or anything about it may be wrong.
    """
    document = _Document(file, read)
    try:
        root = json.loads(
            text,
            object_pairs_hook=document.map,
            parse_int=plain,
            parse_float=plain,
            parse_constant=_refuse,
        )
        if not isinstance(root, LocatedDict):
            return None
        document.take(root, escapes="\\" in text)
    except (ValueError, RecursionError, _UnsureError):
        return None
    return root


def _refuse(constant: str) -> NoReturn:
    raise _UnsureError


class _Document:
    """The lists and maps of one text."""

    def __init__(self, file: str, read: Callable[[], Any]) -> None:
        self._file, self._read = file, read
        self._root: LocatedDict | None = None

    def map(self, pairs: list[tuple[str, Any]]) -> LocatedDict:
        """Return a map without the places."""
        made = LocatedDict(self._file, _UNKNOWN, self._find_places)
        made.update(pairs)
        if len(made) < len(pairs):
            raise _UnsureError
        return made

    def take(self, root: LocatedDict, *, escapes: bool) -> None:
        """Turn the lists into located ones, and keep the limits, level by level.

        Raises
        ------
        _UnsureError
            The document is larger than the limits allow, or a text has odd characters.
        """
        self._root = root
        values, depth = 1, 0
        level: list[LocatedDict | LocatedList] = [root]
        while level:
            depth += 1
            below: list[LocatedDict | LocatedList] = []
            for container in level:
                values += len(container)
                if isinstance(container, LocatedDict):
                    for key in container:
                        _check(key, escapes)
                self._take_values(container, below, escapes)
            level = below
            if depth > limits.DEPTH or values > limits.VALUES:
                raise _UnsureError

    def _take_values(
        self,
        container: LocatedDict | LocatedList,
        below: list[LocatedDict | LocatedList],
        escapes: bool,
    ) -> None:
        entries: Any = container.items() if isinstance(container, LocatedDict) else container
        if isinstance(container, LocatedList):
            entries = enumerate(container)
        for key, value in entries:
            if isinstance(value, str):
                _check(value, escapes)
            elif isinstance(value, LocatedDict):
                below.append(value)
            elif isinstance(value, list):
                made = LocatedList(self._file, _UNKNOWN, self._find_places)
                made.extend(value)
                container[key] = made  # keeps the keys, so that the loop goes on
                below.append(made)

    def _find_places(self) -> None:
        """Read the text again, and take over the places."""
        pairs = [(self._root, self._read())]
        while pairs:
            bare, located = pairs.pop()
            if isinstance(bare, LocatedDict):
                bare.take_places(located)
                pairs += [(value, located[key]) for key, value in bare.items()]
            elif isinstance(bare, LocatedList):
                bare.take_places(located)
                pairs += zip(bare, located, strict=True)


def _check(text: Any, escapes: bool) -> None:
    """Make sure that the text is one that the other reader takes."""
    if len(text) > limits.TEXT or (escapes and UNPRINTABLE.search(text)):
        raise _UnsureError
