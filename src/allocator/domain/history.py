"""Finished work of a team, as histories of any form give it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from allocator.domain.quantities import parse_span
from allocator.domain.template_estimates import TemplateEstimate

DAY_HOURS: Final = 8
"""Hours of a day in histories and calibrations; a week has five days."""

_UNIT_HOURS: Final = {"m": 1 / 60, "h": 1.0, "d": float(DAY_HOURS), "w": 5.0 * DAY_HOURS}


def span_hours(span: str) -> float:
    """Return the hours of an amount of work in a history or a calibration.

    Raises
    ------
    ValueError
        It is not a number with a unit.
    """
    amount, unit = parse_span(span)
    return float(amount) * _UNIT_HOURS[unit]


@dataclass(frozen=True, kw_only=True)
class PastTask:
    """One task with its estimate and what it took.

    Attributes
    ----------
    item
        Its id or name.
    estimate
        Hours of work that were estimated; above 0.
    actual
        Hours of work that it took; None where it is not finished.
    person, project, kind
        Who did it, for which project, and what kind of work it was; empty where it is not known.
    origin
        The template that its estimate comes from; None where it is somebody's own.
    finished
        Day on which it was finished, None where that is not known.
    low, high
        Ends of the range that was estimated, in hours; None where there was none.
    """

    item: str
    estimate: float
    actual: float | None = None
    person: str = ""
    project: str = ""
    kind: str = ""
    finished: dt.date | None = None
    low: float | None = None
    high: float | None = None
    origin: TemplateEstimate | None = None

    def __post_init__(self) -> None:
        for name in ("estimate", "actual", "low", "high"):
            hours = getattr(self, name)
            if hours is not None and not (math.isfinite(hours) and hours > 0):
                raise ValueError(f"{name} of {self.item!r} is {hours}; hours are above 0")
