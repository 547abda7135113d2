"""The place of stability among the objectives."""

from __future__ import annotations

from typing import Literal

from allocator.domain import Scenario, TierName
from allocator.replanning.params import DEFAULT_PARAMS, ReplanParams

Keep = Literal["low", "medium", "high"]


def tiers_without_stability(scenario: Scenario) -> tuple[TierName, ...]:
    """Return the objectives of a scenario without stability."""
    return tuple(tier for tier in scenario.tiers if tier != "stability")


def tiers_with_stability(scenario: Scenario, keep: Keep) -> tuple[TierName, ...]:
    """Return the objectives in their order, with stability among them.

    What is dropped (``value``), where it stands first, comes first with every keep: to leave work
    out is no way to keep a plan.

    Parameters
    ----------
    scenario
        Whose objectives they are.
    keep
        ``high``: before all others; ``low``: after them; ``medium``: after the first one, which
        gets a goal, see :func:`goal_value`.
    """
    found = tiers_without_stability(scenario)
    if not scenario.baseline:
        return found or ("flow",)
    head = found[:1] if found[:1] == ("value",) else ()
    rest = found[len(head) :]
    if keep == "high":
        return (*head, "stability", *rest)
    if keep == "low":
        return (*found, "stability")
    return (*head, *rest[:1], "stability", *rest[1:])


def leading_tier(scenario: Scenario) -> TierName | None:
    """Return the first objective other than the value of dropped items; None without one."""
    return next((tier for tier in tiers_without_stability(scenario) if tier != "value"), None)


def goal_value(
    scenario: Scenario, tier: TierName, best: float, params: ReplanParams = DEFAULT_PARAMS
) -> float:
    """Return the value of an objective that is good enough with keep medium.

    That is a fraction of the value, or a part of a working day at the smallest priority there is if
    that is more (for objectives in hours).

    Parameters
    ----------
    scenario
        Gives the priorities and the hours of a working day.
    tier, best
        The objective and its best value, in its unit.
    params
        What that may cost.
    """
    least = _least_tolerance(scenario, tier, params.goal_tolerance_days)
    return best + max(params.goal_tolerance * best, least)


def _least_tolerance(scenario: Scenario, tier: TierName, days: float) -> float:
    if tier not in ("tardiness", "flow", "makespan"):
        return 0.0
    hours = float(scenario.calendar.day_hours) * days
    if tier == "makespan":
        return hours
    weights = [project.priority for project in scenario.projects]
    weights += [scenario.priority_of(item) for item in scenario.items]
    return hours * min((weight for weight in weights if weight > 0), default=1.0)
