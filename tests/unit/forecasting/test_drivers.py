"""Shares of variance of sums whose true shares are known."""

from __future__ import annotations

import numpy as np
import pytest

from allocator.forecasting.params import ForecastParams
from allocator.forecasting.results.drivers import UncertainInput, grouped, variance_shares

PARAMS = ForecastParams()


def inputs(*values: np.ndarray) -> list[UncertainInput]:
    return [
        UncertainInput(kind="item", id=f"I{k}", title="", values=each)
        for k, each in enumerate(values)
    ]


def test_shares_of_a_sum_are_those_of_its_variances() -> None:
    """Y = 2 A + B with equal variances: 4/5 and 1/5, and nothing for C."""
    a, b, c = np.random.default_rng(1).normal(size=(3, 4000))
    (found,) = variance_shares(inputs(a, b, c), np.array([2 * a + b]), PARAMS)
    assert found.keys() == {0, 1}
    # eight groups of equal size keep 0.94 of a normal variable's variance
    assert found[0] == pytest.approx(0.8 * 0.94, abs=0.03)
    assert found[1] == pytest.approx(0.2 * 0.94, abs=0.03)


def test_a_risk_has_the_variance_that_its_chance_gives() -> None:
    """Y = 10 R + A, R happens in 30 %: 21 of 22 of the variance."""
    rng = np.random.default_rng(2)
    happens, a = (rng.random(4000) < 0.3).astype(float), rng.normal(size=4000)
    (found,) = variance_shares(inputs(happens, a), np.array([10 * happens + a]), PARAMS)
    assert found[0] == pytest.approx(21 / 22, abs=0.01)


def test_the_latest_of_two_is_moved_by_both_alike() -> None:
    a, b = np.random.default_rng(3).normal(size=(2, 4000))
    (found,) = variance_shares(inputs(a, b), np.array([np.maximum(a, b)]), PARAMS)
    assert found[0] == pytest.approx(found[1], abs=0.05)


def test_nothing_uncertain_and_noise_alone_have_no_drivers() -> None:
    noise = np.random.default_rng(4).normal(size=(41, 500))
    dates = np.stack([noise[0], np.full(500, 7.0)])
    assert variance_shares(inputs(*noise[1:]), dates, PARAMS) == [{}, {}]


def test_futures_in_which_a_target_does_not_come_about_are_left_out() -> None:
    a, b = np.random.default_rng(5).normal(size=(2, 4000))
    dates = np.where(b > 1, np.nan, a)
    (found,) = variance_shares(inputs(a, b), np.array([dates]), PARAMS)
    assert found.keys() == {0}


def test_groups_hold_equal_values_together() -> None:
    assert grouped(np.array([1.0, 1.0, 2.0, 1.0]), 2).tolist() == [0, 0, 1, 0]
    sizes = np.bincount(grouped(np.arange(80.0), 8))
    assert sizes.tolist() == [10] * 8
    many = np.array([0.0] * 70 + list(range(1, 31)))
    assert len(set(grouped(many, 8)[:70].tolist())) == 1
