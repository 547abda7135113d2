"""Several plans to choose from, between the least change and the best dates."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from allocator.domain import Plan, PlanItem, Result, Scenario, TierName
from allocator.planner import SolveOptions
from allocator.planner.progress import Listener
from allocator.replanning.assumed_progress import Mode
from allocator.replanning.params import DEFAULT_PARAMS, OptionParams, ReplanParams
from allocator.replanning.pareto_front import pareto_front, spread_out
from allocator.replanning.prepare import prepare
from allocator.replanning.replan import Replanned, replanned, unfrozen_if_needed
from allocator.replanning.search import ReplanSearch
from allocator.replanning.stability_tier import (
    Keep,
    leading_tier,
    tiers_with_stability,
    tiers_without_stability,
)

_EQUAL_VALUES = 1e-6
"""Difference up to which two values of an objective are the same."""
_TOO_LITTLE_TIME = "there was no time for more plans to choose from; allow more (--time-limit)"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the plans.

    Attributes
    ----------
    replanned
        The plan and its difference from the baseline.
    lead
        The objective that is traded against stability: the first in which the plans differ.
    lateness, upheaval
        Its value, and that of stability, in their units.
    """

    replanned: Replanned
    lead: TierName | None
    lateness: float
    upheaval: float


def options(
    scenario: Scenario,
    baseline: Plan,
    *,
    reported: Collection[str] = (),
    freeze: dt.timedelta | None = None,
    assume: Mode = "on-plan",
    limits: SolveOptions | None = None,
    params: ReplanParams = DEFAULT_PARAMS,
    progress: Listener | None = None,
    stop: threading.Event | None = None,
) -> tuple[Option, ...]:
    """Return up to five Pareto-optimal plans, the one with the least change first.

    They lie between that of ``keep="high"`` and that of ``keep="low"``. A plan that is later than
    another one and moves no less is left out, and so is one that another equals.

    Parameters
    ----------
    scenario, baseline, reported, freeze, assume, progress, stop
        As in ``replan``.
    limits
        Limits of all searches together.
    params
        The numbers of re-planning.

    Raises
    ------
    InputError
        The baseline does not belong to the scenario.
    AllocatorError
        As in ``solve``.
    """
    began = time.monotonic()
    limits = limits or SolveOptions()
    asked = prepare(scenario, baseline, reported=reported, mode=assume, window=freeze)
    asked, (found, was_short) = unfrozen_if_needed(
        asked, limits, lambda each, rest: _searched(each, rest, progress, stop, params), params
    )
    if was_short:
        asked = dataclasses.replace(asked, notes=(*asked.notes, _TOO_LITTLE_TIME))
    order = tiers_without_stability(asked.scenario)
    values = [_values(result.plan, order) for result in found]
    ends = [_by_tier(found[min(k, len(found) - 1)].plan) for k in (1, 0)]
    lead = _traded(order, *ends) or leading_tier(asked.scenario)
    return tuple(
        Option(
            replanned=replanned(
                asked,
                baseline,
                found[k].plan,
                began=began,
                interrupted=found[k].stop_reason == "interrupted",
                first=found[k].first_plan_seconds,
            ),
            lead=lead,
            lateness=0.0 if lead is None else _by_tier(found[k].plan)[lead],
            upheaval=values[k][1],
        )
        for k in spread_out(values, pareto_front(values), params.options.max_options)
    )


def _searched(
    scenario: Scenario,
    limits: SolveOptions,
    progress: Listener | None,
    stop: threading.Event | None,
    params: ReplanParams,
) -> tuple[list[Result], bool]:
    """Return the plans of all searches within the time, and whether some were left out."""
    found: list[Result] = []
    clock = _TimeShares(limits, params.options)
    search = ReplanSearch(limits, progress, stop, params)
    for work in _searches(scenario, search, clock, found, params.options):
        if found and clock.is_short:
            return found, True
        if len(found) > 1 and stop is not None and stop.is_set():
            return found, False
        found.append(work())
    return found, False


def _searches(
    scenario: Scenario,
    search: ReplanSearch,
    clock: _TimeShares,
    found: list[Result],
    params: OptionParams,
) -> Iterator[Callable[[], Result]]:
    """Yield the searches: the two ends, those between, and the ends once more.

    What is found between is often better than an end that was found before it, in both ways.
    """
    order = tiers_without_stability(scenario)
    ends: tuple[Keep, Keep] = ("high", "low")
    for keep in ends:
        yield partial(_ranked, scenario, search, clock, keep)
    calm, best = found[:2]
    for goals in _goals(order, _by_tier(best.plan), _by_tier(calm.plan), params.goal_steps):
        start = _start(found, goals).plan.items
        yield partial(_aimed, scenario, search, clock, goals, start)
    for keep in ends:
        most = min(
            found, key=lambda each: _ranking(each, tiers_with_stability(scenario, keep))
        ).plan.items
        yield partial(_ranked, scenario, search, clock, keep, most)


def _ranked(
    scenario: Scenario,
    search: ReplanSearch,
    clock: _TimeShares,
    keep: Keep,
    start: tuple[PlanItem, ...] = (),
) -> Result:
    with clock.seconds(keep) as seconds:
        return search.search_ranked(scenario, keep, seconds, start)


def _aimed(
    scenario: Scenario,
    search: ReplanSearch,
    clock: _TimeShares,
    goals: dict[TierName, float],
    start: tuple[PlanItem, ...],
) -> Result:
    with clock.seconds("between") as seconds:
        return search.search_with_goals(scenario, goals, seconds, start)


class _TimeShares:
    """Divides the time among the searches; what one does not use is left to the next."""

    def __init__(self, limits: SolveOptions, params: OptionParams) -> None:
        self._shares = params.time_shares
        self._began, self._limits = time.monotonic(), limits
        self._open = 2 * (self._shares["high"] + self._shares["low"])
        self._open += (1 + len(params.goal_steps)) * self._shares["between"]
        self._left = limits.time_limit
        self._overhead = 0.0

    @property
    def is_short(self) -> bool:
        """Whether the remaining time only covers what a search takes besides searching."""
        if self._limits.reproducible:
            return False
        return self._limits.time_limit - (time.monotonic() - self._began) <= self._overhead

    @contextmanager
    def seconds(self, what: str) -> Iterator[float]:
        """Give the seconds of the next search, and note what it takes besides searching."""
        began, share = time.monotonic(), self._share(what)
        yield share
        self._overhead = max(0.0, time.monotonic() - began - share)

    def _share(self, what: str) -> float:
        if not self._limits.reproducible:
            spent = time.monotonic() - self._began
            self._left = max(0.1, self._limits.time_limit - spent)
        share = self._left * self._shares[what] / self._open
        self._open -= self._shares[what]
        self._left -= share
        return share


def _start(found: Sequence[Result], goals: dict[TierName, float]) -> Result:
    """Return the plan with the least change that reaches the goals; the second plan does."""
    reach = [
        each
        for each in found
        if all(_by_tier(each.plan)[tier] <= goal + _EQUAL_VALUES for tier, goal in goals.items())
    ]
    return min(reach or found[1:2], key=lambda each: _by_tier(each.plan).get("stability", 0.0))


def _ranking(result: Result, order: Sequence[TierName]) -> tuple[float, ...]:
    values = _by_tier(result.plan)
    return tuple(values[tier] for tier in order)


def _goals(
    order: Sequence[TierName],
    best: dict[TierName, float],
    calm: dict[TierName, float],
    steps: Sequence[float],
) -> Iterator[dict[TierName, float]]:
    """Yield goals that relax the first differing objective step by step."""
    traded = _traded(order, best, calm)
    if traded is None or "stability" not in calm:
        return
    before = {tier: best[tier] for tier in order[: order.index(traded)]}
    for step in (0.0, *steps):
        yield {**before, traded: best[traded] + step * (calm[traded] - best[traded])}


def _traded(
    order: Sequence[TierName], best: dict[TierName, float], calm: dict[TierName, float]
) -> TierName | None:
    """Return the first objective that is worse in the plan with the least change."""
    differ = (tier for tier in order if calm[tier] - best[tier] > _EQUAL_VALUES)
    return next(differ, None)


def _by_tier(plan: Plan) -> dict[TierName, float]:
    return {tier.name: tier.value for tier in plan.solver.tiers}


def _values(plan: Plan, order: Sequence[TierName]) -> tuple[tuple[float, ...], float]:
    """Return the values of the objectives in their order, and that of stability."""
    values = _by_tier(plan)
    return tuple(values[tier] for tier in order), values.get("stability", 0.0)
