"""Builds the model: variables, then constraints, then objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.cpmodel import starts_alone
from allocator.cpmodel.constraints import CONSTRAINTS
from allocator.cpmodel.objectives import OBJECTIVES
from allocator.cpmodel.variables import KnownSolution, Linear, Variables
from allocator.problem.evaluation import Evaluator
from allocator.problem.latest_windows import latest_windows
from allocator.problem.model import Problem
from allocator.problem.time_windows import TimeWindows, time_windows

MAX_TIER_VALUE = 1 << 50
"""More than any tier comes to."""


@dataclass(frozen=True)
class BuiltModel:
    """A built model: its variables and the expression of every tier."""

    variables: Variables
    tiers: Mapping[str, Linear]

    def objective(self, tier: str) -> Linear:
        """Return what is minimised of a tier: nothing below its goal counts."""
        goal = self.variables.problem.tier(tier).goal or 0
        if goal <= 0:
            return self.tiers[tier]

        def hint(known: KnownSolution) -> int:
            return max(goal, known[1].tier(tier))

        counted = self.variables.int_var(goal, MAX_TIER_VALUE, f"{tier} above its goal", hint)
        self.variables.model.add(counted >= self.tiers[tier])
        return counted


def build(
    problem: Problem,
    *,
    tiers: tuple[str, ...] | None = None,
    relax: bool = False,
    omit: frozenset[str] = frozenset(),
    windows: TimeWindows | None = None,
    with_people: bool = True,
) -> BuiltModel:
    """Build the model of a problem.

    Parameters
    ----------
    problem
        What is planned.
    tiers
        Tiers whose expressions are made; default: the problem's.
    relax
        Makes deadlines soft: they become the tier "deadlines".
    omit
        Names of rules that are left out, to show that they bite.
    windows
        First and last starts and ends if they are known already; by default those of all plans.
    with_people
        Whether it is part of the model who does what; without it the model is a relaxation, and
        tiers that depend on people have no expression.
    """
    left_out = omit | ({"deadline"} if relax else frozenset())
    if windows is None:
        earliest = time_windows(problem)
        within = latest_windows(Evaluator(problem), earliest, {}, deadlines=not relax)
        windows = within or earliest
    variables = Variables(problem, windows, omit, with_people)
    if not with_people:
        left_out |= starts_alone.RULES_ABOUT_PEOPLE
        starts_alone.add(variables)
    for rule, add in CONSTRAINTS.items():
        if rule not in left_out:
            add(variables)
    names = problem.tier_names if tiers is None else tiers
    if not with_people:
        names = tuple(name for name in names if problem.tier(name).kind in starts_alone.TIER_KINDS)
    if relax:
        names = ("deadlines", *names)
    return BuiltModel(variables, {name: OBJECTIVES[name](variables) for name in names})
