"""When work is done: the inverse of cumulated working time, absences taken out."""

from __future__ import annotations

import math

from allocator.forecasting.simulation.arrays import I32, I64
from allocator.forecasting.simulation.kernel.layout import (
    CUM,
    HORIZON,
    INV,
    INV_PTR,
    NEVER,
    STARTS,
    TEAM_CUM,
    TEAM_INV,
    TEAM_SLOTS,
    WIDTH,
)
from allocator.heuristics.kernel.jit import kernel

ROUNDING = 1e-9
"""By so much a product of ratios may exceed a whole number of units and still be it."""


@kernel(inline=True)
def whole_units(units: float) -> int:
    """Return units rounded up, one at least."""
    return max(1, math.ceil(units * (1.0 - ROUNDING)))


@kernel(inline=True)
def reached(flat: I64, tables: I32, cal: int, start: int, units: int) -> int:
    """Return the boundary at which units from a slot on are done; the axis's end if beyond."""
    if cal < 0:
        return start + units
    at = flat[flat[INV_PTR] + cal] + tables[flat[CUM] + cal * flat[WIDTH] + start] + units
    if at >= flat[flat[INV_PTR] + cal + 1]:
        return flat[HORIZON]
    return tables[flat[INV] + at]


@kernel(inline=True)
def reached_with_absences(
    flat: I64, tables: I32, cal: int, start: int, units: int, away: I32, person: int, spell: int
) -> int:
    """Return the same for somebody who is away now and then.

    Parameters
    ----------
    away
        Shape (P, K, 2): spells [from, to) in order, slots of the axis.
    spell
        The first one that is not over at the start.
    """
    end = reached(flat, tables, cal, start, units)
    for k in range(spell, away.shape[1]):
        if away[person, k, 0] >= end:
            break
        low, high = max(away[person, k, 0], start), away[person, k, 1]
        if cal < 0:
            units += high - low
        else:
            row = flat[CUM] + cal * flat[WIDTH]
            units += tables[row + min(high, flat[HORIZON])] - tables[row + low]
        end = reached(flat, tables, cal, start, units)
    return end


@kernel(inline=True)
def delayed(flat: I64, tables: I32, start: int, slots: int) -> int:
    """Return the boundary at which so many team slots have gone by; the axis's end if beyond."""
    if flat[HORIZON] == NEVER or slots <= 0:
        return start + max(0, slots)
    wanted = tables[flat[TEAM_CUM] + start] + slots
    if wanted > flat[TEAM_SLOTS]:
        return flat[HORIZON]
    return tables[flat[TEAM_INV] + wanted]


@kernel
def elapsed_end(flat: I64, tables: I32, start: int, minutes: float) -> int:
    """Return the first boundary whose slot begins once elapsed time is over; H if none does."""
    whole = math.ceil(minutes * (1.0 - ROUNDING))
    if flat[HORIZON] == NEVER:
        return start + whole
    wanted = tables[flat[STARTS] + start] + whole
    low, high = start, flat[HORIZON]
    while low < high:
        middle = (low + high) >> 1
        if tables[flat[STARTS] + middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
