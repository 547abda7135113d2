"""not_same_as: nobody whom the plan puts on one of two items is, or has been, on the other."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import not_same_as
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

PEOPLE = [{"id": "ana"}, {"id": "bob"}, {"id": "cy"}]
BEGUN = {"state": "in_progress", "started": "2026-12-01"}


def _of(**fields: Any) -> Scenario:
    return scenario(
        people=PEOPLE,
        items=[
            {"id": "T1", "effort": "1d", **fields},
            {"id": "T2", "effort": "1d", "not_same_as": "T1"},
        ],
        now="2026-12-01T10:00",
    )


def _messages(of: Scenario, first: str | None, second: str) -> list[str]:
    begin, end = "12-02 09:00", "12-02 17:00"
    ones = [] if first is None else [works(first, begin, end, hours=8)]
    entries = [
        entry("T1", begin, end, *ones),
        entry("T2", "12-03 09:00", "12-03 17:00", works(second, begin, end, hours=8)),
    ]
    return [found.message for found in not_same_as.check(CheckedPlan(of, plan_of(of, entries)))]


# The checker catches a breach made by hand.


def test_different_people_pass() -> None:
    assert _messages(_of(), "ana", "bob") == []


def test_the_same_person_is_named_whichever_item_names_the_other() -> None:
    said = "ana is on {} and on {}, which are to have different people"
    assert _messages(_of(), "ana", "ana") == [said.format("T2", "T1")]
    turned = scenario(
        people=PEOPLE,
        items=[{"id": "T1", "effort": "1d", "not_same_as": ["T2"]}, {"id": "T2", "effort": "1d"}],
    )
    assert _messages(turned, "ana", "ana") == [said.format("T1", "T2")]


def test_who_did_what_is_done_may_not_be_put_on_the_other() -> None:
    done = _of(state="done", started="2026-12-01", finished="2026-12-01", people=["ana"])
    assert _messages(done, "ana", "ana")
    assert _messages(done, "ana", "bob") == []


def test_who_has_been_on_it_counts_where_others_go_on() -> None:
    handed_over = _of(**BEGUN, people=["ana"], reassign=True)
    assert len(_messages(handed_over, "bob", "ana")) == 1
    assert _messages(handed_over, "bob", "cy") == []


def test_of_two_that_have_people_already_nothing_is_asked() -> None:
    both = scenario(
        people=PEOPLE,
        items=[
            {"id": "T1", "effort": "1d", "people": ["ana"], **BEGUN},
            {"id": "T2", "effort": "1d", "people": ["ana"], "not_same_as": "T1", **BEGUN},
        ],
        now="2026-12-01T10:00",
    )
    assert _messages(both, "ana", "ana") == []


def test_what_is_dropped_asks_nothing() -> None:
    of = scenario(
        people=PEOPLE,
        items=[
            {"id": "T1", "effort": "1d", "optional": True},
            {"id": "T2", "effort": "1d", "not_same_as": "T1"},
        ],
    )
    begin, end = "12-03 09:00", "12-03 17:00"
    kept = entry("T2", begin, end, works("ana", begin, end, hours=8))
    assert not_same_as.check(CheckedPlan(of, plan_of(of, [kept]))) == []


# The planner keeps the rule, and without its constraint the model breaks it.

ANA_IS_QUICKER = scenario(
    people=[{"id": "ana", "rate": 1}, {"id": "bob", "rate": 50}],
    items=[
        {"id": "T1", "effort": "1d"},
        {"id": "T2", "effort": "1d", "after": "T1", "not_same_as": "T1"},
    ],
    objectives=["cost"],
)


@pytest.mark.parametrize("without", [None, "not_same_as"])
def test_the_model_keeps_the_rule_by_its_constraint(without: str | None) -> None:
    plan = planned(ANA_IS_QUICKER, without=without)
    found = not_same_as.check(CheckedPlan(ANA_IS_QUICKER, plan))
    assert bool(found) == (without is not None)
