"""The MSLIB reader: what it makes of an .msrcp file, and what it says of one that is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import FormatError
from allocator.integrations.instances import mslib
from allocator.planner import SolveOptions, solve
from support.instances import structure_of

WHOLE = """\
\\* Project Module *\\ 
5\t3\t2\t4

12

14

0\t2\t2 3 
3\t1\t4 
2\t1\t5 
4\t1\t5 
0\t0\t

\\* Workforce Module *\\ 
1\t0\t
1\t1\t
0\t1\t

\\* Workforce Module with Skill Levels *\\ 
3\t0\t
1\t4\t
0\t2\t

\\* Skill Requirements Module *\\ 
0\t0\t
1\t0\t
1\t2\t
0\t1\t
0\t0\t

\\* Skill Level Requirements Module *\\ 
-1
2 
1 1 4 
3 
-1

\\* Cost Module
100\t1

4\t8\t12\t16\t
7\t14\t21\t28\t

\\* Rework Module *\\ 
0.67\t0.67\t0.63\t0.61\t
0.7\t0.63\t0.63\t0.61\t
"""  # noqa: W291 (the published files have blanks at the ends of lines)


@pytest.fixture
def written(tmp_path: Path):
    """Write a text as a file and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "small.msrcp"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_activities_need_so_many_people_for_each_skill(written):
    scenario = mslib.read(written(WHOLE.replace("1\t2\t\n", "1\t1\t\n"))).scenario
    assert [(p.id, p.skills) for p in scenario.people] == [
        ("P1", {"S1": 3}),
        ("P2", {"S1": 1, "S2": 4}),
        ("P3", {"S2": 2}),
    ]
    assert structure_of(scenario) == [
        ("2", "3h", [({"S1": 0}, 1)], []),
        ("3", "2h", [({"S1": 0}, 1), ({"S2": 0}, 1)], []),
        ("4", "4h", [({"S2": 0}, 1)], ["2"]),
    ]
    assert scenario.tiers == ("makespan",)


def test_the_plan_has_the_length_that_a_hand_finds(written):
    """Activity 3 takes all three people for 2 h, so 2 and 4, one after the other, wait: 9 h.

    Were a person in two places, or one place enough, 3 could go beside 2 or 4: 7 h.
    """
    scenario = mslib.read(written(WHOLE)).scenario
    plan = solve(scenario, SolveOptions(time_limit=5)).plan
    assert plan is not None
    begun = min(item.start for item in plan.items)
    assert max((item.finish - begun).total_seconds() / 3600 for item in plan.items) == 9
    assert plan.solver.status == "optimal"


def test_report_says_what_was_left_out(written):
    report = mslib.read(written(WHOLE)).report
    assert report[0] == "5 activities, 3 people, 2 skills, 5 links: as the file says"
    assert "2 sources and sinks of zero length left out" in report[1]
    assert report[2] == "left out: 2 deadlines of the project (12, 14)"
    assert "extensions of the problem: Skill Level Requirements Module, Cost Module" in report[3]
    assert report[4] == "people keep their levels, but no activity asks for a level"


def test_a_file_of_the_basic_problem_alone_is_read(written):
    """People whose levels are not told have level 0."""
    start = WHOLE.index("\\* Workforce Module with")
    basic = WHOLE[:start] + WHOLE[WHOLE.index("\\* Skill Requirements") :]
    basic = basic[: basic.index("\\* Skill Level Requirements")]
    found = mslib.read(written(basic))
    assert found.scenario.people[1].skills == {"S1": 0, "S2": 0}
    assert not any("level" in line for line in found.report)
    assert found.scenario.items == mslib.read(written(WHOLE)).scenario.items


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\\* Skill Requirements Module *\\", "", "Skill Requirements Module missing"),
        ("\\* Project Module *\\", "Project Module", '"Project Module" stands before the first'),
        ("\\* Rework Module", "\\* Cost Module", '"Cost Module" is there twice'),
        ("5\t3\t2\t4", "5\t3\t2", "the project module is not whole"),
        ("5\t3\t2\t4", "6\t3\t2\t4", "says 6 activities in the project module, but holds 5"),
        ("5\t3\t2\t4", "5\t4\t2\t4", ":14: the file says 4 people in the module, but holds 3"),
        ("5\t3\t2\t4", "5\t3\t3\t4", "the file says 3 skills in a row, but holds 2"),
        ("3\t1\t4 ", "3\t2\t4 ", ":9: the file says 2 successors of activity 2, but holds 1"),
        ("3\t1\t4 ", "3\t1\t9 ", ":9: activity 2 comes before 9, but there are 1 to 5"),
        ("3\t1\t4 ", "3.5\t1\t4 ", ':9: "3.5" stands where a number is due'),
        ("3\t1\t4 ", "3", ":9: the line of activity 2 is not whole"),
        ("4\t1\t5 ", "4\t1\t2 ", "circle"),
        ("1\t2\t\n", "1\t3\t\n", ":27: activity 3 needs 3 people with skill 2, but 2 have it"),
        ("1\t4\t\n", "1\t0\t\n", ":21: person 2 has level 0 of skill 2 here, and 1 in line 16"),
    ],
)
def test_what_is_not_right_is_said_with_its_line(written, old, new, said):
    assert old in WHOLE
    with pytest.raises(FormatError) as caught:
        mslib.read(written(WHOLE.replace(old, new, 1)))
    assert said in str(caught.value)
    assert "hint: " in str(caught.value)
