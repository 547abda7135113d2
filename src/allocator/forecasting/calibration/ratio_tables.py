"""Ratios of actual to estimated effort for a plan's items, from a calibration or from the prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocator.domain.calibration import Calibration
from allocator.domain.template_estimates import TemplateEstimate
from allocator.forecasting.calibration.calibration_file import model_of
from allocator.forecasting.calibration.group_effects import GroupEffects
from allocator.forecasting.calibration.normal_scores import F64, P90_SCORE
from allocator.forecasting.calibration.params import DEFAULT_PARAMS
from allocator.forecasting.calibration.prior import MIDDLE, public_prior
from allocator.forecasting.calibration.ratio_curve import LEVELS, RatioCurve
from allocator.forecasting.calibration.ratio_model import (
    RatioModel,
    TaskRatios,
    remaining_log_ratios,
)
from allocator.forecasting.calibration.task_history import Names, template_names

_P10, _P50, _P90 = (int(np.argmin(np.abs(LEVELS - level))) for level in (0.1, 0.5, 0.9))
_LEAST_REMAINING = 1e-3  # of the estimate: work that is not finished takes some time yet


@dataclass(frozen=True)
class RatioTable:
    """Distributions of ln ratios of items at the levels of ``ratio_curve.LEVELS``.

    Attributes
    ----------
    total
        With the common factors in, shape (items, levels).
    own
        What is the item's own: the common factors, drawn apart, are to be added; shape (items,
        levels).
    """

    total: F64
    own: F64


def ratio_quantiles(
    calibration: Calibration | None,
    hours: npt.ArrayLike,
    *,
    kind: Sequence[str],
    person: Sequence[str],
    project: Sequence[str],
    template: Sequence[TemplateEstimate | None] | None = None,
) -> RatioTable:
    """Return the distributions of actual / estimate of items.

    Without a calibration each is the prior's for tasks of the median size, as nothing is known of
    the sizes that the team is used to.

    Parameters
    ----------
    calibration
        What the team's own estimates have been worth; None where that is not known.
    hours
        Estimates, in hours of eight to the day; shape (items,).
    kind, person, project
        Of each item, as the calibration names them; empty where not known.
    template
        Where the estimate of each item comes from; None for all that are somebody's own.
    """
    names = _names(kind, person, project, template)
    total = _ratios(calibration, hours, names).table()
    return RatioTable(total, narrowed(total, common_sd(calibration)))


def remaining_quantiles(
    calibration: Calibration | None,
    hours: npt.ArrayLike,
    spent_hours: npt.ArrayLike,
    *,
    kind: Sequence[str],
    person: Sequence[str],
    project: Sequence[str],
    template: Sequence[TemplateEstimate | None] | None = None,
) -> RatioTable:
    """Return the distributions of remaining effort / estimate of items that are under way.

    Each is that of actual / estimate, given that it is greater than spent / estimate, less what is
    spent.

    Parameters
    ----------
    hours
        Estimates of the whole items, shape (items,).
    spent_hours
        Hours of work that they have taken, above 0; shape (items,).
    calibration, kind, person, project, template
        As for :func:`ratio_quantiles`.
    """
    ratios = _ratios(calibration, hours, _names(kind, person, project, template))
    spent = np.asarray(spent_hours, float) / np.asarray(hours, float)
    whole = [remaining_log_ratios(ratios, np.log(spent), float(level)) for level in LEVELS]
    rest = np.maximum(np.exp(np.stack(whole, axis=1)) - spent[:, None], _LEAST_REMAINING)
    total = np.log(rest)
    return RatioTable(total, narrowed(total, common_sd(calibration)))


def common_factors(calibration: Calibration | None) -> tuple[float, float]:
    """Return the standard deviations of the logarithms of a person's and a project's factor."""
    if calibration is None:
        prior = public_prior()
        return prior.person_sd, prior.project_sd
    return calibration.common_factors.person, calibration.common_factors.project


def common_sd(calibration: Calibration | None) -> float:
    """Return the standard deviation of the logarithm of both common factors together."""
    return float(np.hypot(*common_factors(calibration)))


def narrowed(log_ratios: F64, common_sd: float) -> F64:
    """Return distributions that have their spread again once the common factors are added.

    Parameters
    ----------
    log_ratios
        At ``LEVELS``, shape (items, levels).
    common_sd
        Standard deviation of the logarithm of the common factors.
    """
    middle = log_ratios[:, _P50, None]
    own = own_part(log_ratios, common_sd)[:, None]
    return np.asarray(middle + own * (log_ratios - middle))


def own_part(log_ratios: F64, common_sd: float) -> F64:
    """Return the factor on the deviation from the median that leaves room for common factors.

    It is sqrt(1 - common variance / variance), with the variance that P10 to P90 have in a normal
    distribution, but leaves each item a least part of its own.

    Parameters
    ----------
    log_ratios
        At ``LEVELS``, shape (items, levels).
    common_sd
        Standard deviation of the logarithm of the common factors.
    """
    sd = (log_ratios[:, _P90] - log_ratios[:, _P10]) / (2 * P90_SCORE)
    own = 1 - common_sd**2 / np.maximum(sd**2, 1e-12)
    return np.sqrt(np.maximum(own, DEFAULT_PARAMS.factors.least_own_variance))


def _names(
    kind: Sequence[str],
    person: Sequence[str],
    project: Sequence[str],
    template: Sequence[TemplateEstimate | None] | None,
) -> dict[str, Names]:
    origins = [template_names(one) for one in template or [None] * len(kind)]
    return {
        "kind": np.array(kind, np.str_),
        "person": np.array(person, np.str_),
        "project": np.array(project, np.str_),
        "template_size": np.array([sized for sized, _ in origins], np.str_),
        "template_item": np.array([item for _, item in origins], np.str_),
    }


def _ratios(
    calibration: Calibration | None, hours: npt.ArrayLike, names: Mapping[str, Names]
) -> TaskRatios:
    model = _prior_model() if calibration is None else model_of(calibration)
    return model.ratios(np.asarray(hours, float), names)


def _prior_model() -> RatioModel:
    """Return the prior for tasks of the median size, which is taken for all."""
    middle = public_prior().quantiles[MIDDLE][None]
    return RatioModel(0, RatioCurve(np.zeros(1), middle), GroupEffects({}, 1.0), 0.0)
