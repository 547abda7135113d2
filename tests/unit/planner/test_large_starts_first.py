"""Starts first has turns of its own where the whole model is too large."""

from __future__ import annotations

from allocator.domain import Scenario
from allocator.planner import SolveOptions, solve
from allocator.planner.params import SearchParams
from allocator.planner.starts_first.params import StartsFirstParams

ITEMS = 210


def pairs_of_three() -> Scenario:
    """Return items for two of three people, an hour each: one after the other."""
    return Scenario.model_validate(
        {
            "name": "pairs",
            "calendar": {"start": "2026-11-30", "slot": "1h", "continuous": True},
            "people": [{"id": name} for name in ("ana", "bo", "cy")],
            "items": [
                {"id": f"I{k}", "needs": [{"people": 2}], "effort": "1h"} for k in range(ITEMS)
            ],
            "objectives": ["makespan"],
        }
    )


def test_starts_alone_prove_what_loads_do_not() -> None:
    """Two at a time take three people's 140 hours; but nobody is half on two items."""
    result = solve(pairs_of_three(), SolveOptions(time_limit=60.0))
    (tier,) = result.report.tiers
    assert (tier.value, tier.bound, tier.bound_by) == (210, 210, "starts alone (CP-SAT)")


def test_beyond_a_size_there_is_no_model_of_starts() -> None:
    params = SearchParams(starts_first=StartsFirstParams(max_activities=ITEMS - 1))
    result = solve(pairs_of_three(), SolveOptions(time_limit=1.0, params=params))
    (tier,) = result.report.tiers
    assert (tier.value, tier.bound) == (210, 140)
