"""Forecasts keep who is on items that ask something of each other's people."""

from __future__ import annotations

from allocator.domain.paired_people import with_paired_people
from allocator.forecasting.assumptions import assumptions
from allocator.forecasting.possible_work import possible_work
from support.plans import plan_of, scenario, solo

OF = scenario(
    people=[{"id": "ana", "max_items": 1}, {"id": "bo"}],
    items=[
        {"id": "A", "effort": "1d"},
        {"id": "B", "effort": "1d", "after": "A", "not_same_as": "A", "avoid": ["ana"]},
        {"id": "C", "effort": "1d", "needs": [{"share": 0.5}]},
    ],
)
PLAN = plan_of(
    OF,
    [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("B", "bo", "12-02 09:00", "12-02 17:00", hours=8),
        solo("C", "bo", "12-03 09:00", "12-04 17:00", hours=8),
    ],
)


def test_items_of_pairs_are_for_the_people_of_the_plan() -> None:
    assigned = {item.id: item.assign for item in with_paired_people(OF, PLAN.items).items}
    assert assigned == {"A": ("ana",), "B": ("bo",), "C": ()}


def test_a_scenario_without_pairs_stays_as_it_is() -> None:
    bare = scenario(people=[{"id": "ana"}], items=[{"id": "A", "effort": "1d"}])
    assert with_paired_people(bare, ()) is bare


def test_what_is_kept_and_what_is_not_looked_at_is_told() -> None:
    told = assumptions(OF, possible_work(OF, PLAN))
    assert (
        "Items with not_same_as or same_as are done by the people whom the plan has on them" in told
    )
    assert "On how many items people are at a time (max_items) is not looked at" in told
