"""plan.json: what is written reads back the same, and what cannot be read says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.errors import PlanFileError, ScenarioError
from allocator.planfile import json_document
from allocator.planfile.plan_json import read_plan, write_plan
from allocator.scenario import load
from support.plans import RICH, messages, plan_of, rich, rich_items


def _plan(**changes: Any) -> Plan:
    return plan_of(Scenario.model_validate(rich(**changes)), rich_items().values())


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "plan.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _error(path: Path) -> str:
    with pytest.raises(PlanFileError) as caught:
        read_plan(path)
    return str(caught.value).replace(str(path), "FILE")


def _after(folder: Path, change: Callable[[Any], object]) -> str:
    """The error of reading a right plan after a change of its document."""
    data = json.loads(write_plan(_plan()))
    change(data)
    return _error(_file(folder, json.dumps(data)))


def test_a_plan_reads_back_the_same_from_its_file_and_from_its_folder(tmp_path: Path) -> None:
    plan = _plan(name="Fähre 漢字")
    path = _file(tmp_path, write_plan(plan))
    assert read_plan(path) == plan
    assert read_plan(tmp_path) == plan
    assert write_plan(read_plan(path)) == write_plan(plan)
    assert messages(read_plan(path)) == []


def test_a_continuous_calendar_reads_back_the_same(tmp_path: Path) -> None:
    of = Scenario.model_validate(
        {
            "name": "all hours",
            "calendar": {"start": "2026-12-01", "continuous": True},
            "items": [{"id": "M", "kind": "milestone"}],
        }
    )
    plan = plan_of(of, [rich_items()["M"]])
    assert read_plan(_file(tmp_path, write_plan(plan))) == plan


def test_the_text_is_made_to_be_read() -> None:
    """Keys in the order of the plan format, the scenario without what is default."""
    text = write_plan(_plan())
    data = json.loads(text)
    assert list(data) == list(Plan.model_fields)
    assert text.startswith('{\n "format": "allocator-plan/1",\n') and text.endswith("}\n")
    assert data["scenario"]["people"][2] == RICH["people"][2]
    assert data["scenario"]["calendar"] == RICH["calendar"]
    assert data["items"][0]["start"] == "2026-12-01T09:00"


def test_a_byte_order_mark_is_no_hindrance(tmp_path: Path) -> None:
    assert read_plan(_file(tmp_path, b"\xef\xbb\xbf" + write_plan(_plan()).encode())) == _plan()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert _error(tmp_path / "nowhere") == (
        "FILE: does not exist; name a plan.json or the folder that holds it"
    )
    assert _error(tmp_path).endswith("plan.json: does not exist; name a plan.json or the folder "
                                     "that holds it")  # fmt: skip
    (tmp_path / "plan.json").mkdir()
    assert "is not a file" in _error(tmp_path)


def test_files_that_are_no_json(tmp_path: Path) -> None:
    assert _error(_file(tmp_path, '{\n "format": oops}')) == "FILE:2:12: not JSON: Expecting value"
    assert _error(_file(tmp_path, "")) == "FILE:1:1: not JSON: Expecting value"
    assert "not UTF-8 text (byte 1)" in _error(_file(tmp_path, b'"\xff"'))
    assert _error(_file(tmp_path, "[" * 100_000)) == "FILE: nested too deeply for a plan"
    long = "9" * 5000  # Python's advice, to call one of its functions, was what the user read
    assert _error(_file(tmp_path, f'{{"format": {long}}}')) == (
        "FILE: a number of 5,000 digits is too long for a plan"
    )
    assert _error(_file(tmp_path, '{"format": NaN}')) == (
        "FILE: NaN is not a number that a plan can hold"
    )
    assert "FILE: " in _error(_file(tmp_path, '{"format": ' + "9" * 10_000 + "}"))


def test_files_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "MAX_BYTES", 2_000_000)
    path = _file(tmp_path, " " * 3_000_000)
    assert _error(path) == "FILE: 3 MB is too large for a plan (at most 2 MB)"


def test_files_that_are_no_plan(tmp_path: Path) -> None:
    no_format = 'FILE: not a plan: it has no "format"; plan.json begins with "format": '
    for text in ("[]", "{}", '"plan"', "null"):
        assert _error(_file(tmp_path, text)).startswith(no_format)
    assert _error(_file(tmp_path, '{"format": "allocator-plan/7"}')) == (
        'FILE: its format is "allocator-plan/7"; this version reads "allocator-plan/1"'
    )


def test_all_that_is_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        data["colour"] = "red"
        data["items"][0]["start"] = "2026-02-30T09:00"
        data["items"][1]["assignments"][2].update(share="half", strat="x")
        del data["items"][2]["id"]
        data["items"][3]["state"] = "over"
        data["items"][5]["assignments"] = "dee"
        data["metrics"]["planned_items"] = 1.5
        data["scenario"]["calendar"]["start"] = "soon"
        data["scenario"]["people"][0]["capacity"] = 2

    assert _after(tmp_path, change).splitlines() == [
        "FILE: scenario.calendar.start: 'soon' is not a date as year-month-day; "
        "write a day that exists, as year-month-day: 2026-12-01",
        "FILE: scenario.people[0].capacity: must be at most 1, not 2",
        'FILE: items[0].start: "2026-02-30T09:00" is not a date-time; '
        "write for example 2026-12-01T09:00",
        'FILE: items[1].assignments[2].share: must be a number, not "half"',
        "FILE: items[1].assignments[2].strat: is not a field of a plan",
        "FILE: items[2].id: is missing",
        "FILE: items[3].state: must be 'planned', 'done', 'in_progress', 'dropped', "
        "'contingent' or 'failed', not \"over\"",
        'FILE: items[5].assignments: must be a list, not "dee"',
        "FILE: metrics.planned_items: must be a whole number, not 1.5",
        "FILE: colour: is not a field of a plan",
    ]


def test_instants_with_a_zone_or_as_a_number_are_refused(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        data["items"][0]["finish"] = "2026-12-02T17:00Z"
        data["items"][1]["assignments"][0]["start"] = 1_796_000_000

    lines = _after(tmp_path, change).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "items[0].finish",
        "items[1].assignments[0].start",
    ]
    assert all("without a time zone" in line for line in lines)


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        data["items"] = [{} for _ in range(1000)]

    lines = _after(tmp_path, change).splitlines()
    assert len(lines) == json_document.MAX_SHOWN_PROBLEMS + 1
    assert lines[-1] == "FILE: and 800 more"


def test_halves_of_a_letter_are_refused(tmp_path: Path) -> None:
    r"""JSON can write \ud800, which is no character and cannot be printed."""

    def change(data: Any) -> None:
        data["items"][0]["title"] = "\ud800"

    assert _after(tmp_path, change).startswith("FILE: not JSON: unexpected end of hex escape")


def test_no_cut_of_the_file_ends_in_anything_else(tmp_path: Path) -> None:
    text = write_plan(_plan())
    for end in range(0, len(text) - 2, 97):
        _error(_file(tmp_path, text[:end]))


@pytest.mark.parametrize(
    ("name", "text"),
    [("s.yaml", "name: x\ncalendar: {start: 2026-12-01}\n"), ("s.json", '{"calendar": {}}')],
)
def test_a_scenario_is_no_plan_and_that_is_said(tmp_path: Path, name: str, text: str) -> None:
    """ "not JSON: Expecting value" was all that was said of report scenario.yaml."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(PlanFileError, match="this is a scenario, and a plan is asked for"):
        read_plan(path)


def test_a_plan_is_no_scenario_and_that_is_said(tmp_path: Path) -> None:
    """Each field of the plan was told to be unknown."""
    (tmp_path / "plan.json").write_text('{"format": "allocator-plan/1", "items": []}', "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "plan.json")
    assert [one.code for one in caught.value.findings] == ["not-a-scenario"]
    with pytest.raises(ScenarioError, match="name the scenario that was planned"):
        load(tmp_path)
