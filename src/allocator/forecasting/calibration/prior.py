"""What is assumed of a team with few finished tasks, from public histories of other teams.

The prior is the mean, over the histories, of each one's quantiles of ln(actual / estimate) at sizes
relative to the median estimate (Vincent's average: Ratcliff 1979, Psychological Bulletin 86). A
team's own few tasks move and stretch it in normal scores (conjugate normal and scaled inverse
chi-square).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocator.forecasting.calibration import prior_numbers
from allocator.forecasting.calibration.normal_scores import F64
from allocator.forecasting.calibration.params import PriorWeightParams
from allocator.forecasting.calibration.ratio_curve import (
    LEVELS,
    SCORES,
    RatioCurve,
    fit_curve,
    score_at,
    value_at,
    weighted_quantiles,
)
from allocator.forecasting.calibration.task_history import TaskHistory

OFFSETS: F64 = np.array(prior_numbers.OFFSETS)
"""Logarithms of estimate / median estimate at which the prior is known, shape (offsets,)."""

MIDDLE = int(np.argmin(np.abs(OFFSETS)))
"""Row of the prior for tasks of the median size."""

_BANDWIDTH = 0.5  # of the prior's own curve, in the logarithm of the size
_PSEUDO_TASKS = 30.0  # that a history's whole counts as at each size of the prior's own curve


@dataclass(frozen=True)
class RatioPrior:
    """Ratios of other teams.

    Attributes
    ----------
    source
        Where they come from, in words.
    quantiles
        ln ratios at ``OFFSETS`` and ``LEVELS``, shape (offsets, levels).
    person_sd, project_sd
        Standard deviations of the logarithms of the common factors.
    """

    source: str
    quantiles: F64
    person_sd: float
    project_sd: float

    def curve(self, middle: float) -> RatioCurve:
        """Return the prior for a team whose median estimate has this logarithm of hours."""
        return RatioCurve(middle + OFFSETS, self.quantiles)


def public_prior() -> RatioPrior:
    """Return the prior of all public histories."""
    return RatioPrior(
        prior_numbers.SOURCE,
        np.log(prior_numbers.RATIOS),
        prior_numbers.PERSON_SD,
        prior_numbers.PROJECT_SD,
    )


def mean_quantiles(histories: Sequence[TaskHistory]) -> F64:
    """Return the mean quantiles of histories at the relative sizes, shape (offsets, levels)."""
    return np.asarray(np.mean([_relative_quantiles(tasks) for tasks in histories], axis=0))


def _relative_quantiles(tasks: TaskHistory) -> F64:
    whole = weighted_quantiles(tasks.log_ratio, np.ones(len(tasks)))
    size = tasks.size - np.median(tasks.size)
    toward = np.repeat(whole[None], len(OFFSETS), axis=0)
    curve = fit_curve(
        size,
        tasks.log_ratio,
        OFFSETS,
        toward,
        bandwidth=_BANDWIDTH,
        pseudo_tasks=_PSEUDO_TASKS,
    )
    return curve.quantiles


def adapted(prior: RatioCurve, size: F64, log_ratio: F64, params: PriorWeightParams) -> RatioCurve:
    """Return the prior, moved and stretched to the few ratios there are."""
    if not len(log_ratio):
        return prior
    score = score_at(prior.rows(size), log_ratio)
    shift = score.sum() / (len(score) + params.shift_tasks)
    squares = params.spread_tasks + ((score - shift) ** 2).sum()
    spread = np.sqrt(squares / (params.spread_tasks + len(score)))
    moved = [
        value_at(np.repeat(row[None], len(LEVELS), axis=0), shift + spread * SCORES)
        for row in prior.quantiles
    ]
    return RatioCurve(prior.sizes, np.array(moved))
