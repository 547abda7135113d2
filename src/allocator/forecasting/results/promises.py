"""Promises: the chance that each is kept, the date that can be promised, and all together."""

from __future__ import annotations

from typing import Literal

import numpy as np

from allocator import domain
from allocator.domain.forecast import PolicyName, PromiseForecast
from allocator.domain.projects import Project
from allocator.domain.uncertainty import Promise
from allocator.forecasting.params import ForecastParams
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import (
    Minutes,
    is_done,
    quantiles,
    share_by,
    standard_error,
)
from allocator.forecasting.results.targets import Openings, limit_of, openings_among, openings_of


def promise_forecasts(
    plan: domain.Plan, dates: FutureDates, policy: PolicyName, params: ForecastParams
) -> tuple[PromiseForecast, ...]:
    """Return what the futures say of each promise."""
    opened = openings_of(plan) if plan.scenario.promises else {}
    return tuple(
        _forecast(plan, dates, promise, policy, params, opened)
        for promise in plan.scenario.promises
    )


def chance_of_all(plan: domain.Plan, dates: FutureDates) -> float | None:
    """Return the share of futures in which every promise is kept; None without promises."""
    kept = [
        is_done(minutes) & (minutes <= _limit(plan, dates, promise))
        for promise in plan.scenario.promises
        for minutes in [_minutes(dates, promise)]
    ]
    return float(np.all(kept, axis=0).mean()) if kept else None


def is_broken(chance: float, confidence: float, futures: int, params: ForecastParams) -> bool:
    """Whether a chance is below a confidence by more than the sampling error, one-sided."""
    error = params.one_sided_deviations * standard_error(chance, futures)
    return chance + error < confidence


def _forecast(
    plan: domain.Plan,
    dates: FutureDates,
    promise: Promise,
    policy: PolicyName,
    params: ForecastParams,
    opened: Openings,
) -> PromiseForecast:
    minutes = _minutes(dates, promise)
    chance = share_by(minutes, _limit(plan, dates, promise))
    (at_confidence,) = quantiles(minutes, [promise.confidence])
    owner = _owner(plan, promise)
    return PromiseForecast(
        policy=policy,
        kind=_kind(owner),
        id=promise.subject,
        title=owner.title if isinstance(owner, domain.WorkItem) else owner.name,
        by=promise.by,
        openings=openings_among(opened, _members(plan, owner)),
        confidence=promise.confidence,
        p_kept=chance,
        se_kept=standard_error(chance, dates.count),
        date_at_confidence=None if at_confidence is None else dates.timeline.moment(at_confidence),
        broken=is_broken(chance, promise.confidence, dates.count, params),
    )


def _owner(plan: domain.Plan, promise: Promise) -> domain.WorkItem | Project:
    if promise.project is not None:
        return plan.scenario.project_by_id[promise.project]
    return plan.scenario.item_by_id[promise.subject]


def _members(plan: domain.Plan, owner: domain.WorkItem | Project) -> list[str]:
    if isinstance(owner, Project):
        return [item.id for item in plan.scenario.items if item.project == owner.id]
    return [owner.id]


def _kind(owner: domain.WorkItem | Project) -> Literal["item", "milestone", "project"]:
    if isinstance(owner, Project):
        return "project"
    return "milestone" if owner.is_milestone else "item"


def _minutes(dates: FutureDates, promise: Promise) -> Minutes:
    if promise.project is not None:
        return dates.project(promise.project)
    return dates.item(promise.subject)


def _limit(plan: domain.Plan, dates: FutureDates, promise: Promise) -> int:
    limit = limit_of(plan, dates, _owner(plan, promise), promise.by)
    assert limit is not None
    return limit
