"""The policy ``keep``: the plan's people, and its order on every person and resource.

Every entry starts as soon as its links allow and what the plan has before it, on a person or a
resource, is done. Entries are worked out in one order that all futures share, each over all
futures of a block at once, so that plain numpy is fast.

A lead looks at the end that comes true, the one place where this policy knows what nobody can know.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from allocator.forecasting.simulation.arrays import (
    I32,
    Bools,
    DrawBlock,
    Futures,
    SimulationModel,
)
from allocator.forecasting.simulation.building import nothing_drawn
from allocator.forecasting.simulation.claims import Claims
from allocator.forecasting.simulation.durations import BlockDurations
from allocator.forecasting.simulation.keep_block import BlockState, futures_of
from allocator.forecasting.simulation.keep_order import KeepStage, Step, stages_of

_MODELS = 2
"""Prepared models that are kept for further blocks: a forecast has one, a longer axis another."""


def keep(model: SimulationModel, block: DrawBlock) -> Futures:
    """Simulate the futures of a block by the plan's people and order.

    Parameters
    ----------
    model
        A model with a plan.
    block
        What happens in the futures.
    """
    return _kept(model).run(block)


def as_planned(model: SimulationModel) -> DrawBlock:
    """Return one future in which all comes as the plan has it, and nothing that it has not."""
    assert model.dates is not None
    return replace(
        nothing_drawn(model, 1),
        skip_row=np.where(model.dates.planned, -1, 0).astype(np.int32),
        skips=np.ones((1, 1), dtype=np.bool_),
        release_row=np.arange(model.count, dtype=np.int32),
        releases=model.dates.release[:, None],
    )


@lru_cache(maxsize=_MODELS)
def _kept(model: SimulationModel) -> Keeper:
    return Keeper(model)


class Keeper:
    """Simulates blocks of futures of one model.

    Where the plan starts something later than links, people and resources explain, it does not
    start earlier in any future: all goes by the plan where all goes by the estimates.

    Parameters
    ----------
    model
        A model with a plan.
    """

    def __init__(self, model: SimulationModel) -> None:
        assert model.dates is not None
        self._model, self._dates = model, model.dates
        self._claims = Claims(model)
        self._entry_of = self._claims.entry_of.tolist()
        self._stages = stages_of(model)
        self._hold_gaps()

    def _hold_gaps(self) -> None:
        """Raise floors to the plan's starts where all else would let an entry start earlier."""
        start = self._run(as_planned(self._model), self._stages).start[:, 0]
        early = self._dates.planned & (start < self._dates.start)
        for stage in self._stages:
            for step in (*stage.steps, *stage.by_links):
                if early[step.entry]:
                    step.floor = int(self._dates.start[step.entry])

    def run(self, block: DrawBlock) -> Futures:
        """Return what happens in the futures of a block."""
        return futures_of(self._model, self._claims, self._run(block, self._stages))

    def _run(self, draws: DrawBlock, stages: list[KeepStage]) -> BlockState:
        n, futures = self._model.count, draws.count
        start, end, held, reason = (np.zeros((n, futures), dtype=np.int32) for _ in range(4))
        nothing = np.zeros(futures, dtype=np.int32)
        block = BlockState(
            draws=draws,
            durations=BlockDurations(self._model, draws),
            start=start,
            end=end,
            held=held,
            reason=reason,
            freed=[nothing] * self._claims.count,
            skipped={},
            gone={},
        )
        for stage in stages:
            if stage.by_links:
                self._circle(stage, block)
            else:
                self._step(stage.steps[0], block)
        return block

    def _step(self, step: Step, block: BlockState) -> None:
        entry = step.entry
        if entry >= self._model.activities:  # a booking: from the first slot on
            self._write(
                step, block, *(np.full_like(block.start[0], v) for v in self._booked(entry))
            )
            return
        ready, reason = self._ready(step, block)
        start = self._delayed(entry, np.maximum(ready, step.floor), ready, block)
        self._wait(step, start, reason, block)
        start = block.durations.at_work(entry, start)
        ends = block.durations.ends(entry, start)
        end = start
        for own in ends:
            end = own if end is start else np.maximum(end, own)
        held = self._finish(step, end, block)
        if held is not end:  # where something holds its end, work goes on until that is there
            ends = [np.where(held > end, held, own) for own in ends]
            end = held
        held = block.durations.elapsed(entry, start, held)
        for claim, own in zip(self._claims.of_places(entry), ends, strict=True):
            block.freed[claim] = own
        block.reason[entry] = reason
        self._write(step, block, start, end, held)
        self._leave_out(step, ready, block)

    def _booked(self, entry: int) -> tuple[int, int, int]:
        held = int(self._dates.held[entry])
        return 0, held, held

    def _write(self, step: Step, block: BlockState, start: I32, end: I32, held: I32) -> None:
        entry = step.entry
        block.start[entry], block.end[entry], block.held[entry] = start, end, held
        for claim in self._claims.of_demands(entry):
            block.freed[claim] = block.held[entry]

    def _ready(self, step: Step, block: BlockState) -> tuple[I32, I32]:
        """Return when links and releases allow a start, and what held it last."""
        draws, entry = block.draws, step.entry
        ready = np.full(draws.count, step.release, dtype=np.int32)
        reason = np.full(draws.count, -1, dtype=np.int32)
        row = draws.release_row[entry]
        if row >= 0:
            np.maximum(ready, draws.releases[row], out=ready)
        for link in step.links:
            _raise(ready, reason, link[0], block.least(link, self._model))
        np.minimum(ready, self._model.calendars.horizon, out=ready)
        return ready, reason

    def _delayed(self, entry: int, start: I32, ready: I32, block: BlockState) -> I32:
        """Return starts after the team's slots that a risk costs from when an entry is ready."""
        row = block.draws.delay_row[entry]
        if row < 0:
            return start
        delay, calendars = block.draws.delays[row], self._model.calendars
        late = ready + delay
        if len(calendars.team_inv):
            wanted = calendars.team_cum[ready] + delay
            last = len(calendars.team_inv) - 1
            beyond = wanted > last
            late = np.where(beyond, calendars.horizon, calendars.team_inv[np.minimum(wanted, last)])
        delayed: I32 = np.where(delay > 0, np.maximum(start, late), start).astype(np.int32)
        return delayed

    def _wait(self, step: Step, start: I32, reason: I32, block: BlockState) -> None:
        """Let starts wait for what is ahead on people and resources."""
        for ahead in step.after.values():
            for claim in ahead:
                _raise(start, reason, self._entry_of[claim], block.freed[claim])
        for entry in step.known:
            _raise(start, reason, entry, block.known(entry))

    def _finish(self, step: Step, end: I32, block: BlockState) -> I32:
        """Return the ends that FF and SF links allow; the same array where nothing holds them."""
        floor = int(self._model.entries.end_floor[step.entry])
        later: I32 = np.maximum(end, np.int32(floor)) if floor else end
        for link in step.end_links:
            later = np.maximum(later, block.least(link, self._model))
        return later

    def _leave_out(self, step: Step, ready: I32, block: BlockState) -> None:
        """Take out what is skipped, and what is given up before it has begun."""
        entry, draws = step.entry, block.draws
        row = draws.skip_row[entry]
        if row < 0 and not step.givers_up:
            return
        if row >= 0:
            skipped = draws.skips[row]
            over = self._finish(step, ready, block)
            for part in (block.start, block.end, block.held):
                part[entry] = np.where(skipped, over, part[entry])
            block.skipped[entry] = skipped
        if step.givers_up:
            known = block.given_up(step.givers_up)
            gone = block.start[entry] >= known
            for part in (block.start, block.end, block.held):
                part[entry] = np.where(gone, known, part[entry])
            block.gone[entry] = gone
        self._pass_on(step, block)

    def _pass_on(self, step: Step, block: BlockState) -> None:
        """Let who waits for what is not done wait for what is ahead of that."""
        absent = block.absent(step.entry)
        assert absent is not None
        for claim in (
            *self._claims.of_places(step.entry),
            *self._claims.of_demands(step.entry),
        ):
            ahead = np.zeros(block.draws.count, dtype=np.int32)
            for other in step.after.get(claim, ()):
                np.maximum(ahead, block.freed[other], out=ahead)
            for entry in step.known:
                np.maximum(ahead, block.known(entry), out=ahead)
            block.freed[claim] = np.where(absent, ahead, block.freed[claim])

    def _circle(self, stage: KeepStage, block: BlockState) -> None:
        """Work out entries that wait for each other.

        From the earliest dates on each is put off until nothing moves. In futures in which that
        never ends the plan's order cannot be kept with those links: there the links decide.
        """
        entries = [step.entry for step in stage.steps]
        moved = np.ones(block.draws.count, dtype=np.bool_)
        for _ in range(4 * len(entries)):
            if not moved.any():
                return
            before = self._values(entries, block)
            for step in stage.steps:
                self._step(step, block)
            moved = (self._values(entries, block) != before).any(axis=(0, 1))
        if not moved.any():
            return
        kept = self._copy(entries, block)
        for step in stage.by_links:
            self._step(step, block)
        self._restore(entries, kept, ~moved, block)

    def _values(self, entries: list[int], block: BlockState) -> I32:
        return np.stack([block.start[entries], block.end[entries], block.held[entries]])

    def _copy(
        self, entries: list[int], block: BlockState
    ) -> tuple[I32, list[I32], list[Bools | None]]:
        freed = [block.freed[claim] for claim in self._claims_of(entries)]
        values = np.stack([*self._values(entries, block), block.reason[entries]])
        return values, [each.copy() for each in freed], [block.gone.get(e) for e in entries]

    def _restore(
        self,
        entries: list[int],
        kept: tuple[I32, list[I32], list[Bools | None]],
        where: Bools,
        block: BlockState,
    ) -> None:
        """Put back what was found before, in some futures."""
        values, freed, gone = kept
        for part, value in zip(
            (block.start, block.end, block.held, block.reason), values, strict=True
        ):
            part[entries] = np.where(where, value, part[entries])
        for claim, one in zip(self._claims_of(entries), freed, strict=True):
            block.freed[claim] = np.where(where, one, block.freed[claim])
        for entry, was in zip(entries, gone, strict=True):
            if was is not None:
                block.gone[entry] = np.where(where, was, block.gone[entry])

    def _claims_of(self, entries: list[int]) -> list[int]:
        return [
            claim
            for entry in entries
            for claim in (*self._claims.of_places(entry), *self._claims.of_demands(entry))
        ]


def _raise(start: I32, reason: I32, source: int, least: I32) -> None:
    """Raise starts to least ones, and name what does so where it does."""
    np.copyto(reason, np.int32(source), where=least > start)
    np.maximum(start, least, out=start)
