"""Unplanned absences in a block of futures, looked up over all futures at once."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.simulation.arrays import AROUND_THE_CLOCK, I32, I64


class Spells:
    """Spells of absence, with a cursor by person and future.

    The cursor is at the first spell that ends after the latest start that was asked for; who does
    several things at once may ask for an earlier one, and the cursor goes back.

    Parameters
    ----------
    away
        Shape (F, P, K, 2): spells [from, to) in order, the horizon where there is none.
    """

    def __init__(self, away: I32) -> None:
        futures, people, spells, _ = away.shape
        self._most = spells + 1  # the last one never comes
        ahead = np.full((2, people, self._most, futures), AROUND_THE_CLOCK, dtype=np.int32)
        ahead[:, :, :spells] = away.transpose(3, 1, 2, 0)
        self._from, self._to = ahead
        self._cursor = np.zeros((people, futures), dtype=np.int64)
        self._begins, self._ends = self._from[:, 0].copy(), self._to[:, 0].copy()
        self._latest = np.zeros((people, futures), dtype=np.int32)
        self._running = np.zeros(0, dtype=np.int64)

    def out_of(self, person: int, start: I32) -> I32 | None:
        """Move the cursor to some starts; return them out of spells, None if none is in one."""
        cursor, ends = self._cursor[person], self._ends[person]
        if (start < self._latest[person]).any():
            back = np.flatnonzero(start < self._latest[person])
            cursor[back] = 0
            ends[back] = self._to[person, 0, back]
            self._begins[person, back] = self._from[person, 0, back]
        self._latest[person] = start
        at = np.flatnonzero(ends <= start)
        while len(at):
            at = at[cursor[at] < self._most - 1]
            cursor[at] += 1
            ends[at] = self._to[person, cursor[at], at]
            self._begins[person, at] = self._from[person, cursor[at], at]
            at = at[ends[at] <= start[at]]
        inside = (self._begins[person] <= start) & (start < ends)
        return np.where(inside, ends, start) if inside.any() else None

    def before(self, person: int, end: I32) -> tuple[I64, I32, I32]:
        """Return the futures in which the spell at the cursor begins before an end, and those."""
        at = np.flatnonzero(self._begins[person] < end)
        self._running = self._cursor[person, at]
        return at, self._begins[person, at], self._ends[person, at]

    def next_before(self, person: int, at: I64, end: I32) -> tuple[I64, I32, I32]:
        """Return the same for the spells that follow, among some futures."""
        more = self._running + 1 < self._most
        at, k = at[more], self._running[more] + 1
        low = self._from[person, k, at]
        hit = low < end[at]
        self._running = k[hit]
        return at[hit], low[hit], self._to[person, k[hit], at[hit]]
