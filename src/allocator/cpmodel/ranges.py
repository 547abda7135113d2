"""Sets of integers as ranges: where a table or a mask has which value."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from ortools.sat.python import cp_model

from allocator.problem.timeline import BoolArray, IntArray

Ranges = tuple[int, ...]
"""First and last of each range, one after the other, ascending: 0, 2, 5, 5 is {0, 1, 2, 5}."""


def ranges_by_value(indices: IntArray, values: IntArray) -> dict[int, Ranges]:
    """Return, for each of some values, the indices that have it; values and indices ascend.

    Parameters
    ----------
    indices
        Ascending, all different.
    values
        Of the same shape.
    """
    if not len(indices):
        return {}
    breaks = np.flatnonzero((np.diff(indices) != 1) | (np.diff(values) != 0))
    lows = indices[np.concatenate([[0], breaks + 1])].tolist()
    highs = indices[np.concatenate([breaks, [len(indices) - 1]])].tolist()
    found: dict[int, list[int]] = {}
    for value, low, high in zip(
        values[np.concatenate([[0], breaks + 1])].tolist(), lows, highs, strict=True
    ):
        found.setdefault(value, []).extend((low, high))
    return {value: tuple(found[value]) for value in sorted(found)}


def ranges_of(mask: BoolArray, first: int = 0) -> Ranges:
    """Return the indices, counted from the first one, at which a mask is true."""
    indices = np.flatnonzero(mask) + first
    return ranges_by_value(indices, np.zeros_like(indices)).get(0, ())


def domain(ranges: Ranges) -> cp_model.Domain:
    """Return a set as the solver has it."""
    return cp_model.Domain.from_flat_intervals(ranges)


def contains(ranges: Ranges, value: int) -> bool:
    """Return whether a value is in one of the ranges."""
    place = bisect_right(ranges, value)
    return place % 2 == 1 or (place > 0 and ranges[place - 1] == value)
