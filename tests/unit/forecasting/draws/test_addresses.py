"""Draws are uniform, addressed, even in each head, and the same however they are made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from allocator.forecasting.draws.addresses import (
    address,
    addresses,
    drawn_bits,
    drawn_shares,
    futures_from,
    independent_bits,
    independent_one,
    reversed_bits,
    stratified_one,
)
from allocator.forecasting.draws.sobol import (
    SOBOL_DIMENSIONS,
    dimensions_of_factors,
    sobol_bits,
)


def levels(name: str, count: int) -> np.ndarray:
    return drawn_shares(0, count, addresses(1, [name], "ratio"))[0]


def independent_levels(name: str, count: int) -> np.ndarray:
    return independent_bits(0, count, address(1, name, "ratio")) / 2.0**32


def test_an_address_depends_on_seed_key_and_purpose() -> None:
    made = {
        int(address(*each))
        for each in ((1, "A", "ratio"), (2, "A", "ratio"), (1, "B", "ratio"), (1, "A", "try"))
    }
    assert len(made) == 4


@pytest.mark.parametrize("power", [1, 3, 6, 10])
def test_each_head_of_a_power_of_two_has_one_draw_in_each_stratum(power: int) -> None:
    count = 2**power
    for name in ("A", "B", "C"):
        strata = np.floor(levels(name, count) * count).astype(int)
        assert sorted(strata) == list(range(count))


@pytest.mark.parametrize("drawn", [levels, independent_levels])
def test_more_futures_leave_the_first_ones(drawn: Callable[[str, int], np.ndarray]) -> None:
    few, many = (drawn("A", n) for n in (100, 1000))
    assert (many[:100] == few).all()


def test_independent_draws_are_uniform_and_independent() -> None:
    """Kolmogorov's distance and the correlation of two dimensions stay within 4 sd of chance."""
    count = 20_000
    one, two = (independent_levels(name, count) for name in ("A", "B"))
    distance = np.abs(np.sort(one) - (np.arange(count) + 0.5) / count).max()
    assert distance < 2 / np.sqrt(count)
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / np.sqrt(count)
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 4 / np.sqrt(count)


def test_stratified_dimensions_are_not_correlated() -> None:
    made = np.array([levels(f"item {k}", 1024) for k in range(40)])
    off = np.corrcoef(made)[~np.eye(40, dtype=bool)]
    assert abs(off.mean()) < 0.01 and np.abs(off).max() < 0.2


def test_numbers_and_arrays_give_the_same_bits() -> None:
    futures, own = futures_from(5, 20), address(3, "A", "ratio")
    with np.errstate(over="ignore"):
        by_number = [stratified_one(r, own) for r in reversed_bits(futures)]
        plain_by_number = [independent_one(f, own) for f in futures]
    assert (drawn_bits(5, 20, np.array([own]))[0] == by_number).all()
    assert (independent_bits(5, 20, own) == plain_by_number).all()


def test_sobol_points_are_even_in_pairs_and_their_head_stays() -> None:
    dimensions = np.arange(SOBOL_DIMENSIONS)
    own = addresses(1, [f"factor {k}" for k in dimensions], "factor")
    made = sobol_bits(0, 256, dimensions, own) / 2.0**32
    for row in made:
        assert sorted(np.floor(row * 256).astype(int)) == list(range(256))
    counts = np.histogram2d(made[0], made[1], bins=16, range=((0, 1), (0, 1)))[0]
    assert (counts == 1).all()  # the first two dimensions: one of 256 points in each square
    later = sobol_bits(100, 20, dimensions, own) / 2.0**32
    assert (later == made[:, 100:120]).all()


def test_a_person_more_leaves_the_dimensions_of_the_others() -> None:
    few, more = dimensions_of_factors(3, 2), dimensions_of_factors(4, 2)
    assert list(few[:3]) == list(more[:3]) and list(few[3:]) == list(more[4:])
    many = dimensions_of_factors(40, 10)
    used = [d for d in many if d >= 0]
    assert len(used) == len(set(used)) == SOBOL_DIMENSIONS
