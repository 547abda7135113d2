"""Progress of a solve: what is reached and proved so far, of every tier."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["first_plan", "deadlines", "tier"]
"""The step of the method: building a first plan, meeting the deadlines, improving a tier."""


@dataclass(frozen=True, kw_only=True)
class TierProgress:
    """One objective tier so far; None where nothing is known yet."""

    name: str
    unit: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    proved: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The state of a solve at one moment.

    Attributes
    ----------
    elapsed
        Seconds since the call.
    phase
        The step of the method.
    tier
        The tier that is being improved; None in other phases.
    engine
        The part of the planner that is at work.
    tiers
        In the scenario's order; with broken deadlines, "deadlines" first.
    """

    elapsed: float
    phase: Phase
    engine: str
    tiers: tuple[TierProgress, ...]
    tier: str | None = None


Listener = Callable[[Progress], None]

MIN_INTERVAL_SECONDS = 0.1
"""Least time between two reports."""


class Throttle:
    """Passes on at most ten reports a second."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._last = float("-inf")

    def __call__(self, make: Callable[[], Progress], *, force: bool = False) -> None:
        """Report, unless the last report is very recent."""
        now = time.monotonic()
        if self._listener is not None and (force or now - self._last >= MIN_INTERVAL_SECONDS):
            self._last = now
            self._listener(make())


def gap(value: float, bound: float) -> float:
    """Return abs(value - bound) / max(1, abs(value))."""
    return abs(value - bound) / max(1.0, abs(value))
