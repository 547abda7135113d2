"""Numbers in the spelling of the file's country, and doubts where nothing tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.integrations.tracker.numbers import NumberReader, readings

ONE_MEANING = {
    "plain": ("28800", 28800),
    "decimal point": ("5.0", 5),
    "decimal comma": ("0,5", 0.5),
    "point, three decimals": ("0.500", 0.5),
    "German": ("1.234,5", 1234.5),
    "French, no-break space": ("1\u00a0234,5", 1234.5),
    "French, narrow no-break space": ("1\u202f234,5", 1234.5),
    "thin space": ("1\u2009234", 1234),
    "Swiss": ("1'234.5", 1234.5),
    "Swiss, curly": ("1’234.5", 1234.5),
    "English": ("1,234.5", 1234.5),
    "Indian": ("1,00,000", 100000),
    "Indian with decimals": ("12,34,567.5", 1234567.5),
    "groups twice": ("1.234.567", 1234567),
    "Arabic digits": ("٢٨٨٠٠", 28800),
    "Arabic marks": ("٢٨٬٨٠٠٫٥", 28800.5),
    "wide digits": ("１２３", 123),
    "power of ten": ("2.88E+04", 28800),
    "power of ten, German": ("2,88E+04", 28800),
}


@pytest.mark.parametrize(("text", "value"), ONE_MEANING.values(), ids=ONE_MEANING)
def test_a_number_of_one_meaning_is_read_in_every_spelling(text, value):
    assert set(readings(text).values()) == {value}


@pytest.mark.parametrize(
    "text",
    ["12.34.56", "1,2,3", "1.23,4,5", "nan", "inf", "1_000", "-5", "5 d", "0x10", "1 2 3", "²"],
)
def test_what_is_no_number_is_not_read(text):
    assert readings(text) == {}


@pytest.mark.parametrize(
    ("others", "value"),
    [(["0,5"], 28800), (["5.0"], 28.8), (["1'000.5"], 28.8), (["1.000.000"], 28800)],
)
def test_numbers_of_a_column_tell_each_other(others, value):
    reader = NumberReader.of({"points": {"28.800", *others}})
    assert reader.read("points", "28.800") == value
    assert reader.doubts({}) == []


def test_another_column_of_the_file_tells_where_the_own_does_not():
    reader = NumberReader.of({"original": {"1.500"}, "points": {"2,5"}})
    assert reader.read("original", "1.500") == 1500
    assert reader.doubts({}) == []


def test_numbers_without_decimals_of_their_own_are_read_as_whole():
    reader = NumberReader.of({"original": {"28.800", "3,600"}}, whole={"original"})
    assert [reader.read("original", text) for text in ("28.800", "3,600")] == [28800, 3600]
    assert reader.doubts({}) == []


def test_what_nothing_tells_is_doubted_and_the_mapping_can_say_it():
    reader = NumberReader.of({"hours": {"1.500"}})
    assert reader.read("hours", "1.500") == 1.5
    (doubt,) = reader.doubts({"hours": "Original Estimate"})
    assert '"Original Estimate"' in doubt
    assert '"1.500" (taken for 1.5)' in doubt
    told = NumberReader.of({"hours": {"1.500"}}, given=",")
    assert told.read("hours", "1.500") == 1500
    assert told.doubts({}) == []


def test_a_column_with_both_marks_is_told_and_each_is_read_by_its_form():
    texts = {"1.234,5", "1,234.5", "2.000"}
    reader = NumberReader.of({"points": texts})
    assert reader.read("points", "1.234,5") == reader.read("points", "1,234.5") == 1234.5
    reader.read("points", "2.000")
    mixed, doubted = reader.doubts({})
    assert "decimal comma" in mixed
    assert '"2.000"' in doubted


@given(
    number=st.integers(0, 10**8),
    decimals=st.integers(0, 99),
    marks=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ",")]),
)
def test_what_a_country_writes_is_read_back(number, decimals, marks):
    group, point = marks
    text = f"{number:,}".replace(",", group) + f"{point}{decimals:02d}"
    assert set(readings(text).values()) == {float(f"{number}.{decimals:02d}")}


@given(st.text(max_size=50))
def test_no_text_makes_the_reader_crash(text):
    assert all(value >= 0 for value in readings(text).values())


JIRA = "Issue key;Summary;Issue Type;Status;Created;Original Estimate{more}\n"


def efforts(tmp_path: Path, tracker: str, text: str) -> tuple[list[str], tuple[str, ...]]:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    written = import_files(TRACKERS[tracker], ImportRequest(files=[path]))
    lines = [line.split("#")[0].split() for line in written.text.splitlines()]
    return [words[1] for words in lines if words[:1] == ["effort:"]], written.report


def test_seconds_of_a_german_spreadsheet_are_hours_and_not_a_minute(tmp_path):
    rows = [f"DS-{n};T{n};Task;To Do;2026-09-01;{s}" for n, s in ((1, "28.800"), (2, "3.600"))]
    found, report = efforts(tmp_path, "jira", JIRA.format(more="") + "\n".join(rows))
    assert found == ["1d", "1h"]
    assert not any("doubt" in line or "could be" in line for line in report)


def test_hours_that_could_be_thousands_are_doubted_in_the_report(tmp_path):
    text = "ID;Title;State;Original Estimate;Created Date\n1;A;New;1.500;2026-09-01\n"
    found, report = efforts(tmp_path, "azure-devops", text)
    assert found == ["90m"]
    assert any('"1.500" (taken for 1.5)' in line and "decimal" in line for line in report)
    text = text.replace("\n1;A", "\n2;B;New;0,5;2026-09-01\n1;A")
    found, report = efforts(tmp_path, "azure-devops", text)
    assert found == ["187.5d", "30m"]
    assert not any("could be others" in line for line in report)
