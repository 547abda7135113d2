"""What a compiled problem holds, and what it does not."""

from __future__ import annotations

import dataclasses
import pickle
from fractions import Fraction
from typing import Any

from hypothesis import given

from allocator.problem.compile import compile_problem
from allocator.problem.objective import DEADLINES, TierKind
from support.plans import scenario
from support.strategies import as_scenario, medium_scenarios, settled, tracked_scenarios


@settled(25)
@given(medium_scenarios() | tracked_scenarios("medium"))
def test_nothing_of_the_scenario_is_left_in_a_problem(data: dict[str, Any]) -> None:
    assert b"allocator.domain" not in pickle.dumps(compile_problem(as_scenario(data), axis_days=60))


def test_tiers_say_what_they_are_and_in_what_unit() -> None:
    of = scenario(
        objectives=["value", "cost", "tardiness", "makespan"],
        goals={"cost": 100, "tardiness": 12},
        people=[{"id": "ana", "rate": 0.5}],
        projects=[{"id": "P", "due": "2026-12-10", "priority": 2.5}],
        items=[
            {"id": "A", "effort": "2d", "project": "P"},
            {"id": "B", "effort": "1d", "optional": True, "value": 3},
        ],
    )
    problem = compile_problem(of, axis_days=30)
    assert [tier.name for tier in problem.tiers] == ["value", "cost", "tardiness", "makespan"]
    value, cost, tardiness, makespan = problem.tiers
    assert [tier.kind for tier in problem.tiers] == [
        TierKind.VALUE,
        TierKind.COST,
        TierKind.FINISHES,
        TierKind.FINISHES,
    ]
    assert [tier.unit_name for tier in problem.tiers] == ["value", "cost", "h", "h"]
    assert value.unit * problem.values[1] == 3
    assert cost.unit * problem.costs[0, 0, 0] == 8  # two days at half a coin an hour
    (term,) = tardiness.terms
    assert tardiness.unit * term.weight == Fraction(5, 2) * Fraction(problem.tick, 60)
    assert cost.goal is not None and cost.goal * cost.unit == 100
    assert tardiness.goal is not None and tardiness.goal * tardiness.unit == 12
    assert makespan.goal is None
    assert problem.tier("cost") is cost
    assert problem.tier("deadlines") is DEADLINES


def test_a_value_below_the_goal_counts_as_the_goal() -> None:
    tier = dataclasses.replace(DEADLINES, goal=10)
    assert (tier.counted(3), tier.counted(12), DEADLINES.counted(3)) == (10, 12, 3)


def test_only_links_without_lag_from_finish_to_start_make_a_follower() -> None:
    of = scenario(
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "B", "effort": "1d", "after": ["A"]},
            {"id": "C", "effort": "1d", "after": [{"item": "A", "lag": "1d"}]},
            {"id": "D", "effort": "1d", "after": [{"item": "A", "type": "SS"}]},
        ],
    )
    problem = compile_problem(of, axis_days=30)
    assert problem.requires == ((1, 0), (2, 0), (3, 0))
    assert problem.follows == ((1, 0),)
