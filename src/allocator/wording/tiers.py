"""Objective tiers in words.

============================== ============
call                           gives
============================== ============
``tier_value(12.5, "h")``      ``12.5 h``
``tier_value(1200, "cost")``   ``1,200``
============================== ============
"""

from __future__ import annotations

from allocator.wording.amounts import number

OBJECTIVE_MEANINGS: dict[str, str] = {
    "tardiness": "lateness, weighted by priority",
    "flow": "time until projects are done, weighted by priority",
    "makespan": "time until everything is done",
    "cost": "cost of the people's work",
    "budget": "cost above the budgets of projects",
    "value": "value of what is left out",
    "preference": "work done by others than those who are preferred",
    "stability": "change against the plan before, near dates weighing more",
}
"""What each objective measures."""


def tier_value(value: float, unit: str) -> str:
    """Write a tier's value: ``12.5 h``; a cost or value has no unit, as users count in any."""
    return f"{number(value)} h" if unit == "h" else number(value)
