"""Staffing: as many people as needed, all different, able and allowed, at the need's share."""

from __future__ import annotations

from typing import Any

from allocator.checks import staffing
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanAssignment, Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

TEAM = scenario(
    people=[
        {"id": "ana", "skills": {"python": 3, "sql": 1}},
        {"id": "bob", "skills": {"python": 1, "sql": 3}},
        {"id": "cy", "skills": {"python": 2}},
    ],
    items=[
        {
            "id": "T",
            "title": "Launch",
            "effort": "1d",
            "needs": [{"skills": {"python": 2}, "people": 2}, {"skills": {"sql": 2}, "share": 0.5}],
        }
    ],
)


def _on(person: str, share: float = 1.0, skills: tuple[str, ...] = ("python",)) -> PlanAssignment:
    return works(person, "12-01 09:00", "12-01 17:00", hours=8, share=share, skills=skills)


def _messages(of: Scenario, *people: PlanAssignment) -> list[str]:
    plan = plan_of(of, [entry("T", "12-01 09:00", "12-01 17:00", *people)])
    return [found.message for found in staffing.check(CheckedPlan(of, plan))]


def _one(**fields: Any) -> Scenario:
    """A scenario with the same people and one item."""
    people = [person.model_dump(by_alias=True) for person in TEAM.people]
    return scenario(people=people, items=[{"id": "T", "effort": "1d", **fields}])


BOB = _on("bob", 0.5, ("sql",))

# The checker catches a breach made by hand.


def test_a_right_team_passes_in_any_order() -> None:
    assert _messages(TEAM, _on("ana"), _on("cy"), BOB) == []
    assert _messages(TEAM, BOB, _on("cy"), _on("ana")) == []


def test_needs_are_found_where_the_plan_does_not_say_the_skills() -> None:
    """Ana could do python or sql at any level; bob only sql, so python is left to ana."""
    of = _one(needs=[{"skills": {"sql": 1}}, {"skills": {"python": 2}}])
    assert _messages(of, _on("ana", skills=()), _on("bob", skills=())) == []


def test_missing_people_are_counted() -> None:
    assert _messages(TEAM, _on("ana"), BOB) == [
        'T "Launch" needs 2 people with python at level 2, and has 1'
    ]
    assert _messages(_one(needs="sql")) == ["T needs one person with sql, and has 0"]
    assert _messages(_one()) == ["T needs one person with no particular skill, and has 0"]


def test_people_without_a_need_are_named() -> None:
    assert _messages(_one(), _on("ana", skills=()), _on("cy", skills=())) == [
        "cy is on T, which has people for all its needs"
    ]
    of = _one(effort=None, elapsed="8h")
    assert _messages(of, _on("ana", skills=())) == ["ana is on T, which needs nobody"]


def test_nobody_fills_two_needs() -> None:
    assert _messages(TEAM, _on("ana"), _on("ana"), BOB) == [
        'ana stands 2 times among the people of T "Launch"'
    ]


def test_skills_and_levels_that_are_lacking_are_named() -> None:
    assert _messages(_one(needs={"sql": 2, "r": 1}), _on("ana", skills=())) == [
        "ana is on T and lacks sql at level 2 (has 1) and r at level 1"
    ]
    assert _messages(_one(needs="sql"), _on("cy", skills=())) == ["cy is on T and lacks sql"]


def test_assign_and_avoid_hold() -> None:
    assert _messages(_one(avoid=["ana"]), _on("ana", skills=())) == [
        "ana is on T, which is to avoid them"
    ]
    assert _messages(_one(assign=["bob", "cy"]), _on("ana", skills=())) == [
        "ana is on T, which is for bob and cy"
    ]


def test_shares_are_the_needs() -> None:
    assert _messages(TEAM, _on("ana"), _on("cy"), _on("bob", 0.4, ("sql",))) == [
        'bob is on T "Launch" with a share of 0.4; the need is for 0.5'
    ]


def test_every_breach_is_reported() -> None:
    found = _messages(TEAM, _on("bob", 0.25), _on("bob", 0.25))
    assert len(found) == 5, found


# The planner keeps the rule, and without its constraint the model breaks it.

SKILLED = scenario(
    people=[{"id": "ana", "skills": {"sql": 2}}, {"id": "bob", "skills": {"sql": 1}}],
    items=[
        {"id": "T1", "effort": "1d", "needs": {"sql": 2}},
        {"id": "T2", "effort": "1d", "needs": "sql"},
        {"id": "T3", "effort": "1d", "needs": [{"people": 2}]},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert staffing.check(CheckedPlan(SKILLED, planned(SKILLED))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert staffing.check(CheckedPlan(SKILLED, planned(SKILLED, without="staffing")))
