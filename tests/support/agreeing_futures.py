"""Futures that agree up to a time: the decisions up to it must be the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.dispatch import dispatch
from support.made_models import HORIZON, random_draws


def same_until_they_differ(model: SimulationModel, block: DrawBlock, seed: int) -> int:
    """Compare the futures of a model with changed ones; return how many differ later."""
    made, draw = dispatch(model, block), np.random.default_rng((seed, 1))
    other, differing = random_draws(draw, model, block.count), 0
    places = np.diff(model.entries.place_ptr[model.entries.need_ptr])
    for f in range(block.count):
        begun = made.start[f][(made.start[f] >= 0) & (made.start[f] < HORIZON)]
        until = int(np.quantile(begun, draw.random()))
        again = dispatch(model, _agreeing_until(until, f, model, block, made, other))
        before, after = (
            np.where(each.start[f] <= until, each.start[f], -1) for each in (made, again)
        )
        assert (before == after).all()
        on = np.repeat(before >= 0, places)
        assert (made.who[f][on] == again.who[f][on]).all()
        differing += int((again.start[f] != made.start[f]).any())
    return differing


def _agreeing_until(
    until: int, f: int, model: SimulationModel, block: DrawBlock, made: Futures, other: DrawBlock
) -> DrawBlock:
    """Return the block with future f changed in all that happens after a time."""
    ratios, away = block.ratios.copy(), block.away.copy()
    releases, fails, skips, delays = (
        each.copy() for each in (block.releases, block.fails, block.skips, block.delays)
    )
    e, start, end = model.entries, made.start[f], made.end[f]
    waits = _waits_after(until, model, made, f, block.skip_row)
    for entry in range(model.count):
        needs = slice(int(e.need_ptr[entry]), int(e.need_ptr[entry + 1]))
        alone = e.place_ptr[needs.stop] - e.place_ptr[needs.start] == 1
        alone &= model.links.end_waiting[entry] == 0 and e.end_floor[entry] == 0
        if waits[entry]:
            ratios[needs, f] = other.ratios[needs, f]
            row, after = block.skip_row[entry], _waiting_for(model, entry)
            if row >= 0 and waits[after].all():  # who waits for it waits for something else, too
                skips[row, f] = other.skips[min(row, len(other.skips) - 1), f]
            if (row := block.delay_row[entry]) >= 0:
                delays[row, f] += 2
        elif alone and 0 <= start[entry] <= until < end[entry]:
            ratios[needs, f] *= 1.5
        if (row := block.fail_row[entry]) >= 0 and made.held[f, entry] > until:
            fails[row, f] = not fails[row, f]
        if (row := block.release_row[entry]) >= 0 and releases[row, f] > until:
            releases[row, f] += 3
    later = away[f, :, :, 0] > until
    away[f][later] = np.minimum(away[f][later] + 4, HORIZON)
    return replace(
        block,
        ratios=ratios,
        away=away,
        releases=releases,
        fails=fails,
        skips=skips,
        delays=delays,
    )


def _waiting_for(model: SimulationModel, entry: int) -> np.ndarray:
    low, high = model.links.out_ptr[3 * entry], model.links.out_ptr[3 * entry + 3]
    return model.links.succ[low:high]


def _waits_after(
    until: int, model: SimulationModel, made: Futures, f: int, skip_row: np.ndarray
) -> np.ndarray:
    """Return by entry whether a link holds it at a time, by what is done and not over then."""
    links, held = model.links, np.zeros(model.count, dtype=bool)
    for source in range(model.count):
        if made.start[f, source] < 0 or skip_row[source] >= 0:
            continue
        for k in range(links.out_ptr[3 * source + 1], links.out_ptr[3 * source + 3]):
            value = (made.end, made.held)[links.part[k] - 1][f, source]
            if links.into[k] == 0 and value > until:
                held[links.succ[k]] = True
    return held & ((made.start[f] > until) | (made.start[f] < 0))
