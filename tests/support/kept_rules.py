"""Rules that futures break, counted the plain way: slot by slot, from the arrays of the model."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel


class FutureRules:
    """Looks at one future of a block."""

    def __init__(self, model: SimulationModel, block: DrawBlock, made: Futures, f: int) -> None:
        self.model, self.block, self.made, self.f = model, block, made, f
        self.entries, self.horizon = model.entries, model.calendars.horizon
        self.start, self.end, self.held = (
            each[f].astype(int).tolist() for each in (made.start, made.end, made.held)
        )
        self.who = made.who[f].tolist()

    def broken(self) -> Iterator[str]:
        """Yield a sentence for each breach."""
        for entry in range(self.model.count):
            if self.start[entry] == -1:
                yield from self._given_up(entry)
            elif self.start[entry] < self.horizon:
                yield from self._begun_in_time(entry)
                yield from self._skipped(entry) if self.is_skipped(entry) else self._done(entry)
        yield from self._loads()

    def is_skipped(self, entry: int) -> bool:
        row = self.block.skip_row[entry]
        return bool(row >= 0 and self.block.skips[row, self.f])

    def _sources(self, entry: int, ends: bool) -> Iterator[int]:
        """Yield what the links into the start, or the end, of an entry ask for at least.

        Of what is given up that is the instant at which it is; what is skipped holds nobody.
        """
        links = self.model.links
        for k in np.flatnonzero(links.succ == entry):
            source = int(np.searchsorted(links.out_ptr, k, side="right") - 1) // 3
            if (links.into[k] == 1) != ends:
                continue
            if self.is_skipped(source):
                continue
            if self.start[source] == -1:
                yield min(
                    self.held[a] for a in range(self.model.count) if self._gives_up(a, source)
                )
                continue
            value = (self.start, self.end, self.held)[links.part[k]][source]
            yield value if links.row[k] < 0 else int(links.tables[links.row[k] + value])

    def _begun_in_time(self, entry: int) -> Iterator[str]:
        block, team, least = self.block, self.model.calendars, self._least(entry)
        if block.delay_row[entry] >= 0 and not self.is_skipped(entry):
            delay = int(block.delays[block.delay_row[entry], self.f])
            while delay and least < self.horizon:
                delay -= int(team.team_cum[least + 1] - team.team_cum[least])
                least += 1
        if self.start[entry] < least:
            yield f"{entry} begins at {self.start[entry]}, before {least}"

    def _least(self, entry: int) -> int:
        """Return the least start by links and releases."""
        least = max([int(self.entries.release[entry]), *self._sources(entry, False)])
        row = self.block.release_row[entry]
        return max(least, int(self.block.releases[row, self.f])) if row >= 0 else least

    def _given_up(self, entry: int) -> Iterator[str]:
        if not any(self._gives_up(k, entry) for k in range(self.model.count)):
            yield f"{entry} is given up for nothing"

    def _gives_up(self, attempt: int, entry: int) -> bool:
        return entry in self._drops(attempt) and self._fails(attempt)

    def _fails(self, entry: int) -> bool:
        row = self.block.fail_row[entry]
        began = 0 <= self.start[entry] < self.horizon and not self.is_skipped(entry)
        return bool(row >= 0 and self.block.fails[row, self.f] and began)

    def _drops(self, entry: int) -> list[int]:
        low, high = self.entries.drop_ptr[entry : entry + 2]
        return [int(d) for d in self.entries.drops[low:high]]

    def _skipped(self, entry: int) -> Iterator[str]:
        least = self._least(entry)
        if any(self.who[p] >= 0 for _, p in self.places(entry)):
            yield f"{entry} is skipped, but somebody is on it"
        held = max(least, int(self.entries.end_floor[entry]), *self._ends(entry))
        if not self.start[entry] == self.end[entry] == self.held[entry] == min(held, self.horizon):
            yield f"{entry} is skipped until {self.held[entry]}, not {held}"

    def _ends(self, entry: int) -> list[int]:
        return [0, *self._sources(entry, True)]

    def places(self, entry: int) -> Iterator[tuple[int, int]]:
        """Yield needs and places of an entry."""
        e = self.entries
        for need in range(e.need_ptr[entry], e.need_ptr[entry + 1]):
            for place in range(e.place_ptr[need], e.place_ptr[need + 1]):
                yield need, place

    def _done(self, entry: int) -> Iterator[str]:
        e, at = self.entries, self.start[entry]
        if self._fails(entry) and self.held[entry] < self.horizon:
            for other in self._drops(entry):
                if self.start[other] >= self.held[entry]:
                    yield f"{other} begins though {entry} has failed"
        people = [self.who[place] for _, place in self.places(entry)]
        if len(set(people)) < len(people) or -1 in people:
            yield f"{entry} is done by {people}"
        done = [self.done_at(need, self.who[place], at) for need, place in self.places(entry)]
        works = [self.works(p, at) for p in people]
        booked = bool(e.apart[entry]) and not people
        team = booked or self.model.calendars.team_nxt[at] == at
        if not (all(works) if people and not e.apart[entry] else team or any(works)):
            yield f"{entry} begins at {at}, when not all of {people} work"
        end = max([at, *done])
        held = max([end, int(e.end_floor[entry]), self.elapsed_until(entry), *self._ends(entry)])
        if self.held[entry] != min(held, self.horizon):
            yield f"{entry} is over at {self.held[entry]}, not at {held}"
        for need, place in self.places(entry):
            yield from self._by_estimate(need, self.who[place], at)

    def elapsed_until(self, entry: int) -> int:
        minutes, starts = self.entries.elapsed[entry], self.model.calendars.starts
        if minutes < 0:
            return 0
        wanted = starts[self.start[entry]] + minutes
        return int(np.searchsorted(starts, wanted, side="left"))

    def works(self, person: int, slot: int) -> bool:
        return self.capacity(person, slot) > 0 and not self.is_away(person, slot)

    def capacity(self, person: int, slot: int) -> int:
        cal = self.model.calendars
        row = cal.cum[cal.of_person[person]]
        return int(row[slot + 1] - row[slot]) if slot < self.horizon else 0

    def is_away(self, person: int, slot: int) -> bool:
        return any(low <= slot < high for low, high in self.block.away[self.f, person].tolist())

    def done_at(self, need: int, person: int, start: int, estimate: bool = False) -> int:
        """Return when a person who begins at a slot is done, walking along the slots."""
        e = self.entries
        pool = e.cand_person[e.cand_ptr[need] : e.cand_ptr[need + 1]].tolist()
        units = float(e.cand_units[e.cand_ptr[need] + pool.index(person)])
        if not estimate:
            units *= float(self.block.ratios[need, self.f])
        if not estimate and not e.certain[need]:
            units *= float(self.block.factors[person, self.f])
        left, slot = max(1, math.ceil(units * (1 - 1e-9))), start
        while left > 0 and slot < self.horizon:
            if estimate or not self.is_away(person, slot):
                left -= self.capacity(person, slot)
            slot += 1
        return slot

    def _by_estimate(self, need: int, person: int, start: int) -> Iterator[str]:
        e, end = self.entries, self.done_at(need, person, start, estimate=True)
        if (
            e.cand_latest[e.cand_ptr[need]] >= 0
            and end > e.latest[e.cand_latest[e.cand_ptr[need]], start]
        ):
            yield f"need {need} from {start} would end after its sprint"
        reserved = e.reserved[e.reserved_ptr[person] : e.reserved_ptr[person + 1]]
        if ((reserved > start) & (reserved < end)).any():
            yield f"need {need} from {start} would end after what is reserved of {person}"

    def _loads(self) -> Iterator[str]:
        e = self.entries
        use = np.zeros((self.model.people, self.horizon + 1), dtype=int)
        taken = np.zeros((len(e.capacity), self.horizon + 1), dtype=int)
        for entry in range(self.model.count):
            at = self.start[entry]
            if not 0 <= at < self.horizon or self.is_skipped(entry):
                continue
            bound = e.end_floor[entry] > 0 or self.model.links.end_waiting[entry] > 0
            for need, place in self.places(entry):
                person = self.who[place]
                until = self.held[entry] if bound else self.done_at(need, person, at)
                use[person, at:until] += e.need_share[need]
            for d in range(e.demand_ptr[entry], e.demand_ptr[entry + 1]):
                taken[e.demand_resource[d], at : self.held[entry]] += e.demand_amount[d]
        if (use > e.whole).any():
            yield f"somebody has too much at {np.argwhere(use > e.whole)[:3].tolist()}"
        if (taken > e.capacity[:, None]).any():
            yield "more of a resource is used than there is"
