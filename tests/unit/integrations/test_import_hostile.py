"""Files that are no files, mappings beyond reason and cells without end: told, and in time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from allocator.domain.natural_order import natural
from allocator.errors import FormatError, ScenarioError
from allocator.integrations import READERS, TRACKERS
from allocator.integrations.tracker import patterns
from allocator.integrations.tracker.importer import ImportRequest, import_files

HEAD = "Issue key,Summary,Status,Created"
ROW = "To Do,2026-09-01"


def imported(tmp_path: Path, text: str, mapping: str = "") -> tuple[str, tuple[str, ...]]:
    path, rules = tmp_path / "x.csv", tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    rules.write_text(mapping or "version: 1\n", encoding="utf-8")
    written = import_files(TRACKERS["jira"], ImportRequest(files=[path], mapping=rules))
    return written.text, written.report


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("name", ["x.csv", "x.json", "x"])
@pytest.mark.parametrize("tracker", TRACKERS)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, tracker, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(FormatError, match="a device or a pipe, not a file"):
        import_files(TRACKERS[tracker], ImportRequest(files=[tmp_path / name]))


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("form", READERS)
def test_instances_are_read_from_files_alone(tmp_path, form):
    os.mkfifo(tmp_path / "x")
    with pytest.raises(FormatError, match="a device or a pipe, not a file"):
        READERS[form].read(tmp_path / "x")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_devices_are_refused(device):
    if not Path(device).exists():
        pytest.skip("there is no such device here")
    with pytest.raises(FormatError, match="a device or a pipe"):
        import_files(TRACKERS["jira"], ImportRequest(files=[Path(device)]))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", ["(a|a)*$", "(a|aa)+$", "((a{0,100}){0,100}){0,100}$"])
def test_a_pattern_that_takes_for_ever_is_stopped_and_told(tmp_path, monkeypatch, pattern):
    monkeypatch.setattr(patterns, "MAX_SEARCH_SECONDS", 0.2)
    text = f"{HEAD}\nA-1,{'a' * 60}b,{ROW}\n"
    with pytest.raises(FormatError, match="takes too long") as caught:
        imported(tmp_path, text, f"skills: [{{title: '{pattern}', needs: py}}]\n")
    assert pattern in str(caught.value)
    assert "A-1" in str(caught.value)


def test_patterns_are_found_whatever_the_case_of_letters(tmp_path):
    text = f"{HEAD}\nA-1,A spike on data,{ROW}\nA-2,Serve,{ROW}\n"
    mapping = "skills: [{title: '^a (?=spike)', needs: ml}]\neffort: 1d\n"
    written, _ = imported(tmp_path, text, mapping)
    assert written.count("needs dropped") + written.count("needs: ml") == 1


@pytest.mark.parametrize(
    "mapping",
    [
        "history: 99999999999999999w",
        "effort: 99999999999w",
        "points: {1: 99999999999w}",
        "points: {1e-300: 1d}",
        "types: {Task: {effort: 99999999999d}}",
        "hours_per_day: 1e-300",
        "priorities: {High: 1e300}",
        "people: {capacity: 1e-300}",
        "skills: [{title: '(a', needs: py}]",
        f"skills: [{{title: {'a' * 1001}, needs: py}}]",
        f"history: {'9' * 5000}w",
    ],
)
def test_amounts_of_a_mapping_beyond_reason_are_refused_with_their_place(tmp_path, mapping):
    with pytest.raises(ScenarioError) as caught:
        imported(tmp_path, f"{HEAD}\nA-1,x,{ROW}\n", mapping + "\n")
    assert all(finding.line for finding in caught.value.findings)


def test_a_history_of_a_hundred_years_keeps_everything(tmp_path):
    _, report = imported(tmp_path, f"{HEAD}\nA-1,x,Done,1901-01-01\n", "history: 5200w\n")
    assert report[0].startswith("1 row read: 1 item made")


@pytest.mark.parametrize("year", ["0001", "9999", "2200"])
def test_dates_beyond_the_years_of_plans_are_counted_as_unread(tmp_path, year):
    _, report = imported(tmp_path, f"{HEAD}\nA-1,x,Done,{year}-12-31\n")
    assert any(f'dates unread: 1, such as "{year}-12-31"' in line for line in report)


def test_a_cell_without_end_is_told_as_such(tmp_path):
    with pytest.raises(FormatError, match="a cell in it is longer than 131,072 characters"):
        imported(tmp_path, f"{HEAD}\nDS-1,{'x' * 200_000},{ROW}\n")


@pytest.mark.timeout(60)
def test_a_hundred_thousand_columns_end_in_time(tmp_path):
    more = ",".join(f"Column {n}" for n in range(100_000))
    cells = ",".join("v" for _ in range(100_000))
    _, report = imported(tmp_path, f"{HEAD},{more}\nDS-1,x,{ROW},{cells}\n")
    assert report[0].startswith("1 row read: 1 item made")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("cell", ["x" + " " * 120_000 + "x", "<" * 120_000, "a@" * 60_000])
def test_people_with_long_names_are_read_in_time(tmp_path, cell):
    imported(tmp_path, f"{HEAD},Assignee\nDS-1,x,{ROW},{cell}\n")


def test_keys_without_end_are_no_keys(tmp_path):
    text = f"{HEAD}\nDS-1,x,{ROW}\nDS-{'1' * 120_000},y,{ROW}\n{'9' * 5000},z,{ROW}\n"
    _, report = imported(tmp_path, text)
    assert report[0].startswith("3 rows read: 1 item made")


def test_numbers_in_keys_sort_as_numbers_whatever_their_length():
    keys = ["A-10", "A-9", "A-" + "1" * 5000, "A-010", "A-2"]
    assert [key[:5] for key in sorted(keys, key=natural)] == [
        "A-2",
        "A-9",
        "A-10",
        "A-010",
        "A-111",
    ]
