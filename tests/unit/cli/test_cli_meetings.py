"""``allocator meetings`` and ``allocator agenda`` print what is asked for."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from allocator.cli.agenda import command as agenda
from allocator.cli.meetings import command as meetings

SCENARIO = str(Path(__file__).parents[3] / "scenarios" / "meetings.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(meetings, [SCENARIO, *arguments], catch_exceptions=False)


def test_the_list_has_who_and_how_much() -> None:
    said = run().stdout
    assert "Weekly sync    every Mon at 16:00" in said
    assert "Times are those of Europe/Berlin." in said
    document = json.loads(run("--json").stdout)
    assert [one["id"] for one in document["meetings"]] == ["standup", "sync", "retro"]
    assert document["meetings"][0]["attendees"][2]["local"] == "2026-12-01T09:30"
    assert [turn["person"] for turn in document["rotas"][0]["turns"]] == ["bo", "chen"] * 2


def test_slots_for_some_people() -> None:
    said = run("--slots", "1h", "--for", "ana, Chen Wu", "--count", "1").stdout
    assert said.splitlines()[:2] == [
        "Times for 1h within everybody's hours",
        "1 Tue 1 Dec 2026 16:00 to 17:00",
    ]
    document = json.loads(run("--slots", "1h", "--for", "ana", "--json").stdout)
    assert [slot["good"] for slot in document["slots"]] == [True] * 5


def test_wrong_arguments_are_told_with_what_would_be_right() -> None:
    runner = CliRunner()
    for wrong, told in {
        ("--slots", "x"): "write 30m or 1h",
        ("--for", "ana"): "--for goes with --slots",
        ("--days", "5"): "--days goes with --slots",
        ("--count", "3", "--json"): "--count goes with --slots",
        ("--slots", "1h", "--for", "anna"): 'did you mean "ana"',
    }.items():
        result = runner.invoke(meetings, [SCENARIO, *wrong])
        assert result.exit_code != 0
        assert told in f"{result.output}{result.exception}"
    assert runner.invoke(agenda, [SCENARIO]).exit_code == 2
