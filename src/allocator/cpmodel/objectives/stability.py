"""How much a plan differs from the baseline: moved starts, new people, dropped items."""

from __future__ import annotations

from allocator.cpmodel.objectives.finishes import weighted_terms
from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in ticks, to be minimised."""
    problem = variables.problem
    total = weighted_terms(variables, problem.tier("stability").terms)
    for key, weight in problem.baseline.changes.items():
        total = total + weight * variables.pick[key]
    for node, weight in problem.baseline.drops.items():
        total = total + weight * (1 - variables.planned[node])
    return total
