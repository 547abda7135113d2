"""The calibration's test of itself: fitted to the first part in time, judged on the last.

Losses are pinball (quantile) losses (Koenker and Bassett 1978; Gneiting 2011, JASA 106) at P10,
P50, P80, P90.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from allocator.domain.calibration import CommonFactors
from allocator.forecasting.calibration.normal_scores import F64
from allocator.forecasting.calibration.params import CalibrationParams
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.sums_of_tasks import consecutive, futures_of_sums
from allocator.forecasting.calibration.task_history import TaskHistory

LEVELS_TESTED = (0.1, 0.5, 0.8, 0.9)
_SEED = 2


@dataclass(frozen=True)
class HeldTasks:
    """How a model's quantiles held.

    Attributes
    ----------
    tasks
        Number of tasks that it was judged on.
    shares
        Share of them at or below each tested quantile, by level.
    losses
        Mean pinball losses of ln ratio, ratio and hours.
    """

    tasks: int
    shares: Mapping[float, float]
    losses: tuple[float, float, float]


@dataclass(frozen=True)
class HeldSums:
    """How the forecasts of sums of consecutive tasks of one person held.

    Attributes
    ----------
    sums
        How many.
    outside
        Share outside P10 to P90; 0.2 would be right.
    below_p50, below_p80
        Share at or below the median and P80.
    """

    sums: int
    outside: float
    below_p50: float
    below_p80: float


@dataclass(frozen=True)
class SelfTest:
    """What a test on the last part in time has shown.

    Attributes
    ----------
    learned_from
        Number of tasks that the model was fitted to.
    tasks
        How its quantiles held.
    against_raw
        Its losses relative to those of the raw ratios: ln ratio, ratio, hours.
    sums
        Of sums of tasks; None where no person has enough tasks.
    """

    learned_from: int
    tasks: HeldTasks
    against_raw: tuple[float, float, float]
    sums: HeldSums | None


def run_self_test(
    tasks: TaskHistory,
    fit: Callable[[TaskHistory], tuple[RatioModel, CommonFactors]],
    params: CalibrationParams,
) -> SelfTest | None:
    """Test a fit on the last part in time; None where there are too few tasks to learn from.

    Parameters
    ----------
    tasks
        Finished, in time.
    fit
        Fits a model and the common factors to a part of them.
    params
        With the fraction that is held out.
    """
    cut = 1 - params.test_fraction
    past, later = tasks.between(0, cut), tasks.between(cut, 1)
    if len(past) < params.prior.few_tasks or not len(later):
        return None
    model, factors = fit(past)
    held, raw = held_by_model(model, later), held_by_raw_ratios(past, later)
    compared = [own / max(other, 1e-12) for own, other in zip(held.losses, raw.losses, strict=True)]
    ln_ratio, ratio, hours = compared
    sums = held_sums(model, factors, later, params)
    return SelfTest(len(past), held, (ln_ratio, ratio, hours), sums)


def held_by_model(model: RatioModel, tasks: TaskHistory) -> HeldTasks:
    """Return how a model's quantiles held."""
    return _held(tasks, {level: model.quantiles(tasks, level) for level in LEVELS_TESTED})


def held_by_raw_ratios(past: TaskHistory, tasks: TaskHistory) -> HeldTasks:
    """Return how the quantiles of all past ratios held, with no model."""
    ratios = past.log_ratio
    quantiles = {
        level: tasks.estimate * np.exp(np.quantile(ratios, level)) for level in LEVELS_TESTED
    }
    return _held(tasks, quantiles)


def _held(tasks: TaskHistory, hours: Mapping[float, F64]) -> HeldTasks:
    shares = {
        level: float(np.mean(tasks.actual <= value * (1 + 1e-9))) for level, value in hours.items()
    }
    log_ratio = {level: np.log(tasks.actual / value) for level, value in hours.items()}
    absolute = {level: tasks.actual - value for level, value in hours.items()}
    ratio = {level: gap / tasks.estimate for level, gap in absolute.items()}
    losses = (_pinball(log_ratio), _pinball(ratio), _pinball(absolute))
    return HeldTasks(len(tasks), shares, losses)


def _pinball(gaps: Mapping[float, F64]) -> float:
    losses = [np.maximum(level * gap, (level - 1) * gap) for level, gap in gaps.items()]
    return float(np.mean(losses))


def held_sums(
    model: RatioModel, factors: CommonFactors | None, tasks: TaskHistory, params: CalibrationParams
) -> HeldSums | None:
    """Return how forecasts of sums held; None where no person has enough tasks."""
    sums = np.array(list(consecutive(tasks, params.factors.sum_tasks)))
    if not len(sums):
        return None
    futures = futures_of_sums(model, tasks, sums, factors, futures=params.test_futures, seed=_SEED)
    q10, q50, q80, q90 = np.quantile(futures, LEVELS_TESTED, axis=1)
    actual = np.log(tasks.actual[sums].sum(axis=1))
    return HeldSums(
        sums=len(sums),
        outside=float(((actual < q10) | (actual > q90)).mean()),
        below_p50=float((actual <= q50).mean()),
        below_p80=float((actual <= q80).mean()),
    )
