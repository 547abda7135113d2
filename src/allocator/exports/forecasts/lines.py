"""The lines of a forecast that are shown: milestones, projects and the whole, dates in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import CostForecast, Driver, Forecast, ForecastRow, PolicyName
from allocator.domain.quantities import last_day

LEAST_GAIN_DAYS = 0.1
"""Gain in working days, of the mean or the P85 of a date, below which none is named."""

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


def main_policy(forecast: Forecast) -> PolicyName:
    """Return the policy that pictures show: ``dispatch`` where the forecast has it."""
    return "keep" if forecast.policy == "keep" else "dispatch"


def main_rows(forecast: Forecast) -> tuple[ForecastRow, ...]:
    """Return milestones, projects and the whole under the main policy, in their order."""
    policy = main_policy(forecast)
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
        planned=end_day(row.planned),
        due=wording.when(row.due),
        on_time="" if sure is None else chance_and_error(sure, row.se_on_time),
        dates=tuple(end_day(row.quantile(level)) or "-" for level in LEVELS),
        doubtful=sure is not None and sure < forecast.confidence,
    )


def chance_and_error(chance: float, standard_error: float | None) -> str:
    """Write a chance with its standard error in points: ``72 % ± 1.4``."""
    told = wording.chance(chance)
    points = wording.number(100 * (standard_error or 0), places=1)
    return told if points == "0" or told[0] in "<>" else f"{told} ± {points}"


def end_day(at: dt.datetime | None) -> str:
    """Write the day on which something ends; empty where there is none."""
    return "" if at is None else wording.day(last_day(at))


def drivers_by_target(
    forecast: Forecast, policy: PolicyName
) -> Iterator[tuple[str, tuple[Driver, ...]]]:
    """Yield each target's name with its drivers, the strongest first, in the order of the rows."""
    found: dict[tuple[str, str | None], list[Driver]] = {
        (row.kind, row.id): [] for row in main_rows(forecast)
    }
    for driver in forecast.drivers:
        if driver.policy == policy:
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


def gain_lines(forecast: Forecast) -> tuple[str, ...]:
    """Return sentences of what dates would gain without a risk or a failed try.

    The dates are those of milestones and of the whole; without milestones, of projects too.
    """
    policy = main_policy(forecast)
    drivers = [driver for driver in forecast.drivers if driver.policy == policy]
    with_milestones = any(driver.target_kind == "milestone" for driver in drivers)
    return tuple(
        wording.gain_sentence(forecast, driver)
        for driver in drivers
        if _gains(driver) and not (with_milestones and driver.target_kind == "project")
    )


def _gains(driver: Driver) -> bool:
    gains = (driver.gain_days, driver.gain_p85_days)
    return driver.gain_days is not None and any((g or 0) >= LEAST_GAIN_DAYS for g in gains)


def joint_lines(forecast: Forecast) -> tuple[str, ...]:
    """Return the chance of all promises together; with two policies, a sentence for each."""
    policies = dict.fromkeys(promise.policy for promise in forecast.promises)
    told = {policy: wording.joint_sentence(forecast, policy) for policy in policies}
    if forecast.policy != "both":
        return tuple(filter(None, told.values()))
    return tuple(f"{joint} (policy {policy})" for policy, joint in told.items() if joint)
