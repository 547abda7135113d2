"""Futures of random models with a plan: it is followed as long as all goes as planned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from allocator.forecasting.simulation.arrays import DrawBlock, SimulationModel
from allocator.forecasting.simulation.dispatch import dispatch
from allocator.forecasting.simulation.keep import keep
from support.agreeing_futures import same_until_they_differ
from support.kept_rules import FutureRules
from support.made_models import (
    calm_draws,
    model_without_contention,
    plan_draws,
    random_model,
    with_plan,
)

FUTURES = 6
CLOCKS = pytest.mark.parametrize("around_the_clock", [False, True])


def _made(seed: int, around_the_clock: bool) -> tuple[SimulationModel, DrawBlock]:
    draw = np.random.default_rng(seed)
    model = with_plan(draw, random_model(draw, 24, 5, around_the_clock=around_the_clock))
    return model, calm_draws(draw, model, FUTURES)


@CLOCKS
def test_a_future_that_goes_as_planned_is_the_plan(around_the_clock: bool) -> None:
    for seed in range(40):
        model, _ = _made(seed, around_the_clock)
        dates = model.dates
        assert dates is not None
        made = dispatch(model, plan_draws(model, dates.planned, dates.release))
        assert (made.start[0] == dates.start)[dates.planned].all()
        assert (made.held[0] == dates.held)[dates.planned].all()
        on = np.repeat(dates.planned, np.diff(model.entries.place_ptr[model.entries.need_ptr]))
        assert (made.who[0] == model.entries.cand_person[model.entries.plan_who])[on].all()


def test_every_future_keeps_every_rule() -> None:
    for seed in range(20):
        model, block = _made(seed, False)
        made = dispatch(model, block)
        rules = [FutureRules(model, block, made, f) for f in range(FUTURES)]
        assert [text for each in rules for text in each.broken()] == []


@CLOCKS
def test_what_differs_later_changes_no_earlier_decision(around_the_clock: bool) -> None:
    differing, on_plan = 0, 0
    for seed in range(40):
        model, block = _made(seed, around_the_clock)
        without = dispatch(replace(model, dates=None), block)
        differing += same_until_they_differ(model, block, seed)
        on_plan += int((dispatch(model, block).start != without.start).any(axis=1).sum())
    assert differing > 50 and on_plan > 20, "the test says nothing"


def test_both_policies_mean_the_same_where_nobody_waits_for_anybody() -> None:
    """Skipped tries, what is given up, delays, deliveries, absences: one meaning of each."""
    seen = np.zeros(2, dtype=int)
    for seed in range(60):
        draw = np.random.default_rng(seed)
        model = with_plan(draw, model_without_contention(draw, 20))
        block = calm_draws(draw, model, FUTURES)
        kept, dispatched = keep(model, block), dispatch(model, block)
        for name in ("start", "end", "held", "who"):
            one, other = getattr(kept, name), getattr(dispatched, name)
            assert (one == other).all(), (seed, name, np.argwhere(one != other)[:5].tolist())
        seen += [int(kept.dropped.sum()), int(block.skips.sum())]
    assert (seen > 20).all(), seen
