"""Lateness by the clock: after an instant with no working time between, as over a weekend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.problem.timeline import Table

MIN_LATE_MINUTES = 1
"""Minutes of W that count for what is late by a night, a weekend or holidays alone."""


@dataclass(frozen=True)
class ClockLateness:
    """The instant after which a finish is late, and the least that a late one counts as.

    Attributes
    ----------
    instant
        What lies after it (measured backward: before it) is late, by working time or not.
    least
        W (backward: -W) that a late instant counts as at least; greater than the due.
    """

    instant: int
    least: int

    def in_ticks(self, tick: int) -> ClockLateness:
        """Return the same with ``least`` in ticks, which divide it."""
        return ClockLateness(self.instant, self.least // tick)

    def raised(self, instants: Table, reached: Table, *, backward: bool) -> Table:
        """Return what instants count as: what they have reached, if late then ``least`` at least.

        It is the same table where nothing is to be raised.
        """
        at, values = instants.values, reached.values
        past = at < self.instant if backward else at > self.instant
        low = past & (values < self.least)
        return Table(np.where(low, self.least, values)) if low.any() else reached
