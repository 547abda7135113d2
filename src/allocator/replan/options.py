"""Several plans between the least change and the best dates, to choose from."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from allocator.domain import Plan, Result, Scenario, TierName
from allocator.replan.assume import Mode
from allocator.replan.keep import leading, objectives
from allocator.replan.prepare import prepare
from allocator.replan.replan import Replanned, replanned, unfrozen_if_needed
from allocator.replan.search import Search
from allocator.solve import SolveOptions
from allocator.solve.progress import Listener

_STEPS = (0.25, 0.5, 0.75)
"""Goals between the best value of the first objective and that of the least change."""
_EQUAL = 1e-6
_RUNS = 3 + len(_STEPS)


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
    told: Collection[str] = (),
    freeze: dt.timedelta | None = None,
    assume: Mode = "on-plan",
    limits: SolveOptions | None = None,
    progress: Listener | None = None,
    stop: threading.Event | None = None,
) -> tuple[Option, ...]:
    """Return up to five plans of which none is better in both, the least change first.

    They lie between that of ``keep="high"`` and that of ``keep="low"``. A plan that is later than
    another one and moves no less is left out, and so is one that another equals.

    Parameters
    ----------
    scenario, baseline, told, freeze, assume, progress, stop
        As of :func:`replan.replan`.
    limits
        Of all searches together.

    Raises
    ------
    InputError
        The baseline does not belong to the scenario.
    AllocatorError
        As of ``solve``.
    """
    began = time.monotonic()
    limits = limits or SolveOptions()
    asked = prepare(scenario, baseline, told=told, mode=assume, window=freeze)
    asked, found = unfrozen_if_needed(asked, lambda each: _searched(each, limits, progress, stop))
    order = objectives(asked.scenario)
    values = [_values(result.plan, order) for result in found]
    ends = [_by_tier(found[k].plan) for k in (1, 0)]
    lead = _traded(order, *ends) or leading(asked.scenario)
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
        for k in front(values)
    )


def _searched(
    scenario: Scenario,
    limits: SolveOptions,
    progress: Listener | None,
    stop: threading.Event | None,
) -> list[Result]:
    """Return the plans of all searches: the two ends, then those between."""
    seconds = limits.time_limit / _RUNS
    search = Search(limits, progress, stop)
    part = SolveOptions(
        time_limit=2 * seconds,
        workers=limits.workers,
        seed=limits.seed,
        reproducible=limits.reproducible,
        relax=limits.relax,
    )
    calm = Search(part, progress, stop).kept(scenario, "high")
    best = Search(part, progress, stop).kept(scenario, "low")
    found = [calm, best]
    ends = [_by_tier(each.plan) for each in (best, calm)]
    for goals in _goals(objectives(scenario), *ends):
        if stop is not None and stop.is_set():
            break
        found.append(search.aimed(scenario, goals, seconds * 0.5, best.plan.items))
    return found


def _goals(
    order: Sequence[TierName], best: dict[TierName, float], calm: dict[TierName, float]
) -> Iterator[dict[TierName, float]]:
    """Yield goals from the best plan's values on: the first objective that differs is relaxed."""
    traded = _traded(order, best, calm)
    if traded is None or "stability" not in calm:
        return
    before = {tier: best[tier] for tier in order[: order.index(traded)]}
    for step in (0.0, *_STEPS):
        yield {**before, traded: best[traded] + step * (calm[traded] - best[traded])}


def _traded(
    order: Sequence[TierName], best: dict[TierName, float], calm: dict[TierName, float]
) -> TierName | None:
    """Return the first objective that is worse with the least change."""
    differ = (tier for tier in order if calm[tier] - best[tier] > _EQUAL)
    return next(differ, None)


def _by_tier(plan: Plan) -> dict[TierName, float]:
    return {tier.name: tier.value for tier in plan.solver.tiers}


def _values(plan: Plan, order: Sequence[TierName]) -> tuple[tuple[float, ...], float]:
    """Return the values of the objectives in their order, and that of stability."""
    values = _by_tier(plan)
    return tuple(values[tier] for tier in order), values.get("stability", 0.0)


def front(values: Sequence[tuple[tuple[float, ...], float]]) -> list[int]:
    """Return which pairs no other one is as good as in both parts, by the second part.

    Of equal ones the first stays.

    Parameters
    ----------
    values
        Two parts each, both better when less; numbers of the first in order of their weight.
    """
    order = sorted(range(len(values)), key=lambda k: (values[k][1], values[k][0], k))
    kept: list[int] = []
    for k in order:
        if not kept or values[k][0] < values[kept[-1]][0]:
            kept.append(k)
    return kept
