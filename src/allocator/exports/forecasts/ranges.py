"""The ranges of finishes in a forecast, as the road map and the Gantt chart show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import Forecast, ForecastRow


@dataclass(frozen=True)
class FinishRange:
    """From the instant of P10 to that of P90.

    Attributes
    ----------
    low, high
        The instants; where it does not come about in so many futures, ``high`` is that of the
        highest percentile that exists.
    days
        The days on which both are shown.
    open
        Whether it is not P90 that ``high`` stands for.
    """

    low: dt.datetime
    high: dt.datetime
    days: tuple[dt.date, dt.date]
    open: bool

    @property
    def text(self) -> str:
        """The range in words: ``P10 to P90: Mon 4 Jan 2027 to Fri 29 Jan 2027``."""
        low, high = map(wording.day, self.days)
        if self.open:
            return f"P10: {low}, does not always come about"
        return f"P10 to P90: {low if low == high else f'{low} to {high}'}"


Ranges = Mapping[str, FinishRange]
"""Ranges by the id of the item or milestone."""


def item_ranges(forecast: Forecast | None) -> dict[str, FinishRange]:
    """Return the range of each item and milestone whose finish is uncertain, by its id."""
    return _ranges(forecast, ("item", "milestone"))


def project_ranges(forecast: Forecast | None) -> dict[str, FinishRange]:
    """Return the range of each project whose finish is uncertain, by its id."""
    return _ranges(forecast, ("project",))


def _ranges(forecast: Forecast | None, kinds: tuple[str, ...]) -> dict[str, FinishRange]:
    if forecast is None:
        return {}
    policy = forecast.main_policy
    return {
        row.id: found
        for row in forecast.rows
        if row.policy == policy and row.kind in kinds and row.id is not None
        for found in [_range(row)]
        if found is not None
    }


def _range(row: ForecastRow) -> FinishRange | None:
    """Return the range of a row; None where its finish is certain, or is not known."""
    highest = row.p90 or row.p85 or row.p80 or row.p50
    if row.p10 is None or highest is None or row.p10 == highest:
        return None
    days = row.day(row.p10), row.day(highest)
    return FinishRange(row.p10, highest, days, open=row.p90 is None)
