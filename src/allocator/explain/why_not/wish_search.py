"""Finds out whether some wishes have a plan, and which."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from allocator.domain import Plan, Scenario
from allocator.errors import AllocatorError, InfeasibleError, ScenarioError
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.params import WhyNotParams
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf
from allocator.explain.why_not.changes import change_of
from allocator.explain.why_not.least_change import as_plan_of, near_scenario
from allocator.explain.why_not.narrowing import narrowed
from allocator.explain.why_not.price import Price, is_exact, price_of
from allocator.explain.why_not.ways import asked_people, ways_of
from allocator.explain.why_not.wish import Wish
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.planner.progress import Listener
from allocator.problem.compile import longest_axis
from allocator.scenario.changes.changed import changed

_MARGIN_DAYS = 60
"""Calendar days behind the end of the plan in which what is asked for can be done."""


@dataclass(frozen=True)
class WishedPlan:
    """A plan that has what is asked for.

    Attributes
    ----------
    plan
        Of the scenario with the change.
    change
        As ``--with`` takes it.
    price
        What it costs beside the plan that was asked about.
    """

    plan: Plan
    change: dict[str, object]
    price: Price


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
        self._reserved = params.conflict_fraction * clock.left
        ends = (entry.finish for entry in plan.items if entry.finish is not None)
        length = max(ends, default=plan.scenario.plan_from) - plan.scenario.plan_from
        self._axis_days = max(1, min(length.days + _MARGIN_DAYS, longest_axis(plan.scenario)))
        self._failing: Scenario | None = None
        self._impossible: list[Scenario] = []
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
        """Return whether some wishes have a plan; None where the time does not suffice.

        Some of the time is left for the rules that forbid what was asked for.
        """
        if self._clock.left < self._reserved:
            return None
        try:
            ways = ways_of(self.scenario, wishes)
        except ScenarioError:
            return False
        answers = [self.has_plan(way.of(self.scenario), wishes) for way in ways]
        if True in answers:
            return True
        return None if None in answers else False

    def has_plan(self, scenario: Scenario, wishes: Sequence[Wish]) -> bool | None:
        """Return whether a scenario with wishes has a plan that keeps every deadline."""
        for part in narrowed(scenario, wishes, self._axis_days):
            if self._can_be_met(part) is False:
                self._failing = self._failing or part
                return False
        return self._can_be_met(scenario)

    def conflict(self, scenario: Scenario) -> Conflict:
        """Say why a scenario with wishes has no plan, by what they wait for if that has none."""
        seconds = max(self._clock.left, self.params.least_conflict_seconds)
        return explain_conflict(
            self._failing or scenario, time_limit=seconds, seed=self.seed, stop=self.stop
        )

    def _can_be_met(self, scenario: Scenario) -> bool | None:
        if self._clock.over:
            return None
        clock = Clock(min(self.params.test_seconds, self._clock.left), self.stop)
        return can_be_met(scenario.scope, clock, cores=self._cores, seed=self.seed)

    def planned(self, ways: Sequence[WhatIf], wishes: Sequence[Wish]) -> WishedPlan | None:
        """Plan with the wishes, near to the plan that was asked about.

        Parameters
        ----------
        ways
            Those that may be possible, the most promising first.
        wishes
            As they are asked.

        Returns
        -------
        WishedPlan or None
            None where no plan was found.
        """
        tried = [way.of(self.scenario) for way in ways[: self.params.planned_ways]]
        share = max(1, self._cores // len(tried))
        rounds = -(-len(tried) * share // self._cores)
        seconds = self._clock.left / rounds
        listeners = [self._progress, *(None for _ in tried[1:])]
        with ThreadPoolExecutor(self._cores // share) as threads:
            found = list(
                threads.map(
                    lambda scenario, listener: self._solved(scenario, seconds, share, listener),
                    tried,
                    listeners,
                )
            )
        best = min((each for each in found if each is not None), key=_score, default=None)
        if best is None:
            return None
        settled = [
            self._is_impossible(scenario) if each is None else is_exact(self.plan, each)
            for scenario, each in zip(tried, found, strict=True)
        ]
        exact = len(tried) == len(ways) and all(settled)
        plan, change = self._as_changed(best, wishes)
        return WishedPlan(plan, change, price_of(self.plan, plan, exact=exact))

    def _is_impossible(self, scenario: Scenario) -> bool:
        return any(each is scenario for each in self._impossible)

    def _as_changed(self, found: Plan, wishes: Sequence[Wish]) -> tuple[Plan, dict[str, object]]:
        """Return a found plan as one of the scenario with the change that asks for its people."""
        entries = {entry.id: entry for entry in found.items}
        teams = {
            name: tuple(dict.fromkeys(work.person for work in entries[name].assignments))
            for name in asked_people(wishes)
        }
        change = change_of(self.scenario, wishes, teams)
        return as_plan_of(changed(self.scenario, change), found, self.plan), change

    def _solved(
        self, scenario: Scenario, seconds: float, workers: int, progress: Listener | None
    ) -> Plan | None:
        """Return the best plan of a scenario that is near to the plan asked about."""
        options = SolveOptions(
            time_limit=seconds, seed=self.seed, workers=workers, start=self.plan.items
        )
        near = near_scenario(scenario, self.plan)
        try:
            found = solve(near, options, progress=progress, stop=self.stop).plan
        except InfeasibleError:
            self._impossible.append(scenario)
            return None
        except AllocatorError:
            return None
        return as_plan_of(scenario, found, self.plan)


def _score(plan: Plan) -> tuple[float, ...]:
    return tuple(tier.value for tier in plan.solver.tiers)
