"""From an export of a tracker to a plan: the made-up one that is here, and a real one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.planfile.plan_json import read_plan
from allocator.scenario import load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "scenarios" / "tracker"
REAL = ROOT.parent / "shared" / "data" / "trackers" / "jira_cloud_en_ds_team_212cols_deps.csv"
EXPORTS = {
    "shop": FOLDER / "shop.csv",
    "clp": REAL,
}


@pytest.mark.parametrize("name", EXPORTS)
def test_import_check_and_plan_with_mapping_and_team(name, tmp_path, capsys):
    export = EXPORTS[name]
    if not export.is_file():
        pytest.skip("../shared/data is not there")
    scenario, plan = tmp_path / f"{name}.yaml", tmp_path / "plan"
    files = ["--team", f"{FOLDER / name}-team.yaml", "--mapping", f"{FOLDER / name}-mapping.yaml"]
    assert main(["import", "jira", str(export), *files, "-o", str(scenario)]) == 0
    report = capsys.readouterr().err
    assert "is not in the team" not in report
    assert "is not known" not in report
    assert main(["check", str(scenario)]) == 0
    found = load(scenario).scenario
    assert found.sprints is not None
    options = ["--time-limit", "5s", "--workers", "2"]
    assert main(["plan", str(scenario), "-o", str(plan), *options]) == 0
    assert main(["verify", str(plan)]) == 0
    assert len(read_plan(plan).items) == len(found.items)


def test_the_made_up_export_is_what_its_script_writes_byte_for_byte():
    script = ROOT / "scenarios" / "make_jira_export.py"
    made = subprocess.run([sys.executable, script], capture_output=True, check=True)
    assert made.stdout == (FOLDER / "shop.csv").read_bytes()


def test_a_second_import_writes_the_same_file_byte_for_byte(tmp_path, capsys):
    for name in ("one.yaml", "two.yaml"):
        assert main(["import", "jira", str(FOLDER / "shop.csv"), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()
