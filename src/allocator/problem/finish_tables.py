"""Finish tables: for each start, the boundary at which the work is done.

The finish is a monotone function of the start, so this table is all that the search needs to
know of a calendar.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from allocator.problem.capacity import Capacity
from allocator.problem.timeline import NEVER, IntArray


def exact_units(
    effort_minutes: Fraction, *, slot_minutes: int, share: Fraction, speed: Fraction, scale: int
) -> Fraction:
    """Return the capacity units (of ``Capacity.units``) that an effort takes, exactly.

    A slot yields slot_minutes x share x speed x units / scale minutes of effort.
    """
    return effort_minutes * scale / (slot_minutes * share * speed)


def finish_table(capacity: Capacity, units: int, *, anywhere: bool = False) -> IntArray:
    """Tabulate the finish for every start.

    Parameters
    ----------
    capacity
        The person's capacity over the axis.
    units
        Capacity units to be spent, at least 1.
    anywhere
        Whether the start may lie where the person does not work: they begin when they do.

    Returns
    -------
    Shape (H,): the boundary after the slot in which the sum of units from the start on reaches
    ``units``; NEVER where the person does not work in the starting slot or the axis ends first.
    """
    cumulated = capacity.cumulated
    horizon = len(capacity.units)
    wanted = cumulated[:-1] + units
    finish = np.searchsorted(cumulated, wanted, side="left").astype(np.int64, copy=False)
    finish[finish > horizon] = NEVER
    if not anywhere:
        finish[capacity.units == 0] = NEVER
    return finish


def only_from(table: IntArray, starts: range) -> IntArray:
    """Return a finish table, or one of elapsed times, without the starts outside of some slots."""
    kept = np.full(len(table), NEVER, dtype=table.dtype)
    kept[starts.start : starts.stop] = table[starts.start : starts.stop]
    return kept


def within(table: IntArray, latest: IntArray) -> IntArray:
    """Return a finish table without the starts whose finish lies beyond a boundary.

    Parameters
    ----------
    table
        Shape (H,).
    latest
        Shape (H,): for each start the last boundary at which work may end.
    """
    return np.where(table <= latest, table, NEVER)
