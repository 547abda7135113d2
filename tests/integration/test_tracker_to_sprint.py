"""The main case from end to end: a tracker's export, a plan, what is brought to sprint planning."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from allocator.cli.main import main

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "scenarios" / "tracker"
REAL = ROOT.parent / "shared" / "data" / "trackers" / "jira_cloud_en_ds_team_212cols_deps.csv"


def run(export: Path, mapping: str, team: str, folder: Path) -> Path:
    """Import, plan, verify, prepare the next sprint; return the folder of its files."""
    scenario, plan, out = folder / "backlog.yaml", folder / "plan", folder / "sprint"
    options = ["--mapping", str(TRACKER / mapping), "--team", str(TRACKER / team)]
    assert main(["import", "jira", str(export), *options, "-o", str(scenario)]) == 0
    assert main(["check", str(scenario)]) == 0
    assert main(["plan", str(scenario), "-o", str(plan), "--time-limit", "10s"]) == 0
    assert main(["verify", str(plan)]) == 0
    assert main(["sprints", str(plan), "-o", str(out), "--tracker", "jira"]) == 0
    return out


def first_values(path: Path, *columns: str) -> dict[str, tuple[str, ...]]:
    """Return some columns of a tracker's file by the key of the issue."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header, *rows = csv.reader(file)
    places = [header.index(column) for column in ("Issue key", *columns)]
    return {row[places[0]]: tuple(row[place] for place in places[1:]) for row in rows}


def check_files(out: Path, export: Path) -> None:
    """What goes back to Jira are issues that it has, in a sprint, with somebody assigned."""
    (sprint,) = json.loads((out / "sprints.json").read_text("utf-8"))["sprints"]
    (path,) = out.glob("jira-*.csv")
    back = first_values(path, "Summary", "Sprint", "Assignee")
    known = first_values(export, "Summary")
    assert back
    assert back.keys() <= known.keys()
    assert back.keys() == {item["id"] for item in sprint["items"] if item["state"] != "done"}
    for key, (title, _, _) in back.items():
        assert title == " ".join(known[key][0].split())
    assert sprint["name"] in {name for _, name, _ in back.values()}
    for person in sprint["people"]:
        assert person["planned_hours"] <= person["capacity_hours"] + 1e-6


def test_the_made_up_export_of_a_shop(tmp_path: Path) -> None:
    export = TRACKER / "shop.csv"
    out = run(export, "shop-mapping.yaml", "shop-team.yaml", tmp_path)
    check_files(out, export)
    page = (out / "sprint-23.md").read_text("utf-8")
    assert page.startswith("# Shop DS Sprint 23: Mon 30 Nov to Sun 13 Dec 2026\n")
    assert "PLAT-112: for SHOP-13" in page


@pytest.mark.skipif(not REAL.exists(), reason="../shared/data is not there")
def test_the_real_export_of_a_data_science_organisation(tmp_path: Path) -> None:
    out = run(REAL, "clp-mapping.yaml", "clp-team.yaml", tmp_path)
    check_files(out, REAL)
