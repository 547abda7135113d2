"""The Python API: a scenario in, a checked plan with data frames out, from files or made here."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import allocator
from allocator import Plan, Scenario, check, load, read_plan, solve, verify
from allocator.domain import Plan as PlainPlan
from allocator.domain import Violation
from allocator.errors import InfeasibleError, ScenarioError
from support import sample_plans


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "scenario.yaml"
    file.write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    return file


def test_solve_gives_a_checked_plan_with_tables(path: Path) -> None:
    result = solve(load(path), time_limit=20, workers=1)
    assert isinstance(result.plan, Plan)
    assert verify(result.plan) == []
    assert [tier.value for tier in result.plan.solver.tiers] == [3, 32, 64]
    assert list(result.plan.schedule["id"]) == ["T-1", "T-2", "T-3", "M-1"]
    for name in ("schedule", "assignments", "load", "projects", "tiers"):
        table = getattr(result.plan, name)
        assert isinstance(table, pd.DataFrame)
        assert getattr(result.plan, name) is table, "made once"


def test_a_saved_plan_reads_back(path: Path, tmp_path: Path) -> None:
    plan = Plan.of(sample_plans.plan())
    files = plan.save(tmp_path / "plan")
    assert sorted(file.name for file in files) == sorted(
        file.name for file in (tmp_path / "plan").iterdir()
    )
    again = read_plan(str(tmp_path / "plan"))
    assert again == plan
    assert again.schedule.equals(plan.schedule)


def test_a_plan_with_tables_holds_the_same_as_one_without() -> None:
    plain = sample_plans.plan()
    assert Plan.of(plain).model_dump() == plain.model_dump()
    assert isinstance(Plan.of(plain), PlainPlan)


def test_a_scenario_can_be_made_in_python() -> None:
    scenario = Scenario.model_validate(
        {
            "name": "Made here",
            "calendar": {"start": "2027-01-04"},
            "people": [{"id": "ana", "skills": {"sql": 3}}],
            "items": [{"id": "T-1", "needs": {"sql": 2}, "effort": "2d"}],
        }
    )
    result = solve(scenario, time_limit=20, workers=1)
    assert result.plan.schedule["finish"][0] == pd.Timestamp("2027-01-05 17:00")


def test_errors_between_the_parts_of_a_scenario_made_in_python_are_named() -> None:
    item = {"id": "T-1", "elapsed": "2d", "after": "T-9"}
    scenario = Scenario.model_validate(
        {"name": "Made here", "calendar": {"start": "2027-01-04"}, "items": [item]}
    )
    with pytest.raises(ScenarioError, match='"T-9", which does not exist'):
        solve(scenario)


def test_a_conflict_is_explained_in_the_error() -> None:
    raw = sample_plans.scenario().model_dump(mode="json")
    raw["items"][3]["deadline"] = "2026-12-02"
    with pytest.raises(InfeasibleError, match="M-1"):
        solve(Scenario.model_validate(raw), time_limit=20, workers=1)


def test_check_lists_errors_and_warnings_without_raising(path: Path, tmp_path: Path) -> None:
    assert [finding.severity for finding in check(path)] == ["warning"]
    (tmp_path / "bad.yaml").write_text("name: x\n", "utf-8")
    assert "error" in {finding.severity for finding in check(tmp_path / "bad.yaml")}


def test_verify_lists_violations() -> None:
    plan = sample_plans.plan()
    dropped = plan.model_copy(update={"items": plan.items[1:]})
    assert all(isinstance(violation, Violation) for violation in verify(dropped))
    assert {str(violation.rule) for violation in verify(dropped)} >= {"completeness"}


def test_all_public_names_are_there() -> None:
    assert {name for name in allocator.__all__ if getattr(allocator, name) is None} == set()
    assert set(allocator.__all__) <= set(dir(allocator))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = allocator.nonsense


@pytest.mark.parametrize("first", ["allocator", "allocator.planner", "allocator.planner.options"])
def test_solve_is_the_function_whatever_is_imported_first(first: str) -> None:
    """A subpackage bears the same name; its import must not take the function's place."""
    code = f"import {first}; from allocator import solve; print(solve.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "allocator.api.searches\n"


def test_the_subpackage_can_still_be_imported() -> None:
    assert importlib.import_module("allocator.planner").SolveOptions is allocator.SolveOptions
