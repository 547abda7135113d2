"""Conflicts without a deadline: who is there, when, together with whom; advice that helps."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.explain import Conflict, explain_conflict
from allocator.explain.conflict.constraints import (
    Constraint,
    item_constraints,
    other_constraints,
    restricted,
)
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from support.plans import scenario


def explained(of: Scenario) -> tuple[Conflict, str]:
    conflict = explain_conflict(of, time_limit=30)
    return conflict, "\n".join(conflict.lines())


def has_plan(of: Scenario, **changes: Any) -> bool:
    changed = of.model_copy(update=changes)
    return can_be_met(changed, Clock(20, None), cores=1, seed=0) is True


def with_person(of: Scenario, ident: str, **changes: Any) -> dict[str, Any]:
    people = (p.model_copy(update=changes) if p.id == ident else p for p in of.people)
    return {"people": tuple(people)}


WEEKS = scenario(
    people=[
        {"id": "una", "name": "Una", "skills": ["labels"], "workdays": ["mon", "tue"]},
        {"id": "ole", "name": "Ole", "skills": ["audit"], "workdays": ["wed", "thu", "fri"]},
    ],
    items=[{"id": "REV", "effort": "1d", "needs": ["labels", "audit"]}],
)


def test_part_time_weeks_that_never_meet_are_constraints_with_names_and_days() -> None:
    conflict, text = explained(WEEKS)
    assert {(m.kind, m.ids) for m in conflict.members} == {
        ("item", ("REV",)),
        ("workdays", ("una",)),
        ("workdays", ("ole",)),
    }
    assert "REV takes 1d by only Una and 1d by only Ole, who start together" in text
    assert "Una works on Mon and Tue only" in text
    assert "Ole works on Wed, Thu and Fri only" in text
    assert "Una and Ole are never there together" in text
    assert "Or plan with --relax" not in text
    assert "let Una work on Wed or Thu or Fri too" in text
    for extra in ("wed", "thu", "fri"):
        assert has_plan(WEEKS, **with_person(WEEKS, "una", workdays=("mon", "tue", extra)))


def test_holidays_of_ones_own_that_keep_people_apart_are_constraints() -> None:
    mondays = ["2026-12-07", "2026-12-14", "2026-12-21"]
    of = scenario(
        people=[
            {"id": "una", "skills": ["labels"], "workdays": ["mon"], "to": "2026-12-28"},
            {
                "id": "ole",
                "skills": ["audit"],
                "holidays": {"dates": [*mondays, "2026-12-28"]},
            },
        ],
        items=[{"id": "REV", "effort": "2h", "needs": ["labels", "audit"]}],
    )
    conflict, text = explained(of)
    assert ("holidays", ("ole",)) in {(m.kind, m.ids) for m in conflict.members}
    assert "ole does not work on Mon 7 Dec 2026, Mon 14 Dec 2026" in text
    assert "una and ole are never there together" in text
    for remedy in conflict.remedies:
        assert remedy.kind in ("absence", "workdays"), "what can be changed"


def test_enough_of_several_are_never_there() -> None:
    of = scenario(
        people=[
            {"id": "una", "skills": ["labels"], "workdays": ["fri"]},
            {"id": "ole", "skills": ["audit"], "workdays": ["mon", "tue"]},
            {"id": "kim", "skills": ["audit"], "workdays": ["mon"]},
        ],
        items=[{"id": "REV", "effort": "1d", "needs": ["labels", "audit"]}],
    )
    _, text = explained(of)
    assert "at no time are enough of una, ole and kim there to start it" in text


LEAVING = scenario(
    people=[
        {"id": "una", "name": "Una", "skills": ["labels"], "to": "2026-12-11"},
        {"id": "ole", "name": "Ole", "skills": ["audit"]},
    ],
    items=[
        {"id": "A", "effort": "10d", "needs": "audit"},
        {"id": "B", "effort": "2d", "needs": "labels", "after": ["A"]},
    ],
)


def test_somebody_who_leaves_too_early_has_to_stay_and_relaxing_does_not_help() -> None:
    conflict, text = explained(LEAVING)
    assert "B cannot start before Tue 15 Dec 2026, and only Una can do it" in text
    assert not conflict.relaxable
    assert "No deadline is part of this, so that --relax does not help." in text
    (remedy,) = conflict.remedies
    assert remedy.text == "let Una stay until Wed 16 Dec 2026"
    end = LEAVING.calendar.start.fromisoformat(remedy.date)
    assert has_plan(LEAVING, **with_person(LEAVING, "una", leaves=end))
    with pytest.raises(InfeasibleError):
        solve(LEAVING, SolveOptions(time_limit=20, relax=True))


def test_what_no_deadline_is_part_of_comes_first_and_the_other_conflict_is_told() -> None:
    """Told before: move a deadline or plan with --relax, after which there was no plan either."""
    of = scenario(
        people=[{"id": "una", "skills": ["x"], "to": "2026-12-14"}, {"id": "ole", "skills": ["y"]}],
        items=[
            {"id": "A", "effort": "6d", "needs": "x"},
            {"id": "B", "effort": "6d", "needs": "x"},
            {"id": "C", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
            {"id": "D", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
        ],
    )
    conflict, text = explained(of)
    assert not any(m.kind == "deadline" for m in conflict.members)
    assert not conflict.relaxable
    (remedy,) = conflict.remedies
    assert remedy.text.endswith("; then there are deadlines that conflict as well")
    assert "A, B: 12 days of effort that only una can do" in text


def test_capacity_share_and_assign_stand_among_the_constraints() -> None:
    of = scenario(
        people=[{"id": "una", "capacity": 0.5}, {"id": "ole"}],
        items=[
            {
                "id": "A",
                "needs": [{"people": 1, "effort": "2d", "share": 0.6}],
                "assign": ["una"],
                "deadline": "2026-12-04",
            }
        ],
    )
    conflict, text = explained(of)
    assert "A takes 2d at 60 % of the time of only una" in text
    assert "una has 50 % of the day for planned work" in text
    assert "A: only una may do it" in text
    assert conflict.relaxable
    assert {r.kind for r in conflict.remedies} == {"deadline", "assign"}
    items_ = tuple(i.model_copy(update={"assign": ()}) for i in of.items)
    assert has_plan(of, items=items_)


def test_shares_above_a_half_take_the_whole_time() -> None:
    """Told before: 6 days of effort by somebody who has 7 days free, which looks possible."""
    need = {"people": 1, "effort": "3d", "share": 0.6}
    of = scenario(
        people=[{"id": "una"}],
        items=[
            {"id": "A", "needs": [need], "deadline": "2026-12-09"},
            {"id": "B", "needs": [need], "deadline": "2026-12-09"},
        ],
    )
    _, text = explained(of)
    assert "A, B: 6 days of effort, 10 days of time, that only una can do" in text


def test_deadlines_of_two_conflicts_are_moved_together() -> None:
    """Told before: one deadline to move, after which the other conflict was still there."""
    of = scenario(
        people=[{"id": "una", "skills": ["x"]}, {"id": "ole", "skills": ["y"]}],
        items=[
            {"id": "A", "effort": "3d", "needs": "x", "deadline": "2026-12-04"},
            {"id": "B", "effort": "3d", "needs": "x", "deadline": "2026-12-04"},
            {"id": "C", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
            {"id": "D", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
        ],
    )
    conflict, text = explained(of)
    (remedy,) = conflict.remedies
    assert remedy.kind == "deadlines"
    assert remedy.text.count("move the deadline") == 2
    assert "all of these together" in text
    assert conflict.relaxable


def test_sprint_borders_and_their_capacity_are_constraints() -> None:
    of = scenario(
        sprints={"length": "7d", "first": "2026-11-30", "count": 2, "fit": True, "capacity": 0.8},
        people=[{"id": "una", "to": "2026-12-13"}],
        items=[
            {"id": "A", "effort": "2d"},
            {"id": "B", "effort": "2.5d"},
            {"id": "C", "effort": "2.5d"},
        ],
    )
    conflict, text = explained(of)
    kinds = {m.kind for m in conflict.members}
    assert {"item", "fit", "focus", "absence"} <= kinds
    assert "in sprints only 80 % of everybody's capacity is planned" in text


def test_a_day_on_which_an_item_would_have_to_start_is_one_that_does() -> None:
    of = scenario(
        people=[
            {"id": "una", "skills": ["x"], "to": "2026-12-11"},
            {"id": "ole", "skills": ["y"], "from": "2026-12-09"},
        ],
        items=[
            {"id": "A", "effort": "2d", "needs": ["x", "y"], "not_before": "2026-12-10"},
            {"id": "B", "effort": "2d", "needs": "x", "not_before": "2026-12-09"},
        ],
    )
    conflict, text = explained(of)
    dates = {r.id: r.date for r in conflict.remedies if r.kind == "release"}
    assert set(dates) <= {"A", "B"} and dates
    for name, date in dates.items():
        day = of.calendar.start.fromisoformat(date)
        changed = tuple(
            i.model_copy(update={"not_before": day}) if i.id == name else i for i in of.items
        )
        assert has_plan(of, items=changed)
    assert "una and ole are there together on" in text


@pytest.mark.parametrize("of", [WEEKS, LEAVING], ids=["weeks", "leaving"])
def test_each_fact_is_needed(of: Scenario) -> None:
    conflict, _ = explained(of)
    found = {(m.kind, m.ids) for m in conflict.members}
    constraints = [
        constraint
        for constraint in [*item_constraints(of), *other_constraints(of)]
        if (constraint.kind, tuple(name for name in (constraint.id, constraint.other) if name))
        in found
    ]
    assert len(constraints) == len(conflict.members)
    for left_out in constraints:
        rest: list[Constraint] = [
            constraint for constraint in constraints if constraint != left_out
        ]
        kept = restricted(of, rest)
        assert not kept.items or can_be_met(kept, Clock(10, None), cores=1, seed=0) is True


def test_more_capacity_for_a_while_is_no_absence() -> None:
    """What is taken away must only ever allow more plans: here it allowed fewer."""
    of = scenario(
        people=[
            {
                "id": "una",
                "capacity": 0.5,
                "availability": [{"from": "2026-12-01", "to": "2026-12-31", "capacity": 1}],
            }
        ],
        items=[{"id": "A", "effort": "3d"}],
    )
    kept = restricted(of, [*item_constraints(of), Constraint("capacity", "person", "una")])
    assert kept.people[0].availability == of.people[0].availability
