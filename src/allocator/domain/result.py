"""What a solve returns: status, stop reason, plan and solver report are separate things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allocator.domain.plan import Plan, SolverReport


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of a solve that found a plan.

    Attributes
    ----------
    status
        Whether every tier is proved.
    stop_reason
        Why the search ended.
    plan
        The checked plan.
    report
        The solver's report, also part of the plan.
    first_plan_seconds
        Time from the call to the first feasible plan.
    best_plan_seconds
        Time from the call to the last improvement.
    """

    status: Literal["optimal", "feasible"]
    stop_reason: Literal["proved", "time_limit", "interrupted", "work_limit"]
    plan: Plan
    report: SolverReport
    first_plan_seconds: float
    best_plan_seconds: float
