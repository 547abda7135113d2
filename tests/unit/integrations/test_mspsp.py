"""The MSPSP reader: what it makes of MiniZinc data, and what it says of data that is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import FormatError
from allocator.integrations.instances import mspsp
from support.instances import structure_of

WHOLE = """\
% seed = 1
mint = 5;
% maxt = 12;

nActs = 5;
dur = [0,3,2,4,0];

nSkills = 2;
sreq = [| 0,0,
\t| 1,0,
\t| 1,2,
\t| 0,1,
\t| 0,0, |];

nResources = 3;
mastery = [| true,false,
\t| true,true,
\t| false,true, |];

nPrecs = 5;
pred = [1,1,2,3,4];
succ = [2,3,4,5,5];

nUnrels = 1;
unpred = [2];
unsucc = [3];

USEFUL_RES = [{},{1,2},
\t{1,2,3},{2,3},{}];
POTENTIAL_ACT = [{2,3},{2,3,4},{3,4}];
"""


@pytest.fixture
def written(tmp_path: Path):
    """Write a text as a file and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "small.dzn"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_activities_need_so_many_people_for_each_skill(written):
    scenario = mspsp.read(written(WHOLE)).scenario
    assert [(p.id, p.skills) for p in scenario.people] == [
        ("P1", {"S1": 0}),
        ("P2", {"S1": 0, "S2": 0}),
        ("P3", {"S2": 0}),
    ]
    assert structure_of(scenario) == [
        ("2", "3h", [({"S1": 0}, 1)], []),
        ("3", "2h", [({"S1": 0}, 1), ({"S2": 0}, 2)], []),
        ("4", "4h", [({"S2": 0}, 1)], ["2"]),
    ]
    assert scenario.tiers == ("makespan",)


def test_report_says_what_was_left_out(written):
    report = mspsp.read(written(WHOLE)).report
    assert report[0] == "5 activities, 3 people, 2 skills, 5 links: as the file says"
    assert "2 sources and sinks of zero length left out" in report[1]
    assert "3 work items and 1 link stay" in report[1]
    assert "mint, nUnrels, unpred, unsucc, USEFUL_RES, POTENTIAL_ACT" in report[2]


def test_tables_in_one_row_and_truth_as_numbers_read_alike(written):
    flat = WHOLE.replace(
        "[| true,false,\n\t| true,true,\n\t| false,true, |]", "[1,0,1,1,0,1]"
    ).replace("[| 0,0,\n\t| 1,0,\n\t| 1,2,\n\t| 0,1,\n\t| 0,0, |]", "[0,0,1,0,1,2,0,1,0,0]")
    assert flat != WHOLE
    assert mspsp.read(written(flat)).scenario == mspsp.read(written(WHOLE)).scenario


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nPrecs = 5;\n", "", "nPrecs missing"),
        ("dur = [0,3,2,4,0]", "dur = [0,3,2,4]", ":6: the file says 5 durations (dur)"),
        ("dur = [0,3,2,4,0]", "dur = [0,3,-2,4,0]", ':6: dur holds "-2"'),
        ("dur = [0,3,2,4,0]", "dur = [0,0,2,4,0]", ":10: activity 2 takes no time"),
        ("| 1,2,", "| 1,3,", ":11: activity 3 needs 3 people with skill 2, but 2 have it"),
        ("| 1,2,", "| 1,", "entries of sreq (5 x 2), but holds 9"),
        ("succ = [2,3,4,5,5]", "succ = [2,3,4,5,9]", "succ names activity 9"),
        ("succ = [2,3,4,5,5]", "succ = [2,3,2,5,5]", "circle"),
        ("unpred = [2];", "unpred = [2;", 'stands within the value of "unpred"'),
        ("mint = 5;", "mint 5;", '"5" stands after "mint"'),
        ("mint = 5;", "mint = 5; mint = 6;", '"mint" is given twice'),
        ("mint = 5;", "mint = 5 # 6;", '"#" is not MiniZinc data'),
        ("{2,3,4},{3,4}];\n", "{2,3,", 'the file ends where the end of "POTENTIAL_ACT" is due'),
    ],
)
def test_what_is_not_right_is_said_with_its_line(written, old, new, said):
    assert old in WHOLE
    with pytest.raises(FormatError) as caught:
        mspsp.read(written(WHOLE.replace(old, new)))
    assert said in str(caught.value)
    assert "hint: " in str(caught.value)
