"""How sure the dates are, as the page shows it: words, table, curves, drivers, promises, cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import (
    LEVELS,
    ForecastLine,
    basis,
    chance_and_error,
    cost_line,
    drivers_of,
    end_day,
    failure_lines,
    forecast_lines,
    gain_lines,
    joint_lines,
    main_rows,
)
from allocator.exports.pictures.chances_drawing import ChanceDrawing, drawn_chances
from allocator.exports.pictures.drivers_drawing import DriverBars, driver_bars

MAX_SENTENCES = 6
"""Sentences at the head of the section; the table has everything."""


@dataclass(frozen=True)
class PromiseRow:
    """A promise: what, by when, how sure it is and has to be, and what could be promised."""

    name: str
    policy: str
    by: str
    confidence: str
    kept: str
    state: str
    broken: bool
    possible: str


@dataclass(frozen=True)
class ForecastSection:
    """The content of the section."""

    sentences: tuple[str, ...]
    levels: tuple[str, ...]
    lines: tuple[ForecastLine, ...]
    with_policies: bool
    chart: ChanceDrawing | None
    drivers: tuple[DriverBars, ...]
    promises: tuple[PromiseRow, ...]
    together: tuple[str, ...]
    """The chance of all promises together, a sentence a policy."""
    failures: tuple[str, ...]
    gains: tuple[str, ...]
    costs: tuple[str, ...]
    throughput: tuple[str, str]
    """What finished items a week say, and a warning; both empty without."""
    basis: tuple[str, ...]


def forecast_section(forecast: Forecast) -> ForecastSection:
    """Return what the section shows."""
    return ForecastSection(
        sentences=tuple(_sentences(forecast)),
        levels=tuple(map(wording.whole_percent, LEVELS)),
        lines=forecast_lines(forecast),
        with_policies=forecast.policy == "both",
        chart=drawn_chances(forecast),
        drivers=driver_bars(forecast),
        promises=tuple(_promises(forecast)),
        together=joint_lines(forecast),
        failures=failure_lines(forecast),
        gains=gain_lines(forecast),
        costs=tuple(cost_line(forecast, cost) for cost in forecast.costs),
        throughput=_throughput(forecast),
        basis=tuple(map(wording.printable, basis(forecast))),
    )


def _sentences(forecast: Forecast) -> Iterator[str]:
    """Yield a sentence for each promise; without promises, for each milestone and the whole."""
    if forecast.promises:
        policy = forecast.main_policy
        promises = [promise for promise in forecast.promises if promise.policy == policy]
        yield from map(wording.promise_sentence, promises[:MAX_SENTENCES])
        return
    rows = [row for row in main_rows(forecast) if row.kind != "project"] or main_rows(forecast)
    for row in rows[:MAX_SENTENCES]:
        yield wording.forecast_sentence(row, forecast.confidence, drivers_of(forecast, row))


def _promises(forecast: Forecast) -> Iterator[PromiseRow]:
    for promise in forecast.promises:
        yield PromiseRow(
            name=wording.forecast_name(promise),
            policy=promise.policy if forecast.policy == "both" else "",
            by=wording.when(promise.by),
            confidence=wording.whole_percent(promise.confidence),
            kept=chance_and_error(promise.p_kept, promise.se_kept),
            state=wording.promise_state(promise),
            broken=promise.broken,
            possible=end_day(promise, promise.date_at_confidence) or "no date",
        )


def _throughput(forecast: Forecast) -> tuple[str, str]:
    if forecast.throughput is None:
        return "", ""
    warning = wording.printable(forecast.throughput.warning)
    return wording.throughput_sentence(forecast.throughput), warning
