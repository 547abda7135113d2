"""What is not assumed, since a link or a date does not allow it with what has happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.planner import SolveOptions, solve
from allocator.replanning.assumed_progress import AssumedProgress, assume_progress
from allocator.replanning.replan import replan

OPTIONS = SolveOptions(time_limit=3, workers=1, seed=0)
NOW = dt.datetime(2026, 11, 16)
LATE = {"state": "done", "started": "2026-11-02", "finished": "2026-11-09"}
RUNS = {"state": "in_progress", "started": "2026-11-02", "remaining": "4d"}


def _scenario(b: dict[str, Any], *more: dict[str, Any], **a: Any) -> Scenario:
    """Return A of three days, from Monday on, and B, which another person does."""
    items = [
        {"id": "A", "assign": ["ana"], "effort": "3d", **a},
        {"id": "B", "assign": ["bo"], "effort": "2d", **b},
    ]
    return Scenario.model_validate(
        {
            "name": "test",
            "calendar": {"start": "2026-11-02"},
            "people": [{"id": "ana"}, {"id": "bo"}, {"id": "cy"}],
            "items": [*items, *more],
        }
    )


def _planned(scenario: Scenario) -> Plan:
    return solve(scenario, OPTIONS).plan


def _assumed(
    b: dict[str, Any], said: dict[str, Any], *more: dict[str, Any], now: dt.datetime = NOW
) -> dict[str, AssumedProgress]:
    baseline = _planned(_scenario(b, *more))
    today = _scenario(b, *more, **said).model_copy(update={"now": now})
    return {each.item: each for each in assume_progress(today, baseline, {"A"}, "on-plan")[1]}


@pytest.mark.parametrize("lag", [None, "0d", "0.5d", "2d", {"elapsed": "1d"}, "-1d"])
def test_what_comes_after_something_late_has_not_begun(lag: Any) -> None:
    """With `lag: 0d` B was assumed in progress since the 5th, though A ended on the 9th."""
    link = {"item": "A", "lag": lag} if lag is not None else {"item": "A"}
    found = _assumed({"after": [link]}, LATE)["B"]
    assert found.state == "todo"
    assert "A, which it comes after" in found.reason
    assert "was finished only 2026-11-09" in found.reason


@pytest.mark.parametrize("kind", ["SS", "SF"])
def test_what_waits_for_a_start_has_not_begun_before_it(kind: str) -> None:
    link = {"item": "A", "type": kind, "lag": "0d"}
    late = {"state": "in_progress", "started": "2026-11-12", "remaining": "3d"}
    found = _assumed({"after": [link], "effort": "5d"}, late)["B"]
    assert found.state == ("todo" if kind == "SS" else "in_progress")
    assert found.reason == "A, which it comes after, was started only 2026-11-12"


def test_what_waits_for_something_that_starts_now_has_ended() -> None:
    """B ends at the instant at which A starts, which is now: nothing says that A does not."""
    late = {"not_before": "2026-11-05T13:00"}
    link = {"item": "A", "type": "SF"}
    before = _scenario({"after": [link], "effort": "3.5d"}, **late)
    now = dt.datetime(2026, 11, 5, 13)
    baseline = _planned(before)
    assert {entry.finish for entry in baseline.items if entry.id == "B"} == {now}
    again = replan(before.model_copy(update={"now": now}), baseline, options=OPTIONS)
    assert [(each.item, each.state) for each in again.assumed] == [("B", "done")]
    assert again.unchanged


def test_what_cannot_have_ended_goes_on() -> None:
    """B has begun as planned; it ends no earlier than A, which is not done."""
    link = {"item": "A", "type": "FF"}
    baseline = _planned(_scenario({"after": [link]}))
    today = _scenario({"after": [link]}, **RUNS).model_copy(update={"now": NOW})
    scenario, (found,) = assume_progress(today, baseline, {"A"}, "on-plan")
    assert (found.item, found.state) == ("B", "in_progress")
    assert found.reason == "A, which it comes after, is not done"
    assert scenario.item_by_id["B"].remaining == {"bo": "1m"}
    plan = replan(today, baseline, reported={"A"}, options=OPTIONS).plan
    finish = {entry.id: entry.finish for entry in plan.items}
    assert finish["B"] is not None and finish["A"] is not None
    assert finish["B"] >= finish["A"]


PARTS = (
    {"id": "M", "kind": "milestone", "after": [{"item": "A", "lag": "1d"}]},
    {"id": "X", "assign": ["cy"], "effort": "2d", "after": [{"item": "M", "lag": "0d"}]},
    {"id": "Y", "assign": ["cy"], "effort": "1d", "after": "X"},
)


def test_a_milestone_between_passes_it_on() -> None:
    """X comes after the milestone M, that after A; X was assumed to be done before A was."""
    found = _assumed({}, RUNS, *PARTS)
    assert {name: each.state for name, each in found.items()} == {
        "B": "done",
        "M": "todo",
        "X": "todo",
        "Y": "todo",
    }
    assert found["X"].reason == "M, which it comes after, is not done"


def test_a_milestone_is_reached_when_all_before_it_has_happened() -> None:
    """It is not put off until now, with what comes after it."""
    baseline = _planned(_scenario({}, *PARTS))
    today = _scenario({}, *PARTS, **LATE).model_copy(update={"now": NOW})
    scenario, assumed = assume_progress(today, baseline, {"A"}, "on-plan")
    found = {each.item: each for each in assumed}
    assert (found["M"].state, found["X"].state) == ("done", "todo")
    assert found["M"].reason == "A, which it comes after (lag 1d), was finished only 2026-11-09"
    assert found["X"].reason == "M, which it comes after, was finished only 2026-11-10"
    assert scenario.item_by_id["M"].finished == dt.datetime(2026, 11, 10, 17)


def test_a_milestone_that_was_reached_late_holds_back_what_follows() -> None:
    parts = (
        {"id": "M", "kind": "milestone", "after": "A"},
        {"id": "X", "assign": ["cy"], "effort": "2d", "after": "M"},
    )
    baseline = _planned(_scenario({}, *parts))
    late = {**parts[0], "state": "done", "finished": "2026-11-10"}
    today = _scenario({}, late, parts[1]).model_copy(update={"now": NOW})
    found = {each.item: each for each in assume_progress(today, baseline, {"M"}, "on-plan")[1]}
    assert found["X"].reason == "M, which it comes after, was finished only 2026-11-10"
    assert found["X"].state == "todo"


def test_a_lead_allows_no_more_than_it_says() -> None:
    """A has four days left on the 16th: what may begin a day before its end has not begun."""
    link = {"item": "A", "lag": "-1d"}
    found = _assumed({"after": [link], "effort": "20d"}, RUNS)["B"]
    assert found.state == "todo"
    assert found.reason == "A, which it comes after (lag -1d), is not done"


def test_a_lead_that_reaches_far_enough_lets_it_have_begun() -> None:
    """A cannot end before the 13th, and B may begin up to nine days before that."""
    link = {"item": "A", "lag": "-9d"}
    b = {"after": [link], "effort": "20d", "not_before": "2026-11-03"}
    found = _assumed(b, RUNS, now=dt.datetime(2026, 11, 10))["B"]
    assert (found.state, found.reason) == ("in_progress", "")


def test_a_date_confirms_the_plan_of_that_day() -> None:
    """A was to end at noon, and is said to be done that day: B, begun at noon, kept the link."""
    b = {"after": "A"}
    baseline = _planned(_scenario(b, effort="2.5d"))
    said = {"state": "done", "started": "2026-11-02", "finished": "2026-11-04", "effort": "2.5d"}
    today = _scenario(b, **said).model_copy(update={"now": NOW})
    found = replan(today, baseline, reported={"A"}, options=OPTIONS)
    assert [(each.item, each.state) for each in found.assumed] == [("B", "done")]
    assert found.plan.items[0].finish == dt.datetime(2026, 11, 4, 13)
    assert found.unchanged


def test_what_broke_a_link_in_the_baseline_was_said_to_be_so() -> None:
    """B was reported as begun before A was done; it stays so when A is done at last."""
    b: dict[str, Any] = {"after": "A", "effort": "20d"}
    begun = {**b, "state": "in_progress", "started": "2026-11-02"}
    first = _planned(_scenario(begun).model_copy(update={"now": dt.datetime(2026, 11, 3)}))
    today = _scenario(b, **LATE).model_copy(update={"now": NOW})
    (found,) = assume_progress(today, first, {"A"}, "on-plan")[1]
    assert (found.item, found.state) == ("B", "in_progress")


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (
            {"waits_for": [{"what": "the data", "expected": "2026-11-25"}]},
            "the data, which it waits for, is expected only 2026-11-25",
        ),
        ({"not_before": "2026-11-20"}, "it may not start before 2026-11-20"),
    ],
)
def test_what_may_start_only_later_has_not_begun(later: dict[str, Any], reason: str) -> None:
    baseline = _planned(_scenario({}))
    today = _scenario(later).model_copy(update={"now": NOW})
    found = {each.item: each for each in assume_progress(today, baseline, (), "on-plan")[1]}
    assert (found["B"].state, found["B"].reason) == ("todo", reason)
    assert found["A"].state == "done"


def test_what_was_done_without_people_was_done_by_those_who_had_it() -> None:
    """It went from ana to nobody."""
    baseline = _planned(_scenario({}))
    done = {"state": "done", "started": "2026-11-02", "finished": "2026-11-03"}
    today = _scenario({}, **done).model_copy(update={"now": dt.datetime(2026, 11, 4)})
    found = replan(today, baseline, reported={"A"}, options=OPTIONS)
    assert [said.person for said in found.plan.items[0].assignments] == ["ana"]
    assert found.difference.reassigned == ()
