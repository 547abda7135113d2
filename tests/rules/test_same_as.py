"""same_as: everybody on the item with fewer people is on the other."""

from __future__ import annotations

import pytest

from allocator.checks import same_as
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

PEOPLE = [{"id": "ana"}, {"id": "bob"}, {"id": "cy"}]
PAIR = scenario(
    people=PEOPLE,
    items=[{"id": "T1", "effort": "1d"}, {"id": "T2", "effort": "1d", "same_as": "T1"}],
)
TEAM = scenario(
    people=PEOPLE,
    items=[
        {"id": "T1", "effort": "1d", "needs": [{"people": 2}]},
        {"id": "T2", "effort": "1d", "same_as": "T1"},
    ],
)


def _messages(of: Scenario, first: list[str], second: list[str]) -> list[str]:
    entries = []
    for name, people, day in (("T1", first, "12-02"), ("T2", second, "12-03")):
        begin, end = f"{day} 09:00", f"{day} 17:00"
        team = [works(person, begin, end, hours=8) for person in people]
        entries.append(entry(name, begin, end, *team))
    return [found.message for found in same_as.check(CheckedPlan(of, plan_of(of, entries)))]


def test_the_same_person_passes() -> None:
    assert _messages(PAIR, ["ana"], ["ana"]) == []


def test_another_person_is_named() -> None:
    said = ["bob is on T2, and ana on T1, which are to have the same people"]
    assert _messages(PAIR, ["ana"], ["bob"]) == said


def test_one_of_a_team_is_enough_for_one_place() -> None:
    assert _messages(TEAM, ["ana", "bob"], ["bob"]) == []
    assert _messages(TEAM, ["ana", "bob"], ["cy"]) == [
        "cy is on T2, and ana and bob on T1, which are to have the same people"
    ]


def test_what_nobody_is_known_to_have_done_asks_nothing() -> None:
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-01"}
    of = scenario(
        people=PEOPLE,
        items=[{"id": "T1", "effort": "1d", **done}, {"id": "T2", "effort": "1d", "same_as": "T1"}],
        now="2026-12-02",
    )
    assert _messages(of, [], ["cy"]) == []


BOB_COSTS_LESS = scenario(
    people=[
        {"id": "ana", "skills": ["ml", "sql"], "rate": 50},
        {"id": "bob", "skills": ["ml"], "rate": 1},
    ],
    items=[
        {"id": "T1", "effort": "1d", "needs": "ml"},
        {"id": "T2", "effort": "1d", "needs": [{"people": 2}], "same_as": "T1"},
        {"id": "T3", "effort": "1d", "needs": "sql", "same_as": "T1"},
    ],
    objectives=["cost"],
)


def test_the_people_of_a_chain_are_found_before_the_search() -> None:
    """T3 leaves ana alone to T1, though bob costs less there."""
    plan = planned(BOB_COSTS_LESS)
    people = {item.id: [a.person for a in item.assignments] for item in plan.items}
    assert (people["T1"], people["T3"]) == (["ana"], ["ana"])


@pytest.mark.parametrize("without", [None, "same_as"])
def test_the_model_keeps_the_rule_by_its_constraint(without: str | None) -> None:
    of = scenario(
        people=[{"id": "ana", "rate": 1}, {"id": "bob", "rate": 1}],
        items=[
            {"id": "T1", "effort": "1d", "assign": ["ana", "bob"]},
            {"id": "T2", "effort": "1d", "same_as": "T1"},
        ],
        objectives=["makespan"],
    )
    found = same_as.check(CheckedPlan(of, planned(of, without=without)))
    assert bool(found) == (without is not None)
