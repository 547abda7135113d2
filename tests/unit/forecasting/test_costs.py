"""Cost of futures whose people and ratios are given."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np

from allocator.forecasting.results.costs import FutureCosts, cost_forecasts
from allocator.forecasting.simulation.building import ptr_of
from allocator.problem.compile import compile_problem
from support.futures_by_hand import futures_of
from support.plans import plan_of, scenario, solo

PEOPLE = [{"id": "a", "rate": 100}, {"id": "b", "rate": 50}]


def costs_of(given, who, ratios, factors, certain=(False, False)):  # type: ignore[no-untyped-def]
    """Each of two items has one need of one person; ``who`` by future and item."""
    problem = compile_problem(given, axis_days=60)
    rows = [{item.id: (0, 8) for item in given.items}] * len(who)
    futures = dataclasses.replace(futures_of(problem, rows), who=np.array(who))
    entries = SimpleNamespace(
        need_ptr=ptr_of([1, 1]), place_ptr=ptr_of([1, 1]), certain=np.array(certain)
    )
    block = SimpleNamespace(
        first=0, count=len(who), ratios=np.array(ratios), factors=np.array(factors)
    )
    costs = FutureCosts(problem, given, entries)  # type: ignore[arg-type]
    costs.add(block, futures)  # type: ignore[arg-type]
    return costs


def given_scenario(**fields: object):  # type: ignore[no-untyped-def]
    return scenario(
        people=PEOPLE,
        projects=[{"id": "P", "budget": 1000}],
        items=[
            {"id": "A", "effort": "1d", "project": "P"},
            {"id": "B", "effort": "4h", **fields},
        ],
    )


def test_cost_is_rate_times_realised_effort_of_whoever_did_it() -> None:
    """A is 8 h, B 4 h; b is twice as slow in the second future."""
    costs = costs_of(
        given_scenario(),
        who=[[0, 1], [1, 1]],
        ratios=[[1.5, 1.0], [1, 1]],
        factors=[[1, 1], [1, 2]],
    )
    assert costs.of("P").tolist() == [1200, 800]
    assert costs.of(None).tolist() == [200, 400]
    assert costs.of_all().tolist() == [1400, 1200]


def test_what_is_not_done_costs_nothing_and_certain_work_has_no_factor() -> None:
    costs = costs_of(
        given_scenario(),
        who=[[0, -1], [0, 1]],
        ratios=[[1, 1], [1, 1]],
        factors=[[3, 3], [3, 3]],
        certain=(True, False),
    )
    assert costs.of("P").tolist() == [800, 800]
    assert costs.of(None).tolist() == [0, 600]


def test_the_budget_is_kept_in_a_share_of_the_futures() -> None:
    given = given_scenario()
    plan = plan_of(
        given,
        [
            solo("A", "a", "12-01 09:00", "12-01 17:00", hours=8),
            solo("B", "b", "12-01 09:00", "12-01 13:00", hours=4),
        ],
    )
    costs = costs_of(
        given, who=[[0, 1], [0, 1]], ratios=[[1.0, 1.5], [1, 1]], factors=[[1, 1], [1, 1]]
    )
    whole, project = cost_forecasts(plan, costs, "keep")
    assert (whole.planned, whole.p50, whole.p90) == (1000, 1000, 1400)
    assert (project.project, project.planned, project.budget) == ("P", 800, 1000)
    assert project.p_within == 0.5


def test_time_spent_counts_at_the_rate_of_the_people() -> None:
    given = scenario(
        people=PEOPLE,
        now="2026-12-02",
        items=[
            {
                "id": "A",
                "effort": "1d",
                "state": "done",
                "started": "2026-12-01",
                "finished": "2026-12-01",
                "people": ["a", "b"],
                "spent": "10h",
            }
        ],
    )
    costs = costs_of(given, who=[[], []], ratios=[[1, 1]], factors=[[1, 1], [1, 1]])
    (whole,) = cost_forecasts(plan_of(given, []), costs, "keep")
    assert (whole.planned, whole.p50) == (750, 750)
