"""Percentiles and shares of futures, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from allocator.forecasting.results.quantiles import (
    NEVER,
    NOT_DONE,
    quantiles,
    share_by,
    share_done,
    standard_error,
)

TEN = np.array([30, 10, 50, 20, 40, 60, 100, 90, 80, 70])


def test_a_percentile_is_the_least_instant_by_which_so_many_are_done() -> None:
    assert quantiles(TEN, [0.1, 0.5, 0.8, 0.85, 0.95, 1.0]) == [10, 50, 80, 90, 100, 100]


def test_what_never_comes_counts_as_later_than_everything() -> None:
    minutes = np.where(TEN > 70, NOT_DONE, TEN)
    assert quantiles(minutes, [0.5, 0.7, 0.71]) == [50, 70, None]


def test_what_is_still_to_be_done_at_the_end_of_the_axis_is_never_done() -> None:
    minutes = np.where(TEN > 70, NEVER, TEN)
    assert quantiles(minutes, [0.7, 0.71]) == [70, None]
    assert share_by(minutes, NEVER) == 0.7


def test_shares_count_what_never_comes_as_not_done() -> None:
    minutes = np.where(TEN > 70, NOT_DONE, TEN)
    assert share_by(minutes, 50) == 0.5
    assert share_by(minutes, 1000) == 0.7
    assert share_done(minutes) == 0.7


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_the_standard_error_is_that_of_a_share(share: float) -> None:
    assert standard_error(share, 400) == math.sqrt(share * (1 - share) / 400)
