"""Finds out whether some wishes have a plan, and which."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import AllocatorError, ScenarioError
from allocator.explain.params import WhyNotParams
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf
from allocator.explain.why_not.changes import change_of
from allocator.explain.why_not.ways import asked_people, ways_of
from allocator.explain.why_not.wish import Wish
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.planner.progress import Listener
from allocator.scenario.changes.changed import changed


@dataclass(frozen=True)
class WishedPlans:
    """A plan that has what is asked for, and the best that is known without asking for it.

    Attributes
    ----------
    now
        Has it, of the scenario with the change.
    was
        Of the scenario without the change.
    change
        As ``--with`` takes it.
    """

    now: Plan
    was: Plan
    change: dict[str, object]


class WishSearch:
    """Searches for plans with what is asked for; leave it with ``with``.

    Parameters
    ----------
    plan
        Keeps all its deadlines.
    clock
        The time for everything.
    seed, workers, params
        Of the searches, the processor cores to use (None for all), and the numbers.
    stop
        Set it to end with what is known.
    progress
        Called with the state of the search for the most promising plan.
    """

    def __init__(
        self,
        plan: Plan,
        clock: Clock,
        *,
        seed: int,
        workers: int | None,
        params: WhyNotParams,
        stop: threading.Event,
        progress: Listener | None = None,
    ) -> None:
        self.plan, self.scenario = plan, plan.scenario
        self._clock, self.seed, self.stop = clock, seed, stop
        self._cores = SolveOptions(workers=workers).cores
        self._effort = Effort(params.steps, (seed,))
        self.params, self._progress = params, progress
        self._trials = Trials(plan, workers=workers, stop=stop)

    def __enter__(self) -> WishSearch:
        self._trials.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._trials.__exit__(None, None, None)

    def quick(self, ways: Sequence[WhatIf]) -> list[TrialOutcome | None]:
        """Return the best plan of each way that a short search finds."""
        return [outcomes[0] for outcomes in self._trials.run(ways, self._effort)]

    def possible(self, wishes: Sequence[Wish]) -> bool | None:
        """Return whether some wishes have a plan; None where the time does not suffice."""
        try:
            answers = [
                self.has_plan(way.of(self.scenario)) for way in ways_of(self.scenario, wishes)
            ]
        except ScenarioError:
            return False
        if True in answers:
            return True
        return None if None in answers else False

    def has_plan(self, scenario: Scenario) -> bool | None:
        """Return whether a scenario has a plan that keeps every deadline."""
        if self._clock.over:
            return None
        seconds = min(self.params.test_seconds, self._clock.left)
        clock = Clock(seconds, self.stop)
        return can_be_met(scenario.scope, clock, cores=self._cores, seed=self.seed)

    def planned(self, ways: Sequence[WhatIf], wishes: Sequence[Wish]) -> WishedPlans | None:
        """Plan with the wishes and without, with equal effort; return the best of both.

        Parameters
        ----------
        ways
            Those that are possible, the most promising first.
        wishes
            As they are asked.

        Returns
        -------
        WishedPlans or None
            None where no plan was found.
        """
        ways = ways[: self.params.planned_ways]
        rounds = -(-(1 + len(ways)) // self._cores)
        seconds = self.params.plan_fraction * self._clock.left / (rounds + 1)
        tasks = [self.scenario, *(way.of(self.scenario) for way in ways)]
        listeners = [None, self._progress, *(None for _ in ways[1:])]
        with ThreadPoolExecutor(self._cores) as threads:
            control, *found = threads.map(
                lambda scenario, listener: self._solved(
                    scenario, self.plan.items, seconds, listener
                ),
                tasks,
                listeners,
            )
        best = min((each for each in found if each is not None), key=_score, default=None)
        if best is None:
            return None
        now, change = self._as_changed(best, wishes, seconds)
        known = [each for each in (self.plan, control) if each is not None]
        was = min(known, key=_score)
        return WishedPlans(now, was, change)

    def _as_changed(
        self, found: Plan, wishes: Sequence[Wish], seconds: float
    ) -> tuple[Plan, dict[str, object]]:
        """Return a found plan as one of the scenario with the change that asks for its people."""
        entries = {entry.id: entry for entry in found.items}
        teams = {
            name: tuple(dict.fromkeys(work.person for work in entries[name].assignments))
            for name in asked_people(wishes)
        }
        change = change_of(self.scenario, wishes, teams)
        scenario = changed(self.scenario, change)
        if scenario == found.scenario:
            return found, change
        plan = self._solved(scenario, found.items, seconds)
        assert plan is not None, "what was found is a plan of it"
        return plan, change

    def _solved(
        self,
        scenario: Scenario,
        start: tuple[PlanItem, ...],
        seconds: float,
        progress: Listener | None = None,
    ) -> Plan | None:
        options = SolveOptions(
            time_limit=seconds, seed=self.seed, workers=1, reproducible=True, start=start
        )
        try:
            return solve(scenario, options, progress=progress, stop=self.stop).plan
        except AllocatorError:
            return None


def _score(plan: Plan) -> tuple[float, ...]:
    return tuple(tier.value for tier in plan.solver.tiers)
