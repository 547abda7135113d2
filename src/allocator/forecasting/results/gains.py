"""What a date would gain without a risk or without failed tries: the same futures, without them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DateGain:
    """Working days by which a date is earlier: its mean, and its P85."""

    mean_days: float
    p85_days: float


def gain_without(days: F64, without: F64) -> DateGain | None:
    """Compare a date with and without something, future by future.

    Parameters
    ----------
    days, without
        Shape (F,): working days until it is done; NaN where it does not come about.

    Returns
    -------
    The mean over the futures in which it comes about both ways; None where there are none, or
    where it comes about in too few for a P85.
    """
    both = ~np.isnan(days) & ~np.isnan(without)
    p85 = _quantile(days, 0.85) - _quantile(without, 0.85)
    if not both.any() or not math.isfinite(p85):
        return None
    return DateGain(round(float((days[both] - without[both]).mean()), 3), round(p85, 3))


def _quantile(days: F64, level: float) -> float:
    """Return a percentile over all futures; infinite where it is done in fewer."""
    ordered = np.sort(np.where(np.isnan(days), np.inf, days))
    return float(ordered[math.ceil(level * len(days) - 1e-9) - 1])
