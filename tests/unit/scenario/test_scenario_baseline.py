"""The baseline of a scenario file: read, written, and checked for what it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import dump, load

TEXT = """\
name: frozen
calendar: {start: 2026-12-01}
people: [{id: ana}]
items:
  - {id: A, effort: 1d}
  - {id: D, effort: 1d, state: done, started: 2026-12-01, finished: 2026-12-01}
  - {id: M, kind: milestone}
objectives: [tardiness, stability]
goals: {tardiness: 4}
now: 2026-12-02
baseline:
"""


def _write(folder: Path, *lines: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(TEXT + "".join(f"  - {line}\n" for line in lines), "utf-8")
    return path


def test_a_file_with_a_baseline_is_read_and_written_the_same(tmp_path: Path) -> None:
    line = "{item: A, start: 2026-12-03T09:00, people: [ana], frozen: true}"
    loaded = load(_write(tmp_path, line))
    assert loaded.scenario.baseline_by_item["A"].frozen
    assert loaded.scenario.goals == {"tardiness": 4}
    again = tmp_path / "again.yaml"
    again.write_text(dump(loaded.scenario), "utf-8")
    assert load(again).scenario == loaded.scenario


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{item: AA, start: 2026-12-03T09:00}", 'names work item "AA", which does not exist'),
        ("{item: M, start: 2026-12-03T09:00}", "is a milestone, which follows"),
        (
            "{item: A, start: 2026-12-03T09:00, people: [zoe], frozen: true}",
            'is frozen with "zoe", who does not exist',
        ),
        ("{item: A, start: soon}", "baseline[0].start"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(_write(tmp_path, line))
    assert message in str(caught.value)
    assert "baseline[0]" in str(caught.value)


def test_an_item_stands_there_once(tmp_path: Path) -> None:
    line = "{item: A, start: 2026-12-03T09:00}"
    with pytest.raises(ScenarioError, match="stands twice in the baseline"):
        load(_write(tmp_path, line, line))


def test_people_who_have_left_may_be_named_where_nothing_is_frozen(tmp_path: Path) -> None:
    load(_write(tmp_path, "{item: A, start: 2026-12-03T09:00, people: [zoe]}"))


def test_what_is_done_counts_for_nothing_and_that_is_told(tmp_path: Path) -> None:
    loaded = load(_write(tmp_path, "{item: D, start: 2026-12-01T09:00}"))
    assert any("is done, so that its place" in found.message for found in loaded.warnings)
    assert "D" not in loaded.scenario.baseline_by_item
