"""Tables that turn draws into values: by level for what is drawn alone, by normal score for ratios.

A *quantile table* has the values at the levels 0, 1/4096, ..., 1 of a distribution, a *score table*
those at the normal scores -6, -6 + 12/1024, ..., 6; both are linear in between. Values of a
quantile table at 0 and 1 are not the ends of the distribution: they are set so that the means of
the first and of the last cell are exact, whatever the tails.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from allocator.forecasting.calibration.normal_scores import score_of, share_below
from allocator.forecasting.draws.addresses import U64
from allocator.heuristics.kernel.jit import kernel

F64 = npt.NDArray[np.float64]

CELL_BITS = 12
CELLS = 1 << CELL_BITS
"""Cells of a quantile table; a draw's highest bits name the cell, the rest the place in it."""
SCORE_CELLS = 1024
"""Cells of a score table."""
MAX_SCORE = 6.0
"""A score table reaches from minus this to this."""

_LEVELS = np.arange(1, CELLS) / CELLS
_REST = np.uint64(32 - CELL_BITS)
_REST_MASK = np.uint64((1 << (32 - CELL_BITS)) - 1)
_REST_SCALE = 1.0 / (1 << (32 - CELL_BITS))
_CELLS_PER_SCORE = SCORE_CELLS / (2 * MAX_SCORE)
_LAST_CELL = SCORE_CELLS - 1

GRID: F64 = np.linspace(-MAX_SCORE, MAX_SCORE, SCORE_CELLS + 1)
"""Normal scores of a score table's values, shape (SCORE_CELLS + 1,)."""
GRID_LEVELS: F64 = share_below(GRID)
"""Their levels."""


@cache
def normal_table() -> F64:
    """Return the quantile table of the standard normal distribution."""
    inner = score_of(_LEVELS)
    density = math.exp(-(NormalDist().inv_cdf(_LEVELS[0]) ** 2) / 2) / math.sqrt(2 * math.pi)
    return _closed(inner, -density * CELLS, density * CELLS)


def exponential_table(mean: float) -> F64:
    """Return the quantile table of an exponential distribution."""
    inner = -mean * np.log1p(-_LEVELS)
    p = 1.0 / CELLS
    bottom = mean * (1 - (1 - p) * (1 - math.log1p(-p))) / p
    return _closed(inner, bottom, float(inner[-1]) + mean)


def looked_up(table: F64, bits: U64) -> F64:
    """Return the quantile of each draw, linear within a cell; the shape is that of the draws."""
    cell = (bits >> _REST).astype(np.int64)
    low = table[cell]
    return np.asarray(
        low + (table[cell + 1] - low) * ((bits & _REST_MASK).astype(np.float64) * _REST_SCALE)
    )


@kernel(inline=True)
def quantile_one(table: F64, bits: np.uint64) -> float:
    """Return the quantile of a draw, as ``looked_up`` does."""
    cell = np.int64(bits >> _REST)
    low = table[cell]
    return float(low + (table[cell + 1] - low) * (np.float64(bits & _REST_MASK) * _REST_SCALE))


def at_scores(table: F64, scores: F64) -> F64:
    """Return the values of a score table at normal scores; the shape is that of the scores."""
    place = (np.minimum(np.maximum(scores, -MAX_SCORE), MAX_SCORE) + MAX_SCORE) * _CELLS_PER_SCORE
    cell = np.minimum(place.astype(np.int64), _LAST_CELL)
    low = table[cell]
    return np.asarray(low + (table[cell + 1] - low) * (place - cell))


@kernel(inline=True)
def value_one(table: F64, score: float) -> float:
    """Return the value of a score table at a normal score, as ``at_scores`` does."""
    place: float = (min(max(score, -MAX_SCORE), MAX_SCORE) + MAX_SCORE) * _CELLS_PER_SCORE
    cell = int(min(int(place), _LAST_CELL))
    low, high = table[cell], table[cell + 1]
    return float(low + (high - low) * (place - cell))


def _closed(inner: F64, bottom_mean: float, top_mean: float) -> F64:
    first, last = 2 * bottom_mean - inner[0], 2 * top_mean - inner[-1]
    return np.concatenate([[first], inner, [last]])
