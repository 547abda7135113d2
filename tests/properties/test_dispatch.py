"""Futures of random models with every feature: rules kept, nothing foreseen, bytes the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.dispatch import dispatch, enable
from support.agreeing_futures import same_until_they_differ
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
    differing = sum(
        same_until_they_differ(*_made(seed), seed) for seed in range(10 * ten, 10 * ten + 10)
    )
    assert differing > 20, "the test says nothing"


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
    models = [_made(seed) for seed in range(8)]
    plain = [dispatch(model, block) for model, block in models]
    assert enable()
    for (model, block), before in zip(models, plain, strict=True):
        after = dispatch(model, block)
        for name in ("start", "end", "held", "reason", "who", "beyond"):
            assert (getattr(before, name) == getattr(after, name)).all(), name
