"""Futures of random scenarios with rules about people, places, time in common and fixed dates.

The independent checker accepts each of them, and without uncertainty they are the plan.
"""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain import LinkType
from allocator.domain.forecast import PolicyName
from allocator.domain.links import is_lead
from allocator.forecasting.certain_future import certain_future
from allocator.forecasting.prepared import PreparedPlan
from support.people_rules import paired_and_shared, paired_scenarios
from support.shared_work import held_scenarios
from support.simulated import Prepared, prepared
from support.strategies import Data, as_scenario, settled, zoned_scenarios

RULED = st.one_of(paired_scenarios(), paired_and_shared(), held_scenarios(), zoned_scenarios())
POLICIES = cast(tuple[PolicyName, ...], ("keep", "dispatch"))


@given(RULED)
@settled(40)
def test_futures_keep_every_rule(data: Data) -> None:
    made = prepared(as_scenario(data))
    if made is not None:
        block = made.draws(4)
        for policy in POLICIES:
            assert _told(made.violations(policy, block)) == []


def _told(violations: list[str]) -> list[str]:
    """Leave out whether two have the time in common on single days, which the output tells of."""
    return [one for one in violations if one.split()[2] != "overlap:"]


@given(RULED)
@settled(40)
def test_without_uncertainty_every_item_ends_as_planned(data: Data) -> None:
    made = prepared(as_scenario(data))
    if made is None or _is_told(made):
        return
    plan = PreparedPlan(made.plan.scenario, made.plan, 0, compiled=False)
    for policy in POLICIES:
        assert certain_future(plan, policy).moved == frozenset(), policy


def _is_told(made: Prepared) -> bool:
    """Whether there is a link of which the output tells that its item may end elsewhere."""
    links = [link for item in made.scenario.items for link in item.after]
    return any(is_lead(link) or link.type in (LinkType.FF, LinkType.SF) for link in links)
