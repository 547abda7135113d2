"""What is known of the futures of a block while they are worked out entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from allocator.forecasting.simulation.arrays import I32, Bools, DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.claims import Claims
from allocator.forecasting.simulation.dispatch import integer_type
from allocator.forecasting.simulation.durations import BlockDurations
from allocator.forecasting.simulation.keep_order import SourceLink

NEVER = np.int32(1 << 30)
"""A slot beyond every axis."""


@dataclass
class BlockState:
    """What is known of the futures of a block so far, by entry and future.

    Attributes
    ----------
    start, end, held, reason
        Shape (n, F). Where an entry was given up all are when that was.
    freed
        By claim: shape (F,), when it is given back.
    skipped, gone
        By entry that may be: shape (F,), whether it was skipped, or given up.
    """

    draws: DrawBlock
    durations: BlockDurations
    start: I32
    end: I32
    held: I32
    reason: I32
    freed: list[I32]
    skipped: dict[int, Bools]
    gone: dict[int, Bools]

    def least(self, link: SourceLink, model: SimulationModel) -> I32:
        """Return the least starts or ends that a link allows.

        Nothing waits for what is skipped but what waits for the tries before it as well, nor for
        what was given up, once that is known.
        """
        source, part, row = link
        value = (self.start, self.end, self.held)[part][source]
        least: I32 = value
        if row >= 0:
            least = model.links.tables[row : row + model.calendars.horizon + 1].take(value)
        skipped, gone = self.skipped.get(source), self.gone.get(source)
        if skipped is not None:
            least = np.where(skipped, np.int32(0), least)
        if gone is not None:
            least = np.where(gone, self.held[source], least)
        return least

    def known(self, entry: int) -> I32:
        """Return when it is known that an entry is not done; 0 where it is done."""
        absent = self.absent(entry)
        if absent is None:
            return np.zeros(self.draws.count, dtype=np.int32)
        known: I32 = np.where(absent, self.held[entry], np.int32(0))
        return known

    def given_up(self, attempts: Iterable[int]) -> I32:
        """Return when what some attempts give up if they fail is given up; never: ``NEVER``."""
        known = np.full(self.draws.count, NEVER, dtype=np.int32)
        for attempt in attempts:
            row = self.draws.fail_row[attempt]
            if row < 0:
                continue
            fails, absent = self.draws.fails[row], self.absent(attempt)
            if absent is not None:
                fails = fails & ~absent
            np.minimum(known, np.where(fails, self.held[attempt], NEVER), out=known)
        return known

    def absent(self, entry: int) -> Bools | None:
        """Return where an entry was not done; None if it is done in all futures."""
        skipped, gone = self.skipped.get(entry), self.gone.get(entry)
        if skipped is None or gone is None:
            return gone if skipped is None else skipped
        return skipped | gone


def futures_of(model: SimulationModel, claims: Claims, block: BlockState) -> Futures:
    """Return a block by future and entry, in small integers."""
    horizon, entries = model.calendars.horizon, model.entries
    people = entries.cand_person[entries.plan_who].astype(integer_type(model.people))
    who = np.repeat(people[:, None], block.draws.count, axis=1)
    late = block.held >= horizon
    for entry in {*block.skipped, *block.gone}:
        absent = block.absent(entry)
        assert absent is not None
        late[entry] &= ~absent
        places = claims.of_places(entry)
        who[places.start : places.stop, absent] = -1
    for entry, gone in block.gone.items():
        for part in (block.start, block.end, block.held):
            part[entry, gone] = -1
    slots = integer_type(horizon)
    end = block.end.astype(slots).T
    return Futures(
        start=block.start.astype(slots).T,
        end=end,
        held=end if (entries.elapsed < 0).all() else block.held.astype(slots).T,
        reason=block.reason.astype(integer_type(model.count)).T,
        who=who.T,
        beyond=late.sum(axis=0).astype(np.int32),
    )
