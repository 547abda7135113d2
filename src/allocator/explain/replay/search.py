"""Plans a re-planning again, with fixed effort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from allocator.domain import PlanItem, Scenario, TierName
from allocator.explain.params import TrialParams
from allocator.explain.trials.outcome import TrialOutcome, outcome_of
from allocator.explain.trials.start import Start, start_of
from allocator.heuristics.candidate import Candidate
from allocator.planner.counted_steps import climbed
from allocator.planner.known_plan import known_candidates
from allocator.replanning.stability_tier import Keep, goal_value, leading_tier, tiers_with_stability

SeedAndSteps = tuple[int, int]
"""Seed of a search, and its steps in each tier."""


class ReplanClimb:
    """Searches for plans of a prepared re-planning on the kernel.

    It ranks stability as ``replan`` does: with ``keep="medium"`` the first objective is searched
    before, and is good enough where it is near the best.

    Parameters
    ----------
    scenario
        Prepared, with its baseline.
    keep
        As of ``replan``.
    known
        A plan to start from, besides the repaired baseline.
    params
        The numbers of trials.
    stopped
        Asked now and then whether to end at once with the best so far.
    """

    def __init__(
        self,
        scenario: Scenario,
        keep: Keep,
        known: Sequence[PlanItem],
        params: TrialParams,
        stopped: Callable[[], bool],
    ) -> None:
        self._scenario, self._known, self._params = scenario, known, params
        self._stopped = stopped
        self._order = tiers_with_stability(scenario, keep)
        lead = leading_tier(scenario)
        self._lead = lead if keep == "medium" and scenario.baseline else None
        self._start = cache(self._started)

    def run(self, searches: Sequence[SeedAndSteps]) -> Iterator[TrialOutcome | None]:
        """Yield what each search finds; None where it is stopped, or there is no plan."""
        for seed, steps in searches:
            yield None if self._stopped() else self._searched(seed, steps)

    def _searched(self, seed: int, steps: int) -> TrialOutcome | None:
        if self._lead is None:
            return self._climbed(self._order, None, (), seed, steps)
        first = self._order[: self._order.index("stability") + 1]
        best = self._climbed(first, None, (), seed, steps)
        if best is None:
            return None
        goal = goal_value(self._scenario, self._lead, best.tiers[self._lead])
        return self._climbed(self._order, goal, best.items, seed, steps)

    def _climbed(
        self,
        tiers: tuple[TierName, ...],
        goal: float | None,
        also: Sequence[PlanItem],
        seed: int,
        steps: int,
    ) -> TrialOutcome | None:
        found = self._start(tiers, goal)
        if found is None:
            return None
        ranked, start = found
        more = known_candidates(start.constructor, ranked, also) if also else []
        begin: Candidate = min((*start.candidates[:1], *more), key=lambda each: each.score)
        best = climbed(
            start.problem,
            start.constructor.decoder,
            begin,
            seed=seed,
            steps=steps,
            stopped=self._stopped,
        )
        return outcome_of(start.problem, ranked, best)

    def _started(
        self, tiers: tuple[TierName, ...], goal: float | None
    ) -> tuple[Scenario, Start] | None:
        """Compile the scenario with some objectives; searches share that."""
        goals = {} if goal is None or self._lead is None else {self._lead: goal}
        ranked = self._scenario.model_copy(update={"objectives": tiers, "goals": goals})
        start = start_of(ranked, self._known, self._params)
        return None if start is None else (ranked, start)
