"""Operators stand in one list; the portfolio divides a tier's time among whatever is in it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from allocator.planner.clock import Clock
from allocator.planner.incumbent import Gain
from allocator.planner.operators import OPERATORS, Operator, SearchContext, Target, TimeSlice
from allocator.planner.params import OperatorParams, SearchParams, ShareParams, WholeModelParams
from allocator.planner.portfolio import Portfolio

NAMES = [kind.name for kind in OPERATORS]
SHARED = [kind for kind in OPERATORS if not kind.exclusive]


def test_each_operator_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("shares", ["min_people_shares", "min_resource_shares"])
def test_each_operator_that_shares_threads_has_a_least_share(shares: str) -> None:
    assert list(getattr(ShareParams(), shares)) == [kind.name for kind in SHARED]


def context(*, reproducible: bool = False, proved: bool = False) -> Any:
    """Return what operators that only count their turns need, of twenty activities."""
    best = SimpleNamespace(score=(0, 100), solution=None)
    params = SearchParams(
        whole_model=WholeModelParams(tiny_activities=10),
        operators=OperatorParams(slice_seconds=0.01),
    )
    return SearchContext(
        problem=SimpleNamespace(  # type: ignore[arg-type]
            activities=[None] * 20, possible_pairs=20, tier_names=("tardiness",)
        ),
        windows=None,  # type: ignore[arg-type]
        incumbent=SimpleNamespace(best=best, proved=lambda tier: proved, engine=""),  # type: ignore[arg-type]
        clock=Clock(60.0, None, reproducible=reproducible),
        cores=2,
        seed=0,
        params=params,
        relax=False,
        decoder=SimpleNamespace(),  # type: ignore[arg-type]
        order=None,
    )


class _Counting(Operator):
    """Finds nothing, and notes the time slices that it was given."""

    slices: ClassVar[list[tuple[str, TimeSlice]]] = []
    closed: ClassVar[list[str]] = []

    def __init__(self, context: SearchContext) -> None:
        self._seconds = context.params.operators.slice_seconds
        self._clock = context.clock

    def can_run(self, time_slice: TimeSlice) -> bool:
        return True

    def run(self, time_slice: TimeSlice) -> Gain | None:
        self.slices.append((self.name, time_slice))
        if self._clock.reproducible:
            self._clock.count(self._seconds)
        else:
            time.sleep(self._seconds)
        return None

    def close(self) -> None:
        self.closed.append(self.name)


class Turns(_Counting):
    name: ClassVar[str] = "turns"
    engine: ClassVar[str] = "turns"


class Seconds(_Counting):
    name: ClassVar[str] = "seconds"
    engine: ClassVar[str] = "seconds"
    family: ClassVar[str] = "SECONDS"
    starts_process: ClassVar[bool] = True


class Alone(_Counting):
    name: ClassVar[str] = "alone"
    engine: ClassVar[str] = "alone"
    family: ClassVar[str] = "ALONE"
    exclusive: ClassVar[bool] = True
    time_fraction = 0.5


@pytest.fixture(autouse=True)
def _forget() -> None:
    _Counting.slices.clear()
    _Counting.closed.clear()


def names() -> set[str]:
    return {name for name, _ in _Counting.slices}


def test_a_new_operator_in_the_list_gets_turns() -> None:
    with Portfolio(context(), (Turns,)) as portfolio:
        portfolio.improve("tardiness", (), 0.2)
    assert names() == {"turns"}
    assert _Counting.closed == ["turns"] * 2, "one for each core"


def test_an_operator_that_starts_a_process_waits_for_the_exclusive_ones() -> None:
    with Portfolio(context(), (Seconds, Turns, Alone)) as portfolio:
        portfolio.improve("tardiness", (), 0.4)
    order = [name for name, _ in _Counting.slices]
    assert "turns" in order[: order.index("alone")]
    assert "seconds" in order[order.index("alone") :]
    assert "seconds" not in order[: order.index("alone")]


def test_an_exclusive_operator_gets_its_fraction_of_the_time() -> None:
    with Portfolio(context(), (Turns, Alone)) as portfolio:
        portfolio.improve("tardiness", (), 0.4)
    (alone,) = [given.seconds for name, given in _Counting.slices if name == "alone"]
    assert 0 < alone <= 0.2
    assert names() == {"turns", "alone"}
    assert portfolio.engines == "SGS + search + ALONE"


def test_a_reproducible_run_counts_work_in_place_of_seconds() -> None:
    """Turns of a hundredth of a second, for two seconds, of which none goes by."""
    counted, began = context(reproducible=True), time.monotonic()
    with Portfolio(counted, (Seconds, Turns, Alone)) as portfolio:
        portfolio.improve("tardiness", (), 2.0)
    assert time.monotonic() - began < 1.0
    assert 2.0 <= counted.clock.now() < 2.02
    assert names() == {"turns", "seconds", "alone"}
    (alone,) = [given.seconds for name, given in _Counting.slices if name == "alone"]
    assert 0 < alone <= 1.0
    assert _Counting.closed == ["seconds", "turns"], "on one thread"


def test_operators_learn_what_to_improve_and_what_to_keep() -> None:
    with Portfolio(context(reproducible=True), (Alone,)) as portfolio:
        portfolio.improve("tardiness", [("deadlines", 3)], 1.0)
    assert _Counting.slices[0][1].target == Target(
        tier="tardiness", focus=1, kept=(("deadlines", 3),)
    )


def test_what_is_proved_gets_no_more_time() -> None:
    with Portfolio(context(proved=True), (Turns, Alone)) as portfolio:
        portfolio.improve("tardiness", (), 5.0)
    assert not _Counting.slices
