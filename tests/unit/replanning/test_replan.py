"""What is assumed, who goes on, what is frozen and what is kept, on small scenarios."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.calendars import Calendars
from allocator.checks.run import check
from allocator.domain import Plan, RuleId, Scenario
from allocator.errors import InputError
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.replanning.assumed_progress import assume_progress
from allocator.replanning.earliest_dates import EarliestDates
from allocator.replanning.pareto_front import pareto_front
from allocator.replanning.prepare import prepare
from allocator.replanning.remaining_work import effort_text
from allocator.replanning.replan import Replanned, replan
from allocator.replanning.stability_tier import goal_value, tiers_with_stability
from allocator.replanning.unfreezing import unfreeze_what_fails

OPTIONS = SolveOptions(time_limit=5, workers=1, seed=0)
BASE: dict[str, Any] = {
    "name": "test",
    "calendar": {"start": "2026-12-01"},  # a Tuesday
    "people": [{"id": "ana", "skills": ["python"]}, {"id": "bob", "skills": ["sql"]}],
    "items": [
        {"id": "A", "needs": "python", "effort": "2d"},
        {"id": "B", "needs": "python", "effort": "3d", "after": "A"},
        {"id": "C", "needs": "sql", "effort": "4d"},
        {"id": "D", "needs": "sql", "effort": "1d", "after": ["B", "C"], "due": "2026-12-10"},
    ],
}
WEDNESDAY = dt.datetime(2026, 12, 2, 13)


def _scenario(data: dict[str, Any] = BASE, **fields: Any) -> Scenario:
    return Scenario.model_validate({**data, **fields})


def _with(*items: dict[str, Any], data: dict[str, Any] = BASE) -> list[dict[str, Any]]:
    """Return the items, some with other fields, or further ones."""
    changes = {item["id"]: item for item in items}
    old = [{**item, **changes.pop(item["id"], {})} for item in data["items"]]
    return [*old, *changes.values()]


@pytest.fixture(scope="module")
def baseline() -> Plan:
    return solve(_scenario(), OPTIONS).plan


def _replan(baseline: Plan, scenario: Scenario, **given: Any) -> Replanned:
    found = replan(scenario, baseline, options=OPTIONS, **given)
    assert check(found.plan.scenario, found.plan) == []
    return found


def test_what_the_baseline_ended_is_done_and_what_runs_goes_on(baseline: Plan) -> None:
    later = _scenario(now=dt.datetime(2026, 12, 3, 11))
    scenario, assumed = assume_progress(later, baseline, (), "on-plan")
    assert [(each.item, each.state) for each in assumed] == [
        ("A", "done"),
        ("B", "in_progress"),
        ("C", "in_progress"),
    ]
    b = scenario.item_by_id["B"]
    assert b.remaining == {"ana": "22h"}
    assert b.started == dt.datetime(2026, 12, 3, 9)


def test_not_started_leaves_all_of_it_to_do(baseline: Plan) -> None:
    found = _replan(baseline, _scenario(now=WEDNESDAY), assume="not-started")
    assert {each.item for each in found.assumed} == {"A", "C"}
    assert {entry.state for entry in found.plan.items} == {"planned"}
    assert min(e.start for e in found.plan.items if e.start) == WEDNESDAY


def test_nothing_is_assumed_against_what_is_said(baseline: Plan) -> None:
    """A is said not to be done, so that B, which comes after it, cannot have begun."""
    now = dt.datetime(2026, 12, 4)
    items = _with({"id": "A", "state": "in_progress", "started": "2026-12-02", "remaining": "1d"})
    found = _replan(baseline, _scenario(items=items, now=now), reported={"A"})
    (b,) = [each for each in found.assumed if each.item == "B"]
    assert (b.state, b.reason) == ("todo", "A, which it comes after, is not done")


def test_what_somebody_who_left_was_on_is_open_to_others(baseline: Plan) -> None:
    people = [{"id": "cleo", "skills": ["python"]}, {"id": "bob", "skills": ["sql"]}]
    found = _replan(baseline, _scenario(people=people, now=WEDNESDAY))
    (note,) = found.notes
    assert note == "ana has left: anybody who can may go on with A"
    a = found.plan.items[0]
    assert (a.state, [said.person for said in a.assignments]) == ("in_progress", ["cleo"])
    assert a.start == dt.datetime(2026, 12, 1, 9)
    assert a.assignments[0].effort_hours == 4


def test_of_a_team_only_the_part_of_who_left_is_open() -> None:
    items = [{"id": "T", "needs": [{"skills": "python"}, {"skills": "sql"}], "effort": "3d"}]
    plan = solve(_scenario(items=items), OPTIONS).plan
    people = [{"id": "ana", "skills": ["python"]}, {"id": "dan", "skills": ["sql"]}]
    found = _replan(plan, _scenario(items=items, people=people, now=WEDNESDAY))
    (entry,) = found.plan.items
    assert [(a.person, a.effort_hours) for a in entry.assignments] == [("ana", 12), ("dan", 12)]


def test_who_is_away_for_a_while_is_waited_for(baseline: Plan) -> None:
    away = [{"from": "2026-12-02", "to": "2026-12-08"}]
    people = [{**BASE["people"][0], "time_off": away}, {"id": "cleo", "skills": ["python"]}]
    data = _scenario(people=[*people, BASE["people"][1]], now=dt.datetime(2026, 12, 2))
    found = _replan(baseline, data)
    a = found.plan.items[0]
    assert [said.person for said in a.assignments] == ["ana"]
    assert a.assignments[0].start == dt.datetime(2026, 12, 9, 9)


def test_it_is_given_to_others_where_that_is_asked_for(baseline: Plan) -> None:
    away = [{"from": "2026-12-02", "to": "2026-12-31"}]
    people = [{**BASE["people"][0], "time_off": away}, {"id": "cleo", "skills": ["python"]}]
    items = _with(
        {"id": "A", "state": "in_progress", "started": "2026-12-01", "remaining": "1d",
         "people": ["ana"], "reassign": True}
    )  # fmt: skip
    data = _scenario(people=[*people, BASE["people"][1]], items=items, now=WEDNESDAY)
    found = _replan(baseline, data, reported={"A"})
    assert [said.person for said in found.plan.items[0].assignments] == ["cleo"]


def test_the_window_keeps_what_it_holds(baseline: Plan) -> None:
    """A new item that is due at once waits, since what is frozen is in its way."""
    items = _with(
        {"id": "N", "needs": "python", "effort": "1d", "due": "2026-12-03", "priority": 9}
    )
    scenario = _scenario(items=items, now=dt.datetime(2026, 12, 2))
    free = _replan(baseline, scenario, freeze=dt.timedelta(0), keep="low")
    kept = _replan(baseline, scenario, freeze=dt.timedelta(days=3), keep="low")
    old = {entry.id: entry for entry in baseline.items}
    assert kept.plan.items[1].start == old["B"].start != free.plan.items[1].start
    assert kept.forced == ()


@pytest.mark.parametrize(
    ("item", "fields", "rule", "words"),
    [
        ("B", {"not_before": "2026-12-04"}, RuleId.RELEASE, "its not_before"),
        ("B", {"deadline": "2026-12-03"}, RuleId.DEADLINE, "past its deadline"),
        ("B", {"needs": "sql"}, RuleId.STAFFING, "lacks sql"),
        ("B", {"after": ["A", "N"]}, RuleId.PRECEDENCE, "N, which B comes after, cannot end"),
    ],
)
def test_what_a_hard_rule_forces_moves_and_is_named(
    baseline: Plan, item: str, fields: dict[str, Any], rule: RuleId, words: str
) -> None:
    new = {"id": "N", "needs": "sql", "effort": "2d"}
    items = _with({"id": item, **fields}, new)
    scenario = _scenario(items=items, now=dt.datetime(2026, 12, 2))
    if rule == RuleId.DEADLINE:
        scenario = _scenario(items=items, now=dt.datetime(2026, 12, 2))
        options = SolveOptions(time_limit=5, workers=1, relax=True)
        found = replan(scenario, baseline, freeze=dt.timedelta(days=2), options=options)
    else:
        found = _replan(baseline, scenario, freeze=dt.timedelta(days=2))
    (forced,) = found.forced
    assert (forced.item, forced.rule) == (item, rule)
    assert words in forced.message


def test_of_two_that_collide_the_one_in_progress_stays(baseline: Plan) -> None:
    """A takes longer than was thought, so that B cannot start when it was to."""
    items = _with(
        {"id": "A", "state": "in_progress", "started": "2026-12-01", "remaining": "3d",
         "people": ["ana"]}
    )  # fmt: skip
    scenario = _scenario(items=items, now=dt.datetime(2026, 12, 2))
    found = _replan(baseline, scenario, reported={"A"}, freeze=dt.timedelta(days=2))
    assert [(f.item, f.rule) for f in found.forced] == [("B", RuleId.PERSON_LOAD)]


def test_the_current_sprint_is_frozen_where_there_are_sprints(baseline: Plan) -> None:
    sprints = {"length": "1w", "first": "2026-12-01", "count": 4}
    items = _with(
        {"id": "N", "needs": "python", "effort": "1d", "due": "2026-12-03", "priority": 9}
    )
    plan = solve(_scenario(sprints=sprints), OPTIONS).plan
    scenario = _scenario(items=items, sprints=sprints, now=dt.datetime(2026, 12, 2))
    found = _replan(plan, scenario, keep="low")
    frozen = {each.item for each in found.plan.scenario.baseline if each.frozen}
    assert frozen == {"A", "B", "C"}
    assert found.plan.items[1].start == plan.items[1].start


def test_a_now_within_a_slot_is_the_end_of_it(baseline: Plan) -> None:
    found = _replan(baseline, _scenario(now=dt.datetime(2026, 12, 2, 10, 20)))
    assert found.unchanged
    assert found.plan.scenario.present == dt.datetime(2026, 12, 2, 11)
    assert "2026-12-02T11:00" in found.notes[0]


def test_the_least_change_is_that_of_keeping_the_most(baseline: Plan) -> None:
    items = _with(
        {"id": "N", "needs": "python", "effort": "1d", "due": "2026-12-03", "priority": 9}
    )
    scenario = _scenario(items=items, now=dt.datetime(2026, 12, 2))
    values = {}
    for keep in ("high", "medium", "low"):
        plan = _replan(baseline, scenario, keep=keep).plan
        values[keep] = {tier.name: tier.value for tier in plan.solver.tiers}
    upheaval = [values[keep]["stability"] for keep in ("high", "medium", "low")]
    assert upheaval == sorted(upheaval)
    assert values["high"]["tardiness"] > values["low"]["tardiness"]
    assert values["medium"]["tardiness"] <= values["low"]["tardiness"] + 4


@pytest.mark.parametrize(
    ("now", "items", "words"),
    [
        ("2026-11-01", BASE["items"], "lies before the baseline's start"),
        ("2026-12-02", [{"id": "Z", "effort": "1d"}], "has no work item of"),
    ],
)
def test_a_baseline_that_does_not_belong_is_refused(
    baseline: Plan, now: str, items: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        replan(_scenario(now=now, items=items), baseline, options=OPTIONS)


def test_stability_has_its_place_by_keep() -> None:
    stands = [{"item": "A", "start": "2026-12-02T09:00", "people": ["ana"]}]
    optional = _with({"id": "C", "optional": True})
    scenario = _scenario(items=optional, baseline=stands)
    assert tiers_with_stability(scenario, "high") == ("value", "stability", "tardiness", "flow")
    assert tiers_with_stability(scenario, "medium") == ("value", "tardiness", "stability", "flow")
    assert tiers_with_stability(scenario, "low") == ("value", "tardiness", "flow", "stability")
    assert goal_value(scenario, "tardiness", 10) == 14
    assert goal_value(scenario, "tardiness", 1000) == 1010


def test_the_front_leaves_out_what_another_one_beats() -> None:
    values = [((5.0,), 1.0), ((0.0,), 9.0), ((5.0,), 4.0), ((2.0,), 3.0), ((0.0,), 9.0)]
    assert pareto_front(values) == [0, 3, 1]


def test_what_is_left_is_written_exactly() -> None:
    from fractions import Fraction

    assert [effort_text(Fraction(n)) for n in (60, 75, 0)] == ["1h", "1.25h", "1m"]
    assert effort_text(Fraction(100, 3)) == "33.333333333333m"
    assert effort_text(Fraction(0), over=True) == "0h"


def test_what_a_new_link_holds_back_has_not_begun(baseline: Plan) -> None:
    """A was to have begun; it comes after C now, which is not done."""
    items = _with({"id": "A", "after": ["C"]})
    found = _replan(baseline, _scenario(items=items, now=WEDNESDAY))
    assert {each.item: each.state for each in found.assumed} == {"A": "todo", "C": "in_progress"}
    assert "C, which it comes after, is not done" in found.assumed[0].reason


def test_what_may_go_ahead_of_its_predecessor_has_begun() -> None:
    """B starts a day before A, which it comes after with a lead, is done; so it does on plan."""
    data = {**BASE, "items": [{"id": "A", "needs": "python", "effort": "4d"}]}
    link = {"item": "A", "lag": "-2d"}
    data["items"] += [{"id": "B", "needs": "sql", "effort": "3d", "after": [link]}]
    baseline = solve(_scenario(data), OPTIONS).plan
    found = _replan(baseline, _scenario(data, now=dt.datetime(2026, 12, 4)))
    assert [(each.item, each.state) for each in found.assumed] == [
        ("A", "in_progress"),
        ("B", "in_progress"),
    ]
    assert found.unchanged


def test_who_took_a_part_over_is_on_it_the_next_time() -> None:
    """Bob had left his part to Cleo, who had done hers: it is hers by plan, half of it is done."""
    people = [{"id": name} for name in ("ana", "bob", "cleo")]
    item = {
        "id": "T",
        "needs": [{"people": 3}],
        "effort": "3d",
        "state": "in_progress",
        "started": "2026-11-30",
        "remaining": {"ana": "4d", "bob": "2d", "cleo": "0h"},
        "people": ["ana", "cleo"],
    }
    data = {**BASE, "people": people, "items": [item]}
    free = {"id": "X", "effort": "4d", "assign": ["bob"], "priority": 9, "due": "2026-12-04"}
    data["items"] = [item, free]
    baseline = solve(_scenario(data), OPTIONS).plan
    on_it = {said.person for said in baseline.items[0].assignments}
    assert on_it == {"ana", "cleo"}
    found = _replan(baseline, _scenario(data, now=dt.datetime(2026, 12, 2)))
    assert found.unchanged
    left = found.plan.scenario.item_by_id["T"].remaining
    assert left == {"ana": "24h", "cleo": "8h", "bob": "0h"}


def test_only_what_is_to_blame_has_to_move(baseline: Plan) -> None:
    """Of the window all stays but what no plan can be found with, the earlier of two first."""
    asked = prepare(_scenario(now=dt.datetime(2026, 12, 1)), baseline, window=dt.timedelta(days=30))
    assert {each.item for each in asked.scenario.baseline if each.frozen} == set("ABCD")
    tests: list[set[str]] = []

    def fits(scenario: Scenario) -> bool:
        tests.append({each.item for each in scenario.baseline if each.frozen})
        return not {"A", "D"} <= tests[-1]

    clock = Clock(OPTIONS.time_limit, None)
    found = unfreeze_what_fails(asked.scenario, clock, fits)
    assert found is not None
    scenario, forced = found
    assert {each.item for each in scenario.baseline if each.frozen} == set("ABC")
    assert [(each.item, each.rule) for each in forced] == [("D", RuleId.FREEZE)]
    assert len(tests) <= 5
    assert unfreeze_what_fails(asked.scenario, clock, lambda _: False) is None


def test_a_window_is_no_reason_to_have_no_plan() -> None:
    """X must be done by Friday, and bob, who alone can do it, is on what is frozen until then."""
    people = [{"id": "ana", "skills": ["sql"]}, {"id": "bob", "skills": ["sql", "python"]}]
    data = {**BASE, "people": people, "items": [{"id": "S", "needs": "sql", "effort": "4d"}]}
    data["items"][0]["assign"] = ["bob"]
    baseline = solve(_scenario(data), OPTIONS).plan
    data["items"] = [{**data["items"][0], "assign": []}]
    data["items"] += [{"id": "X", "needs": "python", "effort": "3d", "deadline": "2026-12-04"}]
    found = _replan(
        baseline, _scenario(data, now=dt.datetime(2026, 12, 1)), freeze=dt.timedelta(days=7)
    )
    assert [each.item for each in found.forced] == ["S"]
    assert "no plan that keeps every rule and deadline" in found.forced[0].message


def test_a_busy_person_cannot_begin_before_their_frozen_work_ends() -> None:
    """A new item comes before B, which is frozen; ana is on A, then on B itself."""
    data = {**BASE, "items": BASE["items"][:2]}
    baseline = solve(_scenario(data), OPTIONS).plan
    items = [*_with({"id": "B", "after": ["A", "N"]}, data=data)]
    items += [{"id": "N", "needs": "python", "effort": "1d"}]
    now = dt.datetime(2026, 12, 1)
    found = _replan(baseline, _scenario(data, items=items, now=now), freeze=dt.timedelta(days=7))
    assert [(each.item, each.rule) for each in found.forced] == [("B", RuleId.PRECEDENCE)]
    assert "N, which B comes after, cannot end before 2026-12-08 17:00" in found.forced[0].message


def test_what_is_in_progress_has_started_whatever_it_was_to_wait_for() -> None:
    """S may start with R, which is in progress although it was not to begin before Thursday."""
    data = {**BASE, "people": BASE["people"]}
    data["items"] = [
        {"id": "R", "needs": "sql", "effort": "9d", "not_before": "2026-12-10"},
        {"id": "S", "needs": "python", "effort": "1d", "after": [{"item": "R", "type": "SS"}]},
    ]
    data["items"][0] |= {"state": "in_progress", "started": "2026-11-30", "remaining": "9d"}
    data["items"][1]["not_before"] = "2026-12-03"
    baseline = solve(_scenario(data), OPTIONS).plan
    data["items"][0]["reassign"] = True
    data["people"] = [*data["people"], {"id": "eve", "skills": ["sql"]}]
    asked = prepare(_scenario(data, now=dt.datetime(2026, 12, 2)), baseline)
    spans = EarliestDates(asked.scenario, Calendars(asked.scenario), {})
    assert spans.span("R")[0] == dt.datetime(2026, 11, 30, 9)
    assert spans.span("S")[0] == dt.datetime(2026, 12, 3)
