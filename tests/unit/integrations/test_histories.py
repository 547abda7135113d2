"""Histories of finished work: forms, names of columns, amounts, dates, working time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.errors import FormatError
from allocator.integrations.histories.hours import hours_of
from allocator.integrations.histories.item_dates import read_item_dates
from allocator.integrations.histories.read import form_of, read_history
from allocator.integrations.histories.working_time import working_hours
from allocator.integrations.tracker.numbers import NumberReader


@pytest.mark.parametrize(
    ("cell", "hours"),
    [("6.5h", 6.5), ("2d", 16), ("30m", 0.5), ("1w", 40), ("7", 7), (" 1.5 H ", 1.5), ("0,5", 0.5)],
)
def test_amounts_are_hours(cell: str, hours: float) -> None:
    assert hours_of("actual", cell, NumberReader()) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0", "is zero"),
        ("-3", "below zero"),
        ("-2h", "below zero"),
        ("three", "is no amount of work"),
        ("3 sprints", "is no amount of work"),
        ("inf", "is no amount of work"),
        ("999999h", "more than 100,000 hours"),
    ],
)
def test_what_is_no_amount_is_said(cell: str, said: str) -> None:
    found = hours_of("actual", cell, NumberReader())
    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(
    ("start", "finish", "hours"),
    [
        ("2026-11-30", "2026-11-30", 8),  # a Monday
        ("2026-11-30", "2026-12-01", 16),
        ("2026-11-27", "2026-11-30", 16),  # over a weekend
        ("2026-11-28", "2026-11-29", 0),
        ("2026-11-30T11:00", "2026-11-30T15:30", 4.5),
        ("2026-11-30T11:00", "2026-12-02T10:00", 6 + 8 + 1),
        ("2026-11-30T20:00", "2026-12-01T08:00", 0),
        ("2026-12-01", "2026-11-30", 0),
        ("2026-01-01", "2026-12-31", 261 * 8),
    ],
)
def test_working_time_is_monday_to_friday_nine_to_five(
    start: str, finish: str, hours: float
) -> None:
    ends = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(finish)
    assert working_hours(*ends) == pytest.approx(hours)


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_other_names_delimiters_and_local_numbers_are_understood(tmp_path: Path) -> None:
    source = written(
        tmp_path / "h.csv",
        "Task;Estimated hours;Hours spent;Assignee;Work type;Completed on\n"
        "A;3,5;7;ana;model;31.01.2026\nB;10;8,25;bob;;02.02.2026\n",
    )
    first, second = read_history([source]).tasks
    assert (first.item, first.estimate, first.actual) == ("A", 3.5, 7)
    assert (first.person, first.kind, first.finished) == ("ana", "model", dt.date(2026, 1, 31))
    assert (second.actual, second.finished) == (8.25, dt.date(2026, 2, 2))


def test_dates_that_could_mean_two_days_are_asked_for(tmp_path: Path) -> None:
    source = written(tmp_path / "h.csv", "item,estimate,actual,finished\nA,3h,4h,02/03/2026\n")
    with pytest.raises(FormatError, match="could mean two days"):
        read_history([source])
    assert read_history([source], "mdy").tasks[0].finished == dt.date(2026, 2, 3)


def test_a_missing_column_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    source = written(tmp_path / "h.csv", "item,estimate,colour\nA,3h,red\n")
    with pytest.raises(FormatError, match='there is no column actual; the columns are "item"'):
        read_history([source])


def test_two_columns_for_one_amount_are_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "h.csv", "item,estimate,actual,time spent\nA,3h,4h,5h\n")
    with pytest.raises(FormatError, match='"actual" and "time spent" could all be actual'):
        read_history([source])


def test_without_actuals_start_and_finish_stand_in(tmp_path: Path) -> None:
    source = written(
        tmp_path / "h.csv",
        "item,estimate,started,finished\nA,1d,2026-11-30,2026-12-01\nB,1d,2026-11-30,\n",
    )
    found = read_history([source])
    assert [task.actual for task in found.tasks] == [16]
    assert any("stands for the actual" in line for line in found.lines)
    assert any('"B"' in line for line in found.lines)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("item,estimate,actual", "history"),
        ("item,finished", "history"),
        ("Issue key,Summary,Status,Original Estimate", "jira"),
        ("ID,Work Item Type,Title,State,Closed Date", "azure-devops"),
    ],
)
def test_the_header_tells_what_a_file_is(tmp_path: Path, header: str, form: str) -> None:
    assert form_of(written(tmp_path / "x.csv", f"{header}\n")) == form


def test_days_of_a_tracker_s_tickets(tmp_path: Path) -> None:
    source = written(
        tmp_path / "jira.csv",
        "Issue key,Issue Type,Status,Created,Resolved\n"
        "X-1,Story,Done,2026-01-05 09:00,2026-01-07 17:00\n"
        "X-2,Story,To Do,2026-01-06 09:00,\n",
    )
    found = read_item_dates([source])
    assert found.finished == [dt.date(2026, 1, 7)]
    assert found.created == [dt.date(2026, 1, 5), dt.date(2026, 1, 6)]
    assert any("not finished: X-2" in line for line in found.file.lines)


def test_tickets_keep_whose_their_estimate_is(tmp_path: Path) -> None:
    """As Jira exports labels: a column for each."""
    source = written(
        tmp_path / "jira.csv",
        "Issue key,Summary,Issue Type,Status,Status Category,Resolved,Original estimate,Time Spent,"
        "Labels,Labels,Labels\n"
        "CH-1,Train,Story,Done,Done,2026-03-02 10:00,57600,72000,nlp,size:M,"
        "estimate:model@1/train\n"
        "CH-2,Own,Story,Done,Done,2026-03-03 10:00,57600,72000,size:M,,\n",
    )
    first, second = read_history([source], "ymd").tasks
    assert (first.estimate, first.actual) == (16, 20)
    assert first.origin is not None and first.origin.sized_item == "model@1/M/train"
    assert second.origin is None
