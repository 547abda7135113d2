"""max_items: nobody is on more items at a time than they may be."""

from __future__ import annotations

import pytest

from allocator.checks import max_items
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanItem
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

OF = scenario(
    people=[{"id": "ana"}, {"id": "bob", "max_items": 3}],
    items=[{"id": name, "effort": "1d"} for name in ("T1", "T2", "T3")],
    max_items=2,
)


def _on(item: str, start: str, finish: str, person: str = "ana") -> PlanItem:
    return entry(item, start, finish, works(person, start, finish, hours=1, share=0.1))


def _messages(*items: PlanItem) -> list[str]:
    return [found.message for found in max_items.check(CheckedPlan(OF, plan_of(OF, items)))]


def test_two_at_a_time_pass_and_three_are_named() -> None:
    two = (_on("T1", "12-01 09:00", "12-02 17:00"), _on("T2", "12-01 10:00", "12-03 17:00"))
    assert _messages(*two) == []
    assert _messages(*two, _on("T3", "12-02 10:00", "12-02 12:00")) == [
        "ana is on 3 items at a time (T1, T2 and T3) between Wed 2026-12-02 10:00 and Wed "
        "2026-12-02 12:00; max_items is 2"
    ]


def test_own_limit_goes_before_that_of_all() -> None:
    days = ("12-01 09:00", "12-01 17:00")
    assert _messages(*(_on(name, *days, "bob") for name in ("T1", "T2", "T3"))) == []


def test_nights_count_and_ends_do_not() -> None:
    one, two = _on("T1", "12-01 16:00", "12-02 10:00"), _on("T2", "12-01 16:00", "12-02 10:00")
    assert len(_messages(one, two, _on("T3", "12-01 20:00", "12-01 21:00"))) == 1
    assert _messages(one, two, _on("T3", "12-02 10:00", "12-02 17:00")) == []


THREE_HALVES = scenario(
    people=[{"id": "ana", "max_items": 1}],
    items=[{"id": n, "effort": "4h", "needs": [{"share": 0.5}]} for n in ("T1", "T2")],
    objectives=["makespan"],
)


@pytest.mark.parametrize("without", [None, "max_items"])
def test_the_model_keeps_the_rule_by_its_constraint(without: str | None) -> None:
    found = max_items.check(CheckedPlan(THREE_HALVES, planned(THREE_HALVES, without=without)))
    assert bool(found) == (without is not None)
