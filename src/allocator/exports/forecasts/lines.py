"""The lines of a forecast that are shown: milestones, projects and the whole, dates in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import (
    CostForecast,
    Driver,
    FailureForecast,
    Forecast,
    ForecastRow,
    PolicyName,
    PromiseForecast,
)
from allocator.domain.quantities import When
from allocator.wording.forecasts import LEAST_TOLD_SHARE

LEAST_GAIN_DAYS = 0.5
"""Gain in working days, of the mean or the P85 of a date, below which none is named."""

MAX_GAINS = 5
"""Causes whose gains are named; forecast.json has all."""

MAX_GAIN_DATES = 3
"""Dates of a cause whose gains are named."""

LEVELS = (0.5, 0.8, 0.85, 0.95)
"""Chances whose dates a table has."""


@dataclass(frozen=True)
class ForecastLine:
    """A milestone, a project or the whole, in words."""

    row: ForecastRow
    name: str
    policy: str
    """Empty where the forecast has one policy only."""
    planned: str
    due: str
    on_time: str
    """Chance of the due date with its standard error in points: ``72 % ± 1.4``."""
    dates: tuple[str, ...]
    """A date for each of :data:`LEVELS`; a dash where there is none."""
    doubtful: bool
    """Whether the due date is less sure than the confidence of the forecast."""


def main_rows(forecast: Forecast) -> tuple[ForecastRow, ...]:
    """Return milestones, projects and the whole under the main policy, in their order."""
    policy = forecast.main_policy
    return tuple(row for row in forecast.rows if row.kind != "item" and row.policy == policy)


def forecast_lines(forecast: Forecast) -> tuple[ForecastLine, ...]:
    """Return a line for each milestone, project and the whole; with two policies, two of each."""
    rows = [row for row in forecast.rows if row.kind != "item"]
    order = {(row.kind, row.id): place for place, row in reversed(list(enumerate(rows)))}
    ordered = sorted(rows, key=lambda row: (order[row.kind, row.id], row.policy))
    return tuple(_line(forecast, row) for row in ordered)


def _line(forecast: Forecast, row: ForecastRow) -> ForecastLine:
    sure = row.p_on_time
    return ForecastLine(
        row=row,
        name=wording.forecast_name(row),
        policy=row.policy if forecast.policy == "both" else "",
        planned=end_day(row, row.planned),
        due=wording.when(row.due),
        on_time="" if sure is None else chance_and_error(sure, row.se_on_time),
        dates=tuple(end_day(row, row.quantile(level)) or "-" for level in LEVELS),
        doubtful=sure is not None and sure < forecast.confidence,
    )


def chance_and_error(chance: float, standard_error: float | None) -> str:
    """Write a chance with its standard error in points: ``72 % ± 1.4``."""
    told = wording.chance(chance)
    points = wording.number(100 * (standard_error or 0), places=1)
    return told if points == "0" or told[0] in "<>" else f"{told} ± {points}"


def end_day(what: ForecastRow | PromiseForecast, at: dt.datetime | None) -> str:
    """Write the day on which something is done at an instant; empty where there is none."""
    return "" if at is None else wording.day(what.day(at))


def drivers_by_target(
    forecast: Forecast, policy: PolicyName
) -> Iterator[tuple[str, tuple[Driver, ...]]]:
    """Yield each target's name with its drivers, the strongest first, in the order of the rows."""
    found: dict[tuple[str, str | None], list[Driver]] = {
        (row.kind, row.id): [] for row in main_rows(forecast)
    }
    for driver in forecast.drivers:
        if driver.policy == policy and driver.share >= LEAST_TOLD_SHARE:
            found.setdefault((driver.target_kind, driver.target), []).append(driver)
    for (kind, target), drivers in found.items():
        if drivers:
            yield wording.target_name(forecast, kind, target), _strongest(drivers)


def _strongest(drivers: Iterable[Driver]) -> tuple[Driver, ...]:
    return tuple(sorted(drivers, key=lambda driver: -driver.share))


def drivers_of(forecast: Forecast, row: ForecastRow) -> tuple[Driver, ...]:
    """Return what moves a row's date under its policy, the strongest first."""
    wanted = (row.policy, row.kind, row.id)
    return _strongest(
        driver
        for driver in forecast.drivers
        if (driver.policy, driver.target_kind, driver.target) == wanted
    )


def basis(forecast: Forecast) -> Iterator[str]:
    """Yield what the forecast rests on, each a sentence without a full stop."""
    several = "" if forecast.futures == 1 else "s"
    yield f"{wording.number(forecast.futures)} future{several}, seed {forecast.seed}"
    policies: tuple[PolicyName, ...] = ("dispatch", "keep")
    if forecast.policy != "both":
        policies = (forecast.policy,)
    for one in policies:
        yield f"Policy {one}: {wording.policy_words(one)}"
    if forecast.prior:
        yield f"Prior: {forecast.prior.rstrip('.')}"
    yield from (line.rstrip(".") for line in forecast.assumptions)


def cost_line(forecast: Forecast, cost: CostForecast) -> str:
    """Write what a project, or everything, may cost; with two policies, under which."""
    name = "" if cost.project is None else wording.target_name(forecast, "project", cost.project)
    policy = f" (policy {cost.policy})" if forecast.policy == "both" else ""
    return f"{wording.cost_sentence(cost, name)}{policy}"


def failures_by_item(forecast: Forecast) -> tuple[tuple[FailureForecast, ...], ...]:
    """Return what failing of each item means under the main policy.

    Of a project and a milestone with the same days one is left out: the one that is not promised,
    else the project.
    """
    found: dict[str, list[FailureForecast]] = {}
    for failure in forecast.failures:
        if failure.policy == forecast.main_policy:
            found.setdefault(failure.id, []).append(failure)
    return tuple(_once(forecast, failures) for failures in found.values())


def _once(forecast: Forecast, failures: Sequence[FailureForecast]) -> tuple[FailureForecast, ...]:
    promised = {(promise.kind, promise.id) for promise in forecast.promises}

    def rank(failure: FailureForecast) -> tuple[bool, bool]:
        is_promised = (failure.target_kind, failure.target) in promised
        return not is_promised, failure.target_kind == "project"

    def repeats(failure: FailureForecast, other: FailureForecast) -> bool:
        kinds = {failure.target_kind, other.target_kind}
        same = _median_days(forecast, failure) == _median_days(forecast, other)
        return kinds == {"milestone", "project"} and same and rank(other) < rank(failure)

    return tuple(
        failure for failure in failures if not any(repeats(failure, other) for other in failures)
    )


def _median_days(forecast: Forecast, failure: FailureForecast) -> tuple[dt.date | None, ...]:
    of = failure.target_kind, failure.target
    medians = failure.p50_with, failure.p50_without
    return tuple(at and wording.target_day(forecast, *of, at) for at in medians)


def failure_lines(forecast: Forecast) -> tuple[str, ...]:
    """Return a sentence for each item whose tries may fail."""
    return tuple(
        wording.failure_sentence(forecast, failures) for failures in failures_by_item(forecast)
    )


def same_as_milestones(forecast: Forecast) -> frozenset[str]:
    """Return the projects of whom all that is told is told of a milestone.

    One that is promised, or has a due date that the milestone has not, is not among them.
    """
    promised = {promise.id for promise in forecast.promises if promise.kind == "project"}
    return frozenset(
        name
        for name, stones in _with_dates_of(forecast).items()
        if name not in promised and _due(forecast, name) in {None, *(row.due for row in stones)}
    )


def _due(forecast: Forecast, project: str) -> When | None:
    return next(
        row.due for row in main_rows(forecast) if (row.kind, row.id) == ("project", project)
    )


def _with_dates_of(forecast: Forecast) -> dict[str, list[ForecastRow]]:
    """Return each project whose uncertain dates are those of milestones in plan and futures."""
    stones: dict[object, list[ForecastRow]] = {}
    rows = [row for row in main_rows(forecast) if len(set(row.spread)) > 1]
    for row in rows:
        if row.kind == "milestone":
            stones.setdefault((row.planned, row.spread, row.p_happens), []).append(row)
    found = {}
    for row in rows:
        same = stones.get((row.planned, row.spread, row.p_happens))
        if row.kind == "project" and row.id is not None and same:
            found[row.id] = same
    return found


def gain_lines(forecast: Forecast) -> tuple[str, ...]:
    """Return a sentence for each risk and each item's tries without which dates gain most.

    The dates are those that are promised; without promises, those of milestones and the whole;
    without milestones, of projects too.
    """
    by_cause: dict[tuple[str, str], list[Driver]] = {}
    for driver in _helped(forecast):
        by_cause.setdefault((driver.kind, driver.id), []).append(driver)
    causes = [sorted(found, key=_gain, reverse=True) for found in by_cause.values()]
    causes.sort(key=lambda found: -_gain(found[0]))
    return tuple(
        wording.gain_sentence(forecast, found[:MAX_GAIN_DATES]) for found in causes[:MAX_GAINS]
    )


def _helped(forecast: Forecast) -> Iterator[Driver]:
    """Yield the gains that are told."""
    policy = forecast.main_policy
    drivers = [driver for driver in forecast.drivers if driver.policy == policy]
    promised = {(one.kind, one.id) for one in forecast.promises if one.kind != "item"}
    kinds = {"milestone", "all"}
    if not any(driver.target_kind == "milestone" for driver in drivers):
        kinds.add("project")
    for driver in drivers:
        told = (
            (driver.target_kind, driver.target) in promised
            if promised
            else (driver.target_kind in kinds)
        )
        if told and _gain(driver) >= LEAST_GAIN_DAYS:
            yield driver


def _gain(driver: Driver) -> float:
    """Return the greater gain of a date's mean and P85; 0 where its mean gains nothing."""
    if driver.gain_days is None or round(driver.gain_days, 1) <= 0:
        return 0.0
    return max(driver.gain_days, driver.gain_p85_days or 0.0)


def joint_lines(forecast: Forecast) -> tuple[str, ...]:
    """Return the chance of all promises together; with two policies, a sentence for each."""
    policies = dict.fromkeys(promise.policy for promise in forecast.promises)
    told = {policy: wording.joint_sentence(forecast, policy) for policy in policies}
    if forecast.policy != "both":
        return tuple(filter(None, told.values()))
    return tuple(f"{joint} (policy {policy})" for policy, joint in told.items() if joint)
