"""The MPLIB reader: what it makes of a file, and what it says of one that is not right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import FormatError
from allocator.integrations.instances import mplib

WHOLE = """\
2
2
4 3

4 0
1 1
0 0 0 2 1:2 1:3
3 2 0 1 1:4
5 4 1 2 1:4 2:2
0 0 0 0

3 30
1 0
0 0 0 1 2:2
2 3 0 1 2:3
0 0 0 0
"""


@pytest.fixture
def written(tmp_path: Path):
    """Write a text as a file and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "small.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_projects_share_resources_and_keep_their_release_dates(written):
    scenario = mplib.read(written(WHOLE)).scenario
    assert [(r.id, r.capacity) for r in scenario.resources] == [("R1", 4), ("R2", 3)]
    assert [(p.id, p.not_before) for p in scenario.projects] == [
        ("1", None),
        ("2", dt.datetime(2026, 1, 6, 6)),
    ]
    assert scenario.tiers == ("makespan",)
    assert [
        (i.id, i.project, i.elapsed, i.resources, [link.item for link in i.after])
        for i in scenario.items
    ] == [
        ("1:2", "1", "3h", {"R1": 2}, []),
        ("1:3", "1", "5h", {"R1": 4, "R2": 1}, []),
        ("2:2", "2", "2h", {"R1": 3}, ["1:3"]),
    ]


def test_report_says_what_was_read(written):
    report = mplib.read(written(WHOLE)).report
    assert report[0] == "2 projects, 7 activities, 2 resources, 7 links: as the file says"
    assert "4 sources and sinks of zero length left out" in report[1]


def test_source_that_another_project_waits_for_stays(written):
    """It cannot be left out: the release of its own project holds the other one back."""
    text = WHOLE.replace("0 0 0 1 2:2", "0 0 0 2 2:2 1:2")
    scenario = mplib.read(written(text)).scenario
    assert scenario.item_by_id["2:1"].is_milestone
    assert [link.item for link in scenario.item_by_id["1:2"].after] == ["2:1"]


def test_demand_for_a_resource_not_listed_as_used_is_kept_and_said(written):
    imported = mplib.read(written(WHOLE.replace("2 3 0 1 2:3", "2 3 1 1 2:3")))
    assert imported.scenario.item_by_id["2:2"].resources == {"R1": 3, "R2": 1}
    assert any('activity "2:2" asks for R2' in line for line in imported.report)


def test_result_reads_back_as_the_same_scenario(written):
    scenario = mplib.read(written(WHOLE)).scenario
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "2\n2\n4 3",
            "3\n2\n4 3",
            r":16: the file ends before activities and release .* project 3",
        ),
        ("2\n2\n4 3", "1\n2\n4 3", r":12: the file goes on after its 1 project"),
        ("2\n2\n4 3", "2\n3\n4 3", r':3: "4 3" is not the capacities of the resources \(3\)'),
        ("4 0\n", "5 0\n", r":12: is not the line of activity 1:5"),
        ("4 0\n", "999999999 0\n", r":12: is not the line of activity 1:5"),
        ("1 1:4", "2 1:4", r":8: the file says 2 successors of activity 1:2, but holds 1"),
        ("1 1:4", "1 1:9", r':8: the successor "1:9" does not exist'),
        ("1 1:4", "1 4", r":8: is not the line of activity 1:2"),
        ("5 4 1 2", "5 8 1 2", r':9: activity "1:3" asks for 8 of resource R1, .* is 4'),
        ("2 3 0 1 2:3", "2 3 0 1 1:3", r":9: precedence runs in a circle"),
        ("3 30", "3 x", r':12: "3 x" is not activities and release date of project 2'),
        ("3 30", "3 9999999", "durations add up to"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_hint(written, old, new, message):
    assert old in WHOLE
    path = written(WHOLE.replace(old, new, 1))
    with pytest.raises(FormatError, match=message) as caught:
        mplib.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n    hint: " in str(caught.value)


def test_single_project_file_is_sent_to_its_own_reader(written):
    with pytest.raises(FormatError, match="allocator import psplib"):
        mplib.read(written("6 2\n4 3\n0 0 0 2 2 3\n"))


def test_every_cut_is_noticed(written):
    """Cut anywhere before its last number, the file is refused, and in no other way."""
    for length in range(len(WHOLE.rstrip()) - 1):
        with pytest.raises(FormatError):
            mplib.read(written(WHOLE[:length]))
