"""Finds true and false where a number or a text belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from allocator.scenario.text.located import Step

BOOLEAN_FIELDS = frozenset(
    {
        *("blocked", "optional", "continuous", "fit", "frozen"),
        *("guessed", "handover", "reassign", "stop", "uninterrupted", "used_alone"),
    }
)
"""Fields of a scenario, and of the calibration in it, that take true or false."""


def misplaced_booleans(
    data: Any, path: tuple[Step, ...] = (), booleans: Collection[str] = BOOLEAN_FIELDS
) -> Iterator[tuple[Step, ...]]:
    """Yield the path of each true or false that stands where none belongs.

    Parameters
    ----------
    data
        An element of the document, or a part of one.
    path
        Where it lies in the element.
    booleans
        Fields that take true or false.
    """
    entries: Any = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if isinstance(value, bool):
            if key not in booleans:
                yield (*path, key)
        elif isinstance(value, (dict, list)):
            yield from misplaced_booleans(value, (*path, key), booleans)
