"""Progress: what is done stands as it was, what is in progress goes on from now."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import progress
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import check
from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from support.plans import entry, plan_of, scenario, when

OPTIONS = SolveOptions(time_limit=20, workers=1, seed=0)

OF = scenario(
    now="2026-12-04",
    people=[{"id": "ana", "rate": 10}, {"id": "bob"}],
    items=[
        {
            "id": "D",
            "effort": "2d",
            "state": "done",
            "started": "2026-12-01",
            "finished": "2026-12-03T12:00",
            "people": ["ana"],
        },
        {"id": "R", "effort": "4d", "state": "in_progress", "started": "2026-12-02"},
        {"id": "T", "effort": "1d", "after": "D"},
    ],
)


def _did(**changes: Any) -> PlanAssignment:
    said = PlanAssignment(
        person="ana",
        start=when("12-01 09:00"),
        finish=when("12-03 12:00"),
        share=0,
        effort_hours=0,
    )
    return said.model_copy(update=changes)


def _done(**changes: Any) -> PlanItem:
    bare = entry("D", "12-01 09:00", "12-03 12:00", _did(), state="done")
    return bare.model_copy(update=changes)


def _messages(*items: PlanItem) -> list[str]:
    return [found.message for found in progress.check(CheckedPlan(OF, plan_of(OF, items)))]


# The checker catches a breach made by hand.


def test_what_is_as_it_was_passes() -> None:
    running = entry("R", "12-02 09:00", "12-09 17:00", state="in_progress")
    assert _messages(_done(), running, entry("T", "12-04 09:00", "12-04 17:00")) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state": "planned"}, "is planned by plan; it is done"),
        ({"start": when("12-01 10:00")}, "starts Tue 2026-12-01 10:00 by plan; it was started"),
        ({"finish": when("12-03 17:00")}, "finishes Thu 2026-12-03 17:00 by plan; it was finis"),
        ({"assignments": ()}, "was done by nobody named by plan; it was done by ana"),
        ({"assignments": (_did(share=0.5),)}, "is done, but takes time of ana by plan"),
        ({"assignments": (_did(effort_hours=1),)}, "is done, but takes time of ana by plan"),
        ({"assignments": (_did(finish=when("12-02 09:00")),)}, "other dates for ana than for its"),
    ],
)
def test_done_items_cannot_be_rewritten(change: dict[str, Any], message: str) -> None:
    assert any(message in found for found in _messages(_done(**change)))


def test_what_is_in_progress_keeps_its_start() -> None:
    (message,) = _messages(entry("R", "12-04 09:00", "12-09 17:00", state="in_progress"))
    assert message == ("R starts Fri 2026-12-04 09:00 by plan; it was started Wed 2026-12-02 09:00")


def test_what_has_not_been_started_is_planned() -> None:
    (message,) = _messages(entry("T", "12-04 09:00", "12-04 17:00", state="done"))
    assert message == "T is done by plan; it is planned"


# The planner keeps the rule, and without what it is told of the past it breaks it.


def _planned(of: Scenario) -> Plan:
    return solve(of, OPTIONS).plan


def _dates(plan: Plan) -> dict[str, tuple[str, str]]:
    return {
        item.id: (f"{item.start:%m-%d %H:%M}", f"{item.finish:%m-%d %H:%M}") for item in plan.items
    }


def test_the_planner_keeps_the_rule() -> None:
    """R goes on from now for its four days, T is done by the other; D costs nothing any more."""
    plan = _planned(OF)
    assert _dates(plan) == {
        "D": ("12-01 09:00", "12-03 12:00"),
        "R": ("12-02 09:00", "12-09 17:00"),
        "T": ("12-04 09:00", "12-04 17:00"),
    }
    assert [item.state for item in plan.items] == ["done", "in_progress", "planned"]
    assert check(OF, plan) == []


def test_without_the_past_the_planner_breaks_the_rule() -> None:
    blank = {"state": "todo", "started": None, "finished": None, "people": ()}
    items = tuple(item.model_copy(update=blank) for item in OF.items)
    plan = _planned(OF.model_copy(update={"items": items, "now": None}))
    assert len(progress.check(CheckedPlan(OF, plan))) >= 2


def _solved(*items: dict[str, Any], **fields: Any) -> dict[str, tuple[str, str]]:
    people = fields.pop("people", [{"id": "ana"}])
    of = scenario(now="2026-12-07", people=people, items=list(items), **fields)
    plan = _planned(of)
    assert check(of, plan) == []
    return _dates(plan)


RUNS = {"id": "R", "state": "in_progress", "started": "2026-12-02"}


def test_what_remains_is_planned_from_now_on_by_the_people_who_are_at_it() -> None:
    """Bob could start at once, but it is Ana's, who is back on Wednesday."""
    ana = {"id": "ana", "time_off": [{"from": "2026-12-07", "to": "2026-12-08"}]}
    people = [ana, {"id": "bob"}]
    running = {**RUNS, "effort": "9d", "remaining": "1d", "people": ["ana"]}
    assert _solved(running, people=people)["R"] == ("12-02 09:00", "12-09 17:00")
    assert _solved({**running, "people": []}, people=people)["R"] == ("12-02 09:00", "12-07 17:00")


def test_people_without_the_skill_go_on_with_what_they_have_begun() -> None:
    running = {**RUNS, "effort": "1d", "needs": {"sql": 3}, "people": ["ana"]}
    assert _solved(running)["R"] == ("12-02 09:00", "12-07 17:00")


def test_elapsed_time_counts_from_the_start_and_is_over_now_at_the_earliest() -> None:
    later = {"id": "S", "effort": "1d", "after": "R"}
    assert _solved({**RUNS, "elapsed": "6d"}, later) == {
        "R": ("12-02 09:00", "12-08 09:00"),
        "S": ("12-08 09:00", "12-08 17:00"),
    }
    assert _solved({**RUNS, "elapsed": "2d"})["R"] == ("12-02 09:00", "12-07 00:00")


def test_running_time_holds_its_resources() -> None:
    """The pool is free when the six days are over, on Tuesday at nine."""
    pool: dict[str, Any] = {"resources": {"gpu": 1}}
    dates = _solved(
        {**RUNS, "elapsed": "6d", **pool},
        {"id": "S", "effort": "4h", **pool},
        resources=[{"id": "gpu", "capacity": 1}],
    )
    assert dates["S"] == ("12-08 09:00", "12-08 13:00")


def test_links_count_from_what_was_and_bind_no_past() -> None:
    """S waits two days from R's start; R itself went ahead of P, which may be dropped for it."""
    dates = _solved(
        {"id": "P", "effort": "1d", "due": "2026-12-07"},
        {**RUNS, "effort": "1d", "after": "P"},
        {"id": "S", "effort": "1d", "after": [{"item": "R", "type": "SS", "lag": "5d"}]},
        people=[{"id": "ana"}, {"id": "bob"}],
    )
    assert dates["R"][1] == "12-07 17:00"
    assert dates["S"] == ("12-09 09:00", "12-09 17:00")


def test_what_is_expected_holds_back_what_remains() -> None:
    running = {**RUNS, "effort": "1d", "not_before": "2026-12-20"}
    awaited = {"waits_for": [{"what": "data", "expected": "2026-12-09"}]}
    assert _solved(running)["R"][1] == "12-07 17:00"
    assert _solved({**running, **awaited})["R"][1] == "12-09 17:00"


def test_what_blocks_holds_back_what_remains() -> None:
    running = {**RUNS, "effort": "1d", "blocked": {"by": "legal", "until": "2026-12-09"}}
    assert _solved(running)["R"][1] == "12-09 17:00"
    assert _solved({**running, "blocked": "legal"})["R"][1] == "12-07 17:00"


def test_what_has_been_started_is_not_dropped() -> None:
    """It cannot meet its deadline, and without having been started it would be dropped."""
    item = {"id": "R", "effort": "9d", "optional": True, "deadline": "2026-12-08"}
    of = scenario(now="2026-12-07", people=[{"id": "ana"}], items=[item])
    assert [entry.state for entry in _planned(of).items] == ["dropped"]
    started = of.items[0].model_copy(
        update={"state": "in_progress", "started": when("12-02 09:00")}
    )
    with pytest.raises(InfeasibleError):
        _planned(of.model_copy(update={"items": (started,)}))


def test_lateness_counts_with_the_dates_that_were() -> None:
    done = {"id": "D", "state": "done", "started": "2026-12-01", "finished": "2026-12-03"}
    of = scenario(now="2026-12-07", people=[{"id": "ana"}], items=[{**done, "due": "2026-12-01"}])
    plan = _planned(of)
    values = {tier.name: tier.value for tier in plan.solver.tiers}
    assert values == {"tardiness": 16, "flow": 24}
    assert plan.items[0].late_days == 2
    assert plan.metrics.done_items == 1


TWO: dict[str, Any] = {**RUNS, "needs": [{"people": 2}], "effort": "9d"}


def test_each_one_does_what_they_have_left_and_nobody_elses_part() -> None:
    """Ana has a day, Bob three; Ana is away on Monday, so that she goes on by herself."""
    people = [
        {"id": "ana", "time_off": [{"from": "2026-12-07", "to": "2026-12-07"}]},
        {"id": "bob"},
    ]
    of = scenario(
        now="2026-12-07",
        people=people,
        items=[{**TWO, "remaining": {"ana": "1d", "bob": "3d"}}],
    )
    plan = _planned(of)
    assert check(of, plan) == []
    assert _dates(plan)["R"] == ("12-02 09:00", "12-09 17:00")
    (running,) = plan.items
    ends = {said.person: said.finish for said in running.assignments}
    assert ends == {"ana": when("12-08 17:00"), "bob": when("12-09 17:00")}
    swapped = {"ana": "bob", "bob": "ana"}
    said = tuple(
        one.model_copy(update={"person": swapped[one.person]}) for one in running.assignments
    )
    wrong = running.model_copy(update={"assignments": said})
    assert {found.rule for found in check(of, plan_of(of, [wrong]))} >= {"working_time"}


def test_who_has_nothing_left_is_free() -> None:
    other = {"id": "S", "effort": "1d", "assign": ["ana"]}
    both = [{"id": "ana"}, {"id": "bob"}]
    dates = _solved({**TWO, "remaining": {"ana": "0h", "bob": "1d"}}, other, people=both)
    assert dates == {"R": ("12-02 09:00", "12-07 17:00"), "S": ("12-07 09:00", "12-07 17:00")}


def test_the_part_of_who_no_longer_does_it_is_open_to_who_can() -> None:
    people = [{"id": "ana"}, {"id": "bob", "skills": ["sql"]}, {"id": "cleo", "skills": ["sql"]}]
    team = {"needs": [{}, {"skills": "sql"}], "effort": "9d", "people": ["ana"]}
    of = scenario(
        now="2026-12-07",
        people=people,
        items=[
            {**RUNS, **team, "remaining": {"ana": "1d", "zoe": "2d"}},
            {"id": "S", "effort": "3d", "assign": ["bob"], "due": "2026-12-09"},
        ],
    )
    plan = _planned(of)
    assert check(of, plan) == []
    assert [said.person for said in plan.items[0].assignments] == ["ana", "cleo"]


# What remains by person.

PAIR: dict[str, Any] = {**RUNS, "effort": "5d", "needs": ["python", {"skills": "sql"}]}
SKILLED: list[dict[str, Any]] = [
    {"id": "ana", "skills": ["python"]},
    {"id": "bob", "skills": ["sql"]},
    {"id": "cem", "skills": ["sql"]},
]


def _pair(remaining: dict[str, str], *others: dict[str, Any], **fields: Any) -> Scenario:
    item = {**PAIR, "remaining": remaining, **fields}
    return scenario(now="2026-12-07", people=SKILLED, items=[item, *others])


def _on(plan: Plan) -> dict[str, list[tuple[str, float]]]:
    return {
        item.id: [(said.person, said.effort_hours) for said in item.assignments]
        for item in plan.items
    }


def test_each_one_does_what_they_have_left() -> None:
    plan = _planned(_pair({"ana": "1d", "bob": "3d"}))
    assert _on(plan) == {"R": [("ana", 8), ("bob", 24)]}
    assert _dates(plan)["R"] == ("12-02 09:00", "12-09 17:00")
    assert check(plan.scenario, plan) == []


def test_who_has_nothing_left_is_free_and_would_not_be_without_that() -> None:
    """Bob's next item starts now; where as much remains of his part, he goes on for two days."""
    after = {"id": "S", "effort": "1d", "assign": ["bob"], "due": "2026-12-07"}
    free = _planned(_pair({"ana": "2d", "bob": "0h"}, after))
    assert _on(free) == {"R": [("ana", 16)], "S": [("bob", 8)]}
    assert _dates(free)["S"] == ("12-07 09:00", "12-07 17:00")
    assert check(free.scenario, free) == []
    busy = _pair({"ana": "2d", "bob": "2d"}, after)
    assert {violation.rule for violation in check(busy, plan_of(busy, free.items))} >= {"staffing"}
    assert _on(_planned(busy))["R"] == [("ana", 16), ("bob", 16)]


def test_a_part_is_its_persons_alone() -> None:
    """Cem has the skill as well, and what Bob has left is not his to do."""
    of = _pair({"ana": "1d", "bob": "1d"})
    rightly = _planned(of).items[0]
    ana, bob = rightly.assignments
    cem = bob.model_copy(update={"person": "cem"})
    wrongly = rightly.model_copy(update={"assignments": (ana, cem)})
    found = check(of, plan_of(of, [wrongly]))
    assert "staffing" in {violation.rule for violation in found}
    assert any("cem" in violation.message for violation in found)


@pytest.mark.parametrize("fields", [{"people": ["ana"]}, {"people": ["ana"], "reassign": True}])
def test_the_part_of_who_is_no_longer_on_it_is_open_to_the_skilled(fields: dict[str, Any]) -> None:
    """Bob's day is taken by another item, so Cem does what Bob has left."""
    other = {"id": "S", "effort": "1d", "assign": ["bob"], "deadline": "2026-12-07"}
    plan = _planned(_pair({"ana": "1d", "bob": "1d"}, other, deadline="2026-12-07", **fields))
    assert _on(plan)["R"] == [("ana", 8), ("cem", 8)]
    assert check(plan.scenario, plan) == []


def test_several_with_parts_of_their_own_wait_each_for_themselves() -> None:
    """Bob is away until Wednesday; Ana does her part before, not only when he is back."""
    away = {"time_off": [{"from": "2026-12-07", "to": "2026-12-08"}]}
    people = [SKILLED[0], {**SKILLED[1], **away}]
    left = {"remaining": {"ana": "1d", "bob": "1d"}}
    of = scenario(now="2026-12-07", people=people, items=[{**PAIR, **left}])
    plan = _planned(of)
    assert {said.person: f"{said.finish:%m-%d %H:%M}" for said in plan.items[0].assignments} == {
        "ana": "12-07 17:00",
        "bob": "12-09 17:00",
    }
    assert check(of, plan) == []
