"""``allocator why``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import allocator
from allocator import planner
from allocator.cli.main import main
from allocator.errors import InputError
from allocator.planfile.plan_json import write_plan
from support.plans import scenario


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = scenario(
        people=[{"id": "ana", "name": "Ana", "skills": ["ml"]}],
        items=[
            {"id": "X", "title": "Other model", "needs": "ml", "effort": "5d", "due": "2026-12-07"},
            {"id": "A", "title": "Model", "needs": "ml", "effort": "2d"},
            {"id": "M", "kind": "milestone", "title": "Live", "after": "A", "due": "2026-12-08"},
        ],
    )
    folder = tmp_path_factory.mktemp("plan")
    solved = planner.solve(made, planner.SolveOptions(time_limit=5, workers=1)).plan
    (folder / "plan.json").write_text(write_plan(solved), "utf-8")
    return folder


def test_it_says_what_holds_and_what_would_help(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", str(plan), "M"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    text = " ".join(out.split())
    assert text.startswith(
        "M Live ends Wed 9 Dec 2026, 1 working day late: only Ana can do A Model (nobody else "
        "has ml), who is on X Other model until Mon 7 Dec 2026. Most would be gained by a second "
        "person with ml, like Ana: 5 working days earlier."
    )
    assert "From its end back to a beginning" in out


def test_a_change_from_its_json_takes_the_cause_away(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", str(plan), "M", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["what"] == "M" and found["finish"] == "2026-12-09T17:00"
    assert [step["item"] for step in found["chain"]] == ["M", "A", "X"]
    first = found["causes"][0]
    assert (first["kind"], first["days"]) == ("skill", 5.0)
    (tmp_path / "change.json").write_text(json.dumps(first["change"]), "utf-8")
    made = json.loads((plan / "plan.json").read_text("utf-8"))["scenario"]
    (tmp_path / "scenario.json").write_text(json.dumps(made), "utf-8")
    words = ["plan", str(tmp_path / "scenario.json"), "--with", str(tmp_path / "change.json")]
    assert main([*words, "-o", str(tmp_path / "new"), "--time-limit", "5s"]) == 0
    items = json.loads((tmp_path / "new" / "plan.json").read_text("utf-8"))["items"]
    assert next(one["finish"] for one in items if one["id"] == "M") == "2026-12-02T17:00"


def test_the_answer_is_written_as_text_and_as_data(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("why.txt", "why.json", "why.md"):
        assert main(["why", str(plan), "A", "-o", str(tmp_path / name)]) == 0
        assert capsys.readouterr().err == f"{tmp_path / name} written.\n"
    assert (tmp_path / "why.txt").read_text("utf-8").startswith("A Model ends Wed 9 Dec 2026")
    assert json.loads((tmp_path / "why.json").read_text("utf-8"))["what"] == "A"
    page = (tmp_path / "why.md").read_text("utf-8").splitlines()
    assert page[2] == "## A Model" and "| earlier by | what holds it |" in page


def test_the_answer_in_python_is_that_of_the_command(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = allocator.why(plan, "M")
    assert main(["why", str(plan), "M", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["causes"] == found.to_dict()["causes"]
    lines = found.text.splitlines()
    assert lines[0] == found.answer
    assert lines[1] == f"  - 5 d earlier: {found.causes[0].text}"
    assert "  - X Other model, ends Mon 7 Dec 2026: " in found.text
    assert found.save(tmp_path / "why.md") == [tmp_path / "why.md"]
    with pytest.raises(InputError, match="nothing is written in this format"):
        found.save(tmp_path / "why.pdf")


def test_a_file_of_another_kind_is_an_error_before_anything_is_tried(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a folder of that name, and not a file that holds something else."""
    target = tmp_path / "x.pdf"
    commands = (["why"], ["why", "M"], ["levers", "M"], ["why-not", "A by ana"], ["roadblocks"])
    for name, *words in (*commands, ["scope", "--by", "M=2026-12-08"], ["compare"]):
        assert main([name, str(plan), *words, "-o", str(target)]) == 2
        assert f"{target}: nothing is written in this format" in capsys.readouterr().err
        assert not target.exists()


def test_a_wrong_name_ends_with_2_and_a_suggestion(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", str(plan), "anna"]) == 2
    assert 'did you mean "ana"' in capsys.readouterr().err
