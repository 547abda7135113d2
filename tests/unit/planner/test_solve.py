"""The one door: limits, stops, proofs, and the same plan twice."""

from __future__ import annotations

import threading
import time

import pytest

from allocator.checks.run import check
from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.planfile.plan_json import write_plan
from allocator.planner import Progress, SolveOptions, solve
from support.plans import scenario

ONE_TOO_MANY = scenario(
    people=[{"id": "ana"}],
    items=[
        {"id": "A", "effort": "3d", "deadline": "2026-12-03"},
        {"id": "B", "effort": "3d", "deadline": "2026-12-04"},
    ],
)


def _crowd(items: int = 40) -> Scenario:
    """More work than a few seconds suffice to prove best."""
    skills = ["a", "b", "c", "d"]
    people = [
        {"id": f"p{k}", "skills": {skills[k % 4]: 1, skills[(k + 1) % 4]: 1}} for k in range(5)
    ]
    work = [
        {
            "id": f"i{k}",
            "needs": skills[(k * 7) % 4],
            "effort": f"{3 + (k * 5) % 17}h",
            "project": f"q{k % 4}",
            "after": [f"i{k - 9}"] if k >= 9 else [],
        }
        for k in range(items)
    ]
    projects = [
        {"id": f"q{k}", "priority": 1 + k, "due": f"2026-12-{10 + 2 * k}"} for k in range(4)
    ]
    return scenario(people=people, items=work, projects=projects)


def test_nothing_to_plan_is_a_plan() -> None:
    result = solve(scenario(items=[]))
    assert result.status == "optimal"
    assert result.plan.items == ()


def test_reproducible_runs_give_the_same_file() -> None:
    options = SolveOptions(time_limit=1, reproducible=True, seed=3)
    first, second = (write_plan(solve(_crowd(), options).plan) for _ in range(2))
    assert first == second


def test_reproducible_does_not_depend_on_the_cores() -> None:
    plans = [
        write_plan(solve(_crowd(20), SolveOptions(time_limit=1, reproducible=True, workers=w)).plan)
        for w in (1, 2)
    ]
    assert plans[0] == plans[1]


def test_a_stop_keeps_the_best_plan() -> None:
    """Set while the solver is at work; the plan passes the checks and comes at once."""
    stop = threading.Event()
    seen: list[Progress] = []

    def watch(state: Progress) -> None:
        seen.append(state)
        if state.engine == "CP-SAT":
            stop.set()

    began = time.monotonic()
    result = solve(_crowd(60), SolveOptions(time_limit=120), progress=watch, stop=stop)
    assert result.stop_reason == "interrupted"
    assert time.monotonic() - began < 60
    assert check(result.plan.scenario, result.plan) == []
    assert any(state.tiers for state in seen)


def test_values_and_bounds_are_ordered() -> None:
    result = solve(_crowd(), SolveOptions(time_limit=3))
    for tier in result.report.tiers:
        assert tier.bound <= tier.value
        assert tier.proved == (tier.bound == tier.value)


def test_elapsed_work_past_the_last_start_does_not_hide_a_proof() -> None:
    """Two of three tests of 40 h run at once; by chains and loads alone they end at 60 h."""
    result = solve(
        scenario(
            calendar={"continuous": True, "slot": "1h"},
            resources=[{"id": "bench", "capacity": 2}],
            items=[{"id": f"T{k}", "elapsed": "40h", "resources": {"bench": 1}} for k in range(3)],
            objectives=["makespan"],
        ),
        SolveOptions(time_limit=20),
    )
    assert (result.report.tiers[0].value, result.status) == (80, "optimal")


def test_deadlines_that_conflict_are_no_plan() -> None:
    with pytest.raises(InfeasibleError):
        solve(ONE_TOO_MANY, SolveOptions(time_limit=10))


def test_relaxed_breaks_least_and_says_so() -> None:
    """B last ends three team days after its deadline is two days; A last would be three."""
    result = solve(ONE_TOO_MANY, SolveOptions(time_limit=10, relax=True))
    (broken,) = result.report.relaxed
    assert (broken.kind, broken.id, broken.late_days) == ("item", "B", 2.0)
    violations = check(result.plan.scenario, result.plan)
    assert violations
    assert all(violation.relaxed for violation in violations)


def test_somebody_who_leaves_is_used_first() -> None:
    """The greedy order leaves no place for B; the solver finds the one that does."""
    of = scenario(
        people=[{"id": "ana", "to": "2026-12-02"}, {"id": "bob", "skills": ["x"]}],
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "B", "effort": "2d", "needs": [{}, {"skills": "x"}]},
        ],
    )
    result = solve(of, SolveOptions(time_limit=10))
    assert result.status == "optimal"


def test_relaxed_where_the_greedy_order_leaves_no_place() -> None:
    """No schedule of the heuristics fits, and the deadline of A cannot be kept either."""
    of = scenario(
        people=[{"id": "ana", "to": "2026-12-02"}, {"id": "bob", "skills": ["x"]}],
        items=[
            {"id": "A", "effort": "1d", "deadline": "2026-12-02"},
            {"id": "B", "effort": "2d", "needs": [{}, {"skills": "x"}]},
        ],
    )
    result = solve(of, SolveOptions(time_limit=10, relax=True))
    (broken,) = result.report.relaxed
    assert (broken.id, broken.late_days) == ("A", 1.0)


def test_the_axis_grows_with_the_dates() -> None:
    """A release ten years on, in the last century's slots of 15 minutes."""
    of = scenario(
        calendar={"slot": "15m"},
        people=[{"id": "ana"}],
        items=[{"id": "A", "effort": "90m", "not_before": "2036-12-01"}],
    )
    (item,) = solve(of, SolveOptions(time_limit=20)).plan.items
    assert str(item.finish) == "2036-12-01 10:30:00"


def test_progress_names_the_phase_and_the_tier_as_data() -> None:
    seen: list[Progress] = []
    solve(_crowd(20), SolveOptions(time_limit=1), progress=seen.append)
    assert seen[0].phase == "first_plan"
    assert {state.phase for state in seen} <= {"first_plan", "tier"}
    assert all((state.tier is not None) == (state.phase == "tier") for state in seen)
    assert {state.tier for state in seen} <= {None, *_crowd(20).tiers}


def test_progress_says_when_deadlines_are_to_be_met() -> None:
    seen: list[Progress] = []
    with pytest.raises(InfeasibleError):
        solve(ONE_TOO_MANY, SolveOptions(time_limit=10), progress=seen.append)
    assert {state.tier for state in seen if state.phase == "deadlines"} == {None}


def test_a_start_that_leaves_out_what_is_no_longer_optional_is_adapted() -> None:
    """It was taken as it is, and ended with a defect: ``A is dropped, but is not optional``."""
    people = [{"id": "ana"}]
    optional = {"id": "A", "effort": "1d", "optional": True}
    loose = scenario(people=people, items=[optional, {"id": "B", "effort": "1d"}])
    start = solve(loose.model_copy(update={"objectives": ("makespan",)})).plan
    assert [entry.state for entry in start.items] == ["dropped", "planned"]
    firm = scenario(people=people, items=[{**optional, "optional": False}, *loose.items[1:]])
    plan = solve(firm, SolveOptions(start=start.items)).plan
    assert [entry.state for entry in plan.items] == ["planned", "planned"]
    assert check(plan.scenario, plan) == []
