"""Several plans between the least change and the best dates, to choose from."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from allocator.domain import Plan, Result, Scenario, TierName
from allocator.replan.assume import Mode
from allocator.replan.keep import leading
from allocator.replan.prepare import prepare
from allocator.replan.replan import Replanned, replanned, unfrozen_if_needed
from allocator.replan.search import Search
from allocator.solve import SolveOptions
from allocator.solve.progress import Listener

_STEPS = (0.25, 0.5, 0.75)
"""Goals between the best value of the first objective and that of the least change."""
_RUNS = 3 + len(_STEPS)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the plans.

    Attributes
    ----------
    replanned
        The plan and its difference from the baseline.
    lead
        The objective that is traded against stability; None where there is none.
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
    lead = leading(asked.scenario)
    asked, found = unfrozen_if_needed(
        asked, lambda each: _searched(each, lead, limits, progress, stop)
    )
    chosen = front([_values(result.plan, lead) for result in found])
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
            lateness=_values(found[k].plan, lead)[0],
            upheaval=_values(found[k].plan, lead)[1],
        )
        for k in chosen
    )


def _searched(
    scenario: Scenario,
    lead: TierName | None,
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
    if lead is None or not scenario.baseline:
        return found
    least, most = (_values(each.plan, lead)[0] for each in (best, calm))
    for goal in dict.fromkeys([least, *(least + step * (most - least) for step in _STEPS)]):
        if stop is not None and stop.is_set():
            break
        if goal < most:
            found.append(search.aimed(scenario, lead, goal, seconds * 0.5, best.plan.items))
    return found


def _values(plan: Plan, lead: TierName | None) -> tuple[float, float]:
    """Return the value of the leading objective and that of stability."""
    values = {tier.name: tier.value for tier in plan.solver.tiers}
    return (0.0 if lead is None else values[lead], values.get("stability", 0.0))


def front(values: Sequence[tuple[float, float]]) -> list[int]:
    """Return which pairs no other one is as good as in both numbers, by the second number.

    Of equal ones the first stays.

    Parameters
    ----------
    values
        Two numbers each, both better when less.
    """
    order = sorted(range(len(values)), key=lambda k: (values[k][1], values[k][0], k))
    kept: list[int] = []
    for k in order:
        if not kept or values[k][0] < values[kept[-1]][0]:
            kept.append(k)
    return kept
