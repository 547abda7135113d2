"""The first plan: a planning horizon that is long enough, and the best of some schedules on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from allocator.domain import PlanItem, Scenario
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.cheaper_people import with_cheaper_people
from allocator.heuristics.construct import Constructor, construct
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.warmup import load_compiled
from allocator.heuristics.priorities import FloatArray
from allocator.planner.clock import Clock
from allocator.planner.known_plan import known_candidates
from allocator.planner.params import DEFAULT_PARAMS, SearchParams
from allocator.planner.planning_horizon import days_of, horizon_days, most_days, needed_slots
from allocator.problem.compile import compile_problem, longest_axis
from allocator.problem.horizon import safe_horizon
from allocator.problem.model import Problem

FirstPlanListener = Callable[[Problem, Candidate], object]
"""Called once, with the first schedule that meets every deadline."""


@dataclass(frozen=True)
class FirstPlan:
    """A compiled problem with what the heuristics found.

    Attributes
    ----------
    candidate
        Their best plan, None if they found none.
    order
        Places of the activities, from 0 to 1, by which their best schedule was built that was built
        by an order; None if there is none.
    decoder
        A decoder of this problem, whose arrays others may share; None if there is none.
    seconds
        When the first schedule was there that meets every deadline; None if there is none.
    """

    problem: Problem
    candidate: Candidate | None
    order: FloatArray | None = None
    decoder: Decoder | None = None
    seconds: float | None = None


def first_plan(
    scenario: Scenario,
    clock: Clock,
    seed: int,
    params: SearchParams = DEFAULT_PARAMS,
    *,
    quick: bool = False,
    found: FirstPlanListener = lambda _problem, _candidate: None,
    known: Sequence[PlanItem] = (),
) -> FirstPlan:
    """Compile on horizons of growing length until a schedule fits, then on the one that is needed.

    Parameters
    ----------
    scenario, clock, seed, params
        What is planned, until when, the seed of the randomised schedules, and the numbers.
    quick
        Whether the first schedule is enough if it meets every deadline.
    found
        Called once, with the first schedule that meets every deadline.
    known
        A plan to start from as well.
    """
    return _FirstPlanBuilder(scenario, clock, seed, params, found).run(known, quick=quick)


@dataclass
class _FirstPlanBuilder:
    scenario: Scenario
    clock: Clock
    seed: int
    params: SearchParams
    found: FirstPlanListener
    _seconds: float | None = field(default=None, init=False)

    def run(self, known: Sequence[PlanItem], *, quick: bool) -> FirstPlan:
        """Return the first plan; see ``first_plan``."""
        longest = longest_axis(self.scenario)
        days = min(self.params.first_plan.first_horizon_days, longest)
        most = min(most_days(self.scenario, self.params.first_plan), longest)
        while True:
            problem = compile_problem(self.scenario, axis_days=days)
            if _reaches_all_releases(problem):
                constructor = self._constructor(problem)
                candidate = construct(constructor, enough=lambda count, _: count >= 1)
                self._note(problem, candidate)
                if candidate is not None:
                    break
            if days >= most or self.clock.over:
                return self._of_many_schedules(problem)
            days = min(most, 2 * days)
        if known:
            others = known_candidates(constructor, self.scenario, known)
            candidate = min([candidate, *others], key=_score)
        if quick and candidate.feasible:
            return FirstPlan(problem, candidate, seconds=self._seconds)
        return self._on_needed_horizon(constructor, candidate)

    def _constructor(self, problem: Problem, shares_with: Constructor | None = None) -> Constructor:
        return Constructor(problem, self.seed, shares_with, self.params.heuristics)

    def _note(self, problem: Problem, candidate: Candidate | None) -> None:
        """Tell the listener of the first schedule that meets every deadline."""
        if self._seconds is None and candidate is not None and candidate.feasible:
            self._seconds = self.clock.elapsed
            self.found(problem, candidate)

    def _of_many_schedules(self, problem: Problem) -> FirstPlan:
        """Try more schedules where the first left an item without a place, as when people leave."""
        safe = safe_horizon(problem)
        if safe is not None and 0 < safe <= problem.horizon:
            days = days_of(problem, safe)
            problem = compile_problem(self.scenario, axis_days=days, exact_horizon=True)
        most = self.params.first_plan.schedules
        best = construct(self._constructor(problem), enough=lambda count, _: count >= most)
        return FirstPlan(problem, best)

    def _on_needed_horizon(self, constructor: Constructor, candidate: Candidate) -> FirstPlan:
        params, problem = self.params.first_plan, constructor.problem
        best, order = self._construct_more(constructor, candidate)
        needed, exact = needed_slots(problem, best, params)
        while problem.horizon < needed and horizon_days(problem) < longest_axis(self.scenario) - 1:
            days = int(horizon_days(problem) * needed / problem.horizon) + params.horizon_step_days
            problem = compile_problem(self.scenario, axis_days=days)
        if problem.horizon > params.horizon_tolerance * needed:
            problem = compile_problem(self.scenario, axis_days=days_of(problem, needed))
        decoder = constructor.decoder if problem is constructor.problem else None
        problem = dataclasses.replace(problem, exact_horizon=exact)
        return FirstPlan(problem, best, order, decoder, self._seconds)

    def _construct_more(
        self, constructor: Constructor, first: Candidate
    ) -> tuple[Candidate, FloatArray]:
        """Return the best of more schedules and the order that led to it."""
        problem = constructor.problem
        enough = self._limit(problem)
        if len(problem.activities) > self.params.heuristics.construction.compile_activities:
            load_compiled()
        constructor = self._constructor(problem, constructor)
        more = construct(constructor, enough=enough)
        found = [candidate for candidate in (first, more) if candidate is not None]
        best = min(found, key=_score)
        cheaper = with_cheaper_people(constructor.decoder, best) if problem.budgets else None
        self._note(problem, cheaper)
        return min(filter(None, (best, cheaper)), key=_score), constructor.order

    def _limit(self, problem: Problem) -> Callable[[int, Candidate | None], bool]:
        """Return what says, of a number of schedules and the best of them, whether to stop."""
        clock, params, began = self.clock, self.params.first_plan, self.clock.elapsed
        count_of_items = len(problem.activities)
        seconds = min(params.time_fraction * clock.left, params.seconds_per_item * count_of_items)
        rules_seconds = params.rules_time_fraction * clock.left
        most = self._reproducible_schedules(count_of_items) if clock.reproducible else 0

        def enough(count: int, best: Candidate | None) -> bool:
            self._note(problem, best)
            if clock.reproducible:
                return clock.interrupted or count >= most
            factor = 1.0 if best is not None and best.feasible else params.late_factor
            limit = rules_seconds if count < params.rules else seconds * factor
            return clock.over or clock.elapsed - began > limit

        return enough

    def _reproducible_schedules(self, items: int) -> int:
        """Return how many schedules a reproducible run builds, and count the work."""
        params, clock = self.params.first_plan, self.clock
        placements = params.placements_per_schedule * max(1, items)
        cost = placements / params.placements_per_second
        fitting = max(params.rules, int(params.work_fraction * clock.left / cost))
        number = min(fitting, params.schedules + params.schedules_per_item * items)
        clock.count(min(number * cost, params.work_fraction * clock.left))
        return number


def _score(candidate: Candidate) -> tuple[int, ...]:
    return candidate.score


def _reaches_all_releases(problem: Problem) -> bool:
    return all(activity.release < problem.horizon for activity in problem.activities)
