"""A forecast as tables: rows, promises, drivers, costs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from allocator.domain.base import Model
from allocator.domain.forecast import Forecast
from allocator.views.frames import FLAG, INSTANT, NUMBER, TEXT, frame

ROWS = {
    "policy": TEXT,
    "kind": TEXT,
    "id": TEXT,
    "title": TEXT,
    **dict.fromkeys(("planned", "due", "p10", "p50", "p80", "p85", "p90", "p95"), INSTANT),
    "at_confidence": INSTANT,
    **dict.fromkeys(
        ("p_as_planned", "p_on_time", "se_on_time", "critical", "merge_days", "p_happens"), NUMBER
    ),
}
PROMISES = {
    "policy": TEXT,
    "kind": TEXT,
    "id": TEXT,
    "title": TEXT,
    "by": INSTANT,
    "confidence": NUMBER,
    "p_kept": NUMBER,
    "se_kept": NUMBER,
    "date_at_confidence": INSTANT,
    "broken": FLAG,
}
DRIVERS = {
    "policy": TEXT,
    "target_kind": TEXT,
    "target": TEXT,
    "kind": TEXT,
    "id": TEXT,
    "title": TEXT,
    "share": NUMBER,
    "gain_days": NUMBER,
    "gain_p85_days": NUMBER,
}
COSTS = {
    "policy": TEXT,
    "project": TEXT,
    **dict.fromkeys(("planned", "p10", "p50", "p80", "p90", "budget", "p_within"), NUMBER),
}


def forecast_rows(forecast: Forecast) -> pd.DataFrame:
    """Return the rows of a forecast: the whole, projects, milestones, items.

    Columns
    -------
    policy, kind, id, title : string
        What is forecast by which policy; the whole has no id.
    planned, due : datetime64[s]
        Its finish in the plan, and its due date as written; a date means the end of that day.
    p10, p50, p80, p85, p90, p95, at_confidence : datetime64[s]
        Instants by which it is done in so many futures; missing where it does not come about in
        so many.
    p_as_planned : float64
        Chance that it is done by its finish in the plan; missing where it is no part of it.
    p_on_time, se_on_time : float64
        Chance that it is done by its due date, and the standard error; missing without one.
    critical : float64
        Share of futures in which it is critical for the finish of all.
    merge_days : float64
        Working days that waiting for the last of several costs on the average.
    p_happens : float64
        Share of futures in which it comes about at all.
    """
    return _frame(ROWS, forecast.rows)


def forecast_promises(forecast: Forecast) -> pd.DataFrame:
    """Return the promises, one row each.

    Columns
    -------
    policy, kind, id, title : string
        What is promised.
    by : datetime64[s]
        The date as written; a date means the end of that day.
    confidence, p_kept, se_kept : float64
        How sure it has to be, how sure it is, and the standard error of that.
    date_at_confidence : datetime64[s]
        The date that is so sure; missing where none is.
    broken : bool
        Whether the chance is below the confidence by more than the sampling error.
    """
    return _frame(PROMISES, forecast.promises)


def forecast_drivers(forecast: Forecast) -> pd.DataFrame:
    """Return what moves the dates, the strongest first for each target.

    Columns
    -------
    policy, target_kind, target : string
        Whose date is moved; the whole has no target.
    kind, id, title : string
        What moves it.
    share : float64
        Share of the variance of the date.
    gain_days, gain_p85_days : float64
        Working days by which the mean and the P85 are earlier without the risk or failed try.
    """
    return _frame(DRIVERS, forecast.drivers)


def forecast_costs(forecast: Forecast) -> pd.DataFrame:
    """Return the cost of all and of each project; no rows where nobody has a rate.

    Columns
    -------
    policy, project : string
        The whole has no project.
    planned, p10, p50, p80, p90, budget : float64
        In the currency of the rates.
    p_within : float64
        Chance that the budget suffices; missing without one.
    """
    return _frame(COSTS, forecast.costs)


def _frame(dtypes: dict[str, str], models: Sequence[Model]) -> pd.DataFrame:
    return frame(dtypes, (tuple(getattr(model, name) for name in dtypes) for model in models))
