"""Completeness: every item once, with dates, dropped or contingent, and nothing unknown."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from allocator import planner
from allocator.checks import completeness
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import DefectError
from support.plans import broken_rules, dropped, entry, plan_of, scenario, solo, works

SCENARIO: dict[str, Any] = {
    "people": [{"id": "ana"}],
    "items": [
        {"id": "T1", "title": "Label", "effort": "1d"},
        {"id": "T2", "effort": "1d", "optional": True},
    ],
}
T1 = solo("T1", "ana", "12-01 09:00", "12-01 17:00", hours=8)
T2 = solo("T2", "ana", "12-02 09:00", "12-02 17:00", hours=8)


def _plan(*items: PlanItem, **scenario_fields: Any) -> Plan:
    """A right plan in which the items are then replaced by these."""
    of = scenario(**{**SCENARIO, **scenario_fields})
    return plan_of(of, (T1, T2)).model_copy(update={"items": items})


def _messages(plan: Plan) -> list[str]:
    return [found.message for found in completeness.check(CheckedPlan(plan.scenario, plan))]


# The checker catches a breach made by hand.


def test_right_plans_pass() -> None:
    assert _messages(_plan(T1, T2)) == []
    assert _messages(_plan(T1, dropped("T2"))) == []


def test_missing_repeated_and_unknown_items_are_named() -> None:
    assert _messages(_plan(T2)) == ['T1 "Label" is not in the plan']
    assert _messages(_plan(T1, T2, T1)) == ['T1 "Label" stands in the plan 2 times']
    assert _messages(_plan(T1, T2, dropped("T9"))) == [
        'the plan has an item "T9" that the scenario has not'
    ]


def test_planned_items_have_both_dates_and_dropped_ones_neither() -> None:
    no_start, no_dates = PlanItem(id="T1", finish=T1.finish), PlanItem(id="T1", state="done")
    with_date = PlanItem(id="T2", state="dropped", finish=T1.finish)
    with_people = PlanItem(id="T2", state="dropped", assignments=T2.assignments)
    assert _messages(_plan(no_start, T2)) == ['T1 "Label" is planned and has no start']
    assert _messages(_plan(no_dates, T2)) == [
        'T1 "Label" is done and has no start',
        'T1 "Label" is done and has no finish',
    ]
    assert _messages(_plan(T1, with_date)) == ["T2 is dropped and yet has dates"]
    assert _messages(_plan(T1, with_people)) == ["T2 is dropped and yet has people"]


def test_unknown_people_are_named() -> None:
    stranger = solo("T1", "zoe", "12-01 09:00", "12-01 17:00", hours=8)
    plan = _plan(stranger, T2)
    assert _messages(plan) == ['T1 is done by "zoe", whom the scenario does not know']
    totals = plan.people[0].model_copy(update={"id": "yan"})
    plan = _plan(T1, T2).model_copy(update={"people": (totals,)})
    assert _messages(plan) == ['the plan has totals of "yan", whom the scenario does not know']


def test_dates_that_cannot_be_compared_are_named() -> None:
    """A date-time with a zone is no local time; a slip of the year is not a date to count to."""
    zoned = entry("T1", "2026-12-01T09:00+01:00", "12-01 17:00")
    far = entry(
        "T2", "12-02 09:00", "12-02 17:00", works("ana", "12-02 09:00", "2926-12-02 00:00", hours=8)
    )
    plan = _plan(zoned, far)
    assert _messages(plan) == [
        'T1 "Label" has a time zone in its start; times are local to the team calendar',
        "T2 has a finish of ana's work centuries away from the plan: Mon 2926-12-02 00:00",
    ]
    assert broken_rules(plan) == {"completeness"}


def test_a_scenario_that_does_not_hold_together_is_all_that_is_reported() -> None:
    """The scenario in a plan file can be edited by hand too."""
    plan = _plan(T1, T2).model_copy(
        update={
            "scenario": scenario(
                people=[
                    {"id": "ana", "skills": {"sql": 7}},
                    {"id": "ana", "holidays": {"country": "XX"}},
                ],
                proficiency={1: 1.0},
                items=[
                    {
                        "id": "T1",
                        "effort": "1d",
                        "project": "p",
                        "resources": {"r": 1},
                        "after": "T7",
                    }
                ],
            )
        }
    )
    assert _messages(plan) == [
        f"in the plan's own scenario, {problem}"
        for problem in (
            'person "ana" stands 2 times',
            'T1 belongs to project "p", which does not exist',
            'T1 holds resource "r", which does not exist',
            'T1 comes after "T7", which does not exist',
            'person "ana" has skills at level 7, without a proficiency',
            'person "ana" has the public holidays of "XX", which are not known',
        )
    ]
    assert broken_rules(plan) == {"completeness"}


# What is done only if a try fails is no part of the plan.

EXPERIMENT: dict[str, Any] = {
    "people": [{"id": "ana"}],
    "items": [
        {"id": "T1", "effort": "1d", "if_fails": {"then": ["T9"]}},
        {"id": "T9", "title": "Old", "effort": "1d"},
        {"id": "T2", "effort": "1d", "after": "T9"},
    ],
}
T9 = solo("T9", "ana", "12-03 09:00", "12-03 17:00", hours=8)
ONLY_THEN = PlanItem(id="T9", state="contingent")


def _with_fallback(*items: PlanItem, **first: Any) -> list[str]:
    fields = copy.deepcopy(EXPERIMENT)
    fields["items"][0] |= first
    of = scenario(**fields)
    return [found.message for found in completeness.check(CheckedPlan(of, plan_of(of, items)))]


def test_what_is_done_only_if_a_try_fails_is_contingent() -> None:
    assert _with_fallback(T1, ONLY_THEN, T2) == []
    assert _with_fallback(T1, T9, T2) == [
        'T9 "Old" is planned by plan, but done only if a try fails that has not failed'
    ]
    assert _with_fallback(T1, dropped("T9"), T2) == [
        'T9 "Old" is dropped by plan, but done only if a try fails that has not failed'
    ]
    dated = ONLY_THEN.model_copy(update={"start": T9.start})
    assert _with_fallback(T1, dated, T2) == ['T9 "Old" is contingent and yet has dates']


def test_after_the_last_try_has_failed_nothing_is_contingent() -> None:
    failed = {"state": "failed", "started": "2026-12-01", "finished": "2026-12-01"}
    past = T1.model_copy(update={"state": "failed"})
    assert _with_fallback(past, T9, T2, **failed) == []
    assert _with_fallback(past, ONLY_THEN, T2, **failed) == [
        'T9 "Old" is contingent by plan, but not done only if a try fails that has not failed'
    ]


def test_the_planner_leaves_out_what_is_done_only_if_a_try_fails() -> None:
    plan = planner.solve(scenario(**EXPERIMENT)).plan
    assert [entry.state for entry in plan.items] == ["planned", "contingent", "planned"]


def test_without_leaving_it_out_the_planner_breaks_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Scenario, "contingent", frozenset())
    with pytest.raises(DefectError, match="but done only if a try fails"):
        planner.solve(scenario(**EXPERIMENT))
