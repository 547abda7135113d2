"""Small scenarios in which one rule alone holds A: it is told, and undoing it brings A back.

The rules are those about whom work is for, where people are, what takes their time and what may not
move. A plan without the rule ends A earlier by the days that are told. The calendar starts on
Tuesday 2026-12-01; a week of work has five days of eight hours.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest

from allocator import planner
from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from allocator.explain.params import WhyParams
from allocator.explain.trials import Trials
from allocator.explain.why import WhyAnswer
from allocator.explain.why.question import why
from allocator.scenario.changes.changed import changed
from support.plans import scenario

QUICK = WhyParams(screening_steps=50, steps=100, seeds=2)
NEW_YORK = {"timezone": "America/New_York"}
SPAN = ["makespan"]


def person(name: str, *skills: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "skills": [*skills] or ["ml"], **fields}


def meeting(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "at": "09:00", "every": "day", **fields}


def half(name: str, people: int = 1, **fields: Any) -> dict[str, Any]:
    """An item that takes half of the time of its people."""
    return {"id": name, "needs": [{"skills": "ml", "share": 0.5, "people": people}], **fields}


def task(name: str, effort: str, needs: str = "ml", **fields: Any) -> dict[str, Any]:
    return {"id": name, "needs": needs, "effort": effort, **fields}


ANA, BO = person("ana"), person("bo", "sql")
FAR_BEA = person("bea", "sql", timezone="America/Sao_Paulo")
EARLY_BEA = person("bea", timezone="America/Sao_Paulo", day_start="07:00")
OFFSITE = meeting("offsite", length="8h", until="2026-12-01", attendees=["ana"])
WORKSHOP = meeting("workshop", length="8h", until="2026-12-04", attendees=["cy"])
SUPPORT = {"id": "sup", "title": "Support", "first": "2026-11-30", "every": "1w", "takes": 1.0}
BUSY_ANA = task("X", "3d", assign=["ana"], due="2026-12-03")
DONE = {"state": "done", "started": "2026-12-01T09:00", "finished": "2026-12-01T11:00"}
UNDER_WAY = {"state": "in_progress", "started": "2026-12-01", "people": ["ana"], "remaining": "4d"}
HANDED_OVER = [{"item": "P", "handover": True}]


class Case(NamedTuple):
    """A scenario, the cause that is to be told of A, and whether the answer begins with it.

    Where it does not, something else holds A just as much: that somebody is away, or part-time.
    """

    kind: str
    text: str
    fields: dict[str, Any]
    is_first: bool = True


CASES = {
    "handover": Case(
        "handover",
        "A is taken over from P, whose people are elsewhere, at the beginning of a day "
        "(Wed 2 Dec 2026 07:00 to Wed 2 Dec 2026 11:00)",
        {
            "calendar": NEW_YORK,
            "people": [ANA, FAR_BEA],
            "items": [task("P", "2h"), task("A", "4h", "sql", after=HANDED_OVER)],
            "objectives": SPAN,
        },
    ),
    "handover from what is done": Case(
        "handover",
        "A is taken over from P, whose people are elsewhere, at the beginning of a day "
        "(Wed 2 Dec 2026 07:00 to Wed 2 Dec 2026 11:00)",
        {
            "calendar": NEW_YORK,
            "now": "2026-12-01T11:00",
            "people": [ANA, FAR_BEA],
            "items": [
                task("P", "2h", people=["ana"], **DONE),
                task("A", "4h", "sql", after=HANDED_OVER),
            ],
            "objectives": SPAN,
        },
    ),
    "handover to somebody quicker": Case(
        "handover",
        "Bea, who could do A elsewhere, would have to take it over from P at the beginning of a "
        "day",
        {
            "calendar": NEW_YORK,
            "people": [ANA, FAR_BEA, person("cy", "sql", capacity=0.4)],
            "items": [task("P", "2h"), task("A", "2h", "sql", after=HANDED_OVER)],
            "objectives": SPAN,
        },
        is_first=False,
    ),
    "overlap of an item": Case(
        "overlap",
        "A asks for 6h in common, on each whole day, of two who do it (Thu 3 Dec 2026 to "
        "Mon 7 Dec 2026)",
        {
            "calendar": NEW_YORK,
            "people": [ANA, EARLY_BEA, person("cy")],
            "items": [
                task("X", "2d", assign=["cy"], due="2026-12-02"),
                {"id": "A", "needs": [{"skills": "ml", "people": 2}], "effort": "3d",
                 "overlap": "6h"},
            ],
        },
    ),
    "overlap of a need": Case(
        "overlap",
        "A asks for 6h in common, on each whole day, of two who do it (Thu 3 Dec 2026 to "
        "Mon 7 Dec 2026)",
        {
            "calendar": NEW_YORK,
            "people": [ANA, EARLY_BEA, person("cy")],
            "items": [
                task("X", "2d", assign=["cy"], due="2026-12-02"),
                {"id": "A", "needs": [{"skills": "ml", "people": 2, "effort": "3d",
                                       "overlap": "6h"}]},
            ],
        },
    ),
    "meetings meanwhile": Case(
        "meetings",
        "Ana is in meetings (Daily) while on A (Tue 1 Dec 2026 13:00 to Fri 4 Dec 2026)",
        {
            "people": [ANA],
            "meetings": [meeting("daily", length="4h", attendees=["ana"])],
            "items": [task("A", "2d")],
        },
    ),
    "a meeting before": Case(
        "meetings",
        "Ana is in meetings (Offsite) before A, which begins Wed 2 Dec 2026",
        {"people": [ANA], "meetings": [OFFSITE], "items": [task("A", "1d")]},
    ),
    "a meeting of somebody before": Case(
        "meetings",
        "Ana is in meetings (Offsite) before P, which begins Wed 2 Dec 2026",
        {
            "people": [ANA, BO],
            "meetings": [OFFSITE],
            "items": [task("P", "1d"), task("A", "1d", "sql", after="P")],
        },
    ),
    "meetings of who could": Case(
        "meetings",
        "Cy, who could do A, is in meetings (Workshop) before that ends (Fri 4 Dec 2026)",
        {
            "people": [ANA, person("cy")],
            "meetings": [WORKSHOP],
            "items": [BUSY_ANA, task("A", "1d")],
        },
    ),
    "a duty before": Case(
        "duty",
        "Ana has Support, which takes 100 % of their time, before A, which begins Mon 7 Dec 2026",
        {
            "people": [ANA, BO],
            "rota": [{**SUPPORT, "people": ["ana", "bo"]}],
            "items": [task("A", "2d")],
        },
    ),
    "a duty of who could": Case(
        "duty",
        "Cy, who could do A, has Support, which takes 100 % of their time, before that ends "
        "(Fri 4 Dec 2026)",
        {
            "people": [ANA, person("cy")],
            "rota": [{**SUPPORT, "people": ["cy"]}],
            "items": [BUSY_ANA, task("A", "1d")],
        },
    ),
    "max_items": Case(
        "max_items",
        "Ana, who does A, is on at most 1 item at a time (max_items)",
        {
            "people": [{**ANA, "max_items": 1}],
            "items": [half("X", effort="1d", due="2026-12-02"), half("A", effort="1d")],
        },
    ),
    "max_items of all": Case(
        "max_items",
        "Ana and Cy, who do A, are on at most 1 item at a time (max_items)",
        {
            "max_items": 1,
            "people": [ANA, person("cy")],
            "items": [half("X", 2, effort="1d", due="2026-12-02"), half("A", 2, effort="1d")],
        },
    ),
    "max_items of who could": Case(
        "max_items",
        "Cy, who could do A, is on at most 1 item at a time (max_items)",
        {
            "people": [ANA, person("cy", max_items=1)],
            "items": [
                BUSY_ANA,
                half("Y", effort="3d", assign=["cy"], due="2026-12-08"),
                half("A", effort="1d"),
            ],
        },
    ),
    "not_same_as": Case(
        "pairing",
        "nobody may do both A and X (not_same_as)",
        {
            "people": [ANA, person("cy")],
            "items": [
                task("X", "1d", assign=["ana"], due="2026-12-01"),
                task("Y", "3d", assign=["cy"], due="2026-12-03"),
                task("A", "1d", after="X", not_same_as="X"),
            ],
        },
    ),
    "not_same_as what is done": Case(
        "pairing",
        "nobody may do both A and X (not_same_as)",
        {
            "now": "2026-12-02",
            "people": [ANA, person("cy", **{"from": "2026-12-07"})],
            "items": [
                task("X", "2h", people=["ana"], **DONE),
                task("A", "1d", after="X", not_same_as="X"),
            ],
        },
        is_first=False,
    ),
    "same_as": Case(
        "pairing",
        "A and X are done by the same people (same_as)",
        {
            "people": [ANA, person("bo", "ml", "sql")],
            "items": [
                task("X", "1d", "sql", due="2026-12-01"),
                task("Y", "3d", "sql", due="2026-12-04"),
                task("A", "1d", same_as="X"),
            ],
        },
    ),
    "prefer": Case(
        "prefer",
        "Ana is preferred for A (prefer), and does it on Fri 4 Dec 2026",
        {
            "people": [ANA, person("cy")],
            "items": [BUSY_ANA, task("A", "1d", prefer=["ana"])],
            "objectives": ["tardiness", "preference", "makespan"],
        },
    ),
    "preferred elsewhere": Case(
        "prefer",
        "Ana is preferred for X (prefer), and does it Tue 1 Dec 2026 to Thu 3 Dec 2026",
        {
            "people": [person("ana", "ml", "sql"), person("cy", "sql")],
            "items": [
                task("X", "3d", "sql", prefer=["ana"], due="2026-12-03", priority=9),
                task("A", "1d", due="2026-12-01"),
            ],
            "objectives": ["preference", "tardiness"],
        },
    ),
    "fixed": Case(
        "release",
        "A is fixed to Mon 7 Dec 2026",
        {"people": [ANA], "items": [task("A", "1d", fixed="2026-12-07")]},
    ),
    "fixed, and before it": Case(
        "release",
        "W is fixed to Mon 7 Dec 2026",
        {
            "people": [ANA, BO],
            "items": [
                task("W", "4h", fixed="2026-12-07T09:00"),
                task("A", "1d", "sql", after="W"),
            ],
        },
    ),
    "fixed, and in its way": Case(
        "release",
        "W Fair is fixed to Fri 4 Dec 2026",
        {
            "people": [ANA],
            "items": [task("W", "1d", title="Fair", fixed="2026-12-04"), task("A", "4d")],
        },
        is_first=False,
    ),
    "needed for what is fixed": Case(
        "deadline",
        "before A, Ana is on P until Thu 3 Dec 2026, and W is fixed to Fri 4 Dec 2026",
        {
            "people": [ANA, BO],
            "items": [
                task("P", "3d"),
                task("W", "1d", "sql", fixed="2026-12-04", after="P"),
                task("A", "1d", due="2026-12-01"),
            ],
        },
        is_first=False,
    ),
    "needed for a fixed milestone": Case(
        "deadline",
        "before A, Ana is on P until Thu 3 Dec 2026, and W is fixed to Fri 4 Dec 2026",
        {
            "people": [ANA],
            "items": [
                task("P", "3d"),
                {"id": "W", "kind": "milestone", "date": "2026-12-04", "after": "P"},
                task("A", "1d", due="2026-12-01"),
            ],
        },
        is_first=False,
    ),
    "uninterrupted": Case(
        "uninterrupted",
        "W is in progress and may not be interrupted (uninterrupted), until Mon 7 Dec 2026",
        {
            "now": "2026-12-02T09:00",
            "people": [ANA],
            "items": [
                task("W", "5d", uninterrupted=True, **UNDER_WAY),
                task("A", "1d", due="2026-12-02"),
            ],
        },
    ),
    "shared": Case(
        "shared",
        "2 people at most may share A",
        {
            "people": [ANA, person("bo"), person("cy")],
            "items": [{"id": "A", "effort": "6d", "needs": [
                {"skills": "ml", "people": {"from": 1, "to": 2}}]}],
        },
    ),
    "shared by all who can": Case(
        "skill",
        "only Ana and Bo can share A (nobody else has ml); Ana is on it Tue 1 Dec 2026 to "
        "Thu 3 Dec 2026",
        {
            "people": [ANA, person("bo")],
            "items": [{"id": "A", "effort": "6d", "needs": [
                {"skills": "ml", "people": {"from": 1, "to": 3}}]}],
        },
    ),
}  # fmt: skip


def planned(of: Scenario) -> Plan:
    return planner.solve(of, planner.SolveOptions(time_limit=5, workers=1)).plan


def asked(plan: Plan) -> WhyAnswer:
    with Trials(plan, workers=1) as trials:
        return why(trials, "A", params=QUICK)


def end_of_a(plan: Plan) -> dt.datetime:
    (end,) = [entry.finish for entry in plan.items if entry.id == "A"]
    assert end is not None
    return end


@pytest.mark.parametrize("name", CASES)
def test_the_rule_is_told_and_undoing_it_brings_the_date_back(name: str) -> None:
    case = CASES[name]
    plan = planned(scenario(**case.fields))
    answer = asked(plan)
    told = [cause for cause in answer.causes if (cause.kind, cause.text) == (case.kind, case.text)]
    assert told, [(cause.kind, cause.text) for cause in answer.causes]
    cause = told[0]
    if case.is_first:
        assert case.text in answer.answer
    without = planned(changed(plan.scenario, cause.change))
    team = Calendars(plan.scenario).team
    gained = team.hours_between(end_of_a(without), end_of_a(plan)) / team.day_hours
    assert cause.days == pytest.approx(float(gained), abs=0.01)
    assert cause.days > 0


def test_a_part_of_a_day_elsewhere_is_told_as_it_is_there() -> None:
    """What Bea does from 7 to 9 in New York took her ``0 working days``, by the team's hours."""
    of = scenario(
        calendar=NEW_YORK,
        people=[ANA, FAR_BEA],
        items=[task("A", "2h", "sql")],
        objectives=SPAN,
    )
    answer = asked(planned(of))
    work = [cause.text for cause in answer.causes if cause.kind == "work"]
    assert [text.split(",")[0] for text in work] in ([], ["A takes Bea 0.2 working days"])


def test_the_chain_says_that_the_number_of_items_holds() -> None:
    answer = asked(planned(scenario(**CASES["max_items"].fields)))
    assert answer.chain[0].text == (
        "Ana works on X until Wed 2 Dec 2026, and on 1 item at a time at most"
    )
