"""The enumeration that the planner is held against is itself right.

Cases worked out by hand for every paragraph of ``docs/semantics.md``; agreement with an
enumeration that takes no short cuts; and what must not change, or only one way, when a scenario
is changed.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.distributed import distributed_scenarios
from support.oracle import Optimum, best, exhaustive
from support.oracle.cases import CASES
from support.oracle.cases.build import Case
from support.strategies import (
    as_scenario,
    budgeted_scenarios,
    mini_scenarios,
    settled,
    tightened,
    tiny_scenarios,
    tracked_scenarios,
    widened,
)

Data = dict[str, Any]


def numbers(values: dict[str, float]) -> dict[str, Fraction]:
    return {name: Fraction(str(value)) for name, value in values.items()}


def rank(optimum: Optimum | None) -> tuple[bool, tuple[Fraction, ...]]:
    """Return what optima are compared by; no plan is worse than any."""
    return optimum is None, tuple(optimum.values.values()) if optimum else ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_made_case(case: Case) -> None:
    """The enumeration finds the optimum that was worked out by hand."""
    found = best(as_scenario(case.data))
    if case.values is None:
        assert found is None
    else:
        assert found is not None
        assert found.values == numbers(case.values)
        for item, finish in case.finish.items():
            assert found.finishes[item] == dt.datetime.fromisoformat(finish)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_made_case_without_short_cuts(case: Case) -> None:
    """So does the enumeration that tries every start of every item within two weeks."""
    found = exhaustive(as_scenario(case.data), days=14)
    assert found == (None if case.values is None else numbers(case.values))


@settled(300, quick=40)
@given(mini_scenarios())
def test_short_cuts_lose_nothing(data: Data) -> None:
    """No plan at all, within a week and the time of the optimum, is better than the optimum."""
    scenario = as_scenario(data)
    found = best(scenario)
    midnight = dt.datetime.fromisoformat(data["calendar"]["start"][:10])
    ends = [finish - midnight for finish in found.finishes.values()] if found else []
    days = max([7, *(end.days + 1 for end in ends)])
    assert exhaustive(scenario, days) == (found.values if found else None)


@settled(100, quick=25)
@given(tracked_scenarios("mini"))
def test_short_cuts_lose_nothing_with_sprints_and_progress(data: Data) -> None:
    scenario = as_scenario(data)
    found = best(scenario)
    midnight = dt.datetime.fromisoformat(data["calendar"]["start"][:10])
    ends = [finish - midnight for finish in found.finishes.values()] if found else []
    days = max([10, *(end.days + 1 for end in ends)])
    assert exhaustive(scenario, days) == (found.values if found else None)


@settled(40, quick=20)
@given(budgeted_scenarios("mini"))
def test_short_cuts_lose_nothing_with_budgets(data: Data) -> None:
    scenario = as_scenario(data)
    found = best(scenario)
    midnight = dt.datetime.fromisoformat(data["calendar"]["start"][:10])
    ends = [finish - midnight for finish in found.finishes.values()] if found else []
    days = max([10, *(end.days + 1 for end in ends)])
    assert exhaustive(scenario, days) == (found.values if found else None)


@settled(12)
@given(distributed_scenarios(items=2))
def test_short_cuts_lose_nothing_across_zones(data: Data) -> None:
    scenario = as_scenario(data)
    found = best(scenario)
    midnight = dt.datetime.fromisoformat(data["calendar"]["start"][:10])
    ends = [finish - midnight for finish in found.finishes.values()] if found else []
    days = max([6, *(end.days + 1 for end in ends)])
    assert exhaustive(scenario, days) == (found.values if found else None)


@settled(60, quick=20)
@given(tiny_scenarios())
def test_order_of_writing_is_nothing(data: Data) -> None:
    """Items, people and links may stand in any order."""
    turned = {**data, "items": data["items"][::-1], "people": data["people"][::-1]}
    assert rank(best(as_scenario(turned))) == rank(best(as_scenario(data)))


@settled(60, quick=20)
@given(tiny_scenarios())
def test_each_tier_is_best_under_those_before_it(data: Data) -> None:
    """Tiers left out at the end change nothing for those before."""
    scenario = as_scenario(data)
    found = best(scenario)
    for count in range(1, len(scenario.tiers)):
        first = best(scenario.model_copy(update={"objectives": scenario.tiers[:count]}))
        assert (first is None) == (found is None)
        if first is not None and found is not None:
            assert first.values == dict(list(found.values.items())[:count])


@settled(60, quick=20)
@given(st.data(), tiny_scenarios())
def test_one_more_person_is_never_worse(more: st.DataObject, data: Data) -> None:
    """Whatever could be planned without them still can."""
    wider = more.draw(widened(data))
    assert rank(best(as_scenario(wider))) <= rank(best(as_scenario(data)))


@settled(60, quick=20)
@given(st.data(), tiny_scenarios())
def test_one_more_constraint_is_never_better(more: st.DataObject, data: Data) -> None:
    """Links, releases, deadlines, absences and people to avoid only take plans away."""
    tighter = more.draw(tightened(data))
    assert rank(best(as_scenario(tighter))) >= rank(best(as_scenario(data)))
