"""Several plans between the least change and the best dates, to choose from."""

from __future__ import annotations

import datetime as dt
import math
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from allocator.domain import Plan, Result, Scenario, TierName
from allocator.replan.assume import Mode
from allocator.replan.keep import Keep, leading, objectives, tiers
from allocator.replan.prepare import prepare
from allocator.replan.replan import Replanned, replanned, unfrozen_if_needed
from allocator.replan.search import Search
from allocator.solve import SolveOptions
from allocator.solve.progress import Listener

_STEPS = (0.25, 0.5, 0.75)
"""Goals between the best value of the first objective and that of the least change."""
MOST = 5
"""Plans to choose from."""
_EQUAL = 1e-6


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
    asked, found = unfrozen_if_needed(
        asked, limits, lambda each: _searched(each, limits, progress, stop)
    )
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
        for k in thinned(values, front(values))
    )


def _searched(
    scenario: Scenario,
    limits: SolveOptions,
    progress: Listener | None,
    stop: threading.Event | None,
) -> list[Result]:
    """Return the plans of all searches: the two ends, those between, and the ends once more.

    What is found between is often better than an end that was found before it, in both ways.
    """
    search, clock = Search(limits, progress, stop), _Shares(limits)
    order = objectives(scenario)
    calm = search.ranked(scenario, "high", clock.seconds("high"))
    best = search.ranked(scenario, "low", clock.seconds("low"))
    found = [calm, best]
    for goals in _goals(order, _by_tier(best.plan), _by_tier(calm.plan)):
        if stop is not None and stop.is_set():
            return found
        start = _start(found, goals).plan.items
        found.append(search.aimed(scenario, goals, clock.seconds("between"), start))
    ends: tuple[Keep, Keep] = ("high", "low")
    for keep in ends:
        if stop is not None and stop.is_set():
            return found
        most = min(found, key=lambda each: _ranking(each, tiers(scenario, keep))).plan.items
        found.append(search.ranked(scenario, keep, clock.seconds(keep), most))
    return found


class _Shares:
    """Shares out the time: what a search does not need is left to those after it."""

    _PARTS: Final = {"high": 1.0, "low": 1.5, "between": 0.75}

    def __init__(self, limits: SolveOptions) -> None:
        self._began, self._limits = time.monotonic(), limits
        self._open = 2 * (self._PARTS["high"] + self._PARTS["low"])
        self._open += (1 + len(_STEPS)) * self._PARTS["between"]
        self._left = limits.time_limit

    def seconds(self, what: str) -> float:
        """Return the seconds of the next search."""
        if not self._limits.reproducible:
            spent = time.monotonic() - self._began
            self._left = max(0.1, self._limits.time_limit - spent)
        share = self._left * self._PARTS[what] / self._open
        self._open -= self._PARTS[what]
        self._left -= share
        return share


def _start(found: Sequence[Result], goals: dict[TierName, float]) -> Result:
    """Return the plan with the least change of those that reach the goals; the second has to."""
    reach = [
        each
        for each in found
        if all(_by_tier(each.plan)[tier] <= goal + _EQUAL for tier, goal in goals.items())
    ]
    return min(reach or found[1:2], key=lambda each: _by_tier(each.plan).get("stability", 0.0))


def _ranking(result: Result, order: Sequence[TierName]) -> tuple[float, ...]:
    values = _by_tier(result.plan)
    return tuple(values[tier] for tier in order)


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


def thinned(
    values: Sequence[tuple[tuple[float, ...], float]], chosen: Sequence[int], most: int = MOST
) -> list[int]:
    """Return so many of the chosen pairs, the two ends among them, as far apart as can be.

    Of more, the one goes first whose neighbours on both sides lie closest together, in the first
    number in which the two ends differ and in the second part, each as a share of its range.

    Parameters
    ----------
    values, chosen
        As of :func:`front`, and what it returns.
    most
        How many stay; at least two.
    """
    kept = list(chosen)
    if len(kept) <= most:
        return kept
    places = [_place(values, kept[0], kept[-1], k) for k in kept]
    while len(kept) > most:
        apart = [math.dist(places[k - 1], places[k + 1]) for k in range(1, len(kept) - 1)]
        closest = 1 + apart.index(min(apart))
        del kept[closest], places[closest]
    return kept


def _place(
    values: Sequence[tuple[tuple[float, ...], float]], first: int, last: int, k: int
) -> tuple[float, float]:
    """Return where a pair lies between the two ends, from 0 to 1 in both directions."""
    (one, low), (two, high) = values[first], values[last]
    differ = next((i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b), 0)
    width = (two[differ] - one[differ]) or 1.0
    return (values[k][0][differ] - one[differ]) / width, (values[k][1] - low) / (high - low or 1.0)
