"""One tier, one module; each of the scenario's tiers has its twin in analysis.measures."""

from allocator.cpmodel.objectives import (
    budget,
    cost,
    deadlines,
    flow,
    makespan,
    preference,
    stability,
    tardiness,
    value,
)

OBJECTIVES = {
    "deadlines": deadlines.expression,
    "tardiness": tardiness.expression,
    "flow": flow.expression,
    "makespan": makespan.expression,
    "cost": cost.expression,
    "preference": preference.expression,
    "budget": budget.expression,
    "value": value.expression,
    "stability": stability.expression,
}
"""Tier name -> function that returns its expression."""
