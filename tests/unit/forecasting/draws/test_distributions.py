"""Estimates become the distributions that the docs say, to the quantile."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from allocator.domain.calibration import Calibration
from allocator.domain.uncertainty import Uncertainty
from allocator.forecasting.calibration.normal_scores import score_of, share_below
from allocator.forecasting.calibration.ratio_curve import LEVELS
from allocator.forecasting.draws.distributions import (
    RangeLevels,
    log_sd,
    lognormal_table,
    pert_table,
    ratio_table,
    remaining_table,
    share_at_most,
)
from allocator.forecasting.draws.params import DEFAULT_DRAW_PARAMS
from allocator.forecasting.draws.quantile_tables import (
    CELLS,
    F64,
    GRID,
    at_scores,
    exponential_table,
    normal_table,
)

_CELL_SHARES = np.diff(share_below(GRID))


def quantile(table: F64, level: float) -> float:
    return float(at_scores(table, score_of(np.array([level])))[0])


def mean(table: F64) -> float:
    return float(((table[1:] + table[:-1]) / 2 * _CELL_SHARES).sum())


@pytest.mark.parametrize("percent", [50, 80, 99])
def test_a_range_matches_its_three_quantiles(percent: int) -> None:
    table = RangeLevels.central(percent).table(2.0, 4.0, 12.0)
    levels = (0.5 - percent / 200, 0.5, 0.5 + percent / 200)
    assert [quantile(table, level) for level in levels] == pytest.approx([2, 4, 12], rel=1e-3)
    assert (np.diff(table) > 0).all() and table[0] > 0


def test_without_a_range_an_estimate_is_the_beta_distribution_of_pert() -> None:
    assert RangeLevels.of(None) == RangeLevels.of(Uncertainty()) == RangeLevels(None)
    assert RangeLevels.of(Uncertainty(range=100)) == RangeLevels(None)
    table = pert_table(2.0, 4.0, 12.0)
    assert mean(table) == pytest.approx((2 + 4 * 4 + 12) / 6, rel=1e-4)
    assert (table[0], table[-1]) == pytest.approx((2, 12), abs=0.1)
    symmetric = pert_table(2.0, 4.0, 6.0)  # beta(3, 3): 10 x^3 - 15 x^4 + 6 x^5
    assert [quantile(symmetric, level) for level in (0.5, 0.103515625)] == pytest.approx(
        [4, 3], abs=1e-3
    )


def test_ten_parallel_items_merge_later_than_each_of_them() -> None:
    """Ten items of 2, 4, 12 days: the last is done in 7.9 days (P50) and 8.9 days (P80)."""
    table = pert_table(2.0, 4.0, 12.0)
    last = [quantile(table, level**0.1) for level in (0.5, 0.8)]
    assert last == pytest.approx([7.9, 8.9], abs=0.05)


def test_a_calibration_says_what_a_teams_ranges_stand_for() -> None:
    hits = {"tasks": 50, "below_low": 20, "below_likely": 40, "below_high": 70}
    calibration = Calibration.model_validate(
        {
            "tasks": 50,
            "prior": {"source": "none", "counts_as_tasks": 30},
            "levels": [10, 50, 90],
            "sizes": [{"estimate": "8h", "ratios": [0.5, 1, 2]}],
            "common_factors": {"person": 0.2, "project": 0.1},
            "ranges": hits,
        }
    )
    levels = RangeLevels.of(Uncertainty(range=80, calibration=calibration))
    table = levels.table(2.0, 4.0, 12.0)
    assert [quantile(table, k / 100) for k in (20, 40, 70)] == pytest.approx([2, 4, 12], rel=1e-3)


def test_ratios_of_a_calibration_are_matched_at_its_levels() -> None:
    log_ratios = np.array([NormalDist(0.1, 0.4).inv_cdf(level) for level in LEVELS])
    table = ratio_table(log_ratios)
    for level in (0.05, 0.1, 0.5, 0.9, 0.97):
        exact = np.exp(NormalDist(0.1, 0.4).inv_cdf(level))
        assert quantile(table, level) == pytest.approx(exact, rel=2e-3)
    assert log_sd(table) == pytest.approx(0.4, abs=2e-3)


def test_growth_has_the_mean_1() -> None:
    assert mean(lognormal_table(0.5)) == pytest.approx(1.0, abs=1e-4)


def test_what_remains_is_the_whole_beyond_what_is_spent() -> None:
    """With P = P(whole <= spent) the level t of the rest is level P + (1 - P) t of the whole."""
    levels = RangeLevels.central(80)
    whole = levels.table(2.0, 4.0, 12.0)
    rest = remaining_table(whole, 4.0, whole, DEFAULT_DRAW_PARAMS)
    for level in (0.1, 0.5, 0.8):
        assert quantile(rest, level) == pytest.approx(
            quantile(whole, 0.5 + 0.5 * level) - 4.0, rel=5e-3
        )


def test_what_is_spent_beyond_the_end_of_a_range_leaves_something_to_do() -> None:
    ends = pert_table(2.0, 4.0, 6.0)
    outrun = RangeLevels.central(90).table(2.0, 4.0, 6.0)
    rest = remaining_table(ends, 7.0, outrun, DEFAULT_DRAW_PARAMS)
    passed = share_at_most(outrun, 7.0)
    assert 0.95 < passed < 1
    assert quantile(rest, 0.5) == pytest.approx(quantile(outrun, (1 + passed) / 2) - 7, rel=0.02)
    assert (rest > 0).all()


def test_tables_of_levels_have_the_exact_means() -> None:
    for table, exact in ((exponential_table(3.0), 3.0), (normal_table(), 0.0)):
        assert float((table[1:] + table[:-1]).mean() / 2) == pytest.approx(exact, rel=1e-4)
    assert normal_table()[CELLS * 9 // 10] == pytest.approx(1.2815, abs=1e-3)
