"""What a date would gain without a risk or failed tries: futures in which these do not happen.

Whether they happen is drawn by itself, and nobody foresees it, so that those futures are drawn as
they would be if it could not happen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class DateGain:
    """Working days by which a date is earlier: its mean, and its P85."""

    mean_days: float
    p85_days: float


def unexplained(days: F64, values: F64) -> F64:
    """Return what of a date is not explained by a linear function of other uncertain values.

    They are drawn independently of what may happen, so that the means of the rest differ by as
    much as those of the date, with less sampling error (control variates).

    Parameters
    ----------
    days
        Shape (F,): working days until it is done; NaN where it does not come about.
    values
        Shape (V, F), V much less than F.
    """
    about = ~np.isnan(days)
    if not len(values) or about.sum() <= 2 * len(values):
        return days
    centred = values - values.mean(axis=1, keepdims=True)
    target = days[about] - days[about].mean()
    known = centred[:, about]
    weights = np.linalg.pinv(known @ known.T, hermitian=True) @ (known @ target)
    rest: F64 = days - weights @ centred
    return rest


def gain_without(days: F64, rest: F64, without: Bools, *, deviations: float) -> DateGain | None:
    """Compare a date in all futures with those in which something does not happen.

    Parameters
    ----------
    days
        Shape (F,): working days until it is done; NaN where it does not come about.
    rest
        Shape (F,): what of them is not explained by what else is uncertain.
    without
        Shape (F,): whether the thing does not happen.
    deviations
        Standard errors that the mean must gain or lose.

    Returns
    -------
    None where the difference is within the sampling error, or where the date comes about in too
    few futures for a mean and a P85.
    """
    about = ~np.isnan(days)
    kept = about & without
    p85 = _quantile(days, 0.85) - _quantile(days[without], 0.85) if without.any() else math.inf
    if not math.isfinite(p85) or kept.sum() < 2:
        return None
    gain = float(rest[about].mean() - rest[kept].mean())
    error = float(rest[about].std()) * math.sqrt(1 / int(kept.sum()) - 1 / int(about.sum()))
    if abs(gain) <= deviations * error:
        return None
    return DateGain(round(gain, 3), round(p85, 3))


def _quantile(days: F64, level: float) -> float:
    """Return a percentile over all futures; infinite where it is done in fewer."""
    ordered = np.sort(np.where(np.isnan(days), np.inf, days))
    return float(ordered[math.ceil(level * len(days) - 1e-9) - 1])
