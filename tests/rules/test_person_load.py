"""Person load: nobody's shares add up to more than 1."""

from __future__ import annotations

from allocator.checks import person_load
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanItem
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

OF = scenario(
    people=[{"id": "ana"}, {"id": "bob"}],
    items=[{"id": name, "effort": "1d"} for name in ("T1", "T2", "T3")]
    + [{"id": "T4", "needs": [{"people": 2}], "effort": "1d"}],
)


def _on(item: str, start: str, finish: str, share: float = 1.0, person: str = "ana") -> PlanItem:
    return entry(item, start, finish, works(person, start, finish, hours=8, share=share))


def _messages(*items: PlanItem) -> list[str]:
    return [found.message for found in person_load.check(CheckedPlan(OF, plan_of(OF, items)))]


# The checker catches a breach made by hand.


def test_one_after_the_other_passes() -> None:
    """Intervals are half-open: one may start at the instant at which the other ends."""
    assert _messages(
        _on("T2", "12-02 09:00", "12-02 17:00"),
        _on("T1", "12-01 09:00", "12-02 09:00"),
        _on("T3", "12-02 09:00", "12-02 17:00", person="bob"),
    ) == []  # fmt: skip


def test_shares_that_add_up_to_exactly_1_pass() -> None:
    """0.1 + 0.2 + 0.7 is 1, not a little more."""
    assert _messages(
        _on("T1", "12-01 09:00", "12-02 17:00", 0.1),
        _on("T2", "12-01 09:00", "12-03 17:00", 0.2),
        _on("T3", "12-01 09:00", "12-01 17:00", 0.7),
    ) == []  # fmt: skip


def test_two_at_once_are_named_with_the_time() -> None:
    assert _messages(
        _on("T1", "12-01 09:00", "12-01 17:00"), _on("T2", "12-01 16:00", "12-02 17:00", 0.5)
    ) == [
        "ana works on T1 (1) and T2 (0.5) between Tue 2026-12-01 16:00 and Tue 2026-12-01 17:00: "
        "1.5 of their time"
    ]


def test_three_that_only_together_are_too_much() -> None:
    (message,) = _messages(
        _on("T1", "12-01 09:00", "12-01 17:00", 0.5),
        _on("T2", "12-01 12:00", "12-01 15:00", 0.25),
        _on("T3", "12-01 13:00", "12-01 14:00", 0.26),
    )
    assert "between Tue 2026-12-01 13:00 and Tue 2026-12-01 14:00: 1.01" in message


def test_nights_and_absences_count() -> None:
    """Work that pauses over a weekend still holds the person."""
    (message,) = _messages(
        _on("T1", "12-04 13:00", "12-07 13:00"), _on("T2", "12-05 09:00", "12-05 10:00")
    )
    assert "between Sat 2026-12-05 09:00 and Sat 2026-12-05 10:00" in message


def test_each_time_and_person_is_reported() -> None:
    found = _messages(
        _on("T1", "12-01 09:00", "12-03 17:00"),
        _on("T2", "12-01 10:00", "12-01 11:00"),
        _on("T3", "12-02 10:00", "12-02 11:00"),
    )
    assert len(found) == 2


def test_somebody_is_free_again_when_their_own_part_ends() -> None:
    """T4 goes on with bob; ana is done with it at noon."""
    team = entry(
        "T4",
        "12-01 09:00",
        "12-01 17:00",
        works("ana", "12-01 09:00", "12-01 12:00", hours=8),
        works("bob", "12-01 09:00", "12-01 17:00", hours=8),
    )
    assert _messages(team, _on("T1", "12-01 12:00", "12-01 17:00")) == []
    assert len(_messages(team, _on("T1", "12-01 11:00", "12-01 17:00"))) == 1
    assert len(_messages(team, _on("T1", "12-01 16:00", "12-01 17:00", person="bob"))) == 1


def test_a_finish_before_the_start_holds_nothing() -> None:
    assert _messages(
        _on("T1", "12-01 17:00", "12-01 09:00"), _on("T2", "12-01 09:00", "12-01 17:00")
    ) == []  # fmt: skip


# The planner keeps the rule, and without its constraint the model breaks it.

THREE_FOR_ONE = scenario(
    people=[{"id": "ana"}],
    items=[{"id": name, "effort": "1d"} for name in ("T1", "T2", "T3")],
)


def test_the_model_keeps_the_rule() -> None:
    assert person_load.check(CheckedPlan(THREE_FOR_ONE, planned(THREE_FOR_ONE))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert person_load.check(
        CheckedPlan(THREE_FOR_ONE, planned(THREE_FOR_ONE, without="person_load"))
    )
