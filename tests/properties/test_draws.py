"""What holds of the draws of every scenario."""

from __future__ import annotations

import graphlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain import Scenario
from allocator.forecasting.possible_work import possible_work
from support.drawn import Drawn, drawn
from support.plans import plan_of
from support.strategies import Data
from support.uncertain_scenarios import uncertain_scenarios


@settings(max_examples=60)
@given(uncertain_scenarios("mini", tracked=True))
def test_the_widened_scenario_is_whole(data: Data) -> None:
    scenario = Scenario.model_validate(data)
    found = possible_work(scenario, plan_of(scenario, ()))
    ids = [item.id for item in found.scenario.items]
    known = set(ids)
    assert len(ids) == len(known)
    assert not found.scenario.contingent
    graph = {i.id: {link.item for link in i.after} for i in found.scenario.items}
    assert all(names <= known for names in graph.values())
    list(graphlib.TopologicalSorter(graph).static_order())
    tries = {name for attempts in found.attempts.values() for name in attempts}
    assert tries <= known and found.only_if.keys() <= known
    assert all(set(needed) <= tries for needed in found.only_if.values())
    assert all(name in tries and set(names) <= known for name, names in found.drops.items())
    assert set(ids) - set(found.origin) <= {item.id for item in scenario.items}


@settings(max_examples=40)
@given(uncertain_scenarios("mini", tracked=True), st.integers(0, 3))
def test_draws_are_possible_and_do_not_depend_on_blocks(data: Data, seed: int) -> None:
    found = drawn(Scenario.model_validate(data), seed=seed)
    block = found.draws.block(0, 16, compiled=False)
    later = found.draws.block(9, 7, compiled=False)
    assert np.isfinite(block.ratios).all() and (block.ratios > 0).all()
    assert block.ratios.shape[0] == found.model.entries.need_ptr[-1]
    assert (block.ratios[found.model.entries.certain] > 0).all()
    assert (block.factors > 0).all()
    assert (block.away[..., 1] >= block.away[..., 0]).all() and (block.away >= 0).all()
    assert (block.delays >= 0).all() and (block.releases >= 0).all()
    for rows, values in (
        (block.release_row, block.releases),
        (block.delay_row, block.delays),
        (block.skip_row, block.skips),
        (block.fail_row, block.fails),
    ):
        assert sorted(rows[rows >= 0]) == list(range(len(values)))
    for name in ("ratios", "factors", "releases", "delays", "skips", "fails"):
        assert np.array_equal(getattr(block, name)[:, 9:], getattr(later, name)), name
    assert np.array_equal(block.away[9:], later.away)


@settings(max_examples=30)
@given(uncertain_scenarios("mini", tracked=True))
def test_what_is_left_out_changes_no_other_items_draw(data: Data) -> None:
    scenario = Scenario.model_validate(data)
    whole = drawn(scenario)
    named = {link.item for item in scenario.items for link in item.after}
    named |= {n for i in scenario.items if i.if_fails for n in (*i.if_fails.then, *i.if_fails.redo)}
    free = [i.id for i in scenario.items if i.id not in named and not i.if_fails]
    if not free:
        return
    items = tuple(item for item in scenario.items if item.id != free[0])
    fewer = drawn(scenario.model_copy(update={"items": items})) if items else whole
    own = {need: whole.draws.ratios.own[k] for k, need in enumerate(_needs(whole))}
    left = {need: fewer.draws.ratios.own[k] for k, need in enumerate(_needs(fewer))}
    assert left.items() <= own.items()


def _needs(found: Drawn) -> list[tuple[str, int]]:
    return [(a.id, k) for a in found.problem.activities for k in range(len(a.staffing))]
