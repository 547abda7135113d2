"""What a plan has late: past a due date, or past a deadline that it was asked to break."""

from __future__ import annotations

from typing import Any

from allocator import planner
from allocator.analysis.compare import compare
from allocator.domain import Plan
from allocator.explain.params import WhyParams
from allocator.explain.subjects import late_subjects
from allocator.explain.trials import Trials
from allocator.explain.why import WhyAnswer
from allocator.explain.why.answer import in_turn
from allocator.explain.why.question import why
from support.plans import scenario

QUICK = WhyParams(screening_steps=50, steps=100, seeds=2)
ANA = {"id": "ana"}


def relaxed(**fields: Any) -> Plan:
    options = planner.SolveOptions(time_limit=5, workers=1, relax=True)
    return planner.solve(scenario(people=[ANA], **fields), options).plan


def asked(plan: Plan, seconds: float | None = None) -> WhyAnswer:
    with Trials(plan, workers=1) as trials:
        return why(trials, params=QUICK, seconds=seconds)


def late(plan: Plan) -> list[tuple[str, str]]:
    return [(each.kind, each.id) for each in late_subjects(plan)]


def test_an_item_past_its_deadline_is_late() -> None:
    plan = relaxed(
        calendar={"start": "2026-12-07"},
        items=[
            {"id": "A", "title": "Study", "effort": "4d", "deadline": "2026-12-10"},
            {"id": "B", "title": "Serve", "effort": "4d", "deadline": "2026-12-11"},
        ],
    )
    found = asked(plan)
    assert (found.kind, [one.what for one in found.answers]) == ("late", ["B"])
    (one,) = found.answers
    assert (one.late_days, one.past_deadline_days) == (None, 3.0)
    assert one.answer.startswith(
        "B Serve ends Wed 16 Dec 2026, 3 working days past its deadline Fri 11 Dec 2026: "
    )


def test_a_milestone_and_a_project_past_their_deadlines_are_late() -> None:
    """X breaks the deadline of its project alone: the project stands for it."""
    plan = relaxed(
        projects=[{"id": "p", "name": "Prices", "deadline": "2026-12-02"}],
        items=[
            {"id": "X", "project": "p", "effort": "4d"},
            {"id": "M", "kind": "milestone", "after": "X", "deadline": "2026-12-03"},
        ],
    )
    assert late(plan) == [("project", "p"), ("milestone", "M")]


def test_without_projects_the_items_break_the_end_of_the_plan() -> None:
    plan = relaxed(calendar={"end": "2026-12-02"}, items=[{"id": "X", "effort": "4d"}])
    assert late(plan) == [("item", "X")]


def test_what_is_late_by_days_that_nobody_works_is_late() -> None:
    """Due on Friday, done in the night to Sunday: hardly any working time later."""
    plan = relaxed(
        calendar={"start": "2026-12-04"},
        items=[{"id": "W", "elapsed": "2d", "due": "2026-12-04"}],
    )
    assert late(plan) == [("item", "W")]
    assert ", 2 days (a weekend) late" in asked(plan).answers[0].answer


def test_a_deadline_that_is_broken_only_in_one_plan_is_newly_late() -> None:
    items = [{"id": "A", "effort": "4d", "deadline": "2026-12-03"}]
    broken, kept = relaxed(items=items), relaxed(items=[{**items[0], "effort": "3d"}])
    (item,) = compare(kept, broken).newly_late
    assert (item.id, item.late_days, item.late_by) == ("A", 1.0, "1 d")
    assert [item.id for item in compare(broken, kept).no_longer_late] == ["A"]


def test_five_that_are_late_are_answered_and_the_others_named() -> None:
    """Seven people, each with work that is late: five answers, and two names in a note."""
    names = "abcdefg"
    options = planner.SolveOptions(time_limit=5, workers=1)
    plan = planner.solve(
        scenario(
            people=[{"id": name, "skills": [name]} for name in names],
            items=[
                {"id": name.upper(), "needs": name, "effort": f"{days}d", "due": "2026-12-01"}
                for days, name in enumerate(names, 3)
            ],
        ),
        options,
    ).plan
    hurried, found = asked(plan, seconds=0), asked(plan)
    assert all("The time ended" in one.answer for one in hurried.answers)
    assert [one.what for one in found.answers] == ["G", "F", "E", "D", "C"]
    assert all(one.causes for one in found.answers)
    assert found.notes == ("Late as well: B and A. Each can be asked about by name.",)


def test_candidates_of_several_are_tried_in_turn() -> None:
    assert list(in_turn(["ab", "", "cde"])) == ["a", "c", "b", "d", "e"]
