"""What is blocked: how it is written, and what is said of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator import solve
from allocator.analysis.risks import item_risks
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import Blocked
from allocator.errors import ScenarioError
from allocator.scenario import dump, load, loads

HEAD = "name: Test\ncalendar: {start: 2026-12-01}\nnow: 2026-12-07\npeople: [{id: ana}]\n"


def _block(text: str) -> Blocked | None:
    found = loads(f"{HEAD}items: [{{id: A, effort: 1d, assign: [ana], blocked: {text}}}]\n")
    return found.scenario.items[0].blocked


def _codes(item: str) -> list[str]:
    found = loads(f"{HEAD}items:\n  - {{assign: [ana], effort: 1d, {item}}}\n")
    return [warning.code for warning in found.warnings]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("waiting for legal", Blocked(by="waiting for legal")),
        ("true", Blocked()),
        ("false", None),
        ("{by: legal, owner: Mia}", Blocked(by="legal", owner="Mia")),
        (
            "{by: legal, since: 2026-12-01, until: 2026-12-18T12:00}",
            Blocked(by="legal", since=dt.date(2026, 12, 1), until=dt.datetime(2026, 12, 18, 12)),
        ),
    ],
)
def test_it_is_written_in_words_or_field_by_field(text: str, means: Blocked | None) -> None:
    assert _block(text.replace("{", "{ ")) == means


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("waiting for legal", "blocked: waiting for legal"),
        ("true", "blocked: true"),
        ("{by: legal, until: 2026-12-18}", "blocked: {by: legal, until: 2026-12-18}"),
    ],
)
def test_it_is_written_back_as_short_as_it_was(text: str, written: str) -> None:
    scenario = loads(f"{HEAD}items: [{{id: A, effort: 1d, blocked: {text}}}]\n").scenario
    again = dump(scenario)
    assert loads(again).scenario == scenario
    assert written.removeprefix("blocked: ") in again.replace("'", "").replace('"', "")


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("waiting for legal", Blocked(by="waiting for legal")),
        ("legal @2026-12-18", Blocked(by="legal", until=dt.date(2026, 12, 18))),
        ("mia@example.org", Blocked(by="mia@example.org")),
        ("yes", Blocked()),
        ("no", None),
        ("", None),
    ],
)
def test_a_cell_of_a_table_says_it_too(tmp_path: Path, cell: str, means: Blocked | None) -> None:
    (tmp_path / "items.csv").write_text(f"id,effort,blocked\nA,1d,{cell}\n", encoding="utf-8")
    path = tmp_path / "s.yaml"
    path.write_text(f"{HEAD}items: items.csv\n", encoding="utf-8")
    assert load(path).scenario.items[0].blocked == means


def test_a_block_of_which_nothing_says_until_when_is_told_once() -> None:
    found = loads(
        f"{HEAD}items: [{{id: A, assign: [ana], effort: 1d, blocked: legal}}, "
        "{id: B, assign: [ana], effort: 1d, blocked: true}]\n"
    )
    (warning,) = [one for one in found.warnings if one.code == "blocked-without-end"]
    assert warning.subjects == ("A", "B")
    assert 'work item "A" is blocked' in warning.message
    assert "as if that were over now (2 items are: A, B)" in warning.message


def test_dates_that_cannot_be_are_told() -> None:
    assert _codes("id: A, blocked: {by: legal, until: 2026-12-18}") == []
    assert _codes("id: A, blocked: {by: legal, until: 2026-12-07}") == ["blocked-until-past"]
    later = "id: A, blocked: {since: 2026-12-08, until: 2026-12-18}"
    assert _codes(later) == ["blocked-in-the-future"]
    with pytest.raises(ScenarioError, match="blocked since 2026-12-18, until 2026-12-11"):
        _codes("id: A, blocked: {since: 2026-12-18, until: 2026-12-11}")


def test_what_is_done_is_not_blocked() -> None:
    done = "id: A, state: done, started: 2026-12-01, finished: 2026-12-01, blocked: legal"
    assert _codes(done) == []


def test_no_time_is_left_where_a_block_outlasts_a_deadline() -> None:
    with pytest.raises(ScenarioError, match="it is blocked until 2026-12-18, and its deadline"):
        _codes("id: A, deadline: 2026-12-17, blocked: {by: legal, until: 2026-12-18}")


def test_the_words_of_other_tools_lead_to_it() -> None:
    with pytest.raises(ScenarioError, match='did you mean "blocked"'):
        _codes("id: A, impediment: legal")
    with pytest.raises(ScenarioError, match='did you mean "until"'):
        _codes("id: A, blocked: {by: legal, eta: 2026-12-18}")


def test_the_plan_tells_what_is_blocked() -> None:
    text = f"""{HEAD}items:
  - {{id: A, title: Label, assign: [ana], effort: 1d, blocked: legal}}
  - {{id: B, assign: [ana], effort: 1d, blocked: {{by: data, until: 2026-12-18}}}}
"""
    plan = solve(loads(text).scenario, time_limit=5).plan
    entries = {entry.id: entry for entry in plan.items}
    assert str(entries["A"].start) == "2026-12-07 09:00:00"
    assert str(entries["B"].start) == "2026-12-18 09:00:00"
    reasons = {
        r.id: [one.who for one in r.reasons if one.kind == "blocked"] for r in item_risks(plan)
    }
    assert reasons == {"A": [("legal",)], "B": [("data (until Fri 18 Dec 2026)",)]}
    assert "Blocked, and planned as if that were over now\nA Label: legal\n" in render(
        summarise(plan)
    )
