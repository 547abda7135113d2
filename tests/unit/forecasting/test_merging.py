"""What waiting for the last of several costs, by hand."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.results.merging import merge_delay

NAN = float("nan")


def test_it_is_the_mean_of_the_latest_less_the_latest_of_the_means() -> None:
    one, two = np.array([1.0, 5.0]), np.array([4.0, 2.0])
    assert merge_delay([one, two]) == 4.5 - 3.0


def test_it_is_nothing_where_one_is_always_last_or_alone() -> None:
    one, two = np.array([1.0, 5.0]), np.array([4.0, 9.0])
    assert merge_delay([one, two]) == 0.0
    assert merge_delay([one]) == merge_delay([]) == 0.0


def test_what_does_not_come_about_is_not_waited_for() -> None:
    one, two = np.array([1.0, 5.0, NAN]), np.array([4.0, NAN, NAN])
    assert merge_delay([one, two]) == 4.5 - 4.0
    assert merge_delay([one, np.array([NAN, NAN, NAN])]) == 0.0
