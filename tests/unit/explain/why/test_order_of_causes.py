"""The order of causes, and which way the chain goes where several things hold an item."""

from __future__ import annotations

from typing import Any

from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.explain.subjects import subject_of
from allocator.explain.trials import Trials
from allocator.explain.why import WhyCause
from allocator.explain.why.chain import chain_of
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.question import why
from allocator.explain.why.ranking import ranked
from support.plans import scenario

ANA = {"id": "ana", "name": "Ana", "skills": ["ml"]}
BO = {"id": "bo", "name": "Bo", "skills": ["ml"]}


def planned(**fields: Any) -> Plan:
    from allocator import planner

    return planner.solve(scenario(**fields), planner.SolveOptions(time_limit=5, workers=1)).plan


def some(kind: Any, days: float) -> WhyCause:
    return WhyCause(kind=kind, text=kind, days=days, at_least=days, remedy="", change={})


def test_what_can_be_changed_comes_before_the_work_itself_from_a_third_of_its_days_on() -> None:
    causes = [some("work", 6), some("sprint", 2), some("holiday", 1.9), some("predecessor", 5)]
    told = [one.kind for one in ranked(causes)]
    assert told == ["sprint", "work", "predecessor", "holiday"]


def test_a_resource_that_binds_is_told_and_not_the_person_whom_another_can_replace() -> None:
    plan = planned(
        people=[ANA, BO],
        resources=[{"id": "gpu", "capacity": 1}],
        items=[
            {"id": "X", "needs": "ml", "effort": "5d", "resources": {"gpu": 1}, "priority": 9},
            {"id": "B", "needs": "ml", "effort": "2d", "resources": {"gpu": 1}},
        ],
    )
    with Trials(plan, workers=1) as trials:
        found = why(trials, "B")
    assert [one.kind for one in found.causes][:2] == ["resource", "priority"]
    assert found.causes[1].text.startswith("before B, gpu is held by X until ")
    assert found.answer.split(": ")[1].startswith("gpu is full")
    assert found.chain[0].kind == "resource"


def test_an_absence_is_told_once_in_the_chain_and_by_its_dates() -> None:
    away = {"start": "2026-12-02", "end": "2026-12-04"}
    plan = planned(
        people=[{**ANA, "time_off": [away]}],
        items=[
            {"id": "A", "needs": "ml", "effort": "1d"},
            {"id": "B", "needs": "ml", "effort": "2d", "after": "A"},
        ],
    )
    graph = BindingGraph(plan, Calendars(plan.scenario), subject_of(plan, "B"))
    step = chain_of(graph, {})[0]
    told = " ".join([step.text, *step.also])
    assert told.count("(off from Wed 2 Dec 2026 to Fri 4 Dec 2026)") == 1
    assert "2026-12" not in told
