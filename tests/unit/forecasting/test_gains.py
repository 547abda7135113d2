"""What a date gains without a risk: against futures whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from allocator.forecasting.results.gains import gain_without, unexplained


def test_what_happens_in_half_of_the_futures_and_costs_four_days_costs_two_on_the_average() -> None:
    happens = np.arange(100) % 2 == 0
    days = np.where(happens, 14.0, 10.0)
    gain = gain_without(days, days, ~happens, deviations=3.5)
    assert gain is not None
    assert (gain.mean_days, gain.p85_days) == (2.0, 4.0)


def test_what_has_no_effect_is_no_gain() -> None:
    rng = np.random.default_rng(1)
    days, happens = rng.normal(50, 10, 1000), rng.random((200, 1000)) < 0.3
    found = [gain_without(days, days, ~each, deviations=3.5) for each in happens]
    assert sum(gain is not None for gain in found) <= 1


def test_other_causes_are_taken_out_of_the_noise() -> None:
    """The error of the mean is that of what is left: 1 day in place of 10."""
    rng = np.random.default_rng(2)
    other, happens = rng.normal(size=1000), rng.random(1000) < 0.3
    days = 50 + 10 * other + happens + rng.normal(size=1000)
    assert gain_without(days, days, ~happens, deviations=3.5) is None
    rest = unexplained(days, other[np.newaxis])
    gain = gain_without(days, rest, ~happens, deviations=3.5)
    assert gain is not None
    assert gain.mean_days == pytest.approx(0.3, abs=0.08)


def test_futures_in_which_nothing_comes_about_have_no_date_to_gain() -> None:
    days = np.full(50, np.nan)
    assert gain_without(days, days, np.arange(50) > 10, deviations=3.5) is None
