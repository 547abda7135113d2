"""Running CP-SAT: what goes wrong on its thread is not swallowed."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.cpmodel.build import build
from allocator.domain import Scenario
from allocator.planner.clock import Clock
from allocator.planner.cpsat import PROVING_STRATEGIES, Run, strategies_of, workers
from allocator.planner.params import CpSatParams
from allocator.problem.compile import compile_problem
from allocator.problem.model import Solution


def run(**changes: Any) -> Run:
    found: dict[str, Any] = {
        "clock": Clock(10.0, None),
        "cores": 1,
        "seed": 0,
        "params": CpSatParams(),
        "on_solution": lambda solution: None,
        "on_bound": lambda bound: None,
    }
    return Run(**{**found, **changes})


def variables() -> Any:
    data = {
        "name": "one item",
        "calendar": {"start": "2026-01-05"},
        "objectives": ["makespan"],
        "people": [{"id": "ana"}],
        "items": [{"id": "one", "effort": "2d"}],
    }
    problem = compile_problem(Scenario.model_validate(data), axis_days=30)
    return build(problem, tiers=()).variables


def test_an_error_on_the_thread_of_the_solver_surfaces() -> None:
    """It was reported as a search that found nothing."""

    def fail(solution: Solution) -> None:
        raise RuntimeError("the solution could not be used")

    with pytest.raises(RuntimeError, match="the solution could not be used"):
        run(on_solution=fail).minimize(variables(), None, 10.0)


def test_without_an_objective_any_solution_will_do() -> None:
    outcome = run().minimize(variables(), None, 10.0)
    assert outcome.status == "optimal"
    assert outcome.solution is not None
    assert outcome.bound is None


@pytest.mark.parametrize(("cores", "count"), [(1, 2), (2, 4), (4, 8), (8, 8), (16, 16)])
def test_small_machines_run_two_workers_a_core(cores: int, count: int) -> None:
    assert workers(cores, CpSatParams()) == count


def test_workers_of_a_cluster_begin_with_different_strategies() -> None:
    """Each has one core, which is enough for one strategy that proves."""
    first = [strategies_of("flow", worker)[0] for worker in range(4)]
    assert first == [*PROVING_STRATEGIES, PROVING_STRATEGIES[0]]
    assert strategies_of("makespan", 1) == ()
