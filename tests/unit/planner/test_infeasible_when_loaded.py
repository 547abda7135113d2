"""A reproducible run ends in order where a model has no solution from the first."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve

DATA: dict[str, Any] = {
    "name": "random",
    "calendar": {
        "start": "2026-01-08",
        "slot": "1h",
        "day_hours": 4,
        "holidays": {"dates": ["2026-01-10"]},
        "end": "2026-01-18",
    },
    "proficiency": {"0": 0.5, "1": 0.6, "2": 1.0, "3": 1.3},
    "people": [
        {"id": "p1", "skills": {"python": 2}, "capacity": 0.5, "rate": 80.5},
        {
            "id": "p2",
            "skills": {"sql": 3},
            "capacity": 0.5,
            "rate": 80.5,
            "holidays": {"dates": ["2026-01-11", "2026-01-14", "2026-01-15"]},
        },
    ],
    "resources": [{"id": "gpu", "capacity": 1}],
    "projects": [
        {"id": "P1", "priority": 2, "deadline": "2026-01-23"},
        {"id": "P2", "due": "2026-01-12"},
    ],
    "sprints": [
        {"from": "2026-01-06", "to": "2026-01-08"},
        {"from": "2026-01-09", "to": "2026-01-13", "capacity": 0.5},
    ],
    "items": [
        {
            "id": "I1",
            "effort": {"low": "2h", "likely": "4h", "high": "6h"},
            "avoid": ["p2"],
            "project": "P2",
            "due": "2026-01-16",
        },
        {
            "id": "I2",
            "elapsed": "5h",
            "resources": {"gpu": 1},
            "optional": True,
            "after": [{"item": "I1", "type": "SF"}],
            "waits_for": ["approval"],
        },
        {
            "id": "I3",
            "effort": "1d",
            "needs": [{"people": 1, "skills": {}, "effort": "2d"}],
            "assign": ["p1", "p2"],
            "elapsed": "5h",
            "resources": {"gpu": 1},
            "project": "P2",
            "due": "2026-01-16",
            "after": [{"item": "I1", "type": "SF"}, {"item": "I2", "type": "SF"}],
            "waits_for": ["approval"],
        },
        {
            "id": "I4",
            "kind": "milestone",
            "not_before": "2026-01-07T10:30",
            "priority": 3,
            "after": [{"item": "I1", "type": "FS", "lag": {"elapsed": "5h"}}],
        },
    ],
    "now": "2026-01-11T10:30",
}


def test_it_is_told_and_nothing_aborts() -> None:
    """The solver ended the whole process, with a failed check of its own."""
    options = SolveOptions(time_limit=1, workers=1, seed=0, reproducible=True)
    with pytest.raises(InfeasibleError):
        solve(Scenario.model_validate(DATA), options)
