"""Lays out what moves the dates most, as bars."""

from __future__ import annotations

from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import drivers_by_target

MAX_BARS = 5
"""Drivers of a date that are drawn."""

MAX_TARGETS = 8
"""Dates whose drivers are drawn."""


LEAST_SCALE = 0.25
"""Share of the variance that fills the room for a bar, unless one of the shares is larger."""


@dataclass(frozen=True)
class DriverBar:
    """A driver: its name, its length from 0 to 1, and its share of the variance in words."""

    name: str
    length: float
    text: str


@dataclass(frozen=True)
class DriverBars:
    """The drivers of one date, the strongest first."""

    target: str
    bars: tuple[DriverBar, ...]


def driver_bars(forecast: Forecast) -> tuple[DriverBars, ...]:
    """Return the strongest drivers of the dates, on one scale.

    The dates are those of milestones and of the whole; without milestones, of projects too.
    """
    found = list(drivers_by_target(forecast, forecast.main_policy))
    if any(drivers[0].target_kind == "milestone" for _, drivers in found):
        found = [(name, drivers) for name, drivers in found if drivers[0].target_kind != "project"]
    found.sort(key=lambda target: target[1][0].target_kind == "all")
    scale = max((drivers[0].share for _, drivers in found), default=0.0)
    scale = max(scale, LEAST_SCALE)
    return tuple(
        DriverBars(
            target,
            tuple(
                DriverBar(wording.driver_name(one), one.share / scale, wording.chance(one.share))
                for one in drivers[:MAX_BARS]
            ),
        )
        for target, drivers in found[:MAX_TARGETS]
    )
