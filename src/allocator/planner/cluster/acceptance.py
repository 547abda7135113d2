"""What comes from elsewhere is checked before it is taken: the checker's rules on bare dates."""

from __future__ import annotations

from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import CHECKS
from allocator.domain import Plan, PlanMetrics, RuleId, Scenario, SolverReport
from allocator.problem.model import Problem, Solution
from allocator.problem.plan_items import plan_items

_NOT_OF_SOLUTIONS = (RuleId.CLAIMS, RuleId.DEADLINE)
"""A solution claims nothing; and what it misses of its deadlines is in its score."""


def is_plan(problem: Problem, scenario: Scenario, solution: Solution) -> bool:
    """Return whether a solution breaks no rule but deadlines.

    Parameters
    ----------
    problem, scenario
        What is planned, compiled and as it was.
    solution
        Whatever was received.
    """
    try:
        items = plan_items(problem, scenario, solution)
    except (LookupError, ValueError, TypeError, AttributeError, AssertionError):
        return False
    report = SolverReport(
        status="feasible", engine="", seed=0, wall_seconds=None, stop_reason="time_limit", tiers=()
    )
    metrics = PlanMetrics(start=None, finish=None, planned_items=0, dropped_items=0, late_items=0)
    plan = Plan(
        created=None,
        scenario=scenario,
        scenario_sha256="",
        solver=report,
        items=items,
        metrics=metrics,
    )
    checked = CheckedPlan(scenario, plan)
    return not any(
        violation
        for rule, check in CHECKS.items()
        if rule not in _NOT_OF_SOLUTIONS
        for violation in check(checked)
    )
