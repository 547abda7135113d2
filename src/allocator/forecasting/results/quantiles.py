"""Percentiles and shares over futures, in whole minutes of an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Minutes = npt.NDArray[np.int64]
"""Instants by future, in minutes of the axis; ``NOT_DONE`` or ``NEVER`` where there is none."""

NOT_DONE = int(np.iinfo(np.int64).min)
"""Of what is given up or not needed; less than all others, so that a latest ignores it."""
NEVER = int(np.iinfo(np.int64).max)
"""Of what is still to be done when the axis ends; a latest of it does not come either."""


def is_done(minutes: Minutes) -> npt.NDArray[np.bool_]:
    """Return in which futures something comes about, same shape."""
    return np.asarray((minutes != NOT_DONE) & (minutes != NEVER))


def quantiles(minutes: Minutes, levels: Sequence[float]) -> list[int | None]:
    """Return the instants by which shares of the futures are done.

    That is the least instant by which at least so many are: an instant that occurs, not one
    between two.

    Parameters
    ----------
    minutes
        Shape (F,).
    levels
        Shares above 0, at most 1.

    Returns
    -------
    list
        An instant for each level; None where it is done in fewer futures.
    """
    done = np.sort(minutes[is_done(minutes)])
    places = [math.ceil(level * len(minutes) - 1e-9) - 1 for level in levels]
    return [int(done[place]) if place < len(done) else None for place in places]


def share_by(minutes: Minutes, limit: int) -> float:
    """Return the share of futures in which something is done by an instant."""
    return float(np.mean((minutes <= limit) & is_done(minutes)))


def share_done(minutes: Minutes) -> float:
    """Return the share of futures in which something comes about."""
    return float(np.mean(is_done(minutes)))


def standard_error(share: float, futures: int) -> float:
    """Return the standard error of a share of futures, sqrt(p (1 - p) / F).

    Stratified draws make it smaller, not larger.
    """
    return math.sqrt(share * (1 - share) / futures)
