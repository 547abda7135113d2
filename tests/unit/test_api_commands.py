"""The library does what the commands do: the same files, the same answers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import allocator
from allocator import domain
from allocator.cli.main import main
from allocator.errors import InfeasibleError, InputError
from allocator.planfile.folder import write_folder
from support import sample_plans, sprint_plans
from support.jira_csv import table

pytestmark = pytest.mark.usefixtures("compiled_search")

NOW = dt.date(2026, 12, 1)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    return path


@pytest.fixture
def baseline(scenario: Path, tmp_path: Path) -> Path:
    allocator.solve(scenario, time_limit=10, workers=1).plan.save(tmp_path / "plan")
    return tmp_path / "plan"


def test_replan_gives_the_plan_and_the_difference_of_the_command(
    scenario: Path, baseline: Path, tmp_path: Path
) -> None:
    change = tmp_path / "change.yaml"
    change.write_text("update: {T-1: {effort: 4d}}\n", "utf-8")
    made = allocator.replan(
        scenario, baseline, now=NOW, changes=[change], time_limit=5, reproducible=True
    )
    made.plan.save(tmp_path / "api")
    made.difference.save(tmp_path / "api")
    words = ["--baseline", str(baseline), "--now", str(NOW), "--change", str(change)]
    words += ["--time-limit", "5", "--reproducible", "-o", str(tmp_path / "cli"), "--quiet"]
    assert main(["replan", str(scenario), *words]) == 0
    assert files_in(tmp_path / "api") == files_in(tmp_path / "cli")
    assert isinstance(made.difference.table, pd.DataFrame)
    assert "T-1" in set(made.difference.table["id"])


def test_models_do_as_well_as_paths(scenario: Path, baseline: Path) -> None:
    as_of_now = allocator.load(scenario, now=NOW)
    plan = allocator.read_plan(baseline)
    from_paths = allocator.replan(scenario, baseline, now=NOW, time_limit=1)
    from_models = allocator.replan(as_of_now, plan, time_limit=1)
    assert from_models.plan.items == from_paths.plan.items
    assert allocator.compare(baseline, plan).same
    assert allocator.verify(baseline) == allocator.verify(plan) == []


def test_of_what_is_reported_nothing_is_assumed(scenario: Path, baseline: Path) -> None:
    as_of_now = allocator.load(scenario, now=dt.date(2026, 12, 2))
    assumed = allocator.replan(as_of_now, baseline, time_limit=1).assumed
    first = assumed[0].item
    left = allocator.replan(as_of_now, baseline, reported=[first], time_limit=1).assumed
    assert first not in {each.item for each in left}


def test_options_go_from_the_least_change_to_the_best_dates(scenario: Path, baseline: Path) -> None:
    found = allocator.replan_options(scenario, baseline, now=NOW, time_limit=2)
    assert found
    assert all(isinstance(each.replanned.plan, allocator.Plan) for each in found)
    upheavals = [each.upheaval for each in found]
    assert upheavals == sorted(upheavals)


def test_without_a_now_there_is_nothing_to_plan_anew(scenario: Path, baseline: Path) -> None:
    with pytest.raises(InputError, match="as of when"):
        allocator.replan(scenario, baseline)


def test_changes_of_a_scenario_that_is_no_file_are_refused(scenario: Path, baseline: Path) -> None:
    with pytest.raises(InputError, match=r"load\(\)"):
        allocator.replan(allocator.load(scenario), baseline, now=NOW)


def test_a_conflict_comes_as_data_too(scenario: Path) -> None:
    raw = sample_plans.scenario().model_dump(mode="json")
    raw["items"][3]["deadline"] = "2026-12-02"
    with pytest.raises(InfeasibleError) as caught:
        allocator.solve(allocator.Scenario.model_validate(raw), time_limit=20, workers=1)
    assert caught.value.conflict is not None
    assert caught.value.conflict["members"]


def test_a_session_is_told_of_the_search_and_can_end_it(scenario: Path) -> None:
    news: list[Any] = []
    session = allocator.Session(progress=news.append)
    allocator.solve(scenario, time_limit=10, workers=1, session=session)
    assert news


@pytest.fixture
def sprint_plan(tmp_path: Path) -> domain.Plan:
    plan = sprint_plans.plan()
    write_folder(plan, tmp_path / "sprint-plan")
    return plan


def test_sprints_writes_the_files_of_the_command(
    sprint_plan: domain.Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = allocator.sprints(sprint_plan, sprint="all")
    written = found.save(tmp_path / "api")
    words = ["sprints", str(tmp_path / "sprint-plan"), "--sprint", "all"]
    assert main([*words, "-o", str(tmp_path / "cli")]) == 0
    assert capsys.readouterr().err.splitlines() == list(written.notes)
    assert files_in(tmp_path / "api") == files_in(tmp_path / "cli")
    assert {path.name for path in written.files} == set(files_in(tmp_path / "api"))
    assert json.loads((tmp_path / "api" / "sprints.json").read_text("utf-8")) == found.to_dict()


@pytest.mark.parametrize("form", ["csv", "mermaid", "markdown", "jira"])
def test_export_writes_the_files_of_the_command(form: str, baseline: Path, tmp_path: Path) -> None:
    written = allocator.export(baseline, form, tmp_path / "api")
    assert main(["export", form, str(baseline), "-o", str(tmp_path / "cli")]) == 0
    for path in written.files:
        twin = tmp_path / "cli" / path.relative_to(tmp_path / "api")
        assert path.read_bytes() == (twin if path.name != "api" else tmp_path / "cli").read_bytes()


def test_export_refuses_what_a_format_has_no_use_for(baseline: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="jira_projects is not for csv"):
        allocator.export(baseline, "csv", tmp_path / "x", jira_projects=["AB"])
    with pytest.raises(InputError, match='no format "cvs"'):
        allocator.export(baseline, "cvs", tmp_path / "x")
    with pytest.raises(InputError, match="HTML page"):
        allocator.report(baseline, tmp_path / "report.pdf")
    assert not (tmp_path / "x").exists()


def test_read_tracker_makes_the_scenario_of_the_command(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(table([{"key": "A-1", "who": "Ana"}, {"key": "A-2", "after": "A-1"}]))
    start = dt.date(2027, 1, 4)
    made = allocator.read_tracker(export, tracker="jira", start=start)
    made.save(tmp_path / "api.yaml")
    words = ["import", "jira", str(export), "-o", str(tmp_path / "cli.yaml"), "--start", str(start)]
    assert main(words) == 0
    assert (tmp_path / "api.yaml").read_bytes() == (tmp_path / "cli.yaml").read_bytes()
    assert [item.id for item in made.scenario.items] == ["A-1", "A-2"]
    assert made.report[0].startswith("2 rows read")
    with pytest.raises(InputError, match='no tracker "gira"'):
        allocator.read_tracker(export, tracker="gira")


def test_the_default_limit_of_the_command_is_that_of_the_library() -> None:
    from allocator.cli.plan import command

    limit = next(param for param in command.params if param.name == "time_limit")
    assert limit.default == f"{allocator.SolveOptions().time_limit:g}s"
