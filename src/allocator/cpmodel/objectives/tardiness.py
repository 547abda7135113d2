"""Priority x working hours past the due date, over items, milestones and projects."""

from __future__ import annotations

from allocator.cpmodel.objectives.finishes import weighted_terms
from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in ticks x weight scale, to be minimised."""
    return weighted_terms(variables, variables.problem.tier("tardiness").terms)
