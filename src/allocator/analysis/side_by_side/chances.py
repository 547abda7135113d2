"""Rows about how sure the plans are, where they have forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.side_by_side.column import EVERYTHING, Key, PlanColumn, dues_of, names_of
from allocator.analysis.side_by_side.model import Better, ComparedRow
from allocator.analysis.side_by_side.rows import day_row, number_row
from allocator.domain.forecast import Forecast, ForecastRow, PolicyName, PromiseForecast


def chance_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield the chance that projects, milestones and promises are on time, and dates that are sure.

    Of two policies it is the first of the forecast.
    """
    forecasts = [column.forecast for column in columns]
    if not any(forecasts):
        return
    rows = [_rows(forecast) for forecast in forecasts]
    named: dict[Key, str] = {EVERYTHING: "everything", **names_of(columns)}
    for key, name in named.items():
        found = [plan.get(key) for plan in rows]
        chances = [None if row is None else row.p_on_time for row in found]
        if any(chance is not None for chance in chances):
            same = len(dues_of(columns, key)) == 1
            yield _chance_row("on_time", f"{name} on time", chances, key, "more" if same else None)
        days = [None if row is None or row.p85 is None else row.day(row.p85) for row in found]
        if any(days):
            yield day_row("chances", "p85", f"{name}: 85 % by", days, key=key)
    yield from _promise_rows(forecasts, named)


def _rows(forecast: Forecast | None) -> dict[Key, ForecastRow]:
    if forecast is None:
        return {}
    policy = _policy(forecast)
    return {(row.kind, row.id or ""): row for row in forecast.rows if row.policy == policy}


def _policy(forecast: Forecast) -> PolicyName:
    return "keep" if forecast.policy == "keep" else "dispatch"


def _promise_rows(
    forecasts: Sequence[Forecast | None], named: dict[Key, str]
) -> Iterator[ComparedRow]:
    kept = [_promises(forecast) for forecast in forecasts]
    for (kind, key, by), promise in {k: v for plan in kept for k, v in plan.items()}.items():
        name = named.get((kind, key), promise.title or key)
        chances = [plan[kind, key, by].p_kept if (kind, key, by) in plan else None for plan in kept]
        label = f"promise: {name} by {by}"
        yield _chance_row("promise", label, chances, (kind, key))
    joint = [
        None if forecast is None else forecast.p_all_promises.get(_policy(forecast))
        for forecast in forecasts
    ]
    if any(len(plan) > 1 for plan in kept):
        yield _chance_row("all_promises", "all promises together", joint, EVERYTHING)


def _promises(forecast: Forecast | None) -> dict[tuple[str, str, str], PromiseForecast]:
    """Return the promises by what is promised and by when, in words."""
    if forecast is None:
        return {}
    policy = _policy(forecast)
    return {
        (promise.kind, promise.id, wording.when(promise.by)): promise
        for promise in forecast.promises
        if promise.policy == policy
    }


def _chance_row(
    what: str,
    name: str,
    chances: Sequence[float | None],
    key: Key,
    better: Better | None = "more",
) -> ComparedRow:
    return number_row("chances", what, name, chances, wording.chance, key=key, better=better)
