"""A search thread gives turns to its operators, and credits each with its own finds alone."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from allocator.planner.clock import Clock
from allocator.planner.incumbent import Gain
from allocator.planner.operators import Operator, SearchContext, Target, TimeSlice
from allocator.planner.params import SearchParams
from allocator.planner.search_thread import SearchThread, Stage
from allocator.planner.threads import run_in_threads


def context() -> Any:
    return SimpleNamespace(
        incumbent=SimpleNamespace(best=SimpleNamespace(score=(0, 100))),
        problem=SimpleNamespace(possible_pairs=1, activities=()),
        clock=Clock(60.0, None),
        params=SearchParams(),
    )


class Finder(Operator):
    """Improves the best plan by a tenth of its value and says so."""

    name: ClassVar[str] = "climb"
    engine: ClassVar[str] = "search"

    def __init__(self, context: SearchContext) -> None:
        self._best: Any = context.incumbent.best

    def can_run(self, time_slice: TimeSlice) -> bool:
        return True

    def run(self, time_slice: TimeSlice) -> Gain | None:
        time.sleep(0.001)
        old = self._best.score
        self._best.score = (0, old[1] * 0.9)
        return Gain(old, self._best.score)


class Bystander(Finder):
    """Finds nothing, while another thread improves the best plan meanwhile."""

    name: ClassVar[str] = "orders"

    def run(self, time_slice: TimeSlice) -> Gain | None:
        super().run(time_slice)
        return None


class Failing(Finder):
    name: ClassVar[str] = "breed"

    def run(self, time_slice: TimeSlice) -> Gain | None:
        raise RuntimeError("an operator failed")


def stage(turns: int) -> Stage:
    target = Target(tier="tardiness", focus=1, kept=())
    left = iter(range(turns))
    time_slice = TimeSlice(target=target, seconds=60.0, end=time.monotonic() + 60.0)
    return Stage(time_slice, lambda: next(left, None) is None)


def test_an_operator_is_not_credited_with_what_others_find_meanwhile() -> None:
    thread = SearchThread(context(), (Finder, Bystander))
    thread.run(stage(turns=20))
    assert thread.shares.seconds["orders"] > 0
    assert thread.shares.gains["orders"] == 0
    assert thread.shares.gains["climb"] > 0


class Subproblems(Finder):
    name: ClassVar[str] = "lns"


def test_subproblems_get_less_time_where_they_are_little_of_the_whole() -> None:
    shares = []
    for activities in (500, 501):
        large = context()
        large.problem.activities = (None,) * activities
        thread = SearchThread(large, (Bystander, Subproblems))
        shares.append(thread.shares.shares(["orders", "lns"])["lns"])
    assert shares[1] < shares[0]


def test_excluded_operators_get_no_turn() -> None:
    thread = SearchThread(context(), (Finder, Bystander))
    only = stage(turns=5)
    thread.run(Stage(only.time_slice, only.is_over, excluded=("climb",)))
    assert thread.shares.seconds["climb"] == 0


def test_an_error_in_a_thread_surfaces() -> None:
    thread, last = SearchThread(context(), (Failing,)), stage(turns=1)
    with pytest.raises(RuntimeError, match="an operator failed"):
        run_in_threads([lambda: thread.run(last)], threading.Event.wait)


@pytest.mark.parametrize(
    ("new", "fraction"),
    [((0, 75, 9), 0.25), ((0, 100, 3), 0.0), ((0, 100, 9), 0.0), ((0, 110, 0), 0.0)],
)
def test_a_gain_counts_by_the_tier_that_was_to_be_improved(
    new: tuple[int, ...], fraction: float
) -> None:
    assert Gain((0, 100, 9), new).fraction(1) == fraction


def test_a_gain_in_a_tier_before_counts_as_well() -> None:
    """By at least one unit, though the tier itself got worse."""
    assert Gain((5, 100), (4, 200)).fraction(1) == 1 / 100
