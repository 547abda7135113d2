"""Bounds by the sets of items that can be under way together, by hand."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from allocator.bounds.concurrent_sets import Concurrency, least_slots
from allocator.bounds.params import SetParams
from allocator.bounds.tier_bounds import tier_bounds
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows
from support.plans import scenario

CONTINUOUS = {"start": "2026-11-30", "slot": "1h", "continuous": True}


def bounds_on_makespan(**more: Any) -> dict[str, float]:
    """Return the best bound in hours by where it comes from."""
    of = scenario(objectives=["makespan"], calendar=CONTINUOUS, **more)
    problem = compile_problem(of, axis_days=10)
    found = tier_bounds(
        Evaluator(problem), time_windows(problem), "makespan", seconds=20, stop=lambda: False
    )
    return {source: float(bound * problem.tier("makespan").unit) for bound, source in found}


def pairs(count: int, **more: Any) -> list[dict[str, Any]]:
    """Return items that take two people for two hours."""
    return [{"id": f"I{k}", "needs": [{"people": 2}], "effort": "2h", **more} for k in range(count)]


def test_two_pairs_of_three_people_cannot_work_side_by_side() -> None:
    """Three items of two people for two hours: 12 hours of three people are 4, but it takes 6."""
    people = [{"id": name} for name in ("ana", "bob", "eve")]
    found = bounds_on_makespan(people=people, items=pairs(3))
    assert found["chains of links and load of groups"] == 4
    assert found["sets of items that fit together"] == 6


def test_what_follows_something_never_goes_beside_it() -> None:
    """The third may go beside any; of the others no two: 3 + 3 + 1 slots."""
    apart = np.zeros((4, 4), dtype=np.int64)
    for i, j in ((0, 1), (0, 3), (1, 3)):
        apart[i, j] = apart[j, i] = 1
    concurrency = Concurrency(np.array([3, 3, 4, 1]), apart, ())
    found = list(
        least_slots(concurrency, end=time.monotonic() + 20, stop=lambda: False, params=SetParams())
    )
    assert found[-1] == 7
    assert found == sorted(set(found))


def test_resources_keep_items_apart() -> None:
    """Five hours each, 2 of 3 licences: three of them take 15 hours, though 10 carry the load."""
    found = bounds_on_makespan(
        people=[{"id": "ana"}],
        resources=[{"id": "licence", "capacity": 3}],
        items=[{"id": f"I{k}", "elapsed": "5h", "resources": {"licence": 2}} for k in range(3)],
    )
    assert found["sets of items that fit together"] == 15


def test_heads_and_tails_are_added() -> None:
    """An hour before the three items, and one after them."""
    people = [{"id": name} for name in ("ana", "bob", "eve")]
    first: dict[str, Any] = {"id": "first", "elapsed": "1h"}
    last: dict[str, Any] = {"id": "last", "elapsed": "1h", "after": ["I0", "I1", "I2"]}
    found = bounds_on_makespan(people=people, items=[first, *pairs(3, after=["first"]), last])
    assert max(found.values()) == 8


def test_it_ends_when_it_is_told_to() -> None:
    concurrency = Concurrency(
        np.array([3, 3]), np.zeros((2, 2), dtype=np.int64), ((np.array([1, 1]), 1),)
    )
    end = time.monotonic() + 20
    assert not list(least_slots(concurrency, end=end, stop=lambda: True, params=SetParams()))
