"""Estimates how much all work of a person, or of a project, is off in the same direction.

The history is its own test: a model of the first part in time forecasts the next part, as if tasks
were independent; the sums of consecutive tasks of a person then miss by more than that forecast's
own sampling noise v. The factor's variance s2 is the excess: the value for which median +- 1.2816
sqrt(v + s2) holds 80 % of ln(sum of actuals / sum of estimates). The project's part is the
covariance of the misses of different persons in one project.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.calibration import CommonFactors
from allocator.forecasting.calibration.normal_scores import F64, P90_SCORE
from allocator.forecasting.calibration.params import CalibrationParams, CommonFactorParams
from allocator.forecasting.calibration.prior import RatioPrior
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.sums_of_tasks import consecutive, futures_of_sums
from allocator.forecasting.calibration.task_history import Index, Names, TaskHistory

_HELD = 0.8  # fraction of the sums that P10 to P90 should hold
_SEED = 1


@dataclass(frozen=True)
class SumMisses:
    """How far sums were from their forecast.

    Attributes
    ----------
    miss
        ln(actual / median forecast), shape (sums,).
    noise
        Variance of the forecast's logarithm, shape (sums,).
    person
        Whose tasks, shape (sums,).
    share
        Share of each project in the estimates, shape (sums, projects).
    """

    miss: F64
    noise: F64
    person: Names
    share: F64


def fit_factors(
    tasks: TaskHistory,
    fit: Callable[[TaskHistory], RatioModel],
    prior: RatioPrior,
    params: CalibrationParams,
) -> CommonFactors:
    """Estimate the factors from a history that is long enough, shrunk to the prior's.

    Parameters
    ----------
    tasks
        Finished, in time.
    fit
        Fits a model to a part of them.
    prior
        Its factors stand for a history that is too short.
    params
        Numbers of the estimate.
    """
    spans = zip(params.factors.test_starts, params.factors.test_ends, strict=True)
    tests = (_misses_between(tasks, fit, start, end, params) for start, end in spans)
    found = [misses for misses in tests if misses is not None]
    sums = sum(len(misses.miss) for misses in found)
    own_person, own_project = _variances(found, params.factors) if sums else (0.0, 0.0)
    trust = sums / (sums + params.factors.prior_sums)
    person = trust * own_person + (1 - trust) * prior.person_sd**2
    project = trust * own_project + (1 - trust) * prior.project_sd**2
    return CommonFactors(
        person=round(float(np.sqrt(person)), 3),
        project=round(float(np.sqrt(project)), 3),
        sums_seen=sums,
    )


def _misses_between(
    tasks: TaskHistory,
    fit: Callable[[TaskHistory], RatioModel],
    start: float,
    end: float,
    params: CalibrationParams,
) -> SumMisses | None:
    before, later = tasks.between(0, start), tasks.between(start, end)
    sums = list(consecutive(later, params.factors.sum_tasks))
    if len(before) < params.prior.few_tasks or not sums:
        return None
    return _misses(fit(before), later, np.array(sums), params.factors.futures)


def _misses(model: RatioModel, tasks: TaskHistory, sums: Index, futures: int) -> SumMisses:
    drawn = futures_of_sums(model, tasks, sums, None, futures=futures, seed=_SEED)
    q10, q50, q90 = np.quantile(drawn, [0.1, 0.5, 0.9], axis=1)
    projects = np.unique(tasks.project)
    hours = tasks.estimate[sums]
    share = np.stack([(hours * (tasks.project[sums] == p)).sum(axis=1) for p in projects], axis=1)
    return SumMisses(
        miss=np.log(tasks.actual[sums].sum(axis=1)) - q50,
        noise=((q90 - q10) / (2 * P90_SCORE)) ** 2,
        person=tasks.person[sums[:, 0]],
        share=share / hours.sum(axis=1, keepdims=True),
    )


def _variances(found: Sequence[SumMisses], params: CommonFactorParams) -> tuple[float, float]:
    """Return the variance of the person's and of the project's factor.

    A sum over several projects has the project's variance times the sum of squared shares.
    """
    miss = np.concatenate([misses.miss for misses in found])
    excess = _excess(miss, np.concatenate([misses.noise for misses in found]))
    squares = [(misses.share**2).sum(axis=1) for misses in found]
    focus = float(np.mean(np.concatenate(squares)))
    limit = params.covariance_limit * float(np.sqrt(excess))
    project = min(_covariance(found, limit), excess / focus)
    return excess - project * focus, project


def _excess(miss: F64, noise: F64) -> float:
    """Return the variance that makes P10 to P90 hold 80 %, by quantile matching."""
    needed = (miss / P90_SCORE) ** 2 - noise  # the factor's variance from which a sum is held
    return max(0.0, float(np.quantile(needed, _HELD)))


def _covariance(found: Sequence[SumMisses], limit: float) -> float:
    """Return the covariance of misses of two persons in one project (least squares on pairs)."""
    above = below = 0.0
    for misses in found:
        miss = np.clip(misses.miss, -limit, limit)
        other = misses.person[:, None] != misses.person[None]
        common = misses.share @ misses.share.T * other
        above += float(miss @ common @ miss)
        below += float((common**2).sum())
    return max(0.0, above / below) if below else 0.0
