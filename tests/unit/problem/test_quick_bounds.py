"""Bounds without search: what they come to by hand, and never above a plan."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from allocator.domain import Scenario
from allocator.planner.clock import Clock
from allocator.planner.first_plan import first_plan
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.horizon import beyond_bound, safe_horizon
from allocator.problem.objective import TierKind
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import time_windows
from support.plans import scenario
from support.strategies import as_scenario, medium_scenarios


def _hours(of: Scenario, tier: str) -> float:
    problem = compile_problem(of, axis_days=60)
    return QuickBounds(Evaluator(problem), time_windows(problem)).tier(tier) * problem.tick / 60


def test_people_who_alone_can_do_it_bound_the_makespan() -> None:
    """Three days for the two who know SQL, six for one: the group of one binds, 48 hours."""
    of = scenario(
        objectives=["makespan"],
        people=[{"id": "ana", "skills": {"sql": 3}}, {"id": "bob", "skills": {"sql": 1}}],
        items=[{"id": f"S{k}", "effort": "3d", "needs": {"sql": 3}} for k in range(2)]
        + [{"id": "T", "effort": "3d", "needs": "sql"}],
    )
    assert _hours(of, "makespan") == 48


def test_resources_bound_the_makespan() -> None:
    """Four elapsed days of 2 GPUs on a pool of 3 cannot end before two days and 16 hours."""
    of = scenario(
        calendar={"continuous": True},
        objectives=["makespan"],
        resources=[{"id": "gpu", "capacity": 3}],
        items=[{"id": f"E{k}", "elapsed": "1d", "resources": {"gpu": 2}} for k in range(4)],
    )
    assert _hours(of, "makespan") == 64


def test_dropped_items_bound_nothing() -> None:
    of = scenario(
        objectives=["makespan"],
        people=[{"id": "ana"}],
        items=[{"id": "A", "effort": "5d", "optional": True}, {"id": "B", "effort": "1d"}],
    )
    assert _hours(of, "makespan") == 8


def test_a_safe_horizon_holds_the_serial_plan() -> None:
    """Two days of work for one who is there on Mondays: at worst a week's wait before each."""
    of = scenario(
        people=[{"id": "ana", "workdays": ["mon"]}],
        items=[{"id": "A", "effort": "1d"}, {"id": "B", "effort": "1d"}],
    )
    safe = safe_horizon(compile_problem(of, axis_days=120))
    assert safe is not None
    assert 2 * 8 <= safe <= 2 * 6 * 8


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(medium_scenarios())
def test_no_plan_is_below_the_bounds(data: dict[str, Any]) -> None:
    start = first_plan(as_scenario(data), Clock(0.1, None), 0)
    if start.candidate is None:
        return
    windows = time_windows(start.problem)
    bounds = QuickBounds(Evaluator(start.problem), windows)
    for tier, value in zip(start.problem.tier_names, start.candidate.score[1:], strict=True):
        assert bounds.tier(tier) <= value
        if start.problem.tier(tier).kind is TierKind.FINISHES:
            assert bounds.tier(tier) <= beyond_bound(Evaluator(start.problem), windows, tier)
