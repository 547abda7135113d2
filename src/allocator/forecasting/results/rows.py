"""The rows of a forecast: percentiles, chance of being on time, criticality, merge delay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator import domain
from allocator.domain import ElapsedLag, LinkType
from allocator.domain.forecast import ForecastRow, PolicyName
from allocator.domain.quantities import elapsed_minutes
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.results.criticality import CriticalChains, critical_chains
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.merging import F64, merge_delay
from allocator.forecasting.results.quantiles import (
    is_done,
    quantiles,
    share_by,
    share_done,
    standard_error,
)
from allocator.forecasting.results.targets import ForecastTarget
from allocator.forecasting.simulation.arrays import Futures
from allocator.problem.model import Problem

LEVELS = {"p10": 0.10, "p50": 0.50, "p80": 0.80, "p85": 0.85, "p90": 0.90, "p95": 0.95}
"""Percentiles of a row."""
SPREAD = tuple(k / 100 for k in range(1, 100, 2))
"""Levels of ``ForecastRow.spread``."""


@dataclass(frozen=True)
class Criticality:
    """The chains of the futures, with the entries of the widened problem.

    Attributes
    ----------
    entries
        Activities by what they stand for: an item, with its tries and rework; a project, with
        what is added to it.
    problem
        The widened problem.
    """

    chains: CriticalChains
    entries: Mapping[str, tuple[int, ...]]
    problem: Problem

    def of(self, target: ForecastTarget) -> float:
        """Return the share of futures in which a target is critical for the finish of all."""
        if target.kind == "all":
            return 1.0
        if target.kind == "milestone":
            assert target.id is not None
            return self._of_milestone(target.id)
        names = (target.id, *target.members) if target.kind == "project" else target.members
        entries = [a for name in names if name is not None for a in self.entries.get(name, ())]
        return self.chains.share(entries) if entries else 0.0

    def _of_milestone(self, item_id: str) -> float:
        position = {item: k for k, item in enumerate(self.problem.items)}[item_id]
        sources = self.problem.milestones.get(position, ())
        holders = {source.activity for source in sources} - {None}
        waiting = {arrow.succ for arrow in self.problem.arrows if position in arrow.nodes[1:-1]}
        if not holders:
            return 0.0
        return self.chains.share_between([a for a in holders if a is not None], waiting)


def criticality_of(
    problem: Problem, possible: PossibleWork, futures: Futures, dates: FutureDates
) -> Criticality:
    """Return what is critical in the futures.

    Chains end with the entry that is finished last, to the minute; what is not needed is on none.
    """
    ends = dates.activity_finishes()
    chains = critical_chains(futures.reason, ends)
    for activity in problem.activities:
        chains.on_chain[dates.skipped(activity.index), activity.index] = False
    number = {activity.id: activity.index for activity in problem.activities}
    entries: dict[str, tuple[int, ...]] = {name: (index,) for name, index in number.items()}
    for entry, item in possible.origin.items():
        if entry in number:
            entries[item] = (*entries.get(item, ()), number[entry])
    return Criticality(chains, entries, problem)


def forecast_rows(
    plan: domain.Plan,
    dates: FutureDates,
    targets: Sequence[ForecastTarget],
    criticality: Criticality,
    policy: PolicyName,
    confidence: float,
) -> tuple[ForecastRow, ...]:
    """Return a row for each target."""
    return tuple(_row(plan, dates, target, criticality, policy, confidence) for target in targets)


def _row(
    plan: domain.Plan,
    dates: FutureDates,
    target: ForecastTarget,
    criticality: Criticality,
    policy: PolicyName,
    confidence: float,
) -> ForecastRow:
    moment, levels = dates.timeline.moment, (*LEVELS.values(), confidence)
    at = [None if m is None else moment(m) for m in quantiles(target.minutes, levels)]
    spread = quantiles(target.minutes, SPREAD) if target.is_big else []
    on_time = None if target.limit is None else share_by(target.minutes, target.limit)
    return ForecastRow(
        policy=policy,
        kind=target.kind,
        id=target.id,
        title=target.title,
        planned=target.planned,
        due=target.due,
        openings=target.openings,
        **dict(zip((*LEVELS, "at_confidence"), at, strict=True)),
        p_as_planned=_chance_of_plan(target, dates),
        p_on_time=on_time,
        se_on_time=None if on_time is None else standard_error(on_time, dates.count),
        critical=criticality.of(target),
        merge_days=merge_delay(_waited_for(plan, dates, target)),
        p_happens=share_done(target.minutes),
        spread=tuple(moment(m) for m in spread if m is not None),
    )


def _chance_of_plan(target: ForecastTarget, dates: FutureDates) -> float | None:
    """Return the chance that it is done by its finish in the plan."""
    if target.planned is None:
        return None
    return share_by(target.minutes, dates.timeline.minutes(target.planned))


def _waited_for(plan: domain.Plan, dates: FutureDates, target: ForecastTarget) -> list[F64]:
    """Return when each of what a target waits for is done, in working days, lags included.

    That are the tasks of a project or of the whole, and what an item or milestone comes after.
    """
    item_by_id = plan.scenario.item_by_id
    if target.kind in ("all", "project"):
        tasks = [name for name in target.members if not item_by_id[name].is_milestone]
        return [dates.item_days(name) for name in tasks]
    assert target.id is not None
    return [
        _arrival(plan, dates, link)
        for link in item_by_id[target.id].after
        if link.type in (LinkType.FS, LinkType.FF)
    ]


def _arrival(plan: domain.Plan, dates: FutureDates, link: domain.Link) -> F64:
    if link.lag is None:
        return dates.item_days(link.item)
    if isinstance(link.lag, ElapsedLag):
        minutes, lag = dates.item(link.item), int(elapsed_minutes(link.lag.elapsed))
        return dates.working_days(np.where(is_done(minutes), minutes + lag, minutes))
    calendar = plan.scenario.calendar
    lag_days = float(calendar.working_minutes(link.lag) / calendar.day_minutes)
    return dates.item_days(link.item) + lag_days
