"""Lays out what moves the dates most, as bars."""

from __future__ import annotations

from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import drivers_by_target, main_policy

MAX_BARS = 5
"""Drivers of a date that are drawn."""

MAX_TARGETS = 8
"""Dates whose drivers are drawn."""


@dataclass(frozen=True)
class DriverBar:
    """A driver: its name, its share of the variance from 0 to 1, and the share in words."""

    name: str
    share: float
    text: str


@dataclass(frozen=True)
class DriverBars:
    """The drivers of one date, the strongest first."""

    target: str
    bars: tuple[DriverBar, ...]


def driver_bars(forecast: Forecast) -> tuple[DriverBars, ...]:
    """Return the strongest drivers of each milestone, project and the whole."""
    found = list(drivers_by_target(forecast, main_policy(forecast)))
    return tuple(
        DriverBars(
            target,
            tuple(
                DriverBar(wording.driver_name(one), one.share, wording.chance(one.share))
                for one in drivers[:MAX_BARS]
            ),
        )
        for target, drivers in found[:MAX_TARGETS]
    )
