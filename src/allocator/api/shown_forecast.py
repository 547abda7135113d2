"""Which forecast is shown with a plan: the given one, else that which lies beside it."""

from __future__ import annotations

import os
from pathlib import Path

from allocator import domain
from allocator.api.arguments import path_of
from allocator.domain.forecast import Forecast
from allocator.planfile.forecast_json import (
    FoundForecast,
    check_plan,
    forecast_beside,
    read_forecast,
)


def found_forecast(
    plan: domain.Plan, source: object, given: Forecast | str | Path | None
) -> FoundForecast:
    """Return the forecast to show, or a notice that says why there is none.

    Parameters
    ----------
    plan
        The plan.
    source
        What the plan was given as; beside a path there may be a forecast.json.
    given
        A forecast, its path, or None to look beside the plan.

    Raises
    ------
    InputError
        The given file cannot be read.
    """
    if isinstance(given, Forecast):
        return check_plan(plan, given, "this")
    if given is not None:
        path = path_of("a forecast", given)
        return check_plan(plan, read_forecast(path), str(path))
    if isinstance(source, (str, os.PathLike)):
        return forecast_beside(plan, Path(source))
    return FoundForecast()
