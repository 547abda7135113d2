"""Plans a loosened scenario with the items of a conflict as early as can be."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allocator.domain import Plan, Scenario
from allocator.errors import AllocatorError
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.planner.method import solve
from allocator.planner.options import SolveOptions


def early_plan(
    scenario: Scenario, items: Collection[str], tests: FeasibilityTests, *, cheap: bool = False
) -> Plan | None:
    """Return a plan that keeps all deadlines, else one that breaks them; None if none is found.

    Parameters
    ----------
    scenario
        Loosened.
    items
        Ids of those that come early.
    tests
        Time and seed.
    cheap
        Whether budgets that are goals come before that.
    """
    seconds = min(tests.params.move_seconds, tests.clock.left / 2)
    if seconds <= 0:
        return None
    start = scenario.plan_from
    changes: dict[str, Any] = {
        "objectives": ("budget", "tardiness") if cheap else ("tardiness",),
        "goals": {},
        "projects": tuple(p.model_copy(update={"due": None}) for p in scenario.projects),
        "items": tuple(
            item.model_copy(update={"due": start if item.id in items else None, "priority": 1.0})
            for item in scenario.items
        ),
    }
    options = SolveOptions(time_limit=seconds, seed=tests.seed, relax=True)
    try:
        return solve(scenario.model_copy(update=changes), options, stop=tests.stop).plan
    except AllocatorError:
        return None
