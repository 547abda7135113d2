"""Truth values where numbers or texts belong, which the models would take for numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from allocator.scenario.text.marked import Step

TRUTHS = frozenset({"optional", "continuous", "fit", "frozen", "guessed", "reassign"})
"""Fields of a scenario that take true or false."""


def misplaced_truths(
    data: Any, path: tuple[Step, ...] = (), truths: Collection[str] = TRUTHS
) -> Iterator[tuple[Step, ...]]:
    """Yield the path of each true or false that stands where none belongs.

    Parameters
    ----------
    data
        An element of the document, or a part of one.
    path
        Where it lies in the element.
    truths
        Fields that take true or false.
    """
    entries: Any = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if isinstance(value, bool):
            if key not in truths:
                yield (*path, key)
        elif isinstance(value, (dict, list)):
            yield from misplaced_truths(value, (*path, key), truths)
