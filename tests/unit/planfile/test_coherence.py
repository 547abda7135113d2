"""A plan file whose parts do not fit together is refused, with what is missing, by its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.errors import PlanFileError
from allocator.planfile.plan_json import parse_plan, read_plan, write_plan
from support import sample_plans

Change = Callable[[dict[str, Any]], object]


def changed(folder: Path, change: Change) -> Path:
    document = json.loads(write_plan(sample_plans.plan()))
    change(document)
    path = folder / "bad.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


CHANGES: dict[str, tuple[Change, str]] = {
    "an item missing": (lambda d: d["items"].pop(1), "T-2 "),
    "an item twice": (lambda d: d["items"].append(d["items"][0]), "T-1 "),
    "an unknown item": (lambda d: d["items"][0].update(id="T-9"), '"T-9"'),
    "an unknown person": (lambda d: d["items"][0]["assignments"][0].update(person="cy"), '"cy"'),
    "a finish in the year 9999": (
        lambda d: d["items"][0].update(finish="9999-12-31T23:59"),
        "9999-12-31",
    ),
    "no finish": (lambda d: d["items"][0].update(finish=None), "no finish"),
    "work that ends before it starts": (
        lambda d: d["items"][0].update(finish="2026-11-30T08:00"),
        "T-1 finishes on 2026-11-30 08:00, before it starts",
    ),
    "totals of nobody": (lambda d: d["people"][0].update(id="cy"), '"cy"'),
    "totals that are missing": (lambda d: d["people"].pop(), '"bo"'),
    "a project that is missing": (lambda d: d["metrics"]["projects"].pop(), '"churn"'),
    "a huge number": (lambda d: d["items"][0].update(slack_days=1e200), 'slack_days of "T-1"'),
    "a due date far away": (lambda d: d["items"][0].update(due="9999-12-31"), 'due of "T-1"'),
    "no time at which it was made": (lambda d: d.update(created="once"), 'created: "once"'),
    "a scenario far away": (
        lambda d: d["scenario"]["calendar"].update(start="9999-01-01"),
        "calendar.start",
    ),
    "an effort of millions of years": (
        lambda d: d["scenario"]["items"][0].update(effort="99999999999d"),
        'effort of "T-1"',
    ),
    "items in a circle": (
        lambda d: d["scenario"]["items"][0].update(after=[{"item": "M-1"}]),
        "in a circle: ",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_does_not_fit_together_is_refused_and_named(name: str, tmp_path: Path) -> None:
    change, named = CHANGES[name]
    path = changed(tmp_path, change)
    with pytest.raises(PlanFileError) as caught:
        read_plan(path)
    assert named in str(caught.value)


@pytest.mark.parametrize("name", ["an item missing", "an item twice", "items in a circle"])
def test_the_checker_reads_it_and_finds_the_same(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, named = CHANGES[name]
    path = changed(tmp_path, change)
    parse_plan(path)
    assert main(["verify", str(path)]) == 2
    assert named in capsys.readouterr().out


@pytest.mark.parametrize(
    "args",
    [
        ["report", "BAD", "-o", "x.html"],
        ["sprints", "BAD", "-o", "x"],
        ["diff", "BAD", "GOOD"],
        ["diff", "GOOD", "BAD"],
        ["export", "csv", "BAD", "-o", "x"],
        ["export", "ics", "BAD", "-o", "x.ics"],
        ["export", "markdown", "GOOD", "--baseline", "BAD", "-o", "x.md"],
        ["replan", "SCENARIO", "--baseline", "BAD", "--now", "2026-12-01", "-o", "new"],
    ],
)
@pytest.mark.parametrize("name", ["an item missing", "a finish in the year 9999"])
def test_every_command_refuses_it(
    name: str,
    args: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """They met a KeyError or an OverflowError, or counted days for half a minute."""
    monkeypatch.chdir(tmp_path)
    change, named = CHANGES[name]
    changed(tmp_path, change)
    Path("good.json").write_text(write_plan(sample_plans.plan()), "utf-8")
    Path("scenario.yaml").write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    files = {"BAD": "bad.json", "GOOD": "good.json", "SCENARIO": "scenario.yaml"}
    assert main([files.get(word, word) for word in args]) == 2
    assert named in capsys.readouterr().err
    assert not Path("x").exists() and not Path("new").exists()
