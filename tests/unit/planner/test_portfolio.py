"""Which engines get a turn, by the size of the problem and the time that there is."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.planner import SolveOptions, solve
from allocator.planner.operators.whole_model import is_worth_its_start
from allocator.planner.params import WholeModelParams
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem


def _scenario(items: int, **more: Any) -> Scenario:
    """Everything is late from the start, so that no bound proves the first plan.

    Parameters
    ----------
    more
        About one of the two people.
    """
    return Scenario.model_validate(
        {
            "name": "late",
            "calendar": {"start": "2026-01-05"},
            "objectives": ["tardiness"],
            "people": [{"id": "ana"}, {"id": "bo", **more}],
            "items": [
                {
                    "id": f"i{k}",
                    "effort": f"{1 + k % 7}d",
                    "due": "2026-01-06",
                    "priority": 1 + k % 5,
                }
                for k in range(items)
            ],
        }
    )


def _problem(items: int, **more: Any) -> Problem:
    return compile_problem(_scenario(items, **more), axis_days=370)


@pytest.mark.parametrize(
    ("items", "seconds", "worth"),
    [(40, 0.1, True), (41, 0.5, False), (80, 1.5, False), (80, 2.0, True)],
)
def test_the_whole_model_needs_time_that_grows_with_it(
    items: int, seconds: float, *, worth: bool
) -> None:
    assert is_worth_its_start(_problem(items), seconds, WholeModelParams()) is worth


@pytest.mark.parametrize(
    ("items", "seconds", "worth"), [(100, 2.0, True), (110, 30.0, False), (110, 33.0, True)]
)
def test_beyond_small_problems_it_needs_more_where_times_depend_on_people(
    items: int, seconds: float, *, worth: bool
) -> None:
    problem = _problem(items, workdays=["mon", "tue"])
    assert is_worth_its_start(problem, seconds, WholeModelParams()) is worth


def test_a_short_search_does_not_begin_what_it_could_not_end() -> None:
    """With days off the whole model takes seconds to load, whatever its limit of time."""
    plan = solve(_scenario(90, workdays=["mon", "tue"]), SolveOptions(time_limit=1.0)).plan
    assert plan.solver.stop_reason == "time_limit"
    assert "CP-SAT" not in plan.solver.engine


def test_the_whole_model_looks_at_what_it_may_solve_at_once() -> None:
    plan = solve(_scenario(90), SolveOptions(time_limit=1.0)).plan
    assert "CP-SAT" in plan.solver.engine
    assert plan.solver.wall_seconds < 3.0
