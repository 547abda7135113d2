"""Items whose tries may fail: the chance that all of them do, and the dates with and without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from allocator import domain
from allocator.domain.forecast import FailureForecast, PolicyName
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import Minutes, quantiles
from allocator.forecasting.results.targets import ForecastTarget
from allocator.forecasting.simulation.arrays import Bools


def failure_forecasts(
    plan: domain.Plan,
    dates: FutureDates,
    targets: Sequence[ForecastTarget],
    all_fail: Mapping[str, Bools],
    policy: PolicyName,
) -> tuple[FailureForecast, ...]:
    """Return what failing means for the whole, the item's project and the milestones after it.

    Parameters
    ----------
    all_fail
        By item: shape (F,), whether all of its tries are done and fail.
    """
    return tuple(
        _forecast(plan, dates, target, name, fails, policy)
        for name, fails in all_fail.items()
        for target in _concerned(plan, targets, name)
    )


def _concerned(
    plan: domain.Plan, targets: Sequence[ForecastTarget], item_id: str
) -> Iterator[ForecastTarget]:
    item, waited_for = plan.scenario.item_by_id[item_id], _stands_for(plan, item_id)
    for target in targets:
        after = target.kind == "milestone" and not waited_for.isdisjoint(
            plan.scenario.with_predecessors(target.members)
        )
        own = target.kind == "project" and target.id == item.project
        if target.kind == "all" or own or after:
            yield target


def _stands_for(plan: domain.Plan, item_id: str) -> set[str]:
    """Return an item with those whose fallback it is, or a fallback's: who waits for them waits.

    So a milestone behind an item waits for the fallback of its fallback, too.
    """
    found, waiting = {item_id}, [item_id]
    while waiting:
        name = waiting.pop()
        for item in plan.scenario.items:
            if item.if_fails and name in item.if_fails.then and item.id not in found:
                found.add(item.id)
                waiting.append(item.id)
    return found


def _forecast(
    plan: domain.Plan,
    dates: FutureDates,
    target: ForecastTarget,
    item_id: str,
    fails: Bools,
    policy: PolicyName,
) -> FailureForecast:
    assert target.kind != "item"
    medians = [_median(target.minutes[which]) for which in (~fails, fails)]
    with_it, without = (None if m is None else dates.timeline.moment(m) for m in medians)
    return FailureForecast(
        policy=policy,
        id=item_id,
        title=plan.scenario.item_by_id[item_id].title,
        p_fails=float(np.mean(fails)),
        target_kind=target.kind,
        target=target.id,
        p50_with=with_it,
        p50_without=without,
    )


def _median(minutes: Minutes) -> int | None:
    return quantiles(minutes, [0.5])[0] if len(minutes) else None
