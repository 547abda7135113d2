"""Finished work of a team, as histories of any form give it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass


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

    def __post_init__(self) -> None:
        for name in ("estimate", "actual", "low", "high"):
            hours = getattr(self, name)
            if hours is not None and not (math.isfinite(hours) and hours > 0):
                raise ValueError(f"{name} of {self.item!r} is {hours}; hours are above 0")
