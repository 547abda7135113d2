"""The commands that do not search: init, check, verify, diff, import, export, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allocator.cli.init import REQUIREMENTS, TEMPLATES, template
from allocator.cli.main import main
from allocator.domain import Plan, RuleId
from allocator.planfile.plan_json import read_plan, write_plan
from allocator.scenario import fingerprint, load, loads
from support import sample_plans

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    return path


def write(path: Path, plan: Plan) -> Path:
    """Write a plan under its scenario's own fingerprint."""
    sealed = plan.model_copy(update={"scenario_sha256": fingerprint(plan.scenario)})
    path.write_text(write_plan(sealed), "utf-8")
    return path


# init


@pytest.mark.parametrize("name", sorted({*TEMPLATES} - {REQUIREMENTS}))
def test_a_template_is_a_scenario_without_errors_and_warnings(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "new.yaml"
    assert main(["init", "--template", name, str(target)]) == 0
    assert main(["check", str(target)]) == 0
    shown = capsys.readouterr()
    assert "no errors, no warnings" in shown.out
    assert shown.err == ""


def test_the_quickstart_template_is_the_quickstart_scenario() -> None:
    scenario = ROOT / "scenarios" / "quickstart.yaml"
    assert template("quickstart") == scenario.read_text("utf-8")


def test_init_leaves_an_existing_file_alone(scenario: Path, capsys: Capture) -> None:
    assert main(["init", str(scenario)]) == 2
    assert "--force" in capsys.readouterr().err
    assert scenario.read_text("utf-8") == sample_plans.SCENARIO_TEXT
    assert main(["init", "--force", str(scenario)]) == 0
    assert scenario.read_text("utf-8") == template("quickstart")


@pytest.mark.parametrize("forced", [[], ["--force"]])
def test_init_writes_no_folder(forced: list[str], tmp_path: Path, capsys: Capture) -> None:
    """--force was to overwrite it, and could not."""
    assert main(["init", *forced, str(tmp_path)]) == 2
    assert f"{tmp_path} is a folder; name a file in it" in capsys.readouterr().err


# check


def test_check_counts_what_is_there(scenario: Path, capsys: Capture) -> None:
    assert main(["check", str(scenario)]) == 0
    shown = capsys.readouterr()
    counts = "4 items, 2 people, 1 project, 33 person-days of work; no errors, 1 warning"
    assert shown.out == f"{scenario}: {counts}\n"
    assert f"{scenario}:14:14: warning: " in shown.err


def test_check_lists_all_errors_with_their_places(scenario: Path, capsys: Capture) -> None:
    text = sample_plans.SCENARIO_TEXT.replace("sql: 2", "sqll: 2").replace("due:", "duee:")
    scenario.write_text(text, "utf-8")
    assert main(["check", str(scenario)]) == 2
    shown = capsys.readouterr()
    assert f"{scenario}: " in shown.out
    assert "errors" in shown.out
    for line in (9, 11, 15):
        assert f"{scenario}:{line}:" in shown.err


def test_check_tells_scripts_the_same(scenario: Path, capsys: Capture) -> None:
    assert main(["check", "--json", str(scenario)]) == 0
    right = json.loads(capsys.readouterr().out)
    assert (right["valid"], right["errors"], len(right["warnings"])) == (True, [], 1)
    scenario.write_text("name: x\n", "utf-8")
    assert main(["check", "--json", str(scenario)]) == 2
    wrong = json.loads(capsys.readouterr().out)
    assert wrong["valid"] is False
    assert {finding["severity"] for finding in wrong["errors"]} == {"error"}
    assert wrong["errors"][0]["file"] == str(scenario)


@pytest.mark.parametrize("name", ["nothing.yaml", "."])
def test_check_of_what_is_no_file_is_an_error_in_words(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["check", str(tmp_path / name)]) == 2
    assert "error: " in capsys.readouterr().err


# verify


def test_verify_of_a_right_plan(tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path / "plan.json", sample_plans.plan())
    assert main(["verify", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path}: 4 items, all {len(RuleId)} rules kept\n"


def broken(tmp_path: Path) -> Path:
    """Return a plan file edited by hand: Bo is replaced by Ana, who lacks the skill."""
    path = write(tmp_path / "plan.json", sample_plans.plan())
    document = json.loads(path.read_text("utf-8"))
    document["items"][1]["assignments"][0]["person"] = "ana"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_verify_lists_every_violation(tmp_path: Path, capsys: Capture) -> None:
    path = broken(tmp_path)
    assert main(["verify", str(path)]) == 2
    *violations, verdict = capsys.readouterr().out.splitlines()
    assert any(line.startswith("staffing: ") and "T-2" in line for line in violations)
    assert verdict.startswith(f"{path}: 4 items, {len(violations)} violation")


def test_verify_tells_scripts_the_same(tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", "--json", str(broken(tmp_path))]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["valid"] is False
    assert "staffing" in {violation["rule"] for violation in document["violations"]}


def test_deadlines_that_the_plan_says_it_breaks_are_notes(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "plan.json", sample_plans.relaxed_plan())
    assert main(["verify", str(path)]) == 0
    *notes, verdict = capsys.readouterr().out.splitlines()
    assert len(notes) == 2
    assert all(line.startswith("note: deadline, relaxed: ") for line in notes)
    assert verdict == f"{path}: 4 items, all {len(RuleId)} rules kept, 2 deadlines relaxed"


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"format": "allocator-plan/9"}'])
def test_verify_of_what_is_no_plan_is_an_error_in_words(
    text: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "plan.json").write_text(text, "utf-8")
    assert main(["verify", str(tmp_path)]) == 2
    shown = capsys.readouterr().err
    assert str(tmp_path / "plan.json") in shown
    assert "defect" not in shown


# diff


def two_plans(tmp_path: Path) -> tuple[str, str]:
    """Return two plans: in the second Ana does T-2 as well, two days later, and T-3 is new."""
    old, new = sample_plans.plan(), json.loads(write_plan(sample_plans.plan()))
    item = new["items"][1]
    item["start"], item["finish"] = "2026-12-04T09:00", "2026-12-07T17:00"
    item["assignments"][0]["person"] = "ana"
    new["items"][3]["start"] = new["items"][3]["finish"] = "2026-12-07T17:00"
    new["items"][2] |= {
        "state": "planned",
        "start": "2026-12-08T09:00",
        "finish": "2026-12-08T17:00",
    }
    (tmp_path / "new.json").write_text(json.dumps(new), "utf-8")
    return str(write(tmp_path / "old.json", old)), str(tmp_path / "new.json")


def test_diff_shows_what_moved_and_who_changed(tmp_path: Path, capsys: Capture) -> None:
    assert main(["diff", *two_plans(tmp_path)]) == 0
    shown = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "Churn model Thu 3 Dec 2026 Tue 8 Dec 2026 +3 d" in lines
    assert "Model live Thu 3 Dec 2026 Mon 7 Dec 2026 +2 d" in lines
    assert "T-2 =Train, then test 2 Dec 4 Dec Mon 7 Dec 2026 +2 d" in lines
    assert "T-2 =Train, then test bo ana" in lines
    assert lines[lines.index("Planned, was dropped") + 1] == "T-3 Nice to have"
    assert max(map(len, shown.splitlines())) <= 80


def test_diff_of_the_same_plan(tmp_path: Path, capsys: Capture) -> None:
    old, _ = two_plans(tmp_path)
    assert main(["diff", old, old]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_diff_tells_scripts_the_same(tmp_path: Path, capsys: Capture) -> None:
    assert main(["diff", "--json", *two_plans(tmp_path)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["same"] is False
    (change,) = document["reassigned"]
    assert (change["id"], change["was"], change["now"]) == ("T-2", ["bo"], ["ana"])
    assert change["why"]["reason"]["kind"] == "free"


def test_diff_writes_every_change_with_its_reason(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "changes"
    assert main(["diff", *two_plans(tmp_path), "-o", str(folder)]) == 0
    assert capsys.readouterr().out.endswith("diff.json, diff.csv.\n")
    lines = (folder / "diff.csv").read_text("utf-8").splitlines()
    assert lines[0] == "what,id,title,project,was,is,days,from,to,why,cause,was_day,is_day"
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["project", "churn"],
        ["milestone", "M-1"],
        ["taken_up", "T-3"],
        ["moved", "T-2"],
        ["reassigned", "T-2"],
    ]
    assert json.loads((folder / "diff.json").read_text("utf-8"))["moved"][0]["why"]["sentence"]


# import, export, schema


def test_import_writes_a_scenario_that_can_be_planned(tmp_path: Path, capsys: Capture) -> None:
    source, target = tmp_path / "small.sm", tmp_path / "small.yaml"
    source.write_text(SMALL_SM, "utf-8")
    assert main(["import", "psplib", str(source), "-o", str(target)]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{target} written.\n"
    assert shown.err
    assert load(target).scenario.calendar.continuous
    assert main(["check", str(target)]) == 0


def test_import_of_a_wrong_file_writes_nothing(tmp_path: Path, capsys: Capture) -> None:
    source, target = tmp_path / "small.sm", tmp_path / "small.yaml"
    source.write_text("nonsense", "utf-8")
    assert main(["import", "psplib", str(source), "-o", str(target)]) == 2
    assert str(source) in capsys.readouterr().err
    assert not target.exists()


SMALL_SM = """\
************************************************************************
file with basedata            : small.bas
initial value random generator: 1
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  7
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      2      0        7        0        4
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     3       1
  3      1     4       1
  4      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    1
************************************************************************
"""


def test_export_names_what_it_has_written(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "plan.json", sample_plans.plan())
    target = tmp_path / "copy.json"
    assert main(["export", "json", str(path), "-o", str(target)]) == 0
    assert capsys.readouterr().out == f"{target} written.\n"
    assert read_plan(target) == read_plan(path)


def test_schema_describes_scenario_files(capsys: Capture) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    included, items, use = (set(form["required"]) for form in schema["anyOf"])
    assert included == {"include"}
    assert {"name", "calendar", "items"} <= items
    assert {"name", "calendar", "use"} <= use
    assert loads(sample_plans.SCENARIO_TEXT).scenario == sample_plans.scenario()
    assert set(schema["properties"]) >= {"people", "projects", "resources", "objectives"}
