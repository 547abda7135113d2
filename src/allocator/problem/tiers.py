"""The objectives of a scenario as tiers in integers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from allocator.domain import Scenario, TierName
from allocator.domain.quantities import exact
from allocator.problem.objective import Term, Tier, TierKind

KINDS: Mapping[TierName, TierKind] = {
    "tardiness": TierKind.FINISHES,
    "flow": TierKind.FINISHES,
    "makespan": TierKind.FINISHES,
    "cost": TierKind.COST,
    "preference": TierKind.PREFERENCE,
    "budget": TierKind.BUDGET,
    "value": TierKind.VALUE,
    "stability": TierKind.STABILITY,
}

UNIT_NAMES: Mapping[TierName, str] = {"cost": "cost", "budget": "cost", "value": "value"}
"""What the values of tiers count that are not about time."""


def tiers_of(
    scenario: Scenario,
    terms: Mapping[str, tuple[Term, ...]],
    units: Mapping[str, Fraction],
) -> tuple[Tier, ...]:
    """Return the tiers of a scenario, the most important first.

    Parameters
    ----------
    terms
        By name of a tier about time.
    units
        By name of a tier: what an integer unit is worth in hours, cost or value.
    """
    return tuple(
        Tier(
            name=name,
            kind=KINDS[name],
            unit=units[name],
            unit_name=UNIT_NAMES.get(name, "h"),
            terms=terms.get(name, ()),
            goal=_goal(scenario.goals.get(name), units[name]),
        )
        for name in scenario.tiers
    )


def _goal(goal: float | None, unit: Fraction) -> int | None:
    """Return a goal in integer units, rounded down."""
    return None if goal is None else math.floor(exact(goal) / unit)
