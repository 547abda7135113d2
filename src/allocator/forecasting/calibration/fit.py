"""Fits the model of ratios to finished tasks, shrunk to the prior."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.calibration.group_effects import (
    GROUPS,
    TEMPLATE_GROUPS,
    GroupEffects,
    fit_effects,
)
from allocator.forecasting.calibration.normal_scores import F64
from allocator.forecasting.calibration.params import (
    DEFAULT_PARAMS,
    CalibrationParams,
    GroupEffectParams,
    RatioCurveParams,
    SmallestTimeParams,
)
from allocator.forecasting.calibration.prior import RatioPrior, adapted
from allocator.forecasting.calibration.ratio_curve import fit_curve, spread_scores
from allocator.forecasting.calibration.ratio_model import RatioModel, names_of
from allocator.forecasting.calibration.task_history import NO_TEMPLATE, Names, TaskHistory


def fit_model(
    tasks: TaskHistory, prior: RatioPrior, params: CalibrationParams = DEFAULT_PARAMS
) -> RatioModel:
    """Fit the model to finished tasks, of which there is at least one."""
    few = len(tasks) < params.prior.few_tasks
    middle = float(np.median(tasks.size))
    target = adapted(prior.curve(middle), tasks.size, tasks.log_ratio, params.prior)
    nodes = target.sizes if few else _nodes(tasks.size, params.curve)
    curve = fit_curve(
        tasks.size,
        tasks.log_ratio,
        nodes,
        target.rows(nodes),
        bandwidth=_bandwidth(tasks.size, params.curve),
        pseudo_tasks=params.curve.prior_tasks,
    )
    effects = GroupEffects({}, 1.0)
    if not few:
        rows = curve.rows(tasks.size)
        scores = spread_scores(rows, tasks.log_ratio, params.groups.score_points)
        effects = fit_effects(told_apart(tasks, params.groups), scores, params.groups)
    return RatioModel(len(tasks), curve, effects, smallest_time(tasks, params.smallest_time))


def told_apart(tasks: TaskHistory, params: GroupEffectParams) -> dict[str, Names]:
    """Return the names of tasks by the groupings that are fitted.

    A template at a size counts from so many tasks on; with fewer they count as other work, and
    where no template is left there is no such grouping.
    """
    names = names_of(tasks)
    sizes, counts = np.unique(tasks.template_size, return_counts=True)
    enough = [size for size in sizes[counts >= params.least_template_tasks] if size != NO_TEMPLATE]
    if not enough:
        return {name: names[name] for name in GROUPS if name not in TEMPLATE_GROUPS}
    kept = np.isin(tasks.template_size, enough)
    counted = {name: np.where(kept, names[name], NO_TEMPLATE) for name in TEMPLATE_GROUPS}
    return names | counted


def _nodes(size: F64, params: RatioCurveParams) -> F64:
    outer = params.outer_fraction
    return np.unique(np.quantile(size, np.linspace(outer, 1 - outer, params.nodes)))


def _bandwidth(size: F64, params: RatioCurveParams) -> float:
    width = float(params.bandwidth * size.std() * len(size) ** -0.2)
    return max(params.least_bandwidth, width)


def smallest_time(tasks: TaskHistory, params: SmallestTimeParams) -> float:
    """Return the unit in which the team records time, in hours; 0 where there is none."""
    unit = float(tasks.actual.min())
    multiples = np.concatenate([tasks.estimate, tasks.actual]) / unit
    whole = np.abs(multiples - np.round(multiples)) < params.tolerance
    used = (np.round(tasks.actual / unit) == 1).mean()
    recorded_in_units = (
        len(np.unique(np.round(multiples[whole]))) >= params.values
        and whole.mean() >= params.multiples_fraction
        and used >= params.used_fraction
    )
    return unit if recorded_in_units else 0.0
