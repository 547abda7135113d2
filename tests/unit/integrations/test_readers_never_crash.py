"""Whatever a file holds, a reader ends in a scenario or in a FormatError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.errors import FormatError
from allocator.integrations import READERS

IMOPSE = (
    "Tasks: 2\nResources: 1\nPrecedence relations: 1\nNumber of skill types: 1\n=====\n"
    "ResourceID Salary Skills\n1 5.5 Q0: 1\n=====\n"
    "TaskID Duration Skill Predecessor IDs\n1 4 Q0: 1\n2 3 Q0: 0 1\n=====\n"
)
PATTERSON = "3 1\n4\n0 0 1 2\n3 2 1 3\n0 0 0\n"
SM = (
    "projects : 1\njobs : 3\n- renewable : 1 R\n- nonrenewable : 0 N\n- doubly constrained : 0 D\n"
    "PROJECT INFORMATION:\npronr. #jobs rel.date\n1 1 0\n****\n"
    "PRECEDENCE RELATIONS:\njobnr. #modes #successors successors\n1 1 1 2\n2 1 1 3\n3 1 0\n****\n"
    "REQUESTS/DURATIONS:\njobnr. mode duration R 1\n-----\n1 1 0 0\n2 1 3 2\n3 1 0 0\n****\n"
    "RESOURCEAVAILABILITIES:\nR 1\n4\n****\n"
)
MPLIB = "1\n1\n4\n3 0\n1\n0 0 1 1:2\n3 2 1 1:3\n0 0 0\n"
MSPSP = (
    "nActs = 3; % all\ndur = [0,2,0];\nnSkills = 2;\nsreq = [| 0,0,| 1,1,| 0,0 |];\n"
    "nResources = 2;\nmastery = [| true,false,| true,true |];\n"
    "nPrecs = 2;\npred = [1,2];\nsucc = [2,3];\nUSEFUL_RES = [{},{1,2},{}];\n"
)
MSLIB = (
    "\\* Project Module *\\ \n3\t1\t1\t2\n\n9\n\n9\n\n0\t1\t2 \n2\t1\t3 \n0\t0\t\n\n"
    "\\* Workforce Module *\\ \n1\t\n\n\\* Workforce Module with Skill Levels *\\ \n2\t\n\n"
    "\\* Skill Requirements Module *\\ \n0\t\n1\t\n0\t\n\n\\* Cost Module\n100\t1\n"
)
WHOLE = {
    "imopse": [IMOPSE],
    "psplib": [PATTERSON, SM],
    "mplib": [MPLIB],
    "mspsp": [MSPSP],
    "mslib": [MSLIB],
}

SNIPPETS = st.sampled_from(
    (
        *("", " ", "\n", "\r", "\x0b", "\x1c", "\x00", ":", "=====", "****", "R", "N"),
        *("0", "1", "-1", "9" * 12, "1.5", "nan", "inf", "1e9", "1_0", "é", "٣", "²"),
        *("Q0:", "TaskID\n", "jobs : 9\n", "[|", "|", "{", ";", "%"),
    )
)


@st.composite
def damaged(draw: st.DrawFn, wholes: list[str]) -> str:
    """Draw a whole file with a few pieces replaced by others."""
    text = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        text = text[:start] + draw(SNIPPETS | st.text(max_size=3)) + text[end:]
    return text


@pytest.mark.parametrize("name", sorted(READERS))
def test_whole_files_of_this_test_are_read(tmp_path, name):
    for text in WHOLE[name]:
        path = tmp_path / "whole.txt"
        path.write_text(text, encoding="utf-8")
        assert READERS[name].read(path).scenario.items


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_files_end_in_a_scenario_or_a_format_error(tmp_path_factory, name, data):
    text = data.draw(damaged(WHOLE[name]))
    path: Path = tmp_path_factory.getbasetemp() / f"damaged-{name}.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        imported = READERS[name].read(path)
    except FormatError as error:
        assert str(error).startswith(str(path))
        return
    assert imported.scenario.items
    assert imported.report


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_end_in_a_scenario_or_a_format_error(tmp_path_factory, name, raw):
    path: Path = tmp_path_factory.getbasetemp() / f"bytes-{name}.txt"
    path.write_bytes(raw)
    with pytest.raises(FormatError):
        READERS[name].read(path)
