"""Effort hours of people who are not preferred, on needs that somebody preferred may fill."""

from __future__ import annotations

from allocator.cpmodel.variables import Linear, Variables


def expression(variables: Variables) -> Linear:
    """Return the tier in units of 1 / effort scale, to be minimised."""
    problem = variables.problem
    picked = (effort * variables.pick[key] for key, effort in problem.preferences.items() if effort)
    return sum(picked, start=problem.fixed_preference)
