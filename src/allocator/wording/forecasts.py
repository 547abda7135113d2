"""How sure something is, in the words of a manager.

============================ ==========================================================
function                     example
============================ ==========================================================
:func:`chance`               ``72 %``, ``> 99 %``, ``< 1 %``
:func:`forecast_dates`       ``29 Jan``, ``9 Feb``; with the year where it changes
:func:`forecast_sentence`    ``Ranking live: 72 % by 29 Jan; 85 % by 9 Feb``
:func:`drivers_clause`       ``what moves it most: Train the model (34 %)``
:func:`promise_sentence`     ``Ranking live: 72 % by 29 Jan, promised at 85 %; ...``
:func:`joint_sentence`       ``All 3 promises together: 61 %``
:func:`failure_sentence`     ``Uplift study: 16 % that all tries fail; then ...``
:func:`gain_sentence`        ``Without risk Data slips: Ranking live 2.5 days earlier ...``
:func:`cost_sentence`        ``Churn: 12,000 planned; 50 % at most 13,100; ...``
:func:`throughput_sentence`  ``By throughput (done.csv): 40 items; 50 % by 2 Mar, ...``
:func:`policy_words`         ``whoever becomes free takes the most urgent work``
============================ ==========================================================

A chance is never written as 0 or 100 %: a forecast does not know that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from allocator.domain.quantities import last_day
from allocator.wording.amounts import number, whole_percent
from allocator.wording.dates import day_and_month
from allocator.wording.labels import label, printable
from allocator.wording.lists import enumerated

if TYPE_CHECKING:
    from allocator.domain.forecast import (
        CostForecast,
        Driver,
        FailureForecast,
        Forecast,
        ForecastRow,
        PolicyName,
        PromiseForecast,
        ThroughputForecast,
    )
    from allocator.domain.quantities import When

MAX_DRIVERS = 3
"""Drivers that a sentence names at most."""

ALMOST_SURE = 0.99
"""Chance above which nothing is said of what may not come about at all."""

LEAST_TOLD_SHARE = 0.01
"""Share of the variance of a date below which a sentence does not call something its driver."""

LEAST_MOVE = dt.timedelta(days=1)
"""Move of a median below which a sentence does not tell it."""

MAX_NAME_CHARACTERS = 60
"""Characters of a title in a sentence."""

_POLICIES: dict[PolicyName, str] = {
    "keep": "everybody keeps to the plan's people and order",
    "dispatch": "whoever becomes free takes the most urgent work that they can do",
}

_DRIVERS = {
    "item": "{}",
    "person": "how long the work of {} takes",
    "project": "how well {} is estimated as a whole",
    "risk": "risk {}",
    "absence": "unplanned absence of {}",
    "scope": "work added to {}",
    "try": "failed tries of {}",
    "delivery": "waiting for {}",
}


def chance(probability: float) -> str:
    """Write a chance: ``72 %``; never 0 or 100 %, but ``< 1 %`` and ``> 99 %``."""
    if probability < 0.01:
        return "< 1 %"
    return "> 99 %" if probability > 0.99 else whole_percent(probability)


def policy_words(policy: PolicyName) -> str:
    """Write what people do in the futures of a policy."""
    return _POLICIES[policy]


def forecast_dates(dates: Sequence[When]) -> list[str]:
    """Write the dates of a sentence: ``29 Jan``; all with the year where they have several.

    Parameters
    ----------
    dates
        Instants at which work ends, dates, or dates with a time that is part of what was asked.
    """
    ends = [last_day(at) if isinstance(at, dt.datetime) else at for at in dates]
    years = {day.year for day in ends}
    return [day_and_month(day) + (f" {day.year}" if len(years) > 1 else "") for day in ends]


def forecast_name(row: ForecastRow | PromiseForecast) -> str:
    """Return the title of what is forecast, else its id; ``Everything`` for the whole plan."""
    if row.kind == "all":
        return "Everything"
    return label(row.title or row.id or "", most=MAX_NAME_CHARACTERS)


def forecast_sentence(
    row: ForecastRow, confidence: float, drivers: Iterable[Driver] = (), *, separator: str = "; "
) -> str:
    """Write how sure a date is: ``Ranking live: 72 % by 29 Jan; 85 % by 9 Feb``.

    Parameters
    ----------
    row
        What is forecast.
    confidence
        The chance whose date is named second; that of the forecast, which the row may know better.
    drivers
        What moves its date, the strongest first.
    separator
        What stands between the clauses.
    """
    parts = [*_chances(row, confidence), *drivers_clause(drivers)]
    return f"{forecast_name(row)}: {separator.join(parts)}"


def _chances(row: ForecastRow, confidence: float) -> list[str]:
    if row.planned is not None and _is_always_kept(row):
        return [f"by {forecast_dates([row.day(row.planned)])[0]} in all futures"]
    named = _first(row), (confidence, row.at_confidence or row.quantile(confidence))
    dated = [(share, date) for share, date in named if share is not None and date is not None]
    dates = forecast_dates([_shown(row, date) for _, date in dated])
    parts = [f"{chance(share)} by {date}" for (share, _), date in zip(dated, dates, strict=True)]
    if row.p_happens <= ALMOST_SURE:
        parts.append(f"{chance(row.p_happens)} that it comes about at all")
    return list(dict.fromkeys(parts)) or ["no date"]


def _shown(row: ForecastRow, when: When) -> When:
    """Return the day of an instant of the row; its due date stays as it is written."""
    return row.day(when) if isinstance(when, dt.datetime) and when != row.due else when


def _is_always_kept(row: ForecastRow) -> bool:
    """Whether it has the plan's date, and no future is later than that or than its due date."""
    on_time = row.due is None or row.p_on_time == 1
    return on_time and row.p_as_planned == 1 and row.p10 == row.p95 == row.planned


def _first(row: ForecastRow) -> tuple[float | None, When | None]:
    """Return the chance of its due date with that date; without one, its median."""
    return (row.p_on_time, row.due) if row.due is not None else (0.5, row.p50)


def driver_name(driver: Driver) -> str:
    """Return what moves a date: ``Train the model``, ``risk Data contract slips``."""
    return _DRIVERS[driver.kind].format(label(driver.title or driver.id, most=MAX_NAME_CHARACTERS))


def drivers_clause(drivers: Iterable[Driver], *, most: int = MAX_DRIVERS) -> list[str]:
    """Return the clause that names what moves a date most; nothing where nothing does."""
    named = [
        f"{driver_name(driver)} ({chance(driver.share)})"
        for driver in sorted(drivers, key=lambda driver: -driver.share)[:most]
        if driver.share >= LEAST_TOLD_SHARE
    ]
    return [f"what moves it most: {enumerated(named)}"] if named else []


def promise_state(promise: PromiseForecast) -> str:
    """Write whether a promise is as sure as it has to be."""
    if promise.broken:
        return "not sure enough"
    if promise.p_kept < promise.confidence:
        return "within the sampling error"
    return "sure enough"


def promise_sentence(promise: PromiseForecast) -> str:
    """Write how sure a promise is, how sure it has to be, and which date would be so sure."""
    at_confidence = promise.date_at_confidence
    possible = [] if at_confidence is None else [promise.day(at_confidence)]
    by, *others = forecast_dates([promise.by, *possible])
    sure = whole_percent(promise.confidence)
    named = f"{forecast_name(promise)}: {chance(promise.p_kept)} by {by}, promised at {sure}"
    at = f"{sure} by {others[0]}" if others else f"no date is {sure} sure"
    return f"{named}: {promise_state(promise)}; {at}"


def joint_sentence(forecast: Forecast, policy: PolicyName) -> str:
    """Write the chance that all promises are kept; empty where there are not several."""
    several = sum(promise.policy == policy for promise in forecast.promises)
    joint = forecast.p_all_promises.get(policy)
    if joint is None or several < 2:
        return ""
    return f"All {several} promises together: {chance(joint)}"


def target_row(forecast: Forecast, kind: str, target: str | None) -> ForecastRow | None:
    """Return the first row of a milestone, a project or the whole; None where it has none."""
    return next((row for row in forecast.rows if (row.kind, row.id) == (kind, target)), None)


def target_name(forecast: Forecast, kind: str, target: str | None) -> str:
    """Return the title of a milestone, a project or the whole by its kind and id."""
    row = target_row(forecast, kind, target)
    return printable(target or "Everything") if row is None else forecast_name(row)


def target_day(forecast: Forecast, kind: str, target: str | None, at: dt.datetime) -> dt.date:
    """Return the day on which a milestone, a project or the whole is done at an instant."""
    row = target_row(forecast, kind, target)
    return last_day(at) if row is None else row.day(at)


def failure_sentence(forecast: Forecast, failures: Sequence[FailureForecast]) -> str:
    """Write the chance that all tries of an item fail, and which dates that moves by how much.

    Parameters
    ----------
    forecast
        The forecast.
    failures
        What failing means for each target; the same item, and not empty.
    """
    item = failures[0]
    name = label(item.title or item.id, most=MAX_NAME_CHARACTERS)
    told = f"{name}: {chance(item.p_fails)} that all tries fail"
    moved = [words for words in (_moved(forecast, failure) for failure in failures) if words]
    return f"{told}; then {enumerated(moved)}" if moved else told


def _moved(forecast: Forecast, failure: FailureForecast) -> str:
    """Write how far failing moves the median of a target; empty for less than a day."""
    before, then = failure.p50_with, failure.p50_without
    if failure.p_fails == 0 or before is None:
        return ""
    name = target_name(forecast, failure.target_kind, failure.target)
    if then is None:
        return f"{name} is not finished"
    if abs(then - before) < LEAST_MOVE:
        return ""
    of = failure.target_kind, failure.target
    late, early = forecast_dates([target_day(forecast, *of, at) for at in (then, before)])
    return f"{name} 50 % by {late} in place of {early}"


def gain_sentence(forecast: Forecast, drivers: Sequence[Driver]) -> str:
    """Write what dates would gain without a risk or failed tries.

    ``Without risk Data slips: Ranking live 2.5 days earlier on the average (85 % date 4 days)``.

    Parameters
    ----------
    forecast
        The forecast.
    drivers
        The same cause for each target that gains by it on the average, the greatest gain first.
    """
    first, *others = (_gain(forecast, driver) for driver in drivers)
    (name, days_earlier, of_p85), told = first, []
    told.append(f"{name} {days_earlier} earlier on the average{of_p85}")
    told += [f"{name} {days_earlier}{of_p85}" for name, days_earlier, of_p85 in others]
    return f"Without {driver_name(drivers[0])}: {', '.join(told)}"


def _gain(forecast: Forecast, driver: Driver) -> tuple[str, str, str]:
    """Return a target's name, its gain, and that of its 85 % date in brackets."""
    assert driver.gain_days is not None
    name = target_name(forecast, driver.target_kind, driver.target)
    p85 = driver.gain_p85_days
    if p85 is None:
        return name, _days(driver.gain_days), ""
    words = "the same" if _days(p85) == "0 days" else _days(p85)
    return name, _days(driver.gain_days), f" (85 % date {words}{' later' if p85 < 0 else ''})"


def _days(gain: float) -> str:
    text = number(abs(gain), places=1)
    return f"{text} day{'' if text == '1' else 's'}"


def cost_sentence(cost: CostForecast, name: str = "") -> str:
    """Write what a project may cost.

    Parameters
    ----------
    cost
        The amounts.
    name
        Of the project; default: its id, or ``Everything``.
    """
    parts = [
        f"{number(cost.planned, places=0)} planned",
        f"50 % at most {number(cost.p50, places=0)}",
        f"80 % at most {number(cost.p80, places=0)}",
    ]
    if cost.budget is not None and cost.p_within is not None:
        parts.append(f"{chance(cost.p_within)} within {number(cost.budget, places=0)}")
    subject = name or cost.project or "Everything"
    return f"{label(subject, most=MAX_NAME_CHARACTERS)}: {'; '.join(parts)}"


def throughput_sentence(throughput: ThroughputForecast) -> str:
    """Write what the finished items a week say of the date."""
    levels = ("50 %", throughput.p50), ("80 %", throughput.p80), ("90 %", throughput.p90)
    dated = [(words, date) for words, date in levels if date is not None]
    dates = forecast_dates([date for _, date in dated])
    ends = [f"{words} by {date}" for (words, _), date in zip(dated, dates, strict=True)]
    source = label(throughput.source, most=MAX_NAME_CHARACTERS)
    more = f"{number(throughput.items)} items to do"
    return f"By throughput ({source}): {more}; {', '.join(ends) or 'no date'}"
