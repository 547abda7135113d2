"""Futures of random scenarios with every feature: the independent checker accepts each of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from allocator.forecasting.simulation.claims import Claims
from allocator.forecasting.simulation.keep import as_planned, keep
from allocator.forecasting.simulation.keep_order import stages_of
from support.simulated import Prepared, prepared
from support.strategies import Data, as_scenario, settled
from support.uncertain_scenarios import uncertain_scenarios

TINY = uncertain_scenarios(hard=True) | uncertain_scenarios(tracked=True, hard=True)
MEDIUM = uncertain_scenarios("medium") | uncertain_scenarios("medium", tracked=True)


@given(TINY)
@settled(30)
def test_small_futures_keep_every_rule(data: Data) -> None:
    _keep_every_rule(prepared(as_scenario(data)), 3)


@given(MEDIUM)
@settled(2)
def test_larger_futures_keep_every_rule(data: Data) -> None:
    _keep_every_rule(prepared(as_scenario(data)), 2)


@pytest.mark.slow
@given(TINY)
@settled(50, quick=20)
def test_many_futures_keep_every_rule(data: Data) -> None:
    _keep_every_rule(prepared(as_scenario(data)), 6)


def _keep_every_rule(made: Prepared | None, futures: int) -> None:
    if made is not None:
        block = made.draws(futures)
        assert made.violations("keep", block) == []
        assert made.violations("dispatch", block) == []


@given(TINY)
@settled(40)
def test_certain_futures_are_the_plan(data: Data) -> None:
    _is_the_plan(prepared(as_scenario(data)))


@given(MEDIUM)
@settled(3, quick=2)
def test_certain_futures_of_larger_plans_are_the_plan(data: Data) -> None:
    _is_the_plan(prepared(as_scenario(data)))


def _is_the_plan(made: Prepared | None) -> None:
    """Every start and end is the plan's, and so is what the plan has written for the user."""
    if made is None:
        return
    model = made.simulated.model
    dates = model.dates
    assert dates is not None
    futures = keep(model, as_planned(model))
    assert (futures.start[0] == dates.start)[dates.planned].all()
    assert (futures.held[0] == dates.held)[dates.planned].all()


@given(TINY)
@settled(30)
def test_keep_keeps_people_and_order(data: Data) -> None:
    made = prepared(as_scenario(data))
    if made is None or any(stage.by_links for stage in stages_of(made.simulated.model)):
        return
    model, block = made.simulated.model, made.draws(6)
    futures, claims = keep(model, block), Claims(model)
    planned = model.entries.cand_person[model.entries.plan_who]
    assert ((futures.who == planned) | (futures.who == -1)).all()
    for holders in claims.by_holder():
        for one in holders:
            for other in holders:
                if one.planned and other.planned and one.precedes(other):
                    before, after = futures.start[:, one.entry], futures.start[:, other.entry]
                    both = (before >= 0) & (after >= 0)
                    assert (before < after)[both & (after < model.calendars.horizon)].all()


def test_the_scenarios_have_futures_of_every_kind() -> None:
    """The tests above say something: tries fail, work is dropped, people are away."""
    seen = np.zeros(4, dtype=int)

    @given(TINY)
    @settled(60)
    def count(data: Data) -> None:
        made = prepared(as_scenario(data))
        if made is not None:
            block = made.draws(4)
            seen[:] += [
                int(block.fails.sum()),
                int(block.skips.sum()),
                int((block.delays > 0).sum()),
                int((block.away[..., 0] < made.simulated.problem.horizon).sum()),
            ]

    count()
    assert (seen > 0).all(), seen
