"""Optional: only what is optional is dropped, and nothing stands on what is dropped."""

from __future__ import annotations

from allocator.checks import optional
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanItem
from support.planned import planned
from support.plans import dropped, entry, plan_of, scenario

OF = scenario(
    items=[
        {"id": "A", "title": "Base", "elapsed": "1h", "optional": True},
        {"id": "B", "elapsed": "1h", "optional": True, "after": ["A", {"item": "A", "type": "SS"}]},
        {"id": "C", "title": "Must", "elapsed": "1h"},
        {"id": "D", "elapsed": "1h", "after": "C"},
    ]
)
A, B, C, D = (entry(name, "12-01 09:00", "12-01 10:00") for name in "ABCD")


def _messages(*items: PlanItem) -> list[str]:
    return [found.message for found in optional.check(CheckedPlan(OF, plan_of(OF, items)))]


# The checker catches a breach made by hand.


def test_optional_items_may_be_dropped_from_the_end() -> None:
    assert _messages(A, B, C, D) == []
    assert _messages(A, dropped("B"), C, D) == []
    assert _messages(dropped("A"), dropped("B"), C, D) == []


def test_nothing_is_planned_on_what_is_dropped() -> None:
    assert _messages(dropped("A"), B, C, D) == [
        'B is planned, but comes after A "Base", which is dropped'
    ]


def test_mandatory_items_are_not_dropped() -> None:
    assert _messages(A, B, C, dropped("D")) == ["D is dropped, but is not optional"]
    assert _messages(A, B, dropped("C"), D) == [
        'C "Must" is dropped, but is not optional',
        'D is planned, but comes after C "Must", which is dropped',
    ]


def test_what_a_failed_item_gives_up_is_dropped_and_holds_nobody_back() -> None:
    past = {"state": "failed", "started": "2026-12-01", "finished": "2026-12-01T10:00"}
    of = scenario(
        items=[
            {"id": "A", "elapsed": "1h", **past, "if_fails": {"drop": "C"}},
            {"id": "C", "title": "Must", "elapsed": "1h", "after": "A"},
            {"id": "D", "elapsed": "1h", "after": "C"},
        ]
    )
    failed = A.model_copy(update={"state": "failed"})
    right, kept = plan_of(of, (failed, dropped("C"), D)), plan_of(of, (failed, C, D))
    assert optional.check(CheckedPlan(of, right)) == []
    assert [found.message for found in optional.check(CheckedPlan(of, kept))] == [
        'C "Must" is planned, but given up, as A failed'
    ]


# The planner keeps the rule, and without its constraint the model breaks it.

ONE_IS_OPTIONAL = scenario(
    people=[{"id": "ana"}],
    objectives=["flow"],
    items=[
        {"id": "T1", "effort": "1d"},
        {"id": "T2", "effort": "1d", "optional": True, "after": ["T1"]},
        {"id": "T3", "effort": "1d"},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert optional.check(CheckedPlan(ONE_IS_OPTIONAL, planned(ONE_IS_OPTIONAL))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert optional.check(
        CheckedPlan(ONE_IS_OPTIONAL, planned(ONE_IS_OPTIONAL, without="optional"))
    )
