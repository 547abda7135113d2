"""Handover: what comes from people elsewhere is taken up in a morning."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import handover
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from support.planned import planned
from support.plans import plan_of, scenario, solo

ANA, BEA = {"id": "ana"}, {"id": "bea", "timezone": "America/New_York"}


def _of(first: dict[str, Any] | None = None, **bea: Any) -> Scenario:
    return scenario(
        calendar={"timezone": "Europe/Berlin"},
        people=[ANA, {**BEA, **bea}],
        items=[
            {"id": "A", "effort": "1d", "assign": ["ana"], **(first or {})},
            {"id": "B", "effort": "4h", "assign": ["bea"], "after": [_LINK]},
        ],
        objectives=["makespan"],
    )


_LINK = {"item": "A", "handover": True}


def _messages(of: Scenario, start: str, finish: str) -> list[str]:
    items = [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("B", "bea", start, finish, hours=4),
    ]
    return [found.message for found in handover.check(CheckedPlan(of, plan_of(of, items)))]


# The checker catches a breach made by hand.


def test_what_is_taken_over_in_the_afternoon_is_named() -> None:
    """Bea's day in New York begins at 15:00 in Berlin."""
    (message,) = _messages(_of(), "12-01 17:00", "12-01 21:00")
    assert message == (
        "B takes over from ana elsewhere, and starts Tue 2026-12-01 17:00, which is not the "
        "beginning of a day of bea"
    )
    assert _messages(_of(), "12-02 15:00", "12-02 19:00") == []


def test_the_first_slot_in_which_somebody_works_begins_their_day() -> None:
    away = [{"from": "2026-12-02T15:00", "to": "2026-12-02T18:00"}]
    assert _messages(_of(time_off=away), "12-02 18:00", "12-02 22:00") == []
    assert _messages(_of(time_off=away), "12-02 19:00", "12-02 23:00")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Paris", "Europe/Madrid", None])
def test_zones_whose_clocks_agree_are_one_place(zone: str | None) -> None:
    assert _messages(_of(timezone=zone), "12-02 11:00", "12-02 15:00") == []


def test_zones_whose_clocks_differ_in_summer_are_two_places() -> None:
    assert _messages(_of(timezone="Africa/Algiers"), "12-02 11:00", "12-02 15:00")


def test_who_did_what_is_done_hands_over() -> None:
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-01", "people": ["ana"]}
    assert _messages(_of(done), "12-02 16:00", "12-02 20:00")
    assert _messages(_of({**done, "people": []}), "12-02 16:00", "12-02 20:00") == []


# The planner keeps the rule, and without it breaks it.


def test_the_model_keeps_the_rule() -> None:
    assert handover.check(CheckedPlan(_of(), planned(_of()))) == []


def test_without_the_rule_the_model_breaks_it() -> None:
    assert handover.check(CheckedPlan(_of(), planned(_of(), without="handover")))
