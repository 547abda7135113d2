"""What has happened, from a CSV file: laid over the items, with errors that name its lines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.errors import Finding, ScenarioError
from allocator.scenario import load

SCENARIO = """
name: test
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [python]}, {id: bob}]
items:
  - {id: A, effort: 2d}
  - {id: B, effort: 2d, after: A}
  - {id: T, needs: [python, {people: 1}], effort: 3d}
  - {id: M, kind: milestone, after: B}
"""
NOW = dt.date(2026, 12, 9)


def _load(folder: Path, rows: str, header: str = "item,state,started,finished,remaining,people"):
    (folder / "s.yaml").write_text(SCENARIO)
    (folder / "p.csv").write_text(f"{header}\n{rows}\n")
    return load(folder / "s.yaml", actuals=folder / "p.csv", now=NOW)


def _errors(folder: Path, rows: str, **more: str) -> list[Finding]:
    with pytest.raises(ScenarioError) as caught:
        _load(folder, rows, **more)
    return [found for found in caught.value.findings if found.severity == "error"]


def test_rows_say_how_far_items_are(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        "A,done,2026-12-01,2026-12-02,,ana\nT,in_progress,2026-12-03,,ana:2d; bob:0h,",
    )
    a, t = (loaded.scenario.item_by_id[name] for name in "AT")
    assert (a.state, a.people, a.finished) == ("done", ("ana",), dt.date(2026, 12, 2))
    assert (t.remaining, t.people) == ({"ana": "2d", "bob": "0h"}, ("ana", "bob"))
    assert [need.person for need in t.staffing] == ["ana"]
    assert loaded.reported == {"A", "T"}
    assert loaded.scenario.present == dt.datetime(2026, 12, 9)


def test_columns_may_stand_in_any_order_and_some_may_be_absent(tmp_path: Path) -> None:
    loaded = _load(tmp_path, "2026-12-01,A,in_progress", header="started,item,state")
    assert loaded.scenario.item_by_id["A"].started == dt.date(2026, 12, 1)


def test_what_an_item_said_before_stays_where_a_cell_is_empty(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        SCENARIO.replace(
            "{id: A, effort: 2d}",
            "{id: A, effort: 2d, state: in_progress, "
            "started: 2026-12-01, remaining: 1d, people: [bob]}",
        )
    )
    (tmp_path / "p.csv").write_text("item,state,finished\nA,done,2026-12-03\n")
    item = load(tmp_path / "s.yaml", actuals=tmp_path / "p.csv", now=NOW).scenario.item_by_id["A"]
    assert (item.started, item.remaining, item.people) == (dt.date(2026, 12, 1), None, ("bob",))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A,done,2026-12-03,2026-12-02,,ana", "before it was started"),
        ("A,done,2026-12-03,,,ana", "is done, but not since when"),
        ("A,done,2026-12-03,2026-12-10,,ana", "lies in the future"),
        ("B,done,2026-12-03,2026-12-04,,ana", 'is done, but "A", which it comes after'),
        ("A,done,2026-12-01,2026-12-02,,zoe", 'worked on by person "zoe", who does not exist'),
        ("X,done,2026-12-01,2026-12-02,,ana", 'no work item with the id "X"'),
        ("A,doing,2026-12-01,,,", "state: must be"),
        ("T,in_progress,2026-12-01,,ana:1d,", "is in progress with 1 person (ana), but needs 2"),
        ("T,in_progress,2026-12-01,,ana:0h; bob:0h,", "nothing of it remains"),
        ("T,in_progress,2026-12-01,,ana:-1d; bob:0h,", "must not be below zero"),
        ("T,in_progress,2026-12-01,,ana:1d; zoe:0h,", 'worked on by person "zoe"'),
    ],
)
def test_what_cannot_be_is_an_error_on_its_line(tmp_path: Path, row: str, words: str) -> None:
    found = _errors(tmp_path, f"M,todo,,,,\n{row}")
    assert any(words in each.message for each in found)
    assert {(Path(each.file or "").name, each.line) for each in found} == {("p.csv", 3)}


def test_an_item_named_twice_is_an_error(tmp_path: Path) -> None:
    row = "A,done,2026-12-01,2026-12-02,,ana"
    (found,) = _errors(tmp_path, f"{row}\n{row}")
    assert "named already on line 2" in found.message
    assert found.line == 3


def test_an_unknown_column_is_an_error(tmp_path: Path) -> None:
    (found,) = _errors(tmp_path, "A,done", header="item,stat")
    assert 'unknown column "stat"' in found.message
    assert found.hint == 'did you mean "state"?'


def test_what_only_breaks_the_rules_is_a_warning(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        "A,done,2026-12-01,2026-12-04,,ana\nB,in_progress,2026-12-03,,1d,bob",
    )
    (found,) = [each for each in loaded.warnings if "was started before" in each.message]
    assert (Path(found.file or "").name, found.line) == ("p.csv", 3)


def test_people_of_equal_skills_each_have_their_own_part(tmp_path: Path) -> None:
    text = SCENARIO.replace("needs: [python, {people: 1}]", "needs: [{people: 2}]")
    (tmp_path / "s.yaml").write_text(text)
    (tmp_path / "p.csv").write_text(
        "item,state,started,remaining\nT,in_progress,2026-12-03,ana:2d; bob:1d\n"
    )
    loaded = load(tmp_path / "s.yaml", actuals=tmp_path / "p.csv", now=NOW)
    efforts = {need.person: need.effort for need in loaded.scenario.item_by_id["T"].staffing}
    assert efforts == {"ana": "2d", "bob": "1d"}


def test_what_is_told_of_now_is_not_what_the_scenario_said_before(tmp_path: Path) -> None:
    """The scenario's own progress may be older than the plan; changes and ``todo`` are not."""
    started = "state: in_progress, started: 2026-12-01}"
    (tmp_path / "s.yaml").write_text(
        SCENARIO.replace("{id: A, effort: 2d}", f"{{id: A, effort: 2d, {started}")
    )
    path = tmp_path / "s.yaml"
    assert load(path, now=NOW).reported == frozenset()
    (tmp_path / "c.yaml").write_text("update: {A: {state: in_progress, started: 2026-12-02}}")
    assert load(path, now=NOW, changes=[tmp_path / "c.yaml"]).reported == {"A"}
    (tmp_path / "c.yaml").write_text("update: {A: {state: todo, started: }}")
    assert load(path, now=NOW, changes=[tmp_path / "c.yaml"]).reported == {"A"}
