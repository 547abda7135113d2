"""From an estimate to the distribution of what it takes, as a score table.

- ``range: N`` (50 to 99): low, likely and high are the (50 - N/2), 50 and (50 + N/2) percent
  quantiles. The logarithm of what it takes is linear in the normal score from low to likely and
  from likely to high, and goes on so beyond: a ln-normal distribution of two sides, which matches
  all three exactly, is positive, and is skewed as the estimate is.
- Where a calibration knows how often the team's own ranges held, low, likely and high have the
  levels that it found, and the rest is the same.
- ``range: 100`` or none: low and high are the ends of what is possible and likely is the mode: the
  beta distribution of PERT (Malcolm, Roseboom, Clark, Fazar 1959, Operations Research 7), with
  the mean (low + 4 likely + high) / 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.domain.uncertainty import Uncertainty
from allocator.forecasting.calibration.normal_scores import P90_SCORE, score_of, share_below
from allocator.forecasting.calibration.ratio_curve import MAX_SCORE, SCORES
from allocator.forecasting.draws.params import DrawParams
from allocator.forecasting.draws.quantile_tables import F64, GRID, GRID_LEVELS, at_scores

_LEAST_SCORE_GAP = 0.05
"""Least distance of the normal scores of low, likely and high: levels of a calibration may meet."""
_BETA_CELLS = 8192


@dataclass(frozen=True)
class RangeLevels:
    """What the low, likely and high of estimates stand for.

    Attributes
    ----------
    scores
        Their normal scores, ascending; None where low and high are the ends of what is possible.
    """

    scores: tuple[float, float, float] | None = None

    @classmethod
    def central(cls, percent: float) -> RangeLevels:
        """Return that low to high is so much of the middle, and likely the median."""
        if percent >= 100:
            return cls(None)
        score = float(score_of(0.5 + percent / 200))
        return cls((-score, 0.0, score))

    @classmethod
    def of(cls, uncertainty: Uncertainty | None) -> RangeLevels:
        """Return what a scenario says of its ranges; what its calibration found comes first."""
        if uncertainty is None:
            return cls(None)
        hits = None if uncertainty.calibration is None else uncertainty.calibration.ranges
        if hits is None:
            return cls.central(uncertainty.range or 100)
        found = score_of(np.array([hits.below_low, hits.below_likely, hits.below_high]) / 100)
        middle = float(found[1])
        low = min(float(found[0]), middle - _LEAST_SCORE_GAP)
        return cls((low, middle, max(float(found[2]), middle + _LEAST_SCORE_GAP)))

    def table(self, low: float, likely: float, high: float) -> F64:
        """Return the score table of what an estimate takes, in its own unit."""
        if self.scores is None:
            return pert_table(low, likely, high)
        return two_sided_table((low, likely, high), self.scores)


def two_sided_table(values: tuple[float, float, float], scores: tuple[float, float, float]) -> F64:
    """Return the score table of the ln-normal distribution of two sides through three quantiles.

    Parameters
    ----------
    values
        Above 0, ascending.
    scores
        Their normal scores, ascending.
    """
    low, likely, high = np.log(values)
    below = (likely - low) / (scores[1] - scores[0])
    above = (high - likely) / (scores[2] - scores[1])
    distance = GRID - scores[1]
    return np.asarray(np.exp(likely + np.where(distance < 0, below, above) * distance))


def pert_table(low: float, likely: float, high: float) -> F64:
    """Return the score table of the beta distribution of PERT."""
    width = high - low
    if width <= 0:
        return np.full(len(GRID), likely)
    a, b = 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width
    x = np.linspace(0.0, 1.0, _BETA_CELLS + 1)
    density = x ** (a - 1) * (1 - x) ** (b - 1)
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return np.asarray(low + width * np.interp(GRID_LEVELS, below / below[-1], x))


def ratio_table(log_ratios: F64) -> F64:
    """Return the score table of ratios whose logarithms are known at the calibration's levels.

    Beyond the outer levels the logarithm goes on as between the last two.
    """
    score = np.clip(GRID, -MAX_SCORE, MAX_SCORE)
    inner = np.interp(score, SCORES, log_ratios)
    below, above = (np.diff(log_ratios)[k] / np.diff(SCORES)[k] for k in (0, -1))
    inner += below * np.minimum(score - SCORES[0], 0) + above * np.maximum(score - SCORES[-1], 0)
    return np.asarray(np.exp(inner))


def lognormal_table(sd: float) -> F64:
    """Return the score table of a ln-normal distribution with the mean 1."""
    return np.asarray(np.exp(sd * GRID - sd * sd / 2))


def remaining_table(table: F64, spent: float, outrun: F64, params: DrawParams) -> F64:
    """Return the score table of what remains of work that has taken some time already.

    It is what the whole takes, given that it is more than what is spent, less what is spent.

    Parameters
    ----------
    table
        Score table of the whole, in some unit.
    spent
        In the same unit.
    outrun
        Score table of the whole that holds where ``spent`` is hardly possible by the first one.
    """
    passed = share_at_most(table, spent)
    if passed > params.outrun_level:
        table, passed = outrun, share_at_most(outrun, spent)
    whole = at_scores(table, score_of(passed + (1 - passed) * GRID_LEVELS))
    return np.maximum(whole - spent, params.least_remaining * at_scores(table, np.zeros(1)))


def share_at_most(table: F64, value: float) -> float:
    """Return the chance of a value or less."""
    score = float(np.interp(value, np.maximum.accumulate(table), GRID))
    return float(share_below(score))


def log_sd(table: F64) -> float:
    """Return the standard deviation that the logarithm has as P10 to P90 say."""
    low, high = np.log(at_scores(table, np.array([-P90_SCORE, P90_SCORE])))
    return float(high - low) / (2 * P90_SCORE)
