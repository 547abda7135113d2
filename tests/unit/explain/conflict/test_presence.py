"""Conflicts of people and their time: who is there, when, together with whom; what helps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.crowding import crowding
from allocator.explain.conflict.listing import all_constraints
from allocator.explain.conflict.restriction import restricted
from allocator.planner import SolveOptions, solve
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, has_plan
from support.plans import scenario


def explained(of: Scenario) -> tuple[Conflict, str]:
    """Explain; whatever the scenario, all of it is tried."""
    conflict = explain_conflict(of, time_limit=30)
    constraints = constraints_of(of, conflict)
    assert has_plan(restricted(of, constraints)) is False
    assert conflict.repairs
    for repair in conflict.repairs:
        assert has_plan(changed(of, repair.change)), repair.text
    if not conflict.relaxable:
        with pytest.raises(InfeasibleError):
            solve(of, SolveOptions(time_limit=20, relax=True))
    return conflict, "\n".join(conflict.lines())


WEEKS = scenario(
    people=[
        {"id": "una", "name": "Una", "skills": ["labels"], "workdays": ["mon", "tue"]},
        {"id": "ole", "name": "Ole", "skills": ["audit"], "workdays": ["wed", "thu", "fri"]},
    ],
    items=[{"id": "REV", "effort": "1d", "needs": ["labels", "audit"]}],
)


def test_part_time_weeks_that_never_meet_are_told_with_names_and_days() -> None:
    """Told before: it takes 1d by only Una and 1d by only Ole; that looks possible."""
    conflict, text = explained(WEEKS)
    assert {(m.kind, m.ids) for m in conflict.members} == {
        ("item", ("REV",)),
        ("skills", ("REV",)),
        ("together", ("REV",)),
        ("workdays", ("una",)),
        ("workdays", ("ole",)),
    }
    assert (
        "REV takes 1d by only Una (with labels) and 1d by only Ole (with audit), who start together"
    ) in text
    assert "Una works on Mon and Tue only" in text
    assert "Ole works on Wed, Thu and Fri only" in text
    assert "Una and Ole are never there together" in text
    assert "plan with --relax" not in text
    assert "let Una work on Wed too" in text


def test_holidays_of_ones_own_that_keep_people_apart_are_told() -> None:
    mondays = ["2026-12-07", "2026-12-14", "2026-12-21"]
    of = scenario(
        people=[
            {"id": "una", "skills": ["labels"], "workdays": ["mon"], "to": "2026-12-28"},
            {"id": "ole", "skills": ["audit"], "holidays": {"dates": [*mondays, "2026-12-28"]}},
        ],
        items=[{"id": "REV", "effort": "2h", "needs": ["labels", "audit"]}],
    )
    conflict, text = explained(of)
    assert ("holidays", ("ole",)) in {(m.kind, m.ids) for m in conflict.members}
    assert "ole does not work on Mon 7 Dec 2026, Mon 14 Dec 2026" in text
    assert "una and ole are never there together" in text


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
    assert "No deadline is part of this, so --relax does not help." in text
    assert "let Una stay until Wed 16 Dec 2026" in [repair.text for repair in conflict.repairs]
    assert {"update": {"una": {"to": "2026-12-16"}}} in [r.change for r in conflict.repairs]


def test_what_helps_one_conflict_comes_with_the_dates_of_another() -> None:
    """Told before: let una stay; then there are deadlines that conflict as well."""
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
    first = conflict.repairs[0]
    assert first.text.startswith("let una stay until Wed 16 Dec 2026; and move the deadline of ")
    assert "to Tue 8 Dec 2026, the earliest with which there is a plan" in first.text
    assert "A, B: 12 days of effort that only una can do" in text


def test_two_conflicts_without_deadlines_are_resolved_together() -> None:
    """Both leave too early: one alone staying gives no plan."""
    of = scenario(
        people=[{"id": name, "skills": [name], "to": "2026-12-11"} for name in ("una", "ole")],
        items=[
            {"id": f"{name}-{part}", "effort": "6d", "needs": name}
            for name in ("una", "ole")
            for part in "AB"
        ],
    )
    conflict, _ = explained(of)
    assert "let una stay until" in conflict.repairs[0].text
    assert "let ole stay until" in conflict.repairs[0].text
    assert set(conflict.repairs[0].change["update"]) == {"una", "ole"}


def test_capacity_share_and_assignment_are_told() -> None:
    of = scenario(
        people=[{"id": "una", "capacity": 0.5}, {"id": "ole"}],
        items=[
            {
                "id": "A",
                "needs": [{"people": 1, "effort": "2d", "share": 0.6}],
                "assign": ["una"],
            },
            {"id": "M", "kind": "milestone", "after": "A", "deadline": "2026-12-07"},
        ],
    )
    conflict, text = explained(of)
    assert "A takes 2d at 60 % of the time of only una (as assigned)" in text
    assert "una has 50 % of the day for planned work" in text
    assert conflict.relaxable
    assert "let others do A too: ole" in [repair.text for repair in conflict.repairs]


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


def test_time_that_is_enough_is_not_told() -> None:
    """Told before: 6 days of effort by two who have 8 days free; it is the gpu that they lack."""
    of = scenario(
        calendar={"start": "2026-12-07"},
        people=[{"id": "una"}, {"id": "ole"}],
        resources=[{"id": "gpu", "capacity": 2}],
        items=[
            {"id": "A", "effort": "3d", "resources": {"gpu": 2}, "deadline": "2026-12-10"},
            {"id": "B", "effort": "3d", "resources": {"gpu": 1}, "deadline": "2026-12-10"},
        ],
    )
    _, text = explained(of)
    assert "A holds 2 of the 2 gpu" in text
    assert "free between" not in text


def test_a_small_share_fits_beside_a_great_one() -> None:
    """By the hand: A takes una 60 % of 5 days, B 40 % of the same 5: she has time for both."""
    of = scenario(
        people=[{"id": "una"}],
        items=[
            {"id": name, "needs": [{"people": 1, "effort": effort, "share": share}]}
            for name, effort, share in (("A", "3d", 0.6), ("B", "2d", 0.4))
        ],
    )
    by = [Constraint("item", "item", name) for name in "AB"]
    for day, told in (("2026-12-07", 0), ("2026-12-04", 1)):
        due = [one.model_copy(update={"deadline": dt.date.fromisoformat(day)}) for one in of.items]
        dated = of.model_copy(update={"items": tuple(due)})
        limits = [Constraint("deadline", "item", name) for name in "AB"]
        assert len(crowding(dated, dated.items, [*by, *limits])) == told, day


def test_a_half_day_that_a_calendar_end_leaves_no_room_for_is_told() -> None:
    """Told before: A by una or ole, B by only ole, by the end; nothing of when the plan begins."""
    of = scenario(
        calendar={"start": "2027-01-04", "end": "2027-01-29"},
        people=[
            {"id": "una", "skills": ["x"]},
            {"id": "ole", "skills": ["x", "y"], "capacity": 0.5},
        ],
        items=[
            {"id": "A", "needs": "x", "effort": "12d"},
            {"id": "B", "needs": "y", "effort": "8d", "after": "A"},
        ],
    )
    conflict, text = explained(of)
    assert "nothing can be planned before Mon 4 Jan 2027" in text
    assert "ole has 50 % of the day for planned work" in text
    assert conflict.repairs[0].change == {"update": {"calendar": {"end": "2027-02-10"}}}


def test_a_speed_below_one_is_told() -> None:
    of = scenario(
        proficiency={1: 0.5, 2: 1},
        people=[{"id": "una", "skills": {"x": 1}}],
        items=[
            {"id": "A", "effort": "2d", "needs": "x"},
            {"id": "M", "kind": "milestone", "after": "A", "deadline": "2026-12-03"},
        ],
    )
    _, text = explained(of)
    assert "A: una at 50 % of full speed, by proficiency in x" in text


def test_deadlines_of_two_conflicts_are_moved_together_by_the_least() -> None:
    """Either pair needs one of its two moved by two days over the weekend, or by four."""
    of = scenario(
        people=[{"id": "una", "skills": ["x"]}, {"id": "ole", "skills": ["y"]}],
        items=[
            {"id": "A", "effort": "3d", "needs": "x", "deadline": "2026-12-04"},
            {"id": "B", "effort": "3d", "needs": "x", "deadline": "2026-12-04"},
            {"id": "C", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
            {"id": "D", "effort": "3d", "needs": "y", "deadline": "2026-12-04"},
        ],
    )
    conflict, _ = explained(of)
    first = conflict.repairs[0]
    assert first.text.count("move the deadline") == 2
    assert "by 8 days in all, the least with which there is a plan" in first.text
    assert conflict.relaxable


def test_the_least_shift_is_chosen_over_the_shorter_excess() -> None:
    """B late by one day costs three over the weekend, A late by two days costs two."""
    of = scenario(
        people=[{"id": "una", "skills": ["x"]}],
        items=[
            {"id": "A", "effort": "2d", "needs": "x", "deadline": "2026-12-02"},
            {"id": "B", "effort": "3d", "needs": "x", "deadline": "2026-12-04"},
        ],
    )
    conflict, text = explained(of)
    assert conflict.repairs[0].change == {"update": {"B": {"deadline": "2026-12-07"}}}, text


def test_sprint_borders_and_their_capacity_are_told_with_dates() -> None:
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
    assert "Mon 30 Nov 2026 to Sun 6 Dec 2026" in text


def test_what_waits_may_begin_earlier() -> None:
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
    _, text = explained(of)
    assert "una and ole are there together on" in text
    assert "let B start on" in text or "let A start on" in text


@pytest.mark.parametrize("of", [WEEKS, LEAVING], ids=["weeks", "leaving"])
def test_each_constraint_is_needed(of: Scenario) -> None:
    conflict, _ = explained(of)
    constraints = constraints_of(of, conflict)
    for left_out in constraints:
        kept = restricted(of, [one for one in constraints if one != left_out])
        assert not kept.items or has_plan(kept) is True


def test_more_capacity_for_a_while_is_no_absence() -> None:
    """What is taken away must only ever allow more plans: here it allowed fewer."""
    window = {"from": "2026-12-01", "to": "2026-12-31", "capacity": 1}
    of = scenario(
        people=[{"id": "una", "capacity": 0.5, "availability": [window]}],
        items=[{"id": "A", "effort": "3d"}],
    )
    kept = [one for one in all_constraints(of) if one.kind != "absence"]
    assert Constraint("capacity", "person", "una") in kept
    assert restricted(of, kept).people[0].availability == of.people[0].availability


def there(of: Scenario) -> list[str]:
    """Return the repairs by which somebody is there."""
    conflict = explain_conflict(of, time_limit=30)
    for repair in conflict.repairs:
        assert has_plan(changed(of, repair.change)) is True, repair.text
    return sorted(one.text for one in conflict.repairs if "be there" in one.text)


def away(first: str, last: str, **item: Any) -> Scenario:
    """A day's work of somebody who is away."""
    off = [{"from": first, "to": last}]
    return scenario(
        people=[{"id": "una", "time_off": off}], items=[{"id": "A", "effort": "1d", **item}]
    )


def test_nobody_is_asked_to_be_there_longer_than_is_enough() -> None:
    of = away("2026-12-02", "2027-01-10", not_before="2026-12-02", deadline="2026-12-31")
    assert there(of) == ["let una be there Wed 2 Dec 2026 too"]


def test_who_is_away_until_a_saturday_is_asked_to_be_there_on_a_friday() -> None:
    assert there(away("2026-12-01", "2026-12-12", deadline="2026-12-12")) == [
        "let una be there Fri 11 Dec 2026 too",
        "let una be there Tue 1 Dec 2026 too",
    ]


def test_of_a_resource_no_more_is_asked_for_than_is_enough() -> None:
    """Two of the three are done one after the other by Saturday; the third would end on the 9th."""
    items = [
        {"id": name, "elapsed": "2d", "resources": {"gpu": 1}, "deadline": "2026-12-08"}
        for name in "ABC"
    ]
    of = scenario(people=[{"id": "una"}], resources=[{"id": "gpu", "capacity": 1}], items=items)
    repairs = explain_conflict(of, time_limit=30).repairs
    assert [one.text for one in repairs if "gpu" in one.text] == ["have 2 of gpu, instead of 1"]


def test_a_milestone_whose_date_has_passed_is_told_with_what_blocks_it() -> None:
    """Without the block, a re-plan takes it to have been reached: that is the reason."""
    fair = {
        "id": "FAIR",
        "kind": "milestone",
        "date": "2026-11-04",
        "blocked": {"by": "legal", "since": "2026-11-02"},
    }
    _, text = explained(scenario(items=[fair], now="2026-11-05"))
    assert (
        "FAIR is fixed to Wed 4 Nov 2026, which has passed, and is blocked by legal since "
        "Mon 2 Nov 2026: what it comes after must be done before that day begins"
    ) in text
