"""Adaptive shares: what gains most per second gets most of the time, and nothing is starved."""

from __future__ import annotations

import pytest

from allocator.planner.shares import AdaptiveShares

FLOORS = {"climb": 0.1, "breed": 0.2, "orders": 0.3}


def shares(memory: float = 1.0) -> AdaptiveShares:
    return AdaptiveShares(FLOORS, memory=memory, turn_seconds=1.0)


def test_before_any_turn_each_is_due_its_floor_and_a_part_of_the_rest() -> None:
    due = shares().shares(FLOORS)
    assert due == pytest.approx(
        {"climb": 0.1 + 0.4 / 3, "breed": 0.2 + 0.4 / 3, "orders": 0.3 + 0.4 / 3}
    )


def test_the_rest_is_shared_by_gain_per_second() -> None:
    """Rates of 3 / (5 + 1) and 1 / (1 + 1) are equal, and the third has gained nothing."""
    adaptive = shares()
    adaptive.update("climb", 3.0, 5.0)
    adaptive.update("breed", 1.0, 1.0)
    assert adaptive.shares(FLOORS) == pytest.approx({"climb": 0.3, "breed": 0.4, "orders": 0.3})


def test_floors_of_operators_that_cannot_run_go_to_the_others() -> None:
    due = shares().shares(["climb", "breed"])
    assert sum(due.values()) == pytest.approx(1.0)
    assert due["breed"] - due["climb"] == pytest.approx(0.1)


def test_the_first_in_order_of_those_that_are_equally_far_behind_is_chosen() -> None:
    assert shares().choose(["breed", "orders"]) == "breed"


def test_none_is_chosen_of_none() -> None:
    assert shares().choose([]) is None


def test_turns_converge_to_the_shares_that_are_due() -> None:
    """One operator gains all the time: the others get their floors and no more."""
    adaptive, seconds = shares(), dict.fromkeys(FLOORS, 0.0)
    for _ in range(1000):
        name = adaptive.choose(FLOORS)
        assert name is not None
        seconds[name] += 1.0
        adaptive.update(name, 0.01 if name == "breed" else 0.0, 1.0)
    assert seconds == pytest.approx({"climb": 100.0, "breed": 600.0, "orders": 300.0}, abs=3.0)


def test_turns_that_take_longer_come_less_often() -> None:
    adaptive, turns = shares(), dict.fromkeys(FLOORS, 0)
    for _ in range(300):
        name = adaptive.choose(["climb", "breed"])
        assert name is not None
        turns[name] += 1
        adaptive.update(name, 0.0, 4.0 if name == "breed" else 1.0)
    assert turns["climb"] > 2 * turns["breed"]


def test_gains_of_long_ago_count_for_little() -> None:
    adaptive = shares(memory=0.5)
    adaptive.update("climb", 1.0, 1.0)
    early = adaptive.shares(FLOORS)["climb"]
    for _ in range(20):
        adaptive.update("breed", 0.001, 1.0)
    assert adaptive.shares(FLOORS)["climb"] < early / 2
    assert adaptive.seconds["climb"] < 1e-5
