"""Disturbed orders: what moves, by how much, the same for a seed."""

from __future__ import annotations

import numpy as np

from allocator.heuristics.disturb import disturbed_order, disturbed_starts, noisy_order
from allocator.heuristics.params import DisturbanceParams
from allocator.problem.model import Solution

ORDER = np.linspace(0.0, 1.0, 8)
PROJECTS = np.array([0, 0, 1, 1, 2, 2, 3, 3])
SOLUTION = Solution((0, 4, None, 10), ((), (), (), ()), (True, True, False, True))
"""By place: at the beginning, four tenths, dropped and so behind the end, at the end."""


def test_projects_move_as_a_whole_or_not_at_all() -> None:
    params = DisturbanceParams(whole_project_share=1.0, moved_project_shares=(0.5, 0.5, 0.5))
    for seed in range(10):
        moved = disturbed_order(ORDER, PROJECTS, 4, params, np.random.default_rng(seed)) - ORDER
        assert np.allclose(moved[::2], moved[1::2])
    params = DisturbanceParams(whole_project_share=1.0, moved_project_shares=(0.0, 0.0, 0.0))
    still = disturbed_order(ORDER, PROJECTS, 4, params, np.random.default_rng(1))
    assert np.array_equal(still, ORDER)


def test_a_single_project_is_no_reason_to_move_it_as_a_whole() -> None:
    params = DisturbanceParams(whole_project_share=1.0)
    moved = disturbed_order(ORDER, np.zeros(8, int), 1, params, np.random.default_rng(1)) - ORDER
    assert len(set(moved)) == 8


def test_a_few_starts_move_and_what_is_dropped_comes_last() -> None:
    still = [0.0, 0.4, 1.2, 1.0]
    params = DisturbanceParams(few_share=1.0, max_few=1)
    for seed in range(10):
        places = disturbed_starts(SOLUTION, params, np.random.default_rng(seed))
        assert sum(places != still) == 1
    params = DisturbanceParams(few_share=0.0, all_deviation=0.0)
    assert disturbed_starts(SOLUTION, params, np.random.default_rng(1)).tolist() == still


def test_noise_keeps_places_from_0_to_1() -> None:
    random = np.random.default_rng(3)
    assert noisy_order(SOLUTION, 0.0, random).tolist() == [1 / 3, 2 / 3, 0.0, 1.0]
    noisy = noisy_order(SOLUTION, 1.0, random)
    assert ((noisy >= 0.0) & (noisy <= 1.0)).all()
    assert len(set(noisy.tolist())) > 1
