"""Truth values where numbers or texts belong, which the models would take for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.scenario.marked import Step

_TRUTHS = frozenset({"optional", "continuous", "fit", "guessed"})


def misplaced_truths(data: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the path of each true or false that stands where none belongs.

    Parameters
    ----------
    data
        An element of the document, or a part of one.
    path
        Where it lies in the element.
    """
    entries: Any = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if isinstance(value, bool):
            if key not in _TRUTHS:
                yield (*path, key)
        elif isinstance(value, (dict, list)):
            yield from misplaced_truths(value, (*path, key))
