"""Priority x working hours from the start of the plan to the finish of each project."""

from __future__ import annotations

from allocator.cpmodel.objectives.finishes import weighted_terms
from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in ticks x weight scale, to be minimised."""
    return weighted_terms(variables, variables.problem.tier("flow").terms)
