"""Rate x effort hours over all assignments."""

from __future__ import annotations

from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in units of 1 / cost scale, to be minimised."""
    costs = variables.problem.costs
    return sum((cost * variables.pick[key] for key, cost in costs.items() if cost), start=0)
