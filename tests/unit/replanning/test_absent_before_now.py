"""What nobody can have done, being away then, is not assumed to have been done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.checks.run import check
from allocator.cli.replan_text import render
from allocator.domain import Plan, Scenario, WorkItem
from allocator.planner import SolveOptions, solve
from allocator.replanning.assumed_progress import AssumedProgress, assume_progress
from allocator.replanning.replan import replan

OPTIONS = SolveOptions(time_limit=3, workers=1, seed=0)
ANA = {"id": "ana", "name": "Ana", "skills": ["python"]}
BOB = {"id": "bob", "name": "Bob", "skills": ["sql"]}
ITEMS: list[dict[str, Any]] = [
    {"id": "A", "needs": "python", "effort": "3d"},
    {"id": "M", "kind": "milestone", "after": "A"},
    {"id": "B", "needs": "sql", "effort": "2d", "after": "A"},
    {"id": "C", "needs": "python", "effort": "4d", "after": "A"},
]
BEFORE: dict[str, Any] = {
    "name": "test",
    "calendar": {"start": "2026-11-30"},  # a Monday
    "people": [ANA, BOB],
    "items": ITEMS,
}
THURSDAY = dt.datetime(2026, 12, 3, 13)
AWAY_TUESDAY = {"time_off": [{"from": "2026-12-01", "to": "2026-12-01"}]}


def _scenario(ana: dict[str, Any], bob: dict[str, Any], now: dt.datetime, **more: Any) -> Scenario:
    people = [{**ANA, **ana}, {**BOB, **bob}]
    return Scenario.model_validate({**BEFORE, "people": people, "now": now, **more})


@pytest.fixture(scope="module")
def baseline() -> Plan:
    return solve(Scenario.model_validate(BEFORE), OPTIONS).plan


def _assumed(
    baseline: Plan, ana: dict[str, Any], bob: dict[str, Any], now: dt.datetime, **more: Any
) -> tuple[dict[str, WorkItem], dict[str, AssumedProgress]]:
    scenario, assumed = assume_progress(_scenario(ana, bob, now, **more), baseline, (), "on-plan")
    return dict(scenario.item_by_id), {each.item: each for each in assumed}


@pytest.mark.parametrize(
    ("ana", "left"),
    [
        (AWAY_TUESDAY, "8h"),
        ({"time_off": [{"from": "2026-12-01T13:00", "to": "2026-12-02"}]}, "12h"),
        ({"holidays": {"dates": ["2026-12-01"]}}, "8h"),
        ({"workdays": ["mon", "wed", "thu", "fri"]}, "8h"),
        ({"from": "2026-12-01"}, "8h"),
        ({"to": "2026-12-01"}, "8h"),
        ({"capacity": 0.5}, "12h"),
        ({"availability": [{"from": "2026-12-01", "to": "2026-12-02", "capacity": 0.75}]}, "4h"),
    ],
)
def test_it_is_in_progress_with_what_was_not_done(
    baseline: Plan, ana: dict[str, Any], left: str
) -> None:
    known, assumed = _assumed(baseline, ana, {}, THURSDAY)
    assert known["A"].state == "in_progress"
    assert known["A"].remaining == {"ana": left}
    assert assumed["A"].reason.startswith("ana ")
    assert {known[name].state for name in ("M", "B", "C")} == {"todo"}
    assert assumed["M"].reason.startswith("A, which it comes after, is not done")


def test_who_was_there_is_not_asked_for_more(baseline: Plan) -> None:
    """Time off of others, or at other times, takes nothing away."""
    off = {"time_off": [{"from": "2026-12-01", "to": "2026-12-02"}]}
    known, assumed = _assumed(baseline, {}, off, THURSDAY)
    assert known["A"].state == "done"
    assert assumed["A"].reason == ""
    known, _ = _assumed(baseline, {"capacity": 1.0, "skills": ["python", "sql"]}, {}, THURSDAY)
    assert known["A"].state == known["M"].state == "done"


def test_what_nobody_was_there_for_has_not_begun(baseline: Plan) -> None:
    week = {"time_off": [{"from": "2026-11-30", "to": "2026-12-02"}]}
    known, assumed = _assumed(baseline, week, {}, THURSDAY)
    assert known["A"].state == "todo"
    assert assumed["A"].reason == "ana was not at work on 2026-11-30 and 2 more days"
    assert {item.state for item in known.values()} == {"todo"}


def test_it_was_begun_by_whoever_came_first(baseline: Plan) -> None:
    monday = {"time_off": [{"from": "2026-11-30", "to": "2026-11-30"}]}
    known, _ = _assumed(baseline, monday, {}, THURSDAY)
    assert known["A"].started == dt.datetime(2026, 12, 1, 9)
    assert known["A"].remaining == {"ana": "8h"}


def test_what_runs_has_more_left(baseline: Plan) -> None:
    known, assumed = _assumed(baseline, AWAY_TUESDAY, {}, dt.datetime(2026, 12, 2, 11))
    assert known["A"].remaining == {"ana": "14h"}
    assert assumed["A"].reason == "ana was not at work on 2026-12-01"


def test_a_holiday_of_the_team_counts_for_all(baseline: Plan) -> None:
    calendar = {"start": "2026-11-30", "holidays": {"dates": ["2026-12-02"]}}
    known, _ = _assumed(baseline, {}, {}, THURSDAY, calendar=calendar)
    assert known["A"].remaining == {"ana": "8h"}


def test_other_hours_of_the_day_are_no_absence(baseline: Plan) -> None:
    calendar = {"start": "2026-11-30", "day_start": "08:00"}
    known, _ = _assumed(baseline, {}, {}, THURSDAY, calendar=calendar)
    assert known["A"].state == "done"


def test_an_estimate_that_grew_comes_on_top(baseline: Plan) -> None:
    items = [{**ITEMS[0], "effort": "4d"}, *ITEMS[1:]]
    known, _ = _assumed(baseline, AWAY_TUESDAY, {}, THURSDAY, items=items)
    assert known["A"].remaining == {"ana": "16h"}


def test_of_a_team_only_who_was_away_has_something_left() -> None:
    pair = {"id": "P", "needs": [{"python": 1}, {"sql": 1}], "effort": "2d"}
    before = Scenario.model_validate({**BEFORE, "items": [pair]})
    plan = solve(before, OPTIONS).plan
    known, _ = _assumed(plan, AWAY_TUESDAY, {}, THURSDAY, items=[pair])
    assert known["P"].remaining == {"ana": "8h", "bob": "0h"}


def test_the_new_plan_goes_on_with_it_and_says_why(baseline: Plan) -> None:
    found = replan(_scenario(AWAY_TUESDAY, {}, THURSDAY), baseline, options=OPTIONS)
    assert check(found.plan.scenario, found.plan) == []
    entry = {each.id: each for each in found.plan.items}["A"]
    assert entry.finish == dt.datetime(2026, 12, 4, 13)
    said = " ".join(render(found).split())
    assert "A: in progress, with more left than planned, since ana was not at work on" in said
