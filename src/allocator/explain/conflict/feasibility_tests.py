"""Tests by solving whether a scenario, or a set of its constraints, has a plan."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Collection, Sequence

from allocator.domain import PlanItem, Scenario
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.listing import share_constraints
from allocator.explain.conflict.params import ConflictParams
from allocator.explain.conflict.restriction import restricted
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.planner.first_plan import first_plan
from allocator.planner.options import SolveOptions
from allocator.planner.params import DEFAULT_PARAMS

_PARAMS = dataclasses.replace(
    DEFAULT_PARAMS,
    first_plan=dataclasses.replace(
        DEFAULT_PARAMS.first_plan, seconds_per_item=0.001, late_factor=1.0, rules=3
    ),
)
"""Numbers of a search that builds few schedules: most tests find that there is no plan."""


class FeasibilityTests:
    """Tests within a time limit; counts those without an answer.

    Parameters
    ----------
    time_limit
        Seconds for all tests together.
    seed
        Of the solver.
    stop
        Set it to end at once.
    params
        How long one test may take.

    Attributes
    ----------
    undecided
        How many tests came to no answer in time.
    """

    def __init__(
        self, time_limit: float, seed: int, stop: threading.Event, params: ConflictParams
    ) -> None:
        self.clock, self.seed, self.stop = Clock(time_limit, stop), seed, stop
        self.params = params
        self.undecided = 0
        self._known: dict[tuple[int, frozenset[Constraint]], bool | None] = {}

    def conflict(self, scenario: Scenario, constraints: Collection[Constraint]) -> bool:
        """Return whether it is proved that no plan satisfies these constraints of a scenario.

        Shares that are not among them may be as they are, or whole: neither has a plan. A smaller
        share lets people be on several items at once, a greater one lets items end earlier.
        """
        if not any(constraint.kind == "item" for constraint in constraints):
            return False
        with_shares = {*constraints, *share_constraints(scenario, constraints)}
        if len(with_shares) > len(set(constraints)) and not self._refuted(scenario, with_shares):
            return False
        return self._refuted(scenario, constraints)

    def _refuted(self, scenario: Scenario, constraints: Collection[Constraint]) -> bool:
        """Return whether it is proved that the scenario of these constraints has no plan."""
        if self.clock.over:
            self.undecided += 1
            return False
        key = id(scenario), frozenset(constraints)
        if key not in self._known:
            if self.clock.over:  # not even the restricted scenario is made
                self.undecided += 1
                return False
            self._known[key] = self.has_plan(restricted(scenario, constraints))
        self.undecided += self._known[key] is None
        return self._known[key] is False

    def has_plan(self, scenario: Scenario, known: Sequence[PlanItem] = ()) -> bool | None:
        """Return whether a scenario has a plan; None if time runs out before that is known.

        Parameters
        ----------
        scenario
            To be planned.
        known
            What is probably a plan of it.
        """
        if self.clock.over:
            return None
        # Half of what is left of a clock goes into deadlines.
        clock = Clock(2 * min(self.params.test_seconds, self.clock.left), self.stop)
        scope = scenario.scope
        if known:
            start = first_plan(scope, clock, self.seed, _PARAMS, quick=True, known=known)
            if start.candidate is not None and start.candidate.feasible:
                return True
        cores = SolveOptions().cores
        return can_be_met(scope, clock, cores=cores, seed=self.seed, params=_PARAMS)
