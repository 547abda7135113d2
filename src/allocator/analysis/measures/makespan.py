"""Makespan: working hours of the team from the plan's start to its last finish."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.dates import last_finish, plan_start
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return max(0, W(latest finish) - W(plan start)), in hours; 0 where nothing is planned."""
    finish = last_finish(items)
    if finish is None:
        return Fraction(0)
    return max(Fraction(0), team.hours_between(plan_start(scenario), finish))
