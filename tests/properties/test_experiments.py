"""Random scenarios with tries that may fail: planner, checker and enumeration agree on them."""

from __future__ import annotations

import graphlib
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from allocator.checks.outcomes import Outcomes
from properties.test_optimum import check_optimum
from support.oracle.experiments import ordinary
from support.plans import scenario as scenario_of
from support.strategies import experimental_scenarios, settled


@settled(60, quick=25)
@given(experimental_scenarios())
def test_planner_finds_the_optimum_with_experiments(data: dict[str, Any]) -> None:
    """Value and proof of every tier; the planner's own check refuses what breaks a rule."""
    check_optimum(data)


@st.composite
def outcomes(draw: st.DrawFn) -> dict[str, Any]:
    """Items without people, of which many have failed, with links of all types."""
    ids = [f"T{number}" for number in range(7)]
    items: list[dict[str, Any]] = []
    for number, name in enumerate(ids):
        before = draw(st.lists(st.sampled_from(ids[:number]), max_size=2)) if number else []
        types = st.sampled_from(["FS", "FS", "FF", "SS", "SF"])
        item: dict[str, Any] = {"id": name, "elapsed": "1h", "project": "p"}
        item["after"] = [{"item": one, "type": draw(types)} for one in sorted(set(before))]
        named = st.lists(st.sampled_from([n for n in ids if n != name]), max_size=2, unique=True)
        if draw(st.booleans()):
            item["succeeds"] = 0.5
            item["if_fails"] = {
                "then": draw(named),
                "drop": draw(named),
                "stop": draw(st.booleans()),
            }
            if draw(st.booleans()):
                day = "2026-12-01"
                item |= {"state": "failed", "started": day, "finished": day}
        items.append(item)
    return {"projects": [{"id": "p"}], "items": items}


@settled(500)
@given(outcomes())
def test_planner_checker_and_enumeration_leave_out_the_same(data: dict[str, Any]) -> None:
    scenario = scenario_of(**data)
    by_checker, by_hand = Outcomes(scenario), ordinary(scenario)
    note(f"left out: {scenario.contingent}, {scenario.given_up}")
    assert by_checker.contingent == scenario.contingent
    assert by_checker.given_up.keys() == scenario.given_up.keys()
    assert [item.id for item in scenario.scope.items] == [item.id for item in by_hand.items]
    for item in by_hand.items:
        found = sorted(map(repr, scenario.links_of(scenario.item_by_id[item.id])))
        assert found == sorted(map(repr, item.after))
        assert found == sorted(map(repr, by_checker.links(scenario.item_by_id[item.id])))
    assert scenario.scope.scope is scenario.scope
    after = {item.id: [link.item for link in item.after] for item in scenario.scope.items}
    graphlib.TopologicalSorter(after).prepare()  # raises where items wait in a circle
