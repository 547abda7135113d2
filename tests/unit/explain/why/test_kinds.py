"""One small scenario for each kind of cause: the true one is told, with its days; decoys are not.

All plans here are proved to be the best, and the days are counted by hand. The calendar starts on
Tuesday 2026-12-01; a week of work has five days of eight hours.
"""

from __future__ import annotations

from typing import Any

import pytest

from allocator import planner
from allocator.domain import Plan
from allocator.explain.params import WhyParams
from allocator.explain.trials import Trials
from allocator.explain.why import WhyAnswer, WhyCause
from allocator.explain.why.question import why
from support.plans import scenario

QUICK = WhyParams(screening_steps=50, steps=100, seeds=2)
ANA = {"id": "ana", "name": "Ana", "skills": ["ml"]}
BO = {"id": "bo", "name": "Bo", "skills": ["sql"]}


def planned(**fields: Any) -> Plan:
    return planner.solve(scenario(**fields), planner.SolveOptions(time_limit=5, workers=1)).plan


def asked(plan: Plan, what: str | None) -> WhyAnswer:
    with Trials(plan, workers=1) as trials:
        return why(trials, what, params=QUICK)


def cause(found: WhyAnswer, kind: str) -> WhyCause:
    return next(one for one in found.causes if one.kind == kind)


def kinds(found: WhyAnswer) -> set[str]:
    return {one.kind for one in found.causes}


CASES: dict[str, tuple[dict[str, Any], str, float, str]] = {
    "skill": (
        # Ana alone has ml; B, of Bo, ends long before and is a decoy
        {
            "people": [ANA, BO],
            "items": [
                {"id": "X", "title": "Other model", "needs": "ml", "effort": "5d", "priority": 9},
                {"id": "B", "needs": "sql", "effort": "1d"},
                {"id": "A", "title": "Model", "needs": "ml", "effort": "2d", "after": "B"},
            ],
        },
        "only Ana can do A Model (nobody else has ml), who is on X Other model until "
        "Mon 7 Dec 2026",
        4.0,
        "A",
    ),
    "busy": (
        {
            "people": [ANA, {"id": "cy", "name": "Cy", "skills": ["ml"], "to": "2026-12-01"}],
            "items": [
                {"id": "X", "needs": "ml", "effort": "4d", "due": "2026-12-04"},
                {"id": "A", "needs": "ml", "effort": "2d"},
            ],
        },
        "Ana, who does A, is on X until Fri 4 Dec 2026, and nobody else who can do it is free",
        4.0,
        "A",
    ),
    "assigned": (
        {
            "people": [ANA, {"id": "cy", "name": "Cy", "skills": ["ml"]}],
            "items": [
                {"id": "X", "needs": "ml", "effort": "3d", "assign": ["ana"], "due": "2026-12-03"},
                {"id": "A", "needs": "ml", "effort": "2d", "assign": ["ana"]},
            ],
        },
        "A may be done only by Ana, who is on X until Thu 3 Dec 2026",
        3.0,
        "A",
    ),
    "pairing": (
        # Ana is quicker on both; Bo does the review only since she may not
        {
            "people": [ANA, {"id": "bo", "name": "Bo", "skills": ["ml"], "from": "2026-12-07"}],
            "items": [
                {"id": "X", "title": "Model", "needs": "ml", "effort": "2d"},
                {"id": "A", "needs": "ml", "effort": "1d", "after": "X", "not_same_as": "X"},
            ],
        },
        "nobody may do both A and X Model (not_same_as)",
        2.0,
        "A",
    ),
    "max_items": (
        {
            "people": [{**ANA, "max_items": 1}],
            "items": [
                {"id": "X", "needs": [{"skills": "ml", "share": 0.5}], "effort": "1d",
                 "due": "2026-12-02"},
                {"id": "A", "needs": [{"skills": "ml", "share": 0.5}], "effort": "1d"},
            ],
        },
        "Ana, who does A, is on at most 1 item at a time (max_items)",
        2.0,
        "A",
    ),
    "away": (
        {
            "people": [{**ANA, "time_off": [{"from": "2026-12-01", "to": "2026-12-04"}]}, BO],
            "items": [{"id": "A", "needs": "ml", "effort": "2d"}],
        },
        "Ana is away from Tue 1 Dec 2026 to Fri 4 Dec 2026, and is on A Mon 7 Dec 2026 to "
        "Tue 8 Dec 2026",
        4.0,
        "A",
    ),
    "part_time": (
        {
            "people": [{**ANA, "workdays": ["mon"]}, BO],
            "items": [{"id": "A", "needs": "ml", "effort": "2d"}],
        },
        "Ana works on Mon only, so A takes longer (Mon 7 Dec 2026 to Mon 14 Dec 2026)",
        8.0,
        "A",
    ),
    "holiday": (
        {
            "people": [{**ANA, "holidays": {"dates": ["2026-12-01", "2026-12-02"]}}],
            "items": [{"id": "A", "needs": "ml", "effort": "1d"}],
        },
        "Ana has holidays (Tue 1 Dec to Wed 2 Dec), and is on A on Thu 3 Dec 2026",
        2.0,
        "A",
    ),
    "focus": (
        {
            "people": [ANA],
            "sprints": {"length": "2w", "first": "2026-11-30", "count": 2, "capacity": 0.5},
            "items": [{"id": "A", "needs": "ml", "effort": "2d"}],
        },
        "Sprint 1 leaves 50 % of everybody's time for planned work",
        2.0,
        "A",
    ),
    "resource": (
        {
            "people": [ANA, BO],
            "resources": [{"id": "gpu", "name": "GPU pool", "capacity": 2}],
            "items": [
                {"id": "X", "needs": "sql", "effort": "3d", "resources": {"gpu": 1},
                 "due": "2026-12-03"},
                {"id": "A", "needs": "ml", "effort": "2d", "resources": {"gpu": 2}},
            ],
        },
        "GPU pool is full: A needs 2 of 2, and X has it until Thu 3 Dec 2026",
        3.0,
        "A",
    ),
    "release": (
        {
            "people": [ANA],
            "items": [{"id": "A", "needs": "ml", "effort": "1d", "not_before": "2026-12-07"}],
        },
        "A may not start before Mon 7 Dec 2026",
        4.0,
        "A",
    ),
    "waits_for": (
        {
            "people": [ANA],
            "items": [
                {"id": "A", "needs": "ml", "effort": "1d", "waits_for": [
                    {"what": "Labels", "owner": "acme", "expected": "2026-12-07"},
                    {"what": "Access", "expected": "2026-12-02"},
                ]},
            ],
        },
        "A waits for Labels from acme, expected Mon 7 Dec 2026",
        3.0,
        "A",
    ),
    "blocked": (
        {
            "people": [ANA],
            "items": [
                {"id": "A", "needs": "ml", "effort": "1d",
                 "blocked": {"by": "the works council", "until": "2026-12-07", "owner": "Ed"}},
            ],
        },
        "A is blocked by the works council until Mon 7 Dec 2026, which Ed sees to",
        4.0,
        "A",
    ),
    "sprint": (
        {
            "people": [ANA],
            "sprints": {"length": "1w", "first": "2026-11-30", "count": 4, "fit": True},
            "items": [
                {"id": "A", "needs": "ml", "effort": "4d", "not_before": "2026-12-02"},
            ],
        },
        "A has to lie within one sprint, does not fit into the one before, and so waits for "
        "Mon 7 Dec 2026",
        3.0,
        "A",
    ),
    "lag": (
        {
            "people": [ANA, BO],
            "items": [
                {"id": "B", "needs": "sql", "effort": "1d"},
                {"id": "A", "needs": "ml", "effort": "1d", "after": [{"item": "B", "lag": "3d"}]},
            ],
        },
        "A has to wait 3d after the end of B",
        3.0,
        "A",
    ),
    "predecessor": (
        {
            "people": [ANA, BO],
            "items": [
                {"id": "B", "title": "Extract", "needs": "sql", "effort": "3d"},
                {"id": "A", "needs": "ml", "effort": "1d", "after": "B"},
            ],
        },
        "A comes after B Extract, which ends Thu 3 Dec 2026",
        3.0,
        "A",
    ),
    "work": (
        {
            "people": [ANA],
            "items": [{"id": "A", "needs": "ml", "effort": "5d"}],
        },
        "A takes Ana 5 working days, Tue 1 Dec 2026 to Mon 7 Dec 2026",
        4.88,
        "A",
    ),
    "together": (
        {
            "people": [ANA, BO],
            "items": [
                {"id": "X", "needs": "sql", "effort": "3d", "due": "2026-12-03"},
                {"id": "A", "needs": [{"skills": ["ml"]}, {"skills": ["sql"]}], "effort": "1d"},
            ],
        },
        "A needs Ana and Bo at the same time, and Bo works on X until Thu 3 Dec 2026",
        3.0,
        "A",
    ),
    "optional": (
        {
            "people": [ANA],
            "items": [
                {"id": "X", "title": "Nice to have", "needs": "ml", "effort": "3d",
                 "optional": True, "due": "2026-12-03"},
                {"id": "A", "needs": "ml", "effort": "1d"},
            ],
        },
        "before A, Ana is on X Nice to have until Thu 3 Dec 2026, which is optional",
        3.0,
        "A",
    ),
    "deadline": (
        {
            "people": [ANA],
            "items": [
                {"id": "X", "needs": "ml", "effort": "3d", "deadline": "2026-12-03"},
                {"id": "A", "needs": "ml", "effort": "1d", "due": "2026-12-01"},
            ],
        },
        "before A, Ana is on X until Thu 3 Dec 2026, which has to end by its deadline "
        "Thu 3 Dec 2026",
        3.0,
        "A",
    ),
    "priority": (
        {
            "people": [ANA],
            "projects": [
                {"id": "big", "name": "Big", "priority": 10, "due": "2026-12-01"},
                {"id": "small", "name": "Small", "priority": 1, "due": "2026-12-01"},
            ],
            "items": [
                {"id": "X", "project": "big", "needs": "ml", "effort": "3d"},
                {"id": "A", "project": "small", "needs": "ml", "effort": "2d"},
            ],
        },
        "before A, Ana is on X until Thu 3 Dec 2026, and project Big weighs more than project "
        "Small (10 against 1)",
        3.0,
        "A",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_the_true_cause_is_told_with_its_days(kind: str) -> None:
    fields, text, days, what = CASES[kind]
    found = cause(asked(planned(**fields), what), kind)
    assert (found.text, found.days, found.at_least) == (text, days, days)


def test_two_predecessors_that_end_alike_hold_only_together() -> None:
    people = [ANA, BO, {"id": "cy", "name": "Cy", "skills": ["bi"]}]
    plan = planned(
        people=people,
        items=[
            {"id": "P", "needs": "ml", "effort": "3d"},
            {"id": "Q", "needs": "sql", "effort": "3d"},
            {"id": "A", "needs": "bi", "effort": "1d", "after": ["P", "Q"]},
        ],
    )
    pair = cause(asked(plan, "A"), "pair")
    assert pair.text == (
        "A comes after P, which ends Thu 3 Dec 2026; and A comes after Q, which ends "
        "Thu 3 Dec 2026: either alone gains nothing"
    )
    assert (pair.days, pair.together) == (3.0, True)
    assert pair.change == {"update": {"items": {"A": {"after": []}}}}


def test_what_would_hold_it_next_is_told_with_the_days_of_both() -> None:
    plan = planned(
        people=[ANA, BO, {"id": "cy", "name": "Cy", "skills": ["bi"]}],
        items=[
            {"id": "P", "needs": "ml", "effort": "5d"},
            {"id": "Q", "needs": "sql", "effort": "3d"},
            {"id": "A", "needs": "bi", "effort": "1d", "after": ["P", "Q"]},
        ],
    )
    found = asked(plan, "A")
    assert (cause(found, "predecessor").text, cause(found, "predecessor").days) == (
        "A comes after P, which ends Mon 7 Dec 2026",
        2.0,
    )
    assert found.next is not None
    assert found.next.text == "A comes after Q, which ends Thu 3 Dec 2026"
    assert found.next.days == 5.0
    assert "pair" not in kinds(found)


def test_a_decoy_that_ends_earlier_is_no_cause() -> None:
    fields = CASES["skill"][0]
    assert "predecessor" not in kinds(asked(planned(**fields), "A"))
