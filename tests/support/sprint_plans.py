"""A plan made by hand for tests of sprints: two teams, three sprints of a week, all on paper."""

from __future__ import annotations

import copy
from typing import Any

from allocator.domain import Plan, PlanItem, Scenario
from support.plans import dropped, entry, plan_of, solo, works

DATA: dict[str, Any] = {
    "name": "Churn",
    "calendar": {"start": "2026-12-01", "holidays": {"dates": ["2026-12-18"]}},
    "sprints": {"length": "1w", "first": "2026-12-07", "count": 3},
    "people": [
        {
            "id": "ana",
            "name": "Ana Souza",
            "email": "ana@example.org",
            "team": "alpha",
            "skills": ["python"],
        },
        {
            "id": "bo",
            "name": "Bo Chen",
            "email": "bo@example.org",
            "team": "alpha",
            "skills": ["python", "sql"],
            "capacity": 0.5,
            "time_off": [{"from": "2026-12-09", "to": "2026-12-09"}],
        },
        {"id": "cy", "name": "Cy", "team": "beta", "skills": ["mlops"]},
    ],
    "projects": [{"id": "churn", "name": "Churn model"}, {"id": "ops", "name": "Operations"}],
    "items": [
        {"id": "DS-1", "title": "Cluster", "project": "ops", "needs": "mlops", "effort": "2d"},
        {
            "id": "DS-2",
            "title": "Train",
            "project": "churn",
            "needs": "python",
            "effort": "3d",
            "after": "DS-1",
            "type": "Story",
            "labels": ["model"],
            "due": "2026-12-08",
        },
        {
            "id": "DS-3",
            "title": "Report",
            "project": "churn",
            "needs": "sql",
            "effort": "2d",
            "guessed": True,
        },
        {
            "id": "DS-4",
            "title": "Trained",
            "project": "churn",
            "kind": "milestone",
            "after": "DS-2",
        },
        {
            "id": "DS-5",
            "title": "Test runs",
            "project": "ops",
            "elapsed": "7d",
            "after": "DS-2",
        },
        {
            "id": "DS-6",
            "title": "Rollout",
            "project": "ops",
            "needs": "mlops",
            "effort": "1d",
            "waits_for": [
                {"what": "legal sign-off", "kind": "decision", "expected": "2026-12-10"},
                {"what": "OPS-9", "kind": "item"},
            ],
        },
        {
            "id": "DS-7",
            "title": "Features",
            "project": "churn",
            "needs": "python",
            "effort": "2d",
            "after": "DS-2",
        },
        {
            "id": "DS-8",
            "title": "Nice",
            "needs": "python",
            "effort": "1d",
            "optional": True,
            "after": "DS-7",
        },
        {"id": "DS-9", "title": "Extra", "needs": "python", "effort": "1d", "optional": True},
    ],
}


def data(**changes: Any) -> dict[str, Any]:
    """A copy of the scenario's data with some of its top fields replaced."""
    return {**copy.deepcopy(DATA), **changes}


def items() -> list[PlanItem]:
    """A right plan of it.

    DS-3 takes Bo, who works half days and is off on Wednesday 9, four days: 12 h of his in
    the first sprint, 4 h in the second. DS-2 is late by a day. DS-8 and DS-9 are dropped.
    """
    return [
        solo("DS-1", "cy", "12-03 09:00", "12-04 17:00", hours=16),
        entry(
            "DS-2",
            "12-07 09:00",
            "12-09 17:00",
            works("ana", "12-07 09:00", "12-09 17:00", hours=24, skills=("python",)),
        ),
        entry(
            "DS-3",
            "12-08 09:00",
            "12-14 17:00",
            works("bo", "12-08 09:00", "12-14 17:00", hours=16, skills=("sql",)),
        ),
        entry("DS-4", "12-09 17:00", "12-09 17:00"),
        entry("DS-5", "12-10 09:00", "12-17 09:00"),
        solo("DS-6", "cy", "12-10 09:00", "12-10 17:00", hours=8),
        entry(
            "DS-7",
            "12-14 09:00",
            "12-15 17:00",
            works("ana", "12-14 09:00", "12-15 17:00", hours=16, skills=("python",)),
        ),
        dropped("DS-8"),
        dropped("DS-9"),
    ]


def plan(**changes: Any) -> Plan:
    """The plan made by hand, of the scenario with some of its top fields replaced."""
    return plan_of(Scenario.model_validate(data(**changes)), items())
