"""The calibration as calibration.yaml holds it, from the fitted model and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from allocator.domain.calibration import (
    Calibration,
    CalibrationGroup,
    CalibrationGroups,
    CalibrationPrior,
    CommonFactors,
    GroupMember,
    RangeHits,
    SizeRatios,
)
from allocator.domain.history import span_hours
from allocator.forecasting.calibration.group_effects import GROUPS, GroupEffects, GroupShifts
from allocator.forecasting.calibration.normal_scores import F64, score_of, share_below
from allocator.forecasting.calibration.params import CalibrationParams
from allocator.forecasting.calibration.ratio_curve import LEVELS, SCORES, RatioCurve
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.template_totals import TemplateTotals


def calibration_of(
    model: RatioModel,
    factors: CommonFactors,
    source: str,
    params: CalibrationParams,
    ranges: RangeHits | None = None,
    totals: Mapping[str, TemplateTotals] | None = None,
) -> Calibration:
    """Return what the file holds of a fitted model.

    Parameters
    ----------
    model, factors
        What was fitted.
    source
        Of the prior, in words.
    params
        With which it was fitted.
    ranges
        Hit rate of the team's own ranges.
    totals
        Of templates and their items, by the names that calibrations have for them.
    """
    few = model.tasks < params.prior.few_tasks
    groups = {
        name: _file_group(group, totals or {}) for name, group in model.effects.groups.items()
    }
    return Calibration(
        tasks=model.tasks,
        prior=CalibrationPrior(
            source=source, counts_as_tasks=round(params.curve.prior_tasks), used_alone=few
        ),
        smallest_time=_span(model.smallest_time) if model.smallest_time else None,
        levels=tuple(round(100 * level, 1) for level in LEVELS.tolist()),
        sizes=_file_sizes(model.curve),
        variance_within=round(model.effects.within, 4),
        groups=CalibrationGroups(**groups),
        common_factors=factors,
        ranges=ranges,
    )


def _file_sizes(curve: RatioCurve) -> tuple[SizeRatios, ...]:
    return tuple(
        SizeRatios(
            estimate=_span(float(np.exp(size))),
            ratios=tuple(rounded_up(float(np.exp(ratio))) for ratio in row),
        )
        for size, row in zip(curve.sizes, curve.quantiles, strict=True)
    )


def rounded_up(value: float) -> float:
    """Return a number above zero with five digits, rounded up.

    Tasks often take exactly 1, 2 or 1/3 of their estimate; a ratio that is rounded down would not
    hold them any more.
    """
    digits = 4 - math.floor(math.log10(value))
    return round(math.ceil(value * 10.0**digits * (1 - 1e-9)) / 10.0**digits, max(digits, 0))


def hours_text(hours: float) -> str:
    """Write hours with five digits, rounded up: ``6.5h``."""
    return f"{np.format_float_positional(rounded_up(hours), trim='-')}h"


def _file_group(group: GroupShifts, totals: Mapping[str, TemplateTotals]) -> CalibrationGroup:
    """Return what the file holds of a grouping; tasks without a name are of nobody known."""
    return CalibrationGroup(
        variance_between=round(group.between, 4),
        each={
            name: GroupMember(
                typical_at=round(100 * float(share_below(shift)), 1),
                spread=round(float(np.sqrt(group.stretch[name])), 3),
                unsure=round(group.unsure[name], 4),
                **_of_template(totals.get(name)),
            )
            for name, shift in group.shift.items()
            if name
        },
    )


def _of_template(totals: TemplateTotals | None) -> dict[str, Any]:
    """Return what the file says of a template beside its ratios; nothing of other groups."""
    if totals is None:
        return {}
    return {
        "tasks": totals.tasks,
        "estimated": _span(totals.estimated),
        "taken": _span(totals.taken),
    }


def _span(hours: float) -> str:
    """Write hours with six digits, without an exponent."""
    text = np.format_float_positional(float(f"{hours:.6g}"), trim="-")
    return f"{text}h"


def model_of(calibration: Calibration) -> RatioModel:
    """Return the model that a calibration file describes."""
    groups = {name: getattr(calibration.groups, name) for name in GROUPS}
    effects = GroupEffects(
        {name: _shifts(group) for name, group in groups.items()}, calibration.variance_within
    )
    smallest = calibration.smallest_time
    return RatioModel(
        tasks=calibration.tasks,
        curve=_curve(calibration),
        effects=effects,
        smallest_time=span_hours(smallest) if smallest is not None else 0.0,
    )


def _curve(calibration: Calibration) -> RatioCurve:
    scores = score_of(np.array(calibration.levels) / 100)
    rows = [_at_levels(scores, np.log(size.ratios)) for size in calibration.sizes]
    sizes = np.log([span_hours(size.estimate) for size in calibration.sizes])
    return RatioCurve(sizes, np.array(rows))


def _at_levels(scores: F64, log_ratios: F64) -> F64:
    """Return the quantiles at ``LEVELS``, linear in the score within and beyond those given."""
    if len(scores) == 1:
        return np.full(len(SCORES), log_ratios[0])
    left = np.clip(np.searchsorted(scores, SCORES) - 1, 0, len(scores) - 2)
    part = (SCORES - scores[left]) / (scores[left + 1] - scores[left])
    return np.asarray(log_ratios[left] + part * (log_ratios[left + 1] - log_ratios[left]))


def _shifts(group: CalibrationGroup) -> GroupShifts:
    each = group.each
    return GroupShifts(
        shift={name: float(score_of(one.typical_at / 100)) for name, one in each.items()},
        unsure={name: one.unsure for name, one in each.items()},
        stretch={name: one.spread**2 for name, one in each.items()},
        between=group.variance_between,
    )
