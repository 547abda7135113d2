"""In a reproducible run all operators get turns, as many and as long each time."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.planfile.plan_json import write_plan
from allocator.planner import SolveOptions, solve
from allocator.planner.lns.params import LnsParams
from allocator.planner.operators import OPERATORS
from allocator.planner.params import OperatorParams, SearchParams, WholeModelParams

PARAMS = SearchParams(
    operators=OperatorParams(placements_per_second=2_000, first_look_seconds=0.1),
    lns=LnsParams(first_climb_seconds=0.0, min_start_seconds=0.1),
    whole_model=WholeModelParams(small_time_fraction=0.4, min_seconds_per_activity=0.0),
)
"""So few steps for a second that the plain functions make them in a moment."""


def several_projects() -> Scenario:
    """Return three late projects of fifteen items, some for two of six people."""
    skills = ("data", "ml", "ops")
    items = [
        {
            "id": f"{project}{k}",
            "project": project,
            "effort": f"{1 + (7 * k + number) % 4}d",
            "needs": [{"skills": skills[(k + number) % 3], "people": 1 + (k % 5 == 0)}],
            "after": [f"{project}{k - 3}"] if k >= 3 else [],
        }
        for number, project in enumerate("PQR")
        for k in range(15)
    ]
    people = [{"id": f"W{k}", "skills": [skills[k % 3], skills[(k + 1) % 3]]} for k in range(6)]
    return Scenario.model_validate(
        {
            "name": "several projects",
            "calendar": {"start": "2026-11-30"},
            "people": people,
            "projects": [{"id": name, "due": "2026-12-09"} for name in "PQR"],
            "items": items,
            "objectives": ["flow"],
        }
    )


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """The operators' turns as they come, with the seconds left to each."""
    found: list[tuple[str, float]] = []

    def noted(kind: Any) -> Any:
        run = kind.run

        def noting(self: Any, time_slice: Any) -> Any:
            found.append((kind.name, time_slice.left))
            return run(self, time_slice)

        return noting

    for kind in OPERATORS:
        monkeypatch.setattr(kind, "run", noted(kind))
    return found


def test_all_operators_get_the_same_turns(turns: list[tuple[str, float]]) -> None:
    options = SolveOptions(time_limit=2.0, reproducible=True, params=PARAMS)
    one = write_plan(solve(several_projects(), options).plan)
    first = list(turns)
    turns.clear()
    assert write_plan(solve(several_projects(), options).plan) == one
    assert turns == first
    assert {name for name, _ in first} == {kind.name for kind in OPERATORS}


def test_more_work_is_more_turns(turns: list[tuple[str, float]]) -> None:
    counts = []
    for seconds in (0.3, 1.0):
        turns.clear()
        solve(
            several_projects(),
            SolveOptions(time_limit=seconds, reproducible=True, params=PARAMS),
        )
        counts.append(len(turns))
    assert counts[0] < counts[1]
