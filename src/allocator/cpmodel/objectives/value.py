"""The value of the optional items that are dropped."""

from __future__ import annotations

from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in units of 1 / value scale, to be minimised."""
    values = variables.problem.values
    return sum((v * (1 - variables.planned[node]) for node, v in values.items() if v), start=0)
