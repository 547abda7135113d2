"""allocator scope as a user runs it; what it writes, plan --with takes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.planfile.plan_json import read_plan

SCENARIO = """\
version: 1
name: by hand
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [x]}]
items:
  - {id: A, needs: x, effort: 1d}
  - {id: B, title: Nice to have, needs: x, effort: 2d, after: A, optional: true, value: 3}
  - {id: C, needs: x, effort: 1d, after: B, optional: true}
  - {id: D, needs: x, effort: 1d, after: A}
  - {id: M, kind: milestone, after: [B, D]}
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("scenario.yaml").write_text(SCENARIO, "utf-8")
    assert main(["plan", "scenario.yaml", "-o", "plan", "--time-limit", "2", "--quiet"]) == 0
    return tmp_path / "plan"


def test_what_is_left_out_keeps_the_date_when_it_is_planned(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A, D and B take ana until the 4th; without B, and C after it, M is on the 2nd."""
    asked = ["scope", "plan", "--by", "M=2026-12-02", "--workers", "1"]
    assert main([*asked, "--json", "-o", "out"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["dropped"] for each in told["points"]] == [[], ["B", "C"]]
    assert [each["days"] for each in told["points"]] == [["2026-12-04"], ["2026-12-02"]]
    assert told["best"] == 1 and told["complete"]
    assert main(["verify", "out/plan-2"]) == 0
    new = ["plan", "scenario.yaml", "--with", "out/change-2.json", "--start", "out/plan-2"]
    assert main([*new, "-o", "new", "--time-limit", "2", "--quiet"]) == 0
    finish = {entry.id: entry.finish for entry in read_plan(Path("new")).items}["M"]
    assert finish is not None and f"{finish:%Y-%m-%d}" == "2026-12-02"


def test_what_an_earlier_run_left_in_the_folder_is_removed(plan: Path) -> None:
    """Changes and plans with numbers that the new answer has not; nothing else."""
    again = ["scope", "plan", "--by", "M=2026-12-02", "--workers", "1", "-o", "out"]
    assert main(again) == 0
    document = json.loads(Path("out/scope.json").read_text("utf-8"))
    document["points"] = document["points"] * 2
    Path("out/scope.json").write_text(json.dumps(document), "utf-8")
    for number in (3, 4, 5):
        Path(f"out/change-{number}.json").write_text("{}", "utf-8")
        shutil.copytree("out/plan-1", f"out/plan-{number}")
    Path("out/plan-4/notes.txt").write_text("mine", "utf-8")
    assert main(again) == 0
    left = {path.name for path in Path("out").iterdir() if not path.name.startswith("scope.")}
    own = {"change-5.json", "plan-5", "plan-4"}
    assert left == {"change-1.json", "change-2.json", "plan-1", "plan-2", *own}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--by", "M"], "is no date of something"),
        (["--by", "M=soon"], "is no date to have M by"),
        (["--by", "M=2026-12-02", "--by", "M=2026-12-03"], "has two dates"),
        (["--by", "N=2026-12-02"], "the plan has no item"),
        (["--by", "M=2020-12-02"], "Wed 2 Dec 2020 has passed"),
        (["--by", "M=2026-12-02", "--candidates", "A=much"], "is no value of A"),
        (["--by", "M=2026-12-02", "--candidates", "A", "--list", "B"], "not both"),
        (["--by", "M=2026-12-02", "-o", "x.pdf"], "nothing is written in this format"),
    ],
)
def test_wrong_arguments_are_2_and_say_what_is_right(
    plan: Path, args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scope", "plan", *args]) == 2
    assert words in " ".join(capsys.readouterr().err.split())
