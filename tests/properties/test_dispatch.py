"""Futures of random models with every feature: rules kept, nothing foreseen, bytes the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.dispatch import dispatch, enable
from support.kept_rules import FutureRules
from support.made_models import HORIZON, random_draws, random_model

FUTURES = 6


def _made(seed: int, n: int = 24, people: int = 5) -> tuple[SimulationModel, DrawBlock]:
    draw = np.random.default_rng(seed)
    model = random_model(draw, n, people)
    return model, random_draws(draw, model, FUTURES)


@pytest.mark.parametrize("seed", range(40))
def test_every_future_keeps_every_rule(seed: int) -> None:
    model, block = _made(seed)
    made = dispatch(model, block)
    broken = [text for f in range(FUTURES) for text in FutureRules(model, block, made, f).broken()]
    assert not broken, broken[:5]


def test_the_random_models_have_every_event() -> None:
    """The property tests above say something."""
    seen = np.zeros(5, dtype=int)
    for seed in range(40):
        model, block = _made(seed)
        made = dispatch(model, block)
        begun = (made.start >= 0) & (made.start < HORIZON)
        skipped = [rules_skipped(model, block, made, f) for f in range(FUTURES)]
        seen += [
            int(made.dropped.sum()),
            sum(skipped),
            int((made.held != made.end).sum()),
            int((begun & model.entries.apart).sum()),
            int((begun & (np.diff(model.entries.place_ptr[model.entries.need_ptr]) > 1)).sum()),
        ]
    assert (seen > 100).all(), seen


def rules_skipped(model: SimulationModel, block: DrawBlock, made: Futures, f: int) -> int:
    rules = FutureRules(model, block, made, f)
    return sum(rules.is_skipped(k) and made.start[f, k] >= 0 for k in range(model.count))


@pytest.mark.parametrize("ten", range(6))
def test_what_differs_later_changes_no_earlier_decision(ten: int) -> None:
    """Two futures that agree up to a time have the same decisions up to it."""
    differing = sum(_same_until_then(seed) for seed in range(10 * ten, 10 * ten + 10))
    assert differing > 20, "the test says nothing"


def _same_until_then(seed: int) -> int:
    """Compare the futures of a model with changed ones; return how many differ later."""
    model, block = _made(seed)
    made, draw = dispatch(model, block), np.random.default_rng((seed, 1))
    other, differing = random_draws(draw, model, FUTURES), 0
    places = np.diff(model.entries.place_ptr[model.entries.need_ptr])
    for f in range(FUTURES):
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
    waits = _waits_after(until, model, made, f)
    for entry in range(model.count):
        needs = slice(int(e.need_ptr[entry]), int(e.need_ptr[entry + 1]))
        alone = e.place_ptr[needs.stop] - e.place_ptr[needs.start] == 1
        if waits[entry]:
            ratios[needs, f] = other.ratios[needs, f]
            if (row := block.skip_row[entry]) >= 0:
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
        ratios=np.where(e.certain[:, None], 1.0, ratios),
        away=away,
        releases=releases,
        fails=fails,
        skips=skips,
        delays=delays,
    )


def _waits_after(until: int, model: SimulationModel, made: Futures, f: int) -> np.ndarray:
    """Return by entry whether a link holds it at a time, by what is not over then."""
    links, held = model.links, np.zeros(model.count, dtype=bool)
    for source in range(model.count):
        if made.start[f, source] < 0:
            continue
        for k in range(links.out_ptr[3 * source + 1], links.out_ptr[3 * source + 3]):
            value = (made.end, made.held)[links.part[k] - 1][f, source]
            if links.into[k] == 0 and value > until:
                held[links.succ[k]] = True
    return held & ((made.start[f] > until) | (made.start[f] < 0))


def test_another_block_gives_the_same_futures() -> None:
    for seed in range(10):
        model, block = _made(seed)
        whole = dispatch(model, block)
        one = replace(
            block,
            ratios=block.ratios[:, 3:4],
            factors=block.factors[:, 3:4],
            away=block.away[3:4],
            releases=block.releases[:, 3:4],
            delays=block.delays[:, 3:4],
            skips=block.skips[:, 3:4],
            fails=block.fails[:, 3:4],
        )
        alone = dispatch(model, one)
        for name in ("start", "end", "held", "reason", "who", "beyond"):
            assert (getattr(alone, name)[0] == getattr(whole, name)[3]).all()


@pytest.mark.slow
def test_compiled_and_plain_futures_are_the_same(compiled: None) -> None:
    models = [_made(seed) for seed in range(40)]
    plain = [dispatch(model, block) for model, block in models]
    assert enable()
    for (model, block), before in zip(models, plain, strict=True):
        after = dispatch(model, block)
        for name in ("start", "end", "held", "reason", "who", "beyond"):
            assert (getattr(before, name) == getattr(after, name)).all(), name
