"""Searches that weigh stability against the scenario's objectives."""

from __future__ import annotations

import dataclasses
import threading
import time

from allocator.domain import PlanItem, Result, Scenario, TierName
from allocator.errors import InterruptedBeforePlanError, NoPlanInTimeError
from allocator.planner import SolveOptions, solve
from allocator.planner.progress import Listener, Progress
from allocator.replanning.params import DEFAULT_PARAMS, ReplanParams
from allocator.replanning.stability_tier import (
    Keep,
    goal_value,
    leading_tier,
    tiers_with_stability,
    tiers_without_stability,
)


class EarlyStop(threading.Event):
    """An event that ends a search after some time or with another event.

    Parameters
    ----------
    other
        The other event.
    seconds
        The time from now on.
    """

    def __init__(self, other: threading.Event, seconds: float) -> None:
        super().__init__()
        self._other, self._end = other, time.monotonic() + seconds

    def is_set(self) -> bool:
        """Whether either has been set, or the time is over."""
        return super().is_set() or self._other.is_set() or time.monotonic() > self._end


class ReplanSearch:
    """Searches for plans of one scenario, with or without goals.

    Parameters
    ----------
    options
        Limits of the search as a whole.
    progress, stop
        As in ``solve``.
    params
        The numbers of re-planning.
    """

    def __init__(
        self,
        options: SolveOptions,
        progress: Listener | None = None,
        stop: threading.Event | None = None,
        params: ReplanParams = DEFAULT_PARAMS,
    ) -> None:
        self._params = params
        self._options, self._progress = options, progress
        self._stop = stop or threading.Event()

    def search(self, scenario: Scenario, keep: Keep) -> Result:
        """Return the best plan with stability ranked by ``keep``.

        Parameters
        ----------
        scenario
            With its baseline, and its own objectives.

        Raises
        ------
        AllocatorError
            As in ``solve``.
        """
        lead = leading_tier(scenario)
        too_short = (
            self._options.time_limit < 2 * self._params.min_search_seconds
            and not self._options.reproducible
        )
        if keep != "medium" or lead is None or not scenario.baseline or too_short:
            return self.search_ranked(scenario, keep, self._options.time_limit)
        began = time.monotonic()
        limit = self._options.time_limit
        order = tiers_with_stability(scenario, "medium")
        first = order[: order.index("stability") + 1]  # which keeps the search near the baseline
        best = self._improve_leading_tier(
            _with(scenario, first), limit * self._params.lead_time_fraction
        )
        spent = 0.0 if self._options.reproducible else time.monotonic() - began
        rest = (
            limit * (1 - self._params.lead_time_fraction)
            if self._options.reproducible
            else limit - spent
        )
        rest = max(rest, self._params.min_search_seconds)
        if best is None:
            return self.run(_with(scenario, order), rest)
        value = next(tier.value for tier in best.report.tiers if tier.name == lead)
        goal = goal_value(scenario, lead, value, self._params)
        found = self.search_with_goals(scenario, {lead: goal}, rest, best.plan.items)
        seconds = min(found.first_plan_seconds, best.first_plan_seconds)
        course = found.course
        if course is not None and best.course is not None:
            course = best.course.then(course, first=found.first_plan_seconds)
        return dataclasses.replace(found, first_plan_seconds=seconds, course=course)

    def _improve_leading_tier(self, scenario: Scenario, seconds: float) -> Result | None:
        """Search until all tiers before stability have had their time.

        That tier gets half of the limit at least, so that this is twice the time; but not in a
        reproducible run, which ends by its limit alone. None where the time is too short.
        """
        limited = dataclasses.replace(self._options, time_limit=seconds, start=())
        try:
            if limited.reproducible:
                return solve(scenario, limited, progress=self._progress, stop=self._stop)
            return self._improve_until_stability(scenario, limited, seconds)
        except (InterruptedBeforePlanError, NoPlanInTimeError):
            if self._stop.is_set():
                raise
            return None

    def _improve_until_stability(
        self, scenario: Scenario, limited: SolveOptions, seconds: float
    ) -> Result:
        """Search until the planner improves stability, or the seconds are over."""
        known = EarlyStop(self._stop, seconds)

        def tell(progress: Progress) -> None:
            if progress.tier == "stability":
                known.set()
            if self._progress is not None:
                self._progress(progress)

        limited = dataclasses.replace(limited, time_limit=2 * seconds)
        return solve(scenario, limited, progress=tell, stop=known)

    def search_ranked(
        self, scenario: Scenario, keep: Keep, seconds: float, start: tuple[PlanItem, ...] = ()
    ) -> Result:
        """Return the best plan with stability ranked by ``keep``, without goals.

        Parameters
        ----------
        scenario
            With its baseline, and its own objectives.
        keep
            The place of stability.
        seconds
            Limit of time.
        start
            A plan to start from.
        """
        return self.run(_with(scenario, tiers_with_stability(scenario, keep)), seconds, start)

    def search_with_goals(
        self,
        scenario: Scenario,
        goals: dict[TierName, float],
        seconds: float,
        start: tuple[PlanItem, ...],
    ) -> Result:
        """Return the most stable plan whose first objectives are no worse than their goals.

        Parameters
        ----------
        scenario
            With its baseline, and its own objectives.
        goals
            The values up to which the first objectives are good enough; the last of them stands
            before stability, the others behind it.
        seconds
            Limit of time.
        start
            A plan that reaches it.
        """
        order = tiers_without_stability(scenario)
        last = max(order.index(tier) for tier in goals) + 1
        aimed = _with(scenario, (*order[:last], "stability", *order[last:]), goals)
        try:
            return self.run(aimed, seconds, start)
        except (InterruptedBeforePlanError, NoPlanInTimeError):
            return self.run(aimed, seconds, start, ask_stop=False)

    def run(
        self,
        scenario: Scenario,
        seconds: float,
        start: tuple[PlanItem, ...] = (),
        *,
        ask_stop: bool = True,
    ) -> Result:
        """Plan a scenario as it is."""
        limited = dataclasses.replace(self._options, time_limit=seconds, start=start)
        stop = self._stop if ask_stop else None
        return solve(scenario, limited, progress=self._progress, stop=stop)


def _with(
    scenario: Scenario, order: tuple[TierName, ...], goals: dict[TierName, float] | None = None
) -> Scenario:
    return scenario.model_copy(update={"objectives": order, "goals": goals or {}})
