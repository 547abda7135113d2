"""Finds true and false where a number or a text belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

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


def without_unknown(
    paths: Iterable[tuple[Step, ...]], error: ValidationError
) -> list[tuple[Step, ...]]:
    """Return paths of true or false without those of fields that there are not, told already.

    Parameters
    ----------
    paths
        Of an element of the document, where short forms have fewer levels than models.
    error
        What is wrong with the element.
    """
    unknown = {
        _names(detail["loc"])
        for detail in error.errors(include_url=False)
        if detail["type"] == "extra_forbidden"
    }
    return [path for path in paths if _names(path) not in unknown]


def _names(path: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in path if isinstance(step, str))
