"""The PSPLIB and Patterson reader: what it makes of a file, and of one that is not right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import FormatError
from allocator.integrations.instances import psplib

PATTERSON = """\
6 2
4 3

0 0 0 2 2 3
3 2 0 1 4
5 4 1 1
5
0 0 0 1 6
2 0 3 1 6
0 0 0 0
"""

STARS = "*" * 40
SM = f"""{STARS}
file with basedata            : small.bas
initial value random generator: 17
{STARS}
projects                      :  1
jobs (incl. supersource/sink ):  5
horizon                       :  20
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
{STARS}
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      3      0        8        3        8
{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
----------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     5       4    1
  4      1     2       0    3
  5      1     0       0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2
    4    3
{STARS}
"""


@pytest.fixture
def written(tmp_path: Path):
    """Write a text as a file and return its path."""

    def write(text: str | bytes, name: str = "small.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def _rows(scenario: Scenario) -> list[tuple[object, ...]]:
    return [
        (item.id, item.kind, item.elapsed, item.resources, [link.item for link in item.after])
        for item in scenario.items
    ]


def test_patterson_activities_become_elapsed_items_that_hold_resources(written):
    scenario = psplib.read(written(PATTERSON)).scenario
    assert scenario.people == ()
    assert [(r.id, r.capacity) for r in scenario.resources] == [("R1", 4), ("R2", 3)]
    assert scenario.tiers == ("makespan",)
    assert scenario.calendar.continuous
    assert _rows(scenario) == [
        ("2", "task", "3h", {"R1": 2}, []),
        ("3", "task", "5h", {"R1": 4, "R2": 1}, []),
        ("4", "milestone", None, {}, ["2"]),
        ("5", "task", "2h", {"R2": 3}, ["3"]),
    ]


def test_sm_activities_become_elapsed_items_that_hold_resources(written):
    scenario = psplib.read(written(SM, "small.sm")).scenario
    assert [(r.id, r.capacity) for r in scenario.resources] == [("R1", 4), ("R2", 3)]
    assert _rows(scenario) == [
        ("2", "task", "3h", {"R1": 2}, []),
        ("3", "task", "5h", {"R1": 4, "R2": 1}, []),
        ("4", "task", "2h", {"R2": 3}, ["2"]),
    ]


def test_report_says_that_source_and_sink_are_left_out(written):
    report = psplib.read(written(SM)).report
    assert report[0] == "5 activities, 2 resources, 5 links: as the file says"
    assert "2 sources and sinks of zero length left out" in report[1]
    assert "3 work items and 1 link stay" in report[1]


def test_source_that_takes_time_stays(written):
    text = PATTERSON.replace("0 0 0 2 2 3", "1 0 0 2 2 3")
    scenario = psplib.read(written(text)).scenario
    assert [link.item for link in scenario.item_by_id["2"].after] == ["1"]


def test_zero_length_activity_with_a_demand_is_a_milestone_and_named(written):
    imported = psplib.read(written(PATTERSON.replace("0 0 0 1 6", "0 1 0 1 6")))
    assert imported.scenario.item_by_id["4"].is_milestone
    assert any("hold no resources, whatever they ask for: 4" in line for line in imported.report)


def test_release_date_of_the_project_holds_for_its_items(written):
    text = SM.replace("    1      3      0  ", "    1      3     30  ")
    scenario = psplib.read(written(text)).scenario
    assert [p.not_before for p in scenario.projects] == [dt.datetime(2026, 1, 6, 6)]
    assert {item.project for item in scenario.items} == {"1"}


def test_form_is_told_by_content_not_by_name(written):
    assert len(psplib.read(written(SM, "odd.rcp")).scenario.items) == 3
    assert len(psplib.read(written(PATTERSON, "odd.sm")).scenario.items) == 4


def test_byte_order_mark_and_windows_line_ends_are_read(written):
    raw = b"\xef\xbb\xbf" + SM.replace("\n", "\r\n").encode()
    assert len(psplib.read(written(raw)).scenario.items) == 3


def test_result_reads_back_as_the_same_scenario(written):
    scenario = psplib.read(written(PATTERSON)).scenario
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("6 2", "7 2", "is no whole Patterson file: the file ends too early"),
        ("6 2", "5 2", r":10: holds 4 numbers more than its 5 activities take"),
        ("6 2", "6", "is no whole Patterson file"),
        ("4 3", "4 3 9", r":1: the file says 2 resources, but holds 3"),
        ("2 0 3 1 6", "2 0 3 1 7", r':9: activity "5" has the successor 7, which does not exist'),
        ("2 0 3 1 6", "2 0 3 1 0", r':9: activity "5" has the successor 0, which does not exist'),
        ("2 0 3 1 6", "2 0 9 1 6", r':9: activity "5" asks for 9 of resource R2, .* is 3'),
        ("2 0 3 1 6", "2 0 -3 1 6", r':9: "-3" is not a whole number'),
        ("2 0 3 1 6", "2 0 3.5 1 6", r':9: "3.5" is not a whole number'),
        ("2 0 3 1 6", "999999999 0 3 1 6", "durations add up to"),
        ("0 0 0 1 6", "0 0 0 1 2", r":5: precedence runs in a circle: (2 before 4|4 before 2)"),
    ],
)
def test_patterson_faults_are_named(written, old, new, message):
    assert old in PATTERSON
    path = written(PATTERSON.replace(old, new, 1))
    with pytest.raises(FormatError, match=message) as caught:
        psplib.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n    hint: " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sink ):  5", "sink ):  6", r":6: the file says 6 jobs, but holds 5"),
        ("renewable                 :  2", "renewable                 :  3", "says 3 renewable"),
        ("nonrenewable              :  0", "nonrenewable              :  1", "is not supported"),
        ("projects                      :  1", "projects                      :  2", "2 projects"),
        ("2           2   3", "3           2   3", r":19: the file says 3 successors of job 1"),
        ("   3        1          1           5", "   2        1          1           5", ":21: is"),
        ("  4      1     2", "  3      1     2", r":31: is not the request of job 4"),
        ("2   3\n", "2   x\n", r":19: .* holds more than numbers"),
        ("2   3\n", "2   0\n", r":19: the file says 2 successors of job 1, but holds 1"),
        ("jobs (incl", "jbs (incl", 'the header has no line "jobs"'),
        ("REQUESTS/DURATIONS", "REQUESTS", "has no section REQUESTS/DURATIONS"),
        ("    4    3\n", "    4\n", "is no whole .sm file"),
        ("   4        1          1           5\n", "", "says 5 jobs, but holds 4"),
    ],
)
def test_sm_faults_are_named(written, old, new, message):
    assert old in SM
    path = written(SM.replace(old, new, 1), "small.sm")
    with pytest.raises(FormatError, match=message) as caught:
        psplib.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n    hint: " in str(caught.value)


def test_multi_mode_is_refused_by_name(written):
    text = SM.replace("   2        1          1", "   2        2          1").replace(
        "  2      1     3       2    0\n", "  2      1     3       2    0\n         2     4  1  0\n"
    )
    with pytest.raises(FormatError, match="has 2 modes; multi-mode instances are not supported"):
        psplib.read(written(text, "small.mm"))


def test_multi_project_file_is_sent_to_its_own_reader(written):
    with pytest.raises(FormatError, match="allocator import mplib"):
        psplib.read(written("2\n1\n4\n3 0\n1\n0 0 1 1:2\n"))


@pytest.mark.parametrize(("text", "name"), [(PATTERSON, "small.rcp"), (SM, "small.sm")])
def test_every_cut_is_noticed(written, text, name):
    """Cut anywhere before its last number is whole, the file is refused, and in no other way."""
    end = max(position for position, sign in enumerate(text) if sign.isdigit())
    for length in range(end):
        with pytest.raises(FormatError):
            psplib.read(written(text[:length], name))


def test_file_with_nothing_but_source_and_sink_is_refused(written):
    with pytest.raises(FormatError, match="no activity takes any time"):
        psplib.read(written("2 1\n4\n0 0 1 2\n0 0 0\n"))
