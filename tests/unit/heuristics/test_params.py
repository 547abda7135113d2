"""Parameters of the heuristics: refused out of range, and heard by what they steer."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from allocator.heuristics.kernel.moves import MOVES
from allocator.heuristics.kernel.search import Search
from allocator.heuristics.params import (
    DEFAULT_PARAMS,
    ClimbParams,
    DisturbanceParams,
    HeuristicsParams,
    MoveParams,
)
from allocator.problem.compile import compile_problem
from support.plans import scenario


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: ClimbParams(history_length=0),
            "ClimbParams.history_length is 0; it must be a whole number, at least 1",
        ),
        (
            lambda: ClimbParams(reheats=(8, 0)),
            "ClimbParams.reheats[1] is 0; it must be a whole number, at least 1",
        ),
        (lambda: ClimbParams(reheats=()), "ClimbParams.reheats is empty; it must hold a number"),
        (
            lambda: DisturbanceParams(few_share=1.5),
            "DisturbanceParams.few_share is 1.5; it must be 0 to 1",
        ),
        (
            lambda: MoveParams(max_moved=1),
            "MoveParams.max_moved is 1; it must be a whole number, at least 2",
        ),
    ],
)
def test_a_number_out_of_range_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        make()
    assert str(caught.value) == message


def test_the_search_follows_its_parameters() -> None:
    """With the same seed other sizes of moves take another course."""
    items = [
        {"id": f"i{k}", "needs": "ml", "effort": f"{1 + k * 5 % 7}d", "due": f"2026-12-{1 + k:02}"}
        for k in range(14)
    ]
    people = [{"id": name, "skills": ["ml"]} for name in ("ana", "bo")]
    problem = compile_problem(
        scenario(people=people, items=items, objectives=["tardiness"]), axis_days=60
    )

    def course(params: HeuristicsParams) -> tuple[object, ...]:
        search = Search(problem, 1, params=params)
        assert search.begin(np.arange(14, dtype=np.int64))
        found = search.run(1, steps=40)
        assert set(search.weights) == {move.name for move in MOVES}
        return found, search.weights, search.solution()

    small = dataclasses.replace(DEFAULT_PARAMS, moves=MoveParams(max_moved=2, activity_reach=64))
    assert course(DEFAULT_PARAMS) == course(HeuristicsParams())
    assert course(DEFAULT_PARAMS) != course(small)
