"""What a delay costs: worked out by hand, and reached by planning with its change."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from allocator import roadblocks, solve
from allocator.api.roadblocks import RoadblocksResult
from allocator.cli.commands import group
from allocator.cli.roadblocks_text import roadblocks_text
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.explain.roadblocks import Roadblock
from allocator.scenario import loads
from allocator.scenario.changes.changed import changed

pytestmark = pytest.mark.usefixtures("compiled_search")

TEXT = """
name: Try
calendar: {start: 2026-11-30}
people: [{id: ana, name: Ana Souza, skills: [ml]}, {id: bo, skills: [sql]}, {id: cy, skills: [sql]}]
items:
- id: A
  needs: ml
  effort: 5d
  waits_for:
  - {what: Labels, owner: acme, since: 2026-11-20, promised: 2026-11-30, expected: 2026-12-02}
- {id: B, needs: sql, effort: 2d, after: A, due: 2026-12-11, priority: 2}
- {id: M, title: Live, kind: milestone, after: B}
- {id: C, needs: sql, effort: 2d, blocked: {by: legal, owner: Mia}}
- id: D
  needs: sql
  effort: 1d
  deadline: 2026-12-10
  waits_for: [{what: Go, kind: decision, expected: 2026-12-01}]
- {id: E, title: Sign off, type: Decision, needs: sql, effort: 1d, after: B}
- {id: N, title: Signed, kind: milestone, after: E}
"""
"""A takes Wed 2 to Tue 8 December, B Wed and Thu, E Friday 11; B is due on Friday 11."""


@lru_cache
def _plan() -> Plan:
    return solve(loads(TEXT).scenario, time_limit=10).plan


@lru_cache
def _report() -> RoadblocksResult:
    return roadblocks(_plan(), time_limit=60, workers=2)


def _one(text: str) -> Roadblock:
    (found,) = [one for one in _report().roadblocks if one.text.startswith(text)]
    return found


def _moved(roadblock: Roadblock) -> list[dict[str, float]]:
    return [
        {} if one is None else {each.id: each.days for each in one.milestones}
        for one in roadblock.delays
    ]


def _hours(roadblock: Roadblock) -> list[float]:
    return [-1.0 if one is None else one.weighted_hours for one in roadblock.delays]


def test_what_labels_cost_that_come_later() -> None:
    """B is done on Thu 10; a day later on the 11th, which is its due day, and each further
    working day costs 8 hours at priority 2: 4 days, then 9."""
    labels = _one("Labels")
    assert (labels.kind, labels.owner, labels.items) == ("awaited", "acme", ("A",))
    assert [str(d) for d in (labels.since, labels.promised, labels.expected)] == [
        "2026-11-20",
        "2026-11-30",
        "2026-12-02",
    ]
    assert _hours(labels) == [0.0, 64.0, 144.0]
    assert _moved(labels) == [{"M": 1, "N": 1}, {"M": 5, "N": 5}, {"M": 10, "N": 10}]
    assert labels.free_until is None


def test_what_a_person_costs_who_alone_can_do_it() -> None:
    ana = _one("Ana Souza away: nobody else can do A")
    assert (ana.kind, ana.items) == ("person", ("A",))
    assert _hours(ana) == [0.0, 64.0, 144.0]
    assert ana.week is not None
    absence = {"from": "2026-12-02", "to": "2026-12-08"}
    assert ana.week.change == {"extend": {"people": {"ana": {"time_off": [absence]}}}}


def test_what_is_blocked_without_a_date_counts_from_now() -> None:
    """Nothing comes after C, and somebody is free for it two weeks later too."""
    legal = _one("legal")
    assert (legal.kind, legal.owner, legal.expected) == ("blocked", "Mia", None)
    assert legal.is_free
    assert legal.week is not None
    until = legal.week.change["update"]["items"]["C"]["blocked"]["until"]
    assert until == "2026-12-07"
    assert any("as if they were there now" in note for note in _report().notes)


def test_a_decision_that_breaks_a_deadline_says_which() -> None:
    """D takes a day and is to be done by Thu 10: it may begin on that day at the latest."""
    go = _one("Go")
    assert go.kind == "decision"
    assert [one.breaks for one in go.delays if one is not None] == [
        (),
        (),
        ("the deadline of D (Thu 10 Dec 2026)",),
    ]
    assert (str(go.free_until), go.free_longer) == ("2026-12-10", False)


def test_an_item_that_is_a_decision_by_its_type() -> None:
    """It stands for a day's work; a day later the milestone behind it is a day later."""
    decision = _one("E Sign off")
    assert (decision.kind, decision.items) == ("decision", ("N",))
    assert _moved(decision) == [{"N": 1}, {"N": 5}, {"N": 10}]
    assert set(_hours(decision)) == {0.0}


def test_what_a_week_of_costs_most_comes_first() -> None:
    """Then what moves a date, then what two weeks of break a hard date, then the rest."""
    assert [one.text.split()[0] for one in _report().roadblocks] == [
        *("Labels", "Ana", "E", "Go", "legal")
    ]


@pytest.mark.parametrize("text", ["Labels", "Ana Souza", "legal", "E Sign off"])
def test_planning_with_the_change_reaches_what_was_told(text: str) -> None:
    def lateness(plan: Plan) -> float:
        return next(tier.value for tier in plan.solver.tiers if tier.name == "tardiness")

    before = lateness(_plan())
    for outcome in _one(text).delays:
        assert outcome is not None
        new = solve(changed(_plan().scenario, outcome.change), time_limit=10).plan
        assert all(tier.proved for tier in new.solver.tiers[:1])
        assert lateness(new) - before == pytest.approx(outcome.weighted_hours)
        finishes = {entry.id: entry.finish for entry in new.items}
        for moved in outcome.milestones:
            was = next(entry.finish for entry in _plan().items if entry.id == moved.id)
            now = finishes[moved.id]
            assert was is not None
            assert now is not None
            assert now > was


def test_a_longer_delay_costs_no_less() -> None:
    for roadblock in _report().roadblocks:
        costs = [one for one in roadblock.delays if one is not None and not one.breaks]
        hours = [one.weighted_hours for one in costs]
        assert hours == sorted(hours), roadblock.text


def test_nothing_to_tell() -> None:
    text = """
name: Free
calendar: {start: 2026-11-30}
people: [{id: ana}, {id: bo}]
items: [{id: A, effort: 1d}]
"""
    found = roadblocks(solve(loads(text).scenario, time_limit=5).plan)
    assert found.roadblocks == ()
    assert "Nothing is waited for from outside" in roadblocks_text(found)


def test_reports_are_given_what_they_show() -> None:
    shown = {one.text: one for one in _report().shown()}
    labels = shown["Labels"]
    assert (labels.kind, labels.owner) == ("awaited", "acme")
    assert labels.week is not None
    assert labels.week.weighted_hours == 64
    assert [(one.kind, one.id, one.days) for one in labels.week.moved] == [
        ("milestone", "M", 5),
        ("milestone", "N", 5),
    ]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The command, with what it has to tell; only one test lets it search."""
    path = tmp_path / "plan.json"
    path.write_text(_plan().model_dump_json(by_alias=True), encoding="utf-8")

    def command(*arguments: str, searches: bool = False) -> Any:
        if not searches:
            monkeypatch.setattr("allocator.api.roadblocks.roadblocks", lambda *_, **__: _report())
        return CliRunner().invoke(group, ["roadblocks", str(path), *arguments])

    return command


def test_the_command_tells_whom_to_talk_to_first_in_80_columns(run: Callable[..., Any]) -> None:
    shown = run()
    assert shown.exit_code == 0, shown.output
    assert "no plan was found that keeps the deadline of D" in " ".join(shown.stdout.split())
    assert "Waited for since Fri 20 Nov 2026; promised for Mon 30 Nov 2026;" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_the_command_gives_data(run: Callable[..., Any]) -> None:
    found = json.loads(run("--json", searches=True).stdout)["roadblocks"]
    (labels,) = [one for one in found if one["text"] == "Labels"]
    assert labels["week"]["weighted_hours"] == 64
    assert [(one["id"], one["days"]) for one in labels["week"]["milestones"]] == [
        ("M", 5),
        ("N", 5),
    ]
    assert labels["week"]["change"]["update"]["items"]["A"]["waits_for"][0]["expected"] == (
        "2026-12-09"
    )


def test_the_command_writes_files(tmp_path: Path, run: Callable[..., Any]) -> None:
    for name, inside in (("r.csv", "Labels,acme,2026-11-20,2026-11-30"), ("r.md", "| Labels |")):
        target = tmp_path / name
        assert run("-o", str(target)).exit_code == 0
        assert inside in target.read_text("utf-8")
    refused = run("-o", str(tmp_path / "r.pdf"))
    assert isinstance(refused.exception, InputError) or refused.exit_code == 2


def test_a_deadline_that_is_broken_anyway_is_no_cost_of_a_delay() -> None:
    """Ana does A until Thursday 10th and B, due on the 11th, until the 16th: B is late anyway."""
    text = """
    name: Relaxed
    calendar: {start: 2026-12-07}
    people: [{id: ana, skills: [ml]}]
    items:
    - {id: A, needs: ml, effort: 4d, deadline: 2026-12-10}
    - {id: B, needs: ml, effort: 4d, deadline: 2026-12-11}
    """
    plan = solve(loads(text).scenario, time_limit=5, relax=True).plan
    (away,) = roadblocks(plan, time_limit=10, workers=1).roadblocks
    assert away.week is not None
    assert away.week.breaks == ("the deadline of A (Thu 10 Dec 2026)",)


def test_the_result_in_python_has_its_words_and_files(tmp_path: Path) -> None:
    found = roadblocks(_plan(), time_limit=60, workers=2)
    assert found.to_dict()["roadblocks"] == _report().to_dict()["roadblocks"]
    names = [one.text for one in found.roadblocks]
    told = [line for line in found.text.splitlines() if line[:1].isdigit()]
    assert [name in line for name, line in zip(names, told, strict=True)] == [True] * len(names)
    for end in (".csv", ".md", ".json"):
        (written,) = found.save(tmp_path / f"roadblocks{end}")
        assert all(name in written.read_text("utf-8") for name in names)
    with pytest.raises(InputError, match="nothing is written in this format"):
        found.save(tmp_path / "roadblocks")
