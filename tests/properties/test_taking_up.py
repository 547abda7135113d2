"""Work in progress is not put aside for nothing: held against the exhaustive enumeration."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain import Plan
from allocator.heuristics.construct import Constructor
from allocator.heuristics.resume import ObjectiveLimits, resumed_solution, sum_of_resumptions
from allocator.planner import SolveOptions, solve
from allocator.problem.compile import compile_problem
from support.oracle.exhaustive import least_parked
from support.strategies import as_scenario, settled, tracked_scenarios

OPTIONS = SolveOptions(time_limit=20, workers=1)
MIDNIGHT = dt.datetime(2026, 12, 1)


def data(items: list[dict[str, Any]], people: str = "p", **more: Any) -> dict[str, Any]:
    """A week from Monday 7 December, planned by days; everybody can do everything."""
    return {
        "name": "under way",
        "calendar": {"start": "2026-12-01", "slot": "1d"},
        "now": "2026-12-07",
        "people": [{"id": person, "skills": {"r": 1}} for person in people],
        "items": [{"needs": "r", **item} for item in items],
        **more,
    }


def under_way(name: str, remaining: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "effort": remaining,
        "state": "in_progress",
        "started": "2026-12-01",
        "remaining": remaining,
        **more,
    }


def planned(of: dict[str, Any]) -> Plan:
    return solve(as_scenario(of), OPTIONS).plan


def goes_on(plan: Plan) -> dict[str, str]:
    """When each item in progress is taken up, as month and day."""
    return {
        entry.id: f"{min(work.start for work in entry.assignments):%m-%d}"
        for entry in plan.items
        if entry.state == "in_progress"
    }


def test_it_is_put_aside_for_a_due_date() -> None:
    """A goes on first only where B, with five days until its due date, would be late."""
    new = {"id": "B", "effort": "5d", "due": "2026-12-11"}
    assert goes_on(planned(data([under_way("A", "3d"), new]))) == {"A": "12-14"}
    new["due"] = "2026-12-16"
    assert goes_on(planned(data([under_way("A", "3d"), new]))) == {"A": "12-07"}


def test_of_equal_plans_it_is_the_one_in_which_work_goes_on() -> None:
    """B stood first although the two take as long, with the same flow either way."""
    items = [{"id": "B", "effort": "3d"}, under_way("A", "3d"), {"id": "C", "effort": "3d"}]
    assert goes_on(planned(data(items))) == {"A": "12-07"}


def test_others_change_their_order_for_it() -> None:
    """C has to go before B for A to be first; every date can be kept so."""
    items = [
        under_way("A", "2d", due="2026-12-14"),
        {"id": "B", "effort": "2d", "due": "2026-12-12"},
        {"id": "C", "effort": "1d", "due": "2026-12-10"},
    ]
    plan = planned(data(items, objectives=["tardiness", "makespan"]))
    assert goes_on(plan) == {"A": "12-07"}


def test_nothing_optional_is_dropped_for_it() -> None:
    items = [
        under_way("A", "2d"),
        {"id": "B", "effort": "3d", "due": "2026-12-09", "optional": True},
    ]
    plan = planned(data(items, objectives=["value", "tardiness"]))
    assert {entry.id: entry.state for entry in plan.items}["B"] == "planned"
    assert goes_on(plan) == {"A": "12-10"}


@st.composite
def small_weeks(draw: st.DrawFn) -> dict[str, Any]:
    """Up to four items of a day or two, for one or two people, the first of them in progress."""
    items = []
    for k in range(draw(st.integers(2, 4))):
        length = draw(st.sampled_from(["1d", "2d"]))
        item = {"id": f"I{k}", "effort": length}
        if k == 0 or draw(st.booleans()):
            item = under_way(f"I{k}", length)
            if draw(st.booleans()):
                item["people"] = ["p"]
        elif draw(st.integers(0, 2)) == 0:
            item["after"] = f"I{k - 1}"
        if draw(st.booleans()):
            item["due"] = f"2026-12-{draw(st.integers(8, 14)):02d}"
        items.append(item)
    tiers = [["tardiness"], ["makespan"], ["tardiness", "flow"], ["tardiness", "makespan"]]
    people = draw(st.sampled_from(["p", "pq"]))
    return data(items, people, objectives=draw(st.sampled_from(tiers)))


@settled(20, quick=10)
@given(small_weeks())
def test_no_equal_plan_has_its_work_go_on_earlier(of: dict[str, Any]) -> None:
    """The least wait of all plans with the best values, and these values."""
    plan = planned(of)
    expected = least_parked(as_scenario(of), days=20)
    assert expected is not None
    values, waits = expected
    assert [tier.value for tier in plan.solver.tiers] == [float(value) for value in values]
    found = [
        min(work.start for work in entry.assignments) - MIDNIGHT
        for entry in plan.items
        if entry.state == "in_progress"
    ]
    assert sum(found, dt.timedelta()) == dt.timedelta(minutes=float(waits))


@settled(20, quick=10)
@given(tracked_scenarios("medium"), st.integers(0, 3))
def test_no_objective_gets_worse_and_nothing_is_dropped(of: dict[str, Any], skip: int) -> None:
    """On plans that are far from the best, and with goals that are met with room to spare."""
    scenario = as_scenario(of)
    problem = compile_problem(scenario, axis_days=400)
    constructor = Constructor(problem, seed=skip)
    found = next(islice(constructor.candidates(), skip, None))
    if found is None:
        return
    better = resumed_solution(constructor.decoder.evaluator, found.solution, constructor.decoder)
    before = ObjectiveLimits.of(constructor.decoder.evaluator, found.solution)
    assert before.allow(better)
    assert better.planned == found.solution.planned
    assert sum_of_resumptions(problem, better) <= sum_of_resumptions(problem, found.solution)
