"""One objective tier, one module: its value recomputed from a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.measures import (
    budget,
    cost,
    flow,
    makespan,
    preference,
    stability,
    tardiness,
    value,
)
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario, TierName


@dataclass(frozen=True)
class Measure:
    """How an objective tier is computed, and what its value is counted in.

    Attributes
    ----------
    function
        Takes the scenario, the plan's items and the team calendar; all measures are minimised.
    unit
        ``h``: hours of the team calendar (weighted by priority for tardiness and flow, by nearness
        for stability), or of effort for preference;
        ``cost``: the currency of the rates; ``value``: the unit of the items' values.
    """

    function: Callable[[Scenario, Sequence[PlanItem], TeamCalendar], Fraction]
    unit: str


MEASURES: dict[TierName, Measure] = {
    "tardiness": Measure(tardiness.measure, "h"),
    "flow": Measure(flow.measure, "h"),
    "makespan": Measure(makespan.measure, "h"),
    "cost": Measure(cost.measure, "cost"),
    "budget": Measure(budget.measure, "cost"),
    "value": Measure(value.measure, "value"),
    "preference": Measure(preference.measure, "h"),
    "stability": Measure(stability.measure, "h"),
}
