"""``allocator why-not``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allocator.api.plans import read_plan, verify
from allocator.cli.main import main
from allocator.planfile.folder import write_folder
from allocator.scenario import load
from support.plans import plan_of, scenario, solo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ana does A, then B, which is due when it ends; Bo, who could do A, does nothing."""
    given = scenario(
        people=[{"id": "ana", "skills": ["ml"]}, {"id": "bo", "skills": ["sql"]}],
        items=[
            {"id": "A", "title": "Clean", "effort": "1d"},
            {"id": "B", "title": "Train", "needs": "ml", "effort": "1d", "after": ["A"]},
            {"id": "D", "title": "Old", "effort": "1d", "state": "done", "people": ["bo"]}
            | {"started": "2026-12-01", "finished": "2026-12-01"},
        ],
        now="2026-12-02",
    )
    items = [
        solo("A", "ana", "12-02 09:00", "12-02 17:00", hours=8),
        solo("B", "ana", "12-03 09:00", "12-03 17:00", hours=8),
        solo("D", "bo", "12-01 09:00", "12-01 17:00", hours=0),
    ]
    done = items[2].assignments[0].model_copy(update={"share": 0.0})
    items[2] = items[2].model_copy(update={"state": "done", "assignments": (done,)})
    write_folder(plan_of(given, items), tmp_path / "plan")
    return tmp_path


def test_a_plan_with_it_is_written_with_its_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why-not", str(folder / "plan"), "A by bo", "-o", str(folder / "new")]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("It can be: A Clean is done by bo.\nIt costs nothing")
    assert "  - A Clean: bo instead of ana\n" in printed
    plan = read_plan(folder / "new")
    assert verify(plan) == []
    assert [work.person for work in plan.items[0].assignments] == ["bo"]
    assert (folder / "new" / "change.yaml").read_text("utf-8") == (
        "update: {items: {A: {assign: [bo]}}}\n"
    )


def test_json_has_the_keys_of_the_docs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why-not", str(folder / "plan"), "A by bo", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    page = (Path(__file__).parents[3] / "docs" / "why-not.md").read_text("utf-8")
    table = page.split("\n## JSON\n")[1]
    assert all(f"`{key}`" in table for key in [*document, *document["price"]])
    assert document["possible"] is True
    assert document["change"] == {"update": {"items": {"A": {"assign": ["bo"]}}}}
    assert document["price"]["weighted_hours"] == 0


@pytest.mark.parametrize(
    ("question", "kind", "text"),
    [
        ("B by bo", "skill", 'bo lacks ml, which B "Train" needs'),
        ("D by ana", "done", 'D "Old" is done by bo, on Tue 1 Dec 2026'),
        ("A by ana and bo", "staffing", 'A "Clean" takes 1 person, not 2'),
    ],
)
def test_a_rule_that_forbids_it_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], question: str, kind: str, text: str
) -> None:
    assert main(["why-not", str(folder / "plan"), question, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["possible"] is False
    assert document["forbidden_by"] == [{"kind": kind, "text": text}]


def test_the_earliest_date_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "none"
    assert main(["why-not", str(folder / "plan"), "Train by 2 Dec", "-o", str(target)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("It cannot be: B Train ends by Wed 2 Dec 2026.\n")
    assert "\nThe earliest date that can be kept is Thu 3 Dec 2026.\n" in printed.out
    assert "is not written" in printed.err
    assert not target.exists()


def test_what_is_so_already_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why-not", str(folder / "plan"), "Train before 4 Dec"]) == 0
    assert capsys.readouterr().out == "It is so already: B Train ends by Thu 3 Dec 2026.\n"


def test_a_question_that_cannot_be_read_is_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why-not", str(folder / "plan"), "B by Bob"]) == 2
    assert 'did you mean "bo"' in capsys.readouterr().err


def test_the_change_file_can_be_taken(folder: Path, tmp_path: Path) -> None:
    assert main(["why-not", str(folder / "plan"), "A by bo", "-o", str(folder / "new")]) == 0
    text = tmp_path / "s.yaml"
    plan = read_plan(folder / "plan")
    text.write_text(plan.scenario.model_dump_json(by_alias=True, exclude_defaults=True), "utf-8")
    loaded = load(text, changes=[folder / "new" / "change.yaml"])
    assert loaded.scenario.item_by_id["A"].assign == ("bo",)
