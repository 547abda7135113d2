"""Draws of some futures only, numbered anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from allocator.forecasting.draws.draws import Draws
from allocator.forecasting.simulation.arrays import I64, DrawBlock


@dataclass(frozen=True, eq=False)
class ChosenDraws:
    """What is drawn for chosen futures, of which the first is number 0.

    Attributes
    ----------
    draws
        Of all futures.
    numbers
        Which are chosen, in order.
    """

    draws: Draws
    numbers: I64

    def block(self, first: int, count: int, *, compiled: bool = True) -> DrawBlock:
        """Return what is drawn for ``count`` of them from ``first`` on; see ``Draws.block``."""
        wanted = self.numbers[first : first + count]
        low = int(wanted[0])
        block = self.draws.block(low, int(wanted[-1]) - low + 1, compiled=compiled)
        at = wanted - low
        return replace(
            block,
            first=first,
            ratios=np.take(block.ratios, at, axis=1),
            factors=np.take(block.factors, at, axis=1),
            away=np.take(block.away, at, axis=0),
            releases=np.take(block.releases, at, axis=1),
            delays=np.take(block.delays, at, axis=1),
            skips=np.take(block.skips, at, axis=1),
            fails=np.take(block.fails, at, axis=1),
        )
