"""The iMOPSE reader: what it makes of a file, and what it says of one that is not right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import FormatError
from allocator.integrations import READERS
from allocator.integrations.instances import imopse

RULE = "=" * 60
WHOLE = f"""{RULE}
File name: small.def
{RULE}
General characteristics:
Tasks: 3
Resources: 2
Precedence relations: 2
Number of skill types: 2
{RULE}
ResourceID \t Salary \t Skills
1\t \t56.2\t Q0: 1 \t Q1: 0
2\t \t33\t Q1: 2
{RULE}
TaskID \t Duration \t Skill \t Predecessor IDs
1\t 10\t Q0: 1
2\t 32\t Q1: 0\t 1
3 7 Q1: 2 2
{RULE}
"""


@pytest.fixture
def written(tmp_path: Path):
    """Write a text as a file and return its path."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "small.def"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_people_tasks_and_links_become_a_scenario(written):
    scenario = imopse.read(written(WHOLE)).scenario
    assert scenario.name == "small"
    assert scenario.tiers == ("makespan",)
    assert scenario.calendar.continuous
    assert [(p.id, p.rate, p.skills) for p in scenario.people] == [
        ("1", 56.2, {"Q0": 1, "Q1": 0}),
        ("2", 33.0, {"Q1": 2}),
    ]
    second = scenario.item_by_id["2"]
    assert second.effort == "32h"
    assert [(need.skills, need.people) for need in second.needs] == [({"Q1": 0}, 1)]
    assert [link.item for link in second.after] == ["1"]


def test_level_zero_counts_as_having_the_skill(written):
    scenario = imopse.read(written(WHOLE)).scenario
    item = scenario.item_by_id["2"]
    assert [p.id for p in scenario.candidates(item, item.needs[0])] == ["1", "2"]


def test_report_says_what_was_read(written):
    assert (
        imopse.read(written(WHOLE))
        .report[0]
        .startswith("3 work items, 2 people, 2 links, 2 skills")
    )


def test_result_reads_back_as_the_same_scenario(written):
    scenario = imopse.read(written(WHOLE)).scenario
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


def test_byte_order_mark_windows_line_ends_and_latin_1_are_read(written):
    text = WHOLE.replace("small.def", "façade.def").replace("\n", "\r\n")
    for raw in (b"\xef\xbb\xbf" + text.encode(), text.encode("latin-1")):
        assert len(imopse.read(written(raw)).scenario.items) == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Tasks: 3", "Tasks: 4", r":5: the file says 4 tasks, but holds 3"),
        ("Resources: 2", "Resources: 1", r":6: the file says 1 resources .*, but holds 2"),
        ("relations: 2", "relations: 9", r":7: the file says 9 precedence .*, but holds 2"),
        ("types: 2", "types: 3", r":8: the file says 3 skill types, but holds 2"),
        ("Tasks: 3\n", "", r'the line "Tasks:" missing'),
        ("Tasks: 3", "Tasks: many", r':5: "many" is not a count'),
        ("3 7 Q1: 2 2", "3 7 Q1: 2 8", r':17: task "3" comes after "8", which is no task'),
        ("Q1: 0\t 1", "Q1: 0\t 3", r"circle: (2 before 3|3 before 2) before"),
        ("3 7 Q1: 2 2", "3 7 Q1: 3 2", r':17: task "3" needs Q1: 3, which nobody has'),
        ("3 7 Q1", "2 7 Q1", r':17: task "2" is there twice'),
        ("2\t \t33", "1\t \t33", r':12: person "1" is there twice'),
        ("\t33\t", "\tx\t", r':12: person "2" has the salary "x"'),
        ("3 7 Q1", "3 0 Q1", r':17: task "3" has the duration "0"'),
        ("3 7 Q1", "3 7.5 Q1", r':17: task "3" has the duration "7.5"'),
        ("3 7 Q1", "3 9999999 Q1", r':17: task "3" has the duration'),
        ("3 7 Q1: 2 2", "3 7 2", r':17: task "3" names no skill'),
        ("3 7 Q1: 2 2", "3 7 Q1:", r':17: task "3" has skill "Q1" without a level'),
        ("Q0: 1 \t Q1: 0", "Q0: 1 \t Q0: 0", r':11: person "1" has skill "Q0" twice'),
        ("33\t Q1: 2", "33\t Q1: 2 7", r':12: person "2" has a stray "7"'),
    ],
)
def test_what_is_wrong_is_named_with_line_and_hint(written, old, new, message):
    assert old in WHOLE
    path = written(WHOLE.replace(old, new, 1))
    with pytest.raises(FormatError, match=message) as caught:
        imopse.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n    hint: " in str(caught.value)


def test_every_cut_is_noticed(written):
    """Cut anywhere before the closing line, the file is refused; never another exception."""
    end = WHOLE.rindex(RULE) - 1
    for length in range(end):
        with pytest.raises(FormatError):
            imopse.read(written(WHOLE[:length]))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\0\1\2ResourceID", "is not a text file"),
        (b"hello", "is not a whole iMOPSE definition"),
        (b"ResourceID\n\xff\xfe \n", "has the salary"),
        (b"TaskID\n" + b"9" * 5000 + b" 1\n", "names no skill"),
    ],
)
def test_garbage_ends_in_a_format_error(written, raw, message):
    with pytest.raises(FormatError, match=message):
        imopse.read(written(raw))


@pytest.mark.parametrize("name", sorted(READERS))
def test_missing_files_and_folders_are_said_to_be_so(tmp_path, name):
    with pytest.raises(FormatError, match="there is no such file"):
        READERS[name].read(tmp_path / "none.def")
    with pytest.raises(FormatError, match="is a folder"):
        READERS[name].read(tmp_path)
    with pytest.raises(FormatError, match="cannot be read"):
        READERS[name].read(tmp_path / "with\0zero")


@pytest.mark.parametrize("name", sorted(READERS))
def test_files_too_large_are_refused_unread(written, monkeypatch, name):
    monkeypatch.setattr("allocator.integrations.instances.instance_file.MAX_BYTES", 100)
    with pytest.raises(FormatError, match="is larger than"):
        READERS[name].read(written("1 " * 60))


def test_readers_are_known_by_the_names_the_command_takes():
    assert list(READERS) == ["imopse", "psplib", "mplib", "mspsp", "mslib"]
    for name, reader in READERS.items():
        assert re.match(rf"allocator import {name} \S+ -o \S+\.yaml$", reader.example)
