"""Paragraphs 86 to 89: costs of projects, and their budgets."""

from __future__ import annotations

from support.oracle.cases.build import Case, Data, case, person, work

TWO: list[Data] = [
    person("ana", rate=100, skills={"python": 3}),
    person("bob", rate=40, skills={"python": 1}),
]
"""Ana costs more than Bob, who takes twice as long."""
SPEEDS = {1: 0.5, 3: 1.0}
PYTHON: Data = {"needs": [{"skills": {"python": 1}}], "project": "P"}
DONE: Data = {
    "effort": "1d",
    "project": "P",
    "state": "done",
    "started": "2026-01-02",
    "finished": "2026-01-02",
    "people": ["ana", "bob"],
}


def _project(**more: object) -> list[Data]:
    return [{"id": "P", **more}]


CASES: list[Case] = [
    case(
        "88 above the budget counts, below it does not",
        {"budget": 0, "makespan": 16},
        work("1d", **PYTHON),
        people=TWO,
        proficiency=SPEEDS,
        projects=_project(budget=500),
        finish={"A": "2026-01-06T17:00"},
    ),
    case(
        "88 a budget that comes last is exceeded by what the dates ask for",
        {"makespan": 8, "budget": 300},
        work("1d", **PYTHON),
        people=TWO,
        proficiency=SPEEDS,
        projects=_project(budget=500),
    ),
    case(
        "89 nobody who costs more than the limit does it, however late it is",
        {"makespan": 16},
        work("1d", **PYTHON),
        people=TWO,
        proficiency=SPEEDS,
        projects=_project(budget={"limit": 799.99}),
    ),
    case(
        "89 a limit that is reached is kept",
        {"makespan": 8},
        work("1d", **PYTHON),
        people=TWO,
        proficiency=SPEEDS,
        projects=_project(budget={"limit": 800}),
    ),
    case(
        "89 no plan is cheap enough",
        None,
        work("1d", **PYTHON),
        people=TWO,
        projects=_project(budget={"limit": 319}),
    ),
    case(
        "89 what is optional is left out for it",
        {"value": 1, "makespan": 8},
        work("1d", project="P", assign=["bob"]),
        work("4h", project="P", optional=True),
        people=TWO,
        projects=_project(budget={"limit": 400}),
    ),
    case(
        "86 an hour spent costs the mean of the rates of those who were on it",
        {"budget": 20, "makespan": 4},
        {**DONE, "spent": "10h"},
        work("4h", project="P", assign=["bob"]),
        people=TWO,
        projects=_project(budget=840),
    ),
    case(
        "86 what is spent counts against a limit",
        {"makespan": 8},
        {**DONE, "spent": "10h"},
        work("4h", **PYTHON),
        people=TWO,
        proficiency=SPEEDS,
        projects=_project(budget={"limit": 1000}),
    ),
    case(
        "86 what is not known to be spent counts as nothing",
        {"budget": 0, "makespan": 4},
        DONE,
        work("4h", **PYTHON),
        people=TWO,
        projects=_project(budget=400),
    ),
]
