"""Makes rows of a comparison out of plain numbers and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from allocator import wording
from allocator.analysis.side_by_side.column import EVERYTHING, Key
from allocator.analysis.side_by_side.model import (
    Better,
    ComparedRow,
    ComparedValue,
    Topic,
    best_of,
)


def whole(number: float) -> str:
    """Write a number without decimals: ``1,200``."""
    return wording.number(number, places=0)


def number_row(
    topic: Topic,
    what: str,
    name: str,
    numbers: Sequence[float | None],
    write: Callable[[float], str] = whole,
    *,
    key: Key = EVERYTHING,
    unit: str = "",
    better: Better | None = "less",
) -> ComparedRow:
    """Return a row of numbers.

    Parameters
    ----------
    topic, what, name, unit
        As of the row.
    key
        Kind and id of what the row is about.
    numbers
        One for each plan; None where a plan has none.
    write
        Writes a number for people.
    better
        Whether less or more is better; None where neither is.
    """
    values = tuple(
        None if number is None else ComparedValue(value=number, text=write(number))
        for number in numbers
    )
    return _row(topic, what, name, values, key, unit, better)


def day_row(
    topic: Topic,
    what: str,
    name: str,
    days: Sequence[dt.date | None],
    *,
    key: Key = EVERYTHING,
    better: Better | None = "less",
) -> ComparedRow:
    """Return a row of days; the parameters are those of :func:`number_row`."""
    values = tuple(
        None if day is None else ComparedValue(day=day, text=wording.day(day)) for day in days
    )
    return _row(topic, what, name, values, key, "", better)


def value_row(
    topic: Topic,
    what: str,
    name: str,
    values: Sequence[ComparedValue | None],
    *,
    key: Key,
    unit: str = "",
    better: Better | None = "less",
) -> ComparedRow:
    """Return a row of values; the parameters are those of :func:`number_row`."""
    return _row(topic, what, name, tuple(values), key, unit, better)


def _row(
    topic: Topic,
    what: str,
    name: str,
    values: tuple[ComparedValue | None, ...],
    key: Key,
    unit: str,
    better: Better | None,
) -> ComparedRow:
    return ComparedRow(
        topic=topic,
        what=what,
        kind=key[0],
        id=key[1],
        name=name,
        unit=unit,
        values=values,
        best=best_of(values, better),
    )
