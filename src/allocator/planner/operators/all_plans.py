"""Bounds that hold for all plans, made of what is proved of those on the planning horizon."""

from __future__ import annotations

from collections.abc import Callable

from allocator.planner.operators.protocol import SearchContext
from allocator.problem.horizon import beyond_bound


def of_all_plans(context: SearchContext, tier: str) -> Callable[[int], int]:
    """Return what makes a bound, proved on this horizon beyond the goal, one of all plans."""
    problem = context.problem
    ceiling = beyond_bound(context.incumbent.evaluator, context.windows, tier)
    exact = problem.exact_horizon or tier == "deadlines"
    goal = problem.tier(tier).goal or 0

    def valid(bound: int) -> int:
        if bound <= goal:
            return 0
        return bound if exact else min(bound, ceiling)

    return valid
