"""Rate x effort hours over all assignments."""

from __future__ import annotations

from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in units of 1 / cost scale, to be minimised."""
    problem = variables.problem
    picked = (cost * variables.pick[key] for key, cost in problem.costs.items() if cost)
    return sum(picked, start=problem.fixed_cost)
