"""Paragraphs 16 to 22: releases, due dates, deadlines, the tiers."""

from __future__ import annotations

from support.oracle.cases.build import PAIR, Case, after, case, person, stone, work

RATES = [
    person("ana", rate=100, skills={"python": 3}),
    person("bob", rate=10.5, skills={"python": 1}),
]
PYTHON = {"needs": {"python": 1}, "effort": "4h"}
LEVELS = {1: 0.5, 3: 1.0}


def _project(**more: object) -> list[dict[str, object]]:
    return [{"id": "P", **more}]


CASES: list[Case] = [
    case("16 a deadline is the end of its day", {"makespan": 8}, work("1d", deadline="2026-01-05")),
    case("16 that is its midnight", {"makespan": 8}, {"elapsed": "15h", "deadline": "2026-01-05"}),
    case("16 and no later", None, {"elapsed": "15.1h", "deadline": "2026-01-05"}),
    case("16 a deadline at an instant", {"makespan": 8}, work("1d", deadline="2026-01-05T17:00")),
    case("16 is that instant", None, work("1d", deadline="2026-01-05T16:59")),
    case("16 a release begins its day", {"makespan": 12}, work(not_before="2026-01-06")),
    case("16 or an instant", {"makespan": 8}, work(not_before="2026-01-05T09:01")),
    case("16 a due date is the end of its day", {"tardiness": 8}, work("2d", due="2026-01-05")),
    case("16 or an instant", {"tardiness": 4}, work("1d", due="2026-01-05T13:00")),
    case(
        "17 the release of the project",
        {"makespan": 12},
        work(project="P"),
        projects=_project(not_before="2026-01-06"),
    ),
    case(
        "17 the later of both releases",
        {"makespan": 20},
        work(project="P", not_before="2026-01-07"),
        projects=_project(not_before="2026-01-06"),
    ),
    case(
        "17 the deadline of the project",
        None,
        work("2d", project="P", deadline="2026-01-07"),
        projects=_project(deadline="2026-01-05"),
    ),
    case("17 the end of the calendar", None, work("2d"), calendar={"end": "2026-01-05"}),
    case(
        "17 milestones have deadlines too",
        None,
        work(),
        stone(after=after("A", "FS", "6h"), deadline="2026-01-05"),
    ),
    case(
        "18 a project's due date is not its items'",
        {"tardiness": 8},
        *[work("1d", project="P")] * 2,
        projects=_project(due="2026-01-05"),
    ),
    case(
        "18 both count, each with its priority",
        {"tardiness": 32},
        work("1d", project="P"),
        work("1d", project="P", due="2026-01-05", priority=1),
        projects=_project(due="2026-01-05", priority=4),
    ),
    case(
        "18 an item has its project's priority",
        {"tardiness": 24},
        work("2d", project="P", due="2026-01-05"),
        projects=_project(priority=3),
    ),
    case(
        "18 the more important first",
        {"tardiness": 2},
        work("1d", due="2026-01-05", priority=0.25),
        work("1d", due="2026-01-05"),
    ),
    case(  # from Monday 09:00 to Saturday 09:00; due at the beginning of that Saturday
        "18 late by a night of the weekend is late by a minute",
        {"tardiness": 0.25},
        {"elapsed": "5d", "due": "2026-01-09", "priority": 15},
    ),
    case(
        "18 nor is a later day of the weekend worse",
        {"tardiness": 0.25},
        {"elapsed": "6d", "due": "2026-01-09", "priority": 15},
    ),
    case(
        "18 a project can be late by a holiday",
        {"tardiness": 1},
        {"elapsed": "2d", "project": "P"},
        projects=_project(due="2026-01-06", priority=60),
        calendar={"holidays": {"dates": ["2026-01-07"]}},
    ),
    case(  # due at 15:00; done at 21:00, after hours
        "18 whatever the clock says more",
        {"tardiness": 2},
        {"elapsed": "12h", "due": "2026-01-05T15:00"},
    ),
    case(  # due at 15:00, done at 15:30
        "18 what is late by working time is late by that",
        {"tardiness": 0.5},
        {"elapsed": "6.5h", "due": "2026-01-05T15:00"},
    ),
    case(
        "18 after hours, and before the end of the day, is in time",
        {"tardiness": 0},
        {"elapsed": "12h", "due": "2026-01-05"},
    ),
    case(
        "18 who keeps the date by working first does",
        {"tardiness": 0},
        {"elapsed": "4d", "resources": {"gpu": 1}, "due": "2026-01-09"},
        {"elapsed": "2d", "resources": {"gpu": 1}},
        resources=[{"id": "gpu", "capacity": 1}],
        finish={"A": "2026-01-09T09:00"},
    ),
    case("18 early is not better than in time", {"tardiness": 0}, work(due="2026-01-09")),
    case(
        "18 milestones can be late",
        {"tardiness": 2},
        work(),
        stone(after=after("A", "FS", "6h"), due="2026-01-05"),
    ),
    case(
        "18 a milestone that begins a day is late for the day before",
        {"tardiness": 1},
        stone(not_before="2026-01-07", due="2026-01-06", priority=60),
    ),
    case(
        "18 so is one that is fixed to it, and its project",
        {"tardiness": 3},
        stone(date="2026-01-07", due="2026-01-06", project="P", priority=120),
        projects=_project(due="2026-01-06", priority=60),
    ),
    case(
        "18 and what it makes late comes after it without lag",
        {"tardiness": 1},
        stone(date="2026-01-07"),
        stone(after=after("A", "FS"), due="2026-01-06", priority=60),
    ),
    case(
        "18 one that the plan begins with is late for the day before",
        {"tardiness": 1},
        stone(due="2026-01-04", priority=60),
    ),
    case(
        "18 an instant is kept by what is at it",
        {"tardiness": 0},
        stone(date="2026-01-07", due="2026-01-07T00:00"),
    ),
    case(
        "18 what work ends at midnight is on the day that ends there",
        {"tardiness": 0},
        work("2d"),
        stone(after=after("A", "FS"), due="2026-01-06", project="P"),
        projects=_project(due="2026-01-06"),
        calendar={"continuous": True, "start": "2026-01-05"},
    ),
    case(
        "16 and past a deadline that is the day before",
        None,
        stone(project="P", not_before="2026-01-07"),
        projects=_project(deadline="2026-01-06"),
    ),
    case(
        "19 a project is done with its last item",
        {"flow": 28},
        work(project="P"),
        work(project="P"),
        work(),
        projects=_project(priority=2),
    ),
    case(
        "19 items without a project count alone, with their priority",
        {"flow": 4 * 3 + 8 * 2 + 12},
        work(),
        work(priority=3),
        work(priority=2),
    ),
    case(
        "19 an item's own priority is nothing to its project's flow",
        {"flow": 8},
        work("1d", project="P", priority=5),
        projects=_project(),
    ),
    case("20 nothing planned", {"makespan": 0, "value": 1}, work(optional=True)),
    case("20 the last finish", {"makespan": 12}, *[work("1d"), work("1d"), work()], people=PAIR),
    case(
        "21 cost is of effort, whatever the speed",
        {"cost": 42, "makespan": 8},
        PYTHON,
        people=RATES,
        proficiency=LEVELS,
    ),
    case(
        "21 time first",
        {"makespan": 4, "cost": 400},
        PYTHON,
        people=RATES,
        proficiency=LEVELS,
    ),
    case(
        "21 and of every person of a team",
        {"cost": 442},
        {"needs": [{"people": 2, "share": 0.5}], "effort": "4h"},
        people=RATES,
    ),
    case(
        "22 the value that is dropped",
        {"makespan": 8, "value": 1.75},
        work("1d"),
        work(optional=True),
        work(optional=True, value=0.75),
    ),
    case(
        "22 the less worthy is dropped",
        {"tardiness": 0, "value": 0.75},
        work(optional=True, due="2026-01-05"),
        work(optional=True, value=0.75, due="2026-01-05"),
        work(due="2026-01-05"),
    ),
]
