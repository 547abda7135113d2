"""A change that resolves a conflict, and what is needed to try one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from allocator.domain import Plan, Scenario
from allocator.errors import AllocatorError
from allocator.explain.conflict.constraints import (
    Constraint,
    deadline_constraints,
    item_constraints,
    other_constraints,
)
from allocator.planner.clock import Clock
from allocator.planner.method import solve
from allocator.planner.options import SolveOptions

REMEDY_SECONDS = 5.0
"""Seconds for the search of one remedy."""

FeasibilityTest = Callable[[Scenario], bool | None]
"""Returns whether a scenario has a plan; None if time runs out before that is known."""


@dataclass(frozen=True)
class Remedy:
    """A change with which there is a plan.

    Attributes
    ----------
    id
        Of the item, project or person; empty for the calendar's end and for several items.
    date
        ISO date to which the deadline, or the last day of a person, moves; empty where no date
        changes.
    earliest
        Whether it is proved that no earlier date suffices.
    text
        The change as a sentence.
    kind
        Kind of the constraint that changes; ``deadlines`` for deadlines that move together.
    """

    id: str
    date: str
    earliest: bool
    text: str
    kind: str = "deadline"


@dataclass(frozen=True)
class Trial:
    """A scenario for which remedies are looked for, and the means to try them.

    Attributes
    ----------
    scenario
        The whole scenario.
    clock, seed
        The time for all remedies together, and the solver's seed.
    is_feasible
        Tests whether a scenario has a plan.
    """

    scenario: Scenario
    clock: Clock
    seed: int
    is_feasible: FeasibilityTest

    @property
    def constraints(self) -> list[Constraint]:
        """All constraints of the scenario."""
        return [
            *deadline_constraints(self.scenario),
            *item_constraints(self.scenario),
            *other_constraints(self.scenario),
        ]

    def of(self, scenario: Scenario) -> Trial:
        """Return the same trial for another scenario."""
        return replace(self, scenario=scenario)

    def plan(self, scenario: Scenario) -> Plan | None:
        """Return a plan of a scenario from a short search; None where there is none."""
        seconds = min(REMEDY_SECONDS, max(self.clock.left, 0.1))
        options = SolveOptions(time_limit=seconds, seed=self.seed)
        try:
            return solve(scenario, options).plan
        except AllocatorError:
            return None


def changed(scenario: Scenario, **fields: object) -> Scenario:
    """Return the scenario with other values of some fields, unchecked."""
    old = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(**{**old, **fields})
