"""forecast.json: how sure a plan is, as a file beside the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from allocator.domain import Plan
from allocator.domain.forecast import Forecast, ForecastRow
from allocator.domain.quantities import YEARS
from allocator.errors import PlanFileError
from allocator.planfile.indented_json import indented_json
from allocator.planfile.json_document import JsonFormat, raise_problems, read_document
from allocator.planfile.plan_digest import plan_digest

FORECAST_FORMAT = JsonFormat(what="forecast", tag="allocator-forecast/1", file_name="forecast.json")


@dataclass(frozen=True)
class FoundForecast:
    """A forecast that may be shown with a plan; without one, ``notice`` may say why."""

    forecast: Forecast | None = None
    notice: str = ""


def write_forecast(forecast: Forecast) -> str:
    """Return the text of forecast.json: indented, keys in the models' order."""
    return indented_json(forecast.model_dump(mode="json", by_alias=True)) + "\n"


def read_forecast(path: Path) -> Forecast:
    """Read a forecast from forecast.json or from the folder that holds it.

    Parameters
    ----------
    path
        The file or its folder.

    Raises
    ------
    PlanFileError
        The file is missing, too large, not JSON, or not of the forecast format, or its dates
        are out of order or centuries away; the error lists all problems.
    """
    file = FORECAST_FORMAT.file(path)
    forecast = read_document(file, FORECAST_FORMAT, Forecast)
    if problems := list(_out_of_order(forecast)):
        raise_problems(file, problems)
    return forecast


def check_plan(plan: Plan, forecast: Forecast, name: str) -> FoundForecast:
    """Return the forecast, or a notice where it is of another plan.

    Parameters
    ----------
    plan
        The plan that it is to be shown with.
    forecast
        The forecast.
    name
        What the notice calls it, for example its file.
    """
    if forecast.plan == plan_digest(plan):
        return FoundForecast(forecast)
    return FoundForecast(
        notice=f"{name} is the forecast of another plan and is not shown; "
        "allocator forecast PLAN -o PLAN makes one of this plan"
    )


def forecast_beside(plan: Plan, path: Path) -> FoundForecast:
    """Look for the forecast of a plan beside its file; one that cannot be read is not shown.

    Parameters
    ----------
    plan
        The plan.
    path
        The plan's file or its folder.
    """
    file = FORECAST_FORMAT.file(path if path.is_dir() else path.parent)
    if not file.exists():
        return FoundForecast()
    try:
        return check_plan(plan, read_forecast(file), str(file))
    except PlanFileError as error:
        first, *others = str(error).splitlines()
        more = f" (and {len(others)} more)" if others else ""
        return FoundForecast(notice=f"the forecast is not shown: {first}{more}")


def _out_of_order(forecast: Forecast) -> Iterator[str]:
    for number, row in enumerate(forecast.rows):
        named = [(name, at) for name in _PERCENTILES if (at := getattr(row, name)) is not None]
        for (low, one), (high, two) in pairwise(named):
            if two < one:
                yield f"rows[{number}].{high}: is before {low}"
        if list(row.spread) != sorted(row.spread):
            yield f"rows[{number}].spread: is not in order"
        if any(at.year not in YEARS for _, at in named) or _beyond(row):
            yield f"rows[{number}]: has dates outside the years {YEARS.start} to {YEARS.stop - 1}"


_PERCENTILES = ("p10", "p50", "p80", "p85", "p90", "p95")


def _beyond(row: ForecastRow) -> bool:
    dates = [*row.spread, *(date for date in (row.planned, row.due) if date is not None)]
    return any(date.year not in YEARS for date in dates)
