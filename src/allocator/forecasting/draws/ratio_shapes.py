"""The score table of realised effort / effort that counts of each need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from allocator.domain.calibration import Calibration
from allocator.domain.uncertainty import Uncertainty
from allocator.forecasting.calibration.ratio_tables import ratio_quantiles, remaining_quantiles
from allocator.forecasting.draws.distributions import (
    RangeLevels,
    lognormal_table,
    ratio_table,
    remaining_table,
)
from allocator.forecasting.draws.need_estimates import NeedEstimate
from allocator.forecasting.draws.params import DrawParams
from allocator.forecasting.draws.quantile_tables import F64, GRID

_DIGITS = 9
"""Decimals of ratios by which equal shapes are told."""


class RatioShapes:
    """Makes the shapes of needs; needs of one shape share its table.

    Parameters
    ----------
    uncertainty
        Of the scenario.
    params
        Of the draws.
    """

    def __init__(self, uncertainty: Uncertainty | None, params: DrawParams) -> None:
        self._levels = RangeLevels.of(uncertainty)
        self._calibration = None if uncertainty is None else uncertainty.calibration
        self._params = params
        self._made: dict[tuple[object, ...], int] = {}
        self._tables: list[F64] = []

    def read(self, needs: Sequence[NeedEstimate]) -> tuple[F64, npt.NDArray[np.int64]]:
        """Return the tables, shape (S, SCORE_CELLS + 1), and the row of each need."""
        rows = np.zeros(len(needs), dtype=np.int64)
        for k, need in enumerate(needs):
            if need.is_certain:
                rows[k] = self._row(("certain",), np.ones(len(GRID)))
            elif need.is_scope:
                rows[k] = self._row(("scope",), lognormal_table(self._params.scope_sd))
            elif need.points is not None and not self._has_ratios_of(need):
                rows[k] = self._of_range(need)
        by_ratio = [k for k, need in enumerate(needs) if self._goes_by_ratio(need)]
        self._of_single_values(needs, by_ratio, rows)
        return np.array(self._tables or [np.ones(len(GRID))]), rows

    def _goes_by_ratio(self, need: NeedEstimate) -> bool:
        """Whether a need has the ratios of a calibration, or of the prior."""
        if need.is_scope:
            return False
        return need.points is None or (not need.is_certain and self._has_ratios_of(need))

    def _has_ratios_of(self, need: NeedEstimate) -> bool:
        """Whether the calibration has ratios of the template that the estimate comes from."""
        if self._calibration is None or need.template is None:
            return False
        return self._calibration.has_template(need.template.sized)

    def _row(self, key: tuple[object, ...], table: F64) -> int:
        if key not in self._made:
            self._made[key] = len(self._tables)
            self._tables.append(table)
        return self._made[key]

    def _of_range(self, need: NeedEstimate) -> int:
        assert need.points is not None
        low, likely, high = (round(p / need.counted, _DIGITS) for p in need.points)
        spent = round(need.spent, _DIGITS)
        key = ("range", low, likely, high, spent)
        if key in self._made:
            return self._made[key]
        table = self._levels.table(low, likely, high)
        if spent:
            outrun = RangeLevels.central(self._params.outrun_range).table(low, likely, high)
            table = remaining_table(table, spent, outrun, self._params)
        return self._row(key, table)

    def _of_single_values(
        self, needs: Sequence[NeedEstimate], single: list[int], rows: npt.NDArray[np.int64]
    ) -> None:
        for under_way in (False, True):
            some = [k for k in single if (needs[k].spent > 0) == under_way]
            if some:
                found = _log_ratios(self._calibration, [needs[k] for k in some], under_way)
                for k, log_ratios in zip(some, found, strict=True):
                    key = ("single", np.round(log_ratios, _DIGITS).tobytes())
                    rows[k] = (
                        self._made[key]
                        if key in self._made
                        else self._row(key, ratio_table(log_ratios))
                    )


def _log_ratios(
    calibration: Calibration | None, needs: Sequence[NeedEstimate], under_way: bool
) -> F64:
    """Return ln of what needs take / effort that counts, at the calibration's levels.

    The shape is (needs, levels). Ratios are of the likely effort, which is all of a single value.
    """
    hours = np.array([need.likely_hours for need in needs])
    counted = np.array([need.hours for need in needs])
    kind = [need.kind for need in needs]
    person = [need.person_id for need in needs]
    project = [need.project_id for need in needs]
    named = {"kind": kind, "person": person, "project": project}
    template = [need.template for need in needs]
    if under_way:
        spent = counted * np.array([need.spent for need in needs])
        found = remaining_quantiles(calibration, hours, spent, **named, template=template)
    else:
        found = ratio_quantiles(calibration, hours, **named, template=template)
    return np.asarray(found.total + np.log(hours / counted)[:, None])
