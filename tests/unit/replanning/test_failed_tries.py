"""Failed tries as actuals: the next try is planned, or what is done instead."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator import planner
from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.replanning.failed_tries import after_failures
from allocator.replanning.replan import Replanned, replan
from support.plans import scenario

REWORK = "X (again for A, try {})"


def _scenario(now: str, *, a: dict[str, Any] | None = None, **fields: Any) -> Scenario:
    """X, then the experiment A of up to three tries, then Y; F is done if all of them fail."""
    rule = {"repeat": 2, "effort": 0.5, "redo": ["X"], "then": ["F"], "drop": ["D"]}
    items: list[dict[str, Any]] = [
        {"id": "X", "effort": "2d"},
        {"id": "A", "effort": "4d", "after": "X", "succeeds": 0.5, "if_fails": rule, **(a or {})},
        {"id": "Y", "effort": "1d", "after": [{"item": "A", "lag": "8h"}]},
        {"id": "D", "effort": "1d", "after": "A"},
        {"id": "F", "effort": "3d"},
    ]
    return scenario(
        people=[{"id": "ana"}],
        now=now,
        items=[{**item, **fields.get(item["id"], {})} for item in items],
    )


def _replan(now: str, baseline: Plan, **fields: Any) -> Replanned:
    reported = {"A"} if fields.get("a") else set()
    found = replan(_scenario(now, **fields), baseline, reported=reported)
    assert check(found.plan.scenario, found.plan) == []
    return found


def _dates(plan: Plan) -> dict[str, str]:
    """What the plan says of each item: its state, or its first and last day."""
    return {
        entry.id: entry.state
        if entry.start is None or entry.finish is None or entry.state != "planned"
        else f"{entry.start:%d}-{entry.finish:%d}"
        for entry in plan.items
    }


def _failed(started: str, finished: str) -> dict[str, Any]:
    return {"state": "failed", "started": started, "finished": finished}


@pytest.fixture(scope="module")
def first() -> Plan:
    """X on 1 and 2, A from 3 to 8, Y on 10 December, after a lag of a day, in which D is done."""
    return planner.solve(_scenario("2026-12-01")).plan


@pytest.fixture(scope="module")
def second(first: Plan) -> Replanned:
    """Try 1 has failed on 4 December: X is redone on 7, A is tried again on 8 and 9."""
    return _replan("2026-12-07", first, a=_failed("2026-12-03", "2026-12-04"))


@pytest.fixture(scope="module")
def third(second: Replanned) -> Replanned:
    """Try 2 has failed on 9 December: X is redone on 10, A is tried again on 11 and 14."""
    return _replan("2026-12-10", second.plan, a=_failed("2026-12-08", "2026-12-09"))


def test_the_plan_is_made_for_success(first: Plan) -> None:
    assert _dates(first) == {
        "X": "01-02",
        "A": "03-08",
        "Y": "10-10",
        "D": "09-09",
        "F": "contingent",
    }


def test_the_next_try_is_planned_after_what_is_redone(second: Replanned) -> None:
    """Half of the effort of X is a day, and of A two."""
    assert _dates(second.plan) == {
        "X": "done",
        REWORK.format(2): "07-07",
        "A": "08-09",
        "Y": "11-11",
        "D": "10-10",
        "F": "contingent",
    }
    (failed,) = second.failed
    assert (failed.item, failed.number, failed.tries, failed.is_last) == ("A", 1, 3, False)
    assert failed.redone == (REWORK.format(2),)
    assert second.plan.scenario.item_by_id["A"].failures == 1
    why = {move.id: move.why.sentence for move in second.difference.moved}
    assert why["Y"].endswith("as try 1 of A failed, and it is tried again")


def test_failures_that_the_baseline_counts_are_added_to(third: Replanned) -> None:
    """The user's scenario still says nothing of the first failure."""
    assert third.plan.scenario.item_by_id["A"].failures == 2
    assert _dates(third.plan) == {
        "X": "done",
        REWORK.format(2): "done",
        REWORK.format(3): "10-10",
        "A": "11-14",
        "Y": "16-16",
        "D": "15-15",
        "F": "contingent",
    }


def test_after_the_last_try_the_fallback_is_planned_and_what_is_dropped_is_given_up(
    third: Replanned,
) -> None:
    """Y waits a day after F, as it did after A."""
    last = _replan("2026-12-15", third.plan, a=_failed("2026-12-11", "2026-12-14"))
    assert _dates(last.plan) == {
        "X": "done",
        REWORK.format(2): "done",
        REWORK.format(3): "done",
        "A": "failed",
        "Y": "21-21",
        "D": "dropped",
        "F": "15-17",
    }
    (failed,) = last.failed
    assert (failed.is_last, failed.instead, failed.given_up) == (True, ("F",), ("D",))
    assert [(name.id, name.reason) for name in last.difference.taken_up] == [("F", "as A failed")]
    assert [(name.id, name.reason) for name in last.difference.dropped] == [
        ("D", "given up, as A failed")
    ]
    again = _replan("2026-12-16", last.plan)
    assert again.unchanged and again.failed == ()
    assert _dates(again.plan)["A"] == "failed"


def test_a_failure_that_is_told_twice_counts_once(second: Replanned) -> None:
    """Files of actuals may hold everything that has happened so far."""
    told = _failed("2026-12-03", "2026-12-04")
    again = _replan("2026-12-09", second.plan, a=told)
    assert again.failed == () and again.unchanged
    assert again.plan.scenario.item_by_id["A"].failures == 1
    assert _dates(again.plan)["A"] == "in_progress", "the second try goes on as planned"


def test_what_was_in_progress_when_it_failed_does_not_go_on(second: Replanned) -> None:
    old = {"state": "in_progress", "started": "2026-12-03"}
    again = _replan("2026-12-07", second.plan, a=old)
    assert again.plan.scenario.item_by_id["A"].state == "todo"
    assert _dates(again.plan)["A"] == "08-09"


def test_nothing_said_is_taken_for_success(first: Plan) -> None:
    found = _replan("2026-12-09", first)
    assert _dates(found.plan)["A"] == "done"
    assert _dates(found.plan)["F"] == "contingent"
    assert found.unchanged


def test_a_failed_try_is_neither_frozen_nor_held_to_its_people(first: Plan) -> None:
    given = _scenario("2026-12-07", a=_failed("2026-12-03", "2026-12-04"))
    found = replan(given, first, reported={"A"}, freeze=dt.timedelta(days=30))
    assert "A" not in found.plan.scenario.baseline_by_item
    frozen = {name for name, at in found.plan.scenario.baseline_by_item.items() if at.frozen}
    assert frozen <= {"Y", "D"}


def test_without_experiments_nothing_is_copied() -> None:
    plain = scenario(people=[{"id": "ana"}], items=[{"id": "A", "effort": "1d"}])
    assert after_failures(plain).scenario is plain


def test_a_plan_without_baseline_takes_the_failed_try_too() -> None:
    given = _scenario("2026-12-07", a=_failed("2026-12-03", "2026-12-04"))
    after = after_failures(given).scenario
    assert [item.id for item in after.items] == ["X", REWORK.format(2), "A", "Y", "D", "F"]
    assert (after.item_by_id["A"].state, after.item_by_id["A"].failures) == ("todo", 1)
    last = after_failures(
        _scenario("2026-12-07", a={**_failed("2026-12-03", "2026-12-04"), "failures": 2})
    )
    assert last.scenario.item_by_id["A"].state == "failed"
