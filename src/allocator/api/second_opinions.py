"""A second opinion on a forecast: when as many items are done at the pace of past weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from allocator import domain, wording
from allocator.api.arguments import listed
from allocator.api.throughputs import throughput
from allocator.domain.forecast import Forecast, ThroughputForecast
from allocator.errors import InputError
from allocator.forecasting.params import ForecastParams

_AHEAD = ("planned", "in_progress")
_MAX_GROWTH = 0.95


def second_opinion(
    plan: domain.Plan,
    forecast: Forecast,
    history: str | Path | Sequence[str | Path],
    params: ForecastParams,
) -> ThroughputForecast:
    """Forecast the plan's open tasks by how many were finished a week.

    Parameters
    ----------
    plan, forecast
        The plan, and what its own futures say.
    history
        As of :func:`allocator.throughput`.
    params
        From where on the two are far apart.

    Raises
    ------
    FormatError, InputError
        The history cannot be read or is too short, or no task is open.
    """
    tasks = [e for e in plan.items if e.state in _AHEAD and not _is_milestone(plan, e.id)]
    if not tasks:
        raise InputError("no task of the plan is open, so there is nothing to forecast")
    scope = None if plan.scenario.uncertainty is None else plan.scenario.uncertainty.scope
    found = throughput(
        history,
        items=len(tasks),
        growth=0.0 if scope is None else min(scope.growth, _MAX_GROWTH),
        start=plan.scenario.plan_from.date(),
        seed=forecast.seed,
    )
    ends = {chance: None if day is None else _end(day) for chance, day in found.finish.items()}
    return ThroughputForecast(
        source=", ".join(Path(each).name for each in listed(history)),
        items=len(tasks),
        p50=ends[0.5],
        p80=ends[0.8],
        p85=ends[0.85],
        p90=ends[0.9],
        warning=_warning(plan, forecast, ends[0.85], params),
    )


def _is_milestone(plan: domain.Plan, item_id: str) -> bool:
    return plan.scenario.item_by_id[item_id].is_milestone


def _end(day: dt.date) -> dt.datetime:
    """Return the end of a day."""
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1)


def _warning(
    plan: domain.Plan, forecast: Forecast, at: dt.datetime | None, params: ForecastParams
) -> str:
    """Say that the two are far apart; empty where they are not."""
    whole = next(row for row in forecast.rows if row.kind == "all")
    if at is None or whole.p85 is None:
        return "" if at == whole.p85 else "only one of the two ends at all with a chance of 85 %"
    days = (at - whole.p85).days
    most = params.second_opinion_distance * ((whole.p85 - plan.scenario.plan_from).days + 1)
    if abs(days) <= max(most, params.second_opinion_days):
        return ""
    way = "later" if days > 0 else "earlier"
    apart = wording.count(abs(days), "day")
    return f"its 85 % date is {apart} {way} than that of the plan's forecast; find out why"
