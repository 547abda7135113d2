"""The chances that dates are kept, out of a forecast of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.analysis.date_lines import DateLine
from allocator.domain.forecast import Forecast


@dataclass(frozen=True)
class DateChance:
    """The chance that a date is kept, and how sure that has to be."""

    chance: float
    confidence: float
    is_enough: bool
    """Whether it is sure enough; a promise may fall short by the sampling error."""
    sure_by: dt.date | None = None
    """The day by which it is as sure as it has to be; None where that is never."""


def date_chance(forecast: Forecast | None, line: DateLine) -> DateChance | None:
    """Return the chance of a line's date, the least sure one where it has several.

    None where the forecast says nothing of its dates. With two policies it is the one that
    pictures show.
    """
    if forecast is None:
        return None
    found = _chances(forecast, line)
    return min(found, key=lambda one: (one.is_enough, one.chance - one.confidence), default=None)


def _chances(forecast: Forecast, line: DateLine) -> Iterator[DateChance]:
    for promise in forecast.promises:
        is_it = (promise.kind == "project") == (line.kind == "project") and promise.id == line.id
        if is_it and promise.policy == forecast.main_policy:
            by = promise.date_at_confidence
            day = None if by is None else promise.day(by)
            yield DateChance(promise.p_kept, promise.confidence, not promise.broken, day)
    kind = "item" if line.kind == "task" else line.kind
    for row in forecast.rows:
        if (row.policy, row.kind, row.id) == (forecast.main_policy, kind, line.id):
            sure, by = row.p_on_time, row.at_confidence or row.quantile(forecast.confidence)
            day = None if by is None else row.day(by)
            if sure is not None:
                yield DateChance(sure, forecast.confidence, sure >= forecast.confidence, day)
