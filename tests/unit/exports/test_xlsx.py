"""The workbook, read back with openpyxl."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from allocator.exports import FORMATS
from allocator.exports.xlsx import workbook
from support import forecasts, report_plans, sample_plans
from support.plans import plan_of, scenario, solo


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    (path,) = FORMATS["xlsx"].write(sample_plans.plan(), tmp_path / "plan.xlsx")
    return openpyxl.load_workbook(path)


def test_sheets_with_a_header_that_stays_and_filters(book: Workbook) -> None:
    assert book.sheetnames == ["Items", "Assignments", "Load", "Status", "Legend"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_dates_are_dates(book: Workbook) -> None:
    row = {
        cell.value: below for cell, below in zip(book["Items"][1], book["Items"][2], strict=True)
    }
    assert row["start"].value == dt.datetime(2026, 11, 30, 9)
    assert row["start"].number_format == "yyyy-mm-dd hh:mm"
    stone = {cell.value: c for cell, c in zip(book["Items"][1], book["Items"][5], strict=True)}
    assert (stone["due"].value, stone["due"].number_format) == (
        dt.datetime(2026, 12, 2),
        "yyyy-mm-dd",
    )
    assert stone["late days"].value == 1


def test_a_title_that_looks_like_a_formula_is_text_as_it_was(book: Workbook) -> None:
    cell = book["Items"]["B3"]
    assert (cell.value, cell.data_type) == ("=Train, then test", "s")


def test_the_load_is_a_share_by_person_and_week_with_colours(book: Workbook) -> None:
    sheet = book["Load"]
    assert [cell.value for cell in sheet["A"]] == ["person", "Ana Souza", "Bo Chen"]
    assert (sheet["B1"].value, sheet["B2"].value) == (dt.datetime(2026, 11, 30), 0.5)
    assert sheet["B2"].number_format == "0%"
    (scale,) = sheet.conditional_formatting
    assert str(scale.sqref) == "B2:B3"
    (late,) = book["Items"].conditional_formatting
    assert str(late.sqref) == "I2:I5"


def test_what_a_workbook_cannot_hold_is_replaced(tmp_path: Path) -> None:
    plan = sample_plans.plan()
    first = plan.items[0].model_copy(update={"title": "a\x00b\x1bc\nd" + "x" * 40_000})
    plan = plan.model_copy(update={"items": (first, *plan.items[1:])})
    (path,) = FORMATS["xlsx"].write(plan, tmp_path / "plan.xlsx")
    title = openpyxl.load_workbook(path)["Items"]["B2"].value
    assert title.startswith("a\ufffdb\ufffdc\ndxxx")
    assert len(title) == 32_767


def test_frozen_items_say_yes(tmp_path: Path) -> None:
    (path,) = FORMATS["xlsx"].write(report_plans.frozen(), tmp_path / "plan.xlsx")
    rows = list(openpyxl.load_workbook(path)["Items"].values)
    place = rows[0].index("frozen")
    assert [row[0] for row in rows[1:] if row[place] == "yes"] == ["T-3"]
    assert {row[place] for row in rows[1:]} <= {"yes", None, ""}


def test_a_forecast_is_one_more_sheet_whose_chances_are_never_all(tmp_path: Path) -> None:
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    (path,) = FORMATS["xlsx"].write(plan, tmp_path / "plan.xlsx", forecast=forecast)
    found = openpyxl.load_workbook(path)
    assert found.sheetnames == [
        *("Items", "Assignments", "Load", "Status", "Costs", "Forecast", "Legend"),
    ]
    sheet = found["Forecast"]
    assert sheet.max_row == 1 + len(forecast.rows)
    row = next(row for row in forecast.rows if row.id == "M-1")
    cells = {
        head.value: cell
        for head, cell in zip(
            sheet[1], next(r for r in sheet.iter_rows() if r[1].value == "M-1"), strict=True
        )
    }
    assert cells["P85"].value == row.p85
    assert cells["on time"].value == pytest.approx(row.p_on_time)
    assert cells["on time"].number_format == '[>0.99]"> 99%";[<0.01]"< 1%";0%'
    assert cells["due"].value == dt.datetime(2026, 12, 14)
    meanings = [cell.value for cell in found["Legend"]["A"]]
    assert "Forecast" in meanings


def test_costs_by_month_stand_against_their_budgets() -> None:
    head, *rows = workbook(report_plans.portfolio(2))["Costs"].iter_rows(values_only=True)
    assert head == (
        *("project", "name", "2026-12", "total", "spent", "budget", "kind", "over", "not known"),
    )
    assert rows == [
        ("p0", "Product 0", 1600, 1600, None, 1500, "goal", 100, None),
        ("p1", "Product 1", 1600, 1600, None, 2000, "goal", None, None),
        (None, "everything", 3200, 3200, None, 3500, None, None, None),
    ]


def test_the_status_of_projects_and_milestones_stands_beside_cost_and_budget() -> None:
    rows = list(workbook(report_plans.portfolio(2))["Status"].iter_rows(values_only=True))[1:]
    assert [(row[1], row[3], *row[8:11]) for row in rows] == [
        ("p0", "at risk", 21, 1600, 1500),
        ("M-0", "1 d late", None, None, None),
        ("p1", "on time: 21 d to spare", 21, 1600, 2000),
        ("M-1", "on time: 21 d to spare", 21, None, None),
    ]
    assert rows[0][11] == "Its milestone Product 0 live is 1 d late."


def test_times_are_those_of_whoever_reads_them(tmp_path: Path) -> None:
    """Work from 9:00 to 17:00 in Berlin is there from 13:30 to 21:30 in Bangalore."""
    of = scenario(
        calendar={"timezone": "Europe/Berlin"},
        people=[{"id": "ana"}],
        items=[{"id": "A", "effort": "1d", "due": "2026-12-01T18:00"}],
    )
    plan = plan_of(of, [solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8)])
    form = FORMATS["xlsx"]
    (path,) = form.write(plan, tmp_path / "plan.xlsx", timezone="Asia/Kolkata")
    found = openpyxl.load_workbook(path)
    begins, ends = dt.datetime(2026, 12, 1, 13, 30), dt.datetime(2026, 12, 1, 21, 30)
    head, row = found["Items"].values
    item = dict(zip(head, row, strict=True))
    assert (item["start"], item["finish"]) == (begins, ends)
    assert item["due"] == dt.datetime(2026, 12, 1, 22, 30)
    assert [cell.value for cell in found["Assignments"][2]][3:5] == [begins, ends]
    assert "all times are in Asia/Kolkata" in [row[2] for row in found["Legend"].values]
    assert form.notes(plan, timezone="Asia/Kolkata") == ["Times are in Asia/Kolkata."]
