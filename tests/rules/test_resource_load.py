"""Resource load: what items hold, from start to finish, stays within the capacity."""

from __future__ import annotations

from allocator.checks import resource_load
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanItem
from support.planned import planned
from support.plans import entry, plan_of, scenario

OF = scenario(
    resources=[{"id": "gpu", "capacity": 4}, {"id": "lab", "capacity": 1}],
    items=[
        {"id": "T1", "elapsed": "1d", "resources": {"gpu": 2, "lab": 1}},
        {"id": "T2", "elapsed": "1d", "resources": {"gpu": 2}},
        {"id": "T3", "elapsed": "1d", "resources": {"gpu": 1}, "optional": True},
        {"id": "T4", "elapsed": "1d", "resources": {"gpu": 5}, "optional": True},
    ],
)


def _messages(*items: PlanItem) -> list[str]:
    return [found.message for found in resource_load.check(CheckedPlan(OF, plan_of(OF, items)))]


T1 = entry("T1", "12-01 09:00", "12-02 09:00")

# The checker catches a breach made by hand.


def test_what_fits_passes() -> None:
    """T3 may start at the instant at which T1 gives back its GPUs."""
    t2 = entry("T2", "12-01 17:00", "12-02 17:00")
    assert _messages(T1, t2, entry("T3", "12-02 09:00", "12-03 09:00")) == []
    assert _messages(T1, t2, PlanItem(id="T3", state="dropped")) == []


def test_too_much_is_named_with_the_time_nights_included() -> None:
    t2, t3 = entry("T2", "12-01 17:00", "12-02 17:00"), entry("T3", "12-02 08:00", "12-03 08:00")
    assert _messages(T1, t2, t3) == [
        "T1 (2), T2 (2) and T3 (1) hold 5 of gpu between Wed 2026-12-02 08:00 and "
        "Wed 2026-12-02 09:00; there are 4"
    ]


def test_one_item_alone_can_be_too_much() -> None:
    (message,) = _messages(entry("T4", "12-01 09:00", "12-02 09:00"))
    assert message.startswith("T4 (5) hold 5 of gpu between Tue 2026-12-01 09:00")


def test_each_resource_is_counted_by_itself() -> None:
    again = entry("T1", "12-01 09:00", "12-02 09:00")
    of = scenario(
        resources=[{"id": "gpu", "capacity": 4}, {"id": "lab", "capacity": 1}],
        items=[
            {"id": "T1", "elapsed": "1d", "resources": {"gpu": 2, "lab": 1}},
            {"id": "T2", "elapsed": "1d", "resources": {"gpu": 2, "lab": 1}},
        ],
    )
    plan = plan_of(of, (again, entry("T2", "12-01 10:00", "12-02 10:00")))
    (found,) = resource_load.check(CheckedPlan(of, plan))
    assert "hold 2 of lab" in found.message
    assert found.items == ("T1", "T2")


# The planner keeps the rule, and without its constraint the model breaks it.

THREE_FOR_TWO_GPUS = scenario(
    people=[{"id": name} for name in ("ana", "bob", "cleo")],
    resources=[{"id": "gpu", "capacity": 2}],
    items=[{"id": name, "effort": "1d", "resources": {"gpu": 1}} for name in ("T1", "T2", "T3")],
)


def test_the_model_keeps_the_rule() -> None:
    assert resource_load.check(CheckedPlan(THREE_FOR_TWO_GPUS, planned(THREE_FOR_TWO_GPUS))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert resource_load.check(
        CheckedPlan(THREE_FOR_TWO_GPUS, planned(THREE_FOR_TWO_GPUS, without="resource_load"))
    )
