"""Calibrates a team: from its finished tasks to what its estimates are worth."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.calibration import Calibration, CommonFactors
from allocator.domain.history import PastTask
from allocator.errors import InputError
from allocator.forecasting.calibration.calibration_file import calibration_of, model_of
from allocator.forecasting.calibration.common_factors import fit_factors
from allocator.forecasting.calibration.fit import fit_model
from allocator.forecasting.calibration.params import DEFAULT_PARAMS, CalibrationParams
from allocator.forecasting.calibration.prior import RatioPrior, public_prior
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.screening import (
    RangeOutcome,
    range_hits,
    range_outcome,
    why_copied,
)
from allocator.forecasting.calibration.self_test import SelfTest, run_self_test
from allocator.forecasting.calibration.task_history import (
    TaskHistory,
    finished_tasks,
    history_of,
)
from allocator.forecasting.calibration.template_totals import TemplateTotals, template_totals

QUANTILES = (0.1, 0.5, 0.8, 0.9)
"""Levels that estimates are turned into."""


@dataclass(frozen=True)
class CalibratedTeam:
    """A calibration, and how it has done on the last part of the history.

    Attributes
    ----------
    calibration
        What calibration.yaml holds.
    test
        What the test has shown; None where there were too few tasks for one.
    ranges
        How often the team's own ranges held; None where the history has none.
    templates
        Totals of each template at a size that the history has, by its name: ``model@1/M``.
    """

    calibration: Calibration
    test: SelfTest | None
    ranges: RangeOutcome | None
    templates: Mapping[str, TemplateTotals]


def calibrate_team(
    tasks: Sequence[PastTask],
    *,
    test_fraction: float | None = None,
    prior: RatioPrior | None = None,
    params: CalibrationParams = DEFAULT_PARAMS,
) -> CalibratedTeam:
    """Return what a team's estimates have been worth.

    Parameters
    ----------
    tasks
        In any order; those that are not finished do not count.
    test_fraction
        Fraction of the tasks, the last in time, to test on; default: that of the parameters.
    prior
        Of other teams; default: that of the public histories.
    params
        Numbers of the calibration.

    Raises
    ------
    InputError
        No task is finished, or the actuals cannot be measurements.
    """
    history = finished_tasks(tasks)
    if not len(history):
        raise InputError("no task of the history is finished, so there is nothing to learn from")
    if (reason := why_copied(history, params.screening)) is not None:
        raise InputError(reason)
    prior = prior or public_prior()
    if test_fraction is not None:
        params = dataclasses.replace(params, test_fraction=test_fraction)

    def fit(past: TaskHistory) -> tuple[RatioModel, CommonFactors]:
        model = fit_model(past, prior, params)
        factors = fit_factors(past, lambda part: fit_model(part, prior, params), prior, params)
        return model, factors

    model, factors = fit(history)
    totals = template_totals(history)
    ranges = range_hits(history, params)
    calibration = calibration_of(model, factors, prior.source, params, ranges, totals)
    return CalibratedTeam(
        calibration,
        run_self_test(history, fit, params),
        range_outcome(history),
        {
            name: totals[name]
            for name in map(str, np.unique(history.template_size))
            if name in totals
        },
    )


def task_quantiles(calibration: Calibration, tasks: Sequence[PastTask]) -> list[tuple[float, ...]]:
    """Return the hours of each task at each level of ``QUANTILES``."""
    columns = history_of(tasks)
    model = model_of(calibration)
    hours = np.stack([model.quantiles(columns, level) for level in QUANTILES], axis=1)
    return [tuple(row) for row in hours.tolist()]
