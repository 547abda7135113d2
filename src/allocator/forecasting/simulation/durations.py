"""How long work takes in a block of futures: calendars, absences and drawn efforts."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.simulation.absences import Spells
from allocator.forecasting.simulation.arrays import (
    AROUND_THE_CLOCK,
    I32,
    DrawBlock,
    SimulationModel,
)
from allocator.forecasting.simulation.kernel.working_time import ROUNDING


class BlockDurations:
    """Starts and ends of one model in the futures of a block.

    Parameters
    ----------
    model, draws
        What is simulated, and what happens.
    """

    def __init__(self, model: SimulationModel, draws: DrawBlock) -> None:
        self._model, self._draws = model, draws
        self._calendars = model.calendars
        self._spells = Spells(draws.away) if draws.away.shape[2] else None
        self._joint: dict[tuple[int, ...], I32] = {}
        self._starts = self._calendars.starts
        self._need_of = np.repeat(
            np.arange(len(model.entries.need_count)), model.entries.need_count
        ).tolist()
        self._who = model.entries.cand_person[model.entries.plan_who].tolist()

    def _places(self, entry: int) -> range:
        entries = self._model.entries
        needs = entries.need_ptr
        return range(int(entries.place_ptr[needs[entry]]), int(entries.place_ptr[needs[entry + 1]]))

    def at_work(self, entry: int, start: I32) -> I32:
        """Return the first slots from ``start`` on in which all people of an entry work.

        What is taken over from elsewhere begins in a morning of one of them.
        """
        row = int(self._model.entries.begin_row[entry])
        if row < 0:
            return self._all_at_work(entry, start)
        begins = self._model.entries.begins[row]
        while True:
            later = begins.take(self._all_at_work(entry, start))
            if (later == start).all():
                return start
            start = later

    def _all_at_work(self, entry: int, start: I32) -> I32:
        if self._calendars.horizon == AROUND_THE_CLOCK and self._spells is None:
            return start
        people = [self._who[place] for place in self._places(entry)]
        if self._model.entries.apart[entry]:
            self._move_cursors(people, start)
            return start
        table = self._next_of(tuple(sorted({int(self._calendars.of_person[p]) for p in people})))
        start = start if table is None else table.take(start)
        moved = self._spells is not None
        while moved:
            moved = False
            for person in people:
                assert self._spells is not None
                late = self._spells.out_of(person, start)
                if late is not None:
                    start = late if table is None else table.take(late)
                    moved = True
        return start

    def _move_cursors(self, people: list[int], start: I32) -> None:
        for person in people if self._spells is not None else ():
            assert self._spells is not None
            self._spells.out_of(person, start)

    def _next_of(self, rows: tuple[int, ...]) -> I32 | None:
        """Return the first slot from each on in which some calendars all work."""
        calendars = self._calendars
        if calendars.horizon == AROUND_THE_CLOCK:
            return None
        if not rows:
            return calendars.team_nxt
        if len(rows) == 1:
            table: I32 = calendars.nxt[rows[0]]
            return table
        if rows not in self._joint:
            works = np.all([np.diff(calendars.cum[row]) > 0 for row in rows], axis=0)
            at = np.append(
                np.where(works, np.arange(calendars.horizon), calendars.horizon), calendars.horizon
            )
            self._joint[rows] = np.minimum.accumulate(at[::-1])[::-1].astype(np.int32)
        return self._joint[rows]

    def ends(self, entry: int, start: I32) -> list[I32]:
        """Return when the person of each place of an entry is done."""
        return [self._end(place, start) for place in self._places(entry)]

    def _end(self, place: int, start: I32) -> I32:
        entries, need = self._model.entries, self._need_of[place]
        person = self._who[place]
        units = entries.cand_units[entries.plan_who[place]] * self._draws.ratios[need]
        if not entries.certain[need]:
            units *= self._draws.factors[person]
        units *= 1.0 - ROUNDING
        np.ceil(units, out=units)
        whole = np.maximum(1, units.astype(np.int32))
        row = int(self._calendars.of_person[person])
        end = self._reached(row, start, whole)
        return end if self._spells is None else self._after_spells(person, row, start, whole, end)

    def _after_spells(self, person: int, row: int, start: I32, whole: I32, end: I32) -> I32:
        assert self._spells is not None
        at, low, high = self._spells.before(person, end)
        while len(at):
            first = np.maximum(low, start[at])
            cum = self._calendars.cum[row] if row >= 0 else None
            whole[at] += high - first if cum is None else cum[high] - cum[first]
            end[at] = self._reached(row, start[at], whole[at])
            at, low, high = self._spells.next_before(person, at, end)
        return end

    def _reached(self, row: int, start: I32, units: I32) -> I32:
        """Return the boundaries at which so many units are done from some starts on."""
        calendars = self._calendars
        if row < 0:
            return start + units
        inverse = calendars.inv[calendars.inv_ptr[row] : calendars.inv_ptr[row + 1]]
        wanted = calendars.cum[row].take(start)
        wanted += units
        end: I32 = inverse.take(wanted, mode="clip")
        beyond = wanted >= len(inverse)
        if beyond.any():
            end[beyond] = calendars.horizon
        return end

    def elapsed(self, entry: int, start: I32, end: I32) -> I32:
        """Return the ends with the elapsed time of an entry, which is certain."""
        minutes = self._model.entries.elapsed[entry]
        if minutes < 0:
            return end
        if len(self._starts):
            at = np.append(self._starts, self._starts[-1] + (1 << 40))[start] + int(minutes)
            over = np.searchsorted(self._starts, at).astype(np.int32)
        else:
            over = start + np.int32(minutes)
        later: I32 = np.maximum(end, over)
        return later
