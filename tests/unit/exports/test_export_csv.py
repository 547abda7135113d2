"""The CSV tables: exact columns, what is absent is empty, nothing is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from allocator.exports import FORMATS
from allocator.planfile.csv_tables import assignments_csv, plan_tables
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads
from support import forecasts, sample_plans


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_headers_are_those_of_the_plan_format() -> None:
    assert {
        name: text.splitlines()[0] for name, text in plan_tables(sample_plans.plan()).items()
    } == {
        "schedule.csv": "id,title,project,state,start,finish,people,due,late_days"
        ",start_day,finish_day",
        "assignments.csv": "item,person,start,finish,share,effort_hours,start_day,finish_day",
        "load.csv": "person,week,available_hours,planned_hours",
    }


def test_schedule_rows() -> None:
    milestone = rows(plan_tables(sample_plans.plan())["schedule.csv"])[3]
    assert milestone == {
        "id": "M-1",
        "title": "Model live",
        "project": "churn",
        "state": "planned",
        "start": "2026-12-03T17:00",
        "finish": "2026-12-03T17:00",
        "people": "",
        "due": "2026-12-02",
        "late_days": "1",
        "start_day": "2026-12-03",
        "finish_day": "2026-12-03",
    }


def test_a_dropped_item_has_empty_cells() -> None:
    dropped = rows(plan_tables(sample_plans.plan())["schedule.csv"])[2]
    assert dropped["state"] == "dropped"
    assert {dropped[name] for name in ("start", "finish", "people", "due", "late_days")} == {""}


def test_assignments_and_load_rows() -> None:
    made = plan_tables(sample_plans.plan())
    assert made["assignments.csv"].splitlines()[2] == (
        "T-2,bo,2026-12-02T09:00,2026-12-03T17:00,1,8,2026-12-02,2026-12-03"
    )
    assert made["load.csv"].splitlines()[1] == "ana,2026-11-30,32,16"


def test_lines_end_with_lf() -> None:
    assert not any("\r" in text for text in plan_tables(sample_plans.plan()).values())


def test_a_title_that_is_a_formula_is_text_in_the_schedule() -> None:
    assert (
        rows(plan_tables(sample_plans.plan())["schedule.csv"])[1]["title"] == "'=Train, then test"
    )


def test_export_writes_all_tables_into_a_folder(tmp_path: Path) -> None:
    written = FORMATS["csv"].write(sample_plans.plan(), tmp_path / "tables")
    assert sorted(path.name for path in written) == ["assignments.csv", "load.csv", "schedule.csv"]
    frame = pd.read_csv(tmp_path / "tables" / "schedule.csv", parse_dates=["start"])
    assert list(frame["id"]) == ["T-1", "T-2", "T-3", "M-1"]
    assert frame["start"][0] == pd.Timestamp("2026-11-30 09:00")


def test_export_writes_the_schedule_alone_into_a_csv_file(tmp_path: Path) -> None:
    target = tmp_path / "out" / "dates.csv"
    assert FORMATS["csv"].write(sample_plans.plan(), target) == [target]
    assert target.read_text("utf-8") == plan_tables(sample_plans.plan())["schedule.csv"]


def test_who_works_until_midnight_ends_on_the_day_that_ends_there() -> None:
    text = (
        "name: x\ncalendar: {start: 2026-12-01, day_start: '16:00'}\npeople: [{id: ana}]\n"
        "items: [{id: A, assign: [ana], effort: 2d}]\n"
    )
    plan = solve(loads(text).scenario, SolveOptions(time_limit=5, workers=1, seed=0)).plan
    (row,) = csv.DictReader(io.StringIO(assignments_csv(plan)))
    assert row["finish"] == "2026-12-03T00:00"
    assert (row["start_day"], row["finish_day"]) == ("2026-12-01", "2026-12-02")


def test_a_forecast_is_one_more_table_in_a_folder(tmp_path: Path) -> None:
    plan = sample_plans.plan()
    forecast = forecasts.forecast_of(plan)
    written = FORMATS["csv"].write(plan, tmp_path / "tables", forecast=forecast)
    assert [path.name for path in written][-1] == "forecast.csv"
    assert len(rows(written[-1].read_text("utf-8"))) == len(forecast.rows)
    alone = FORMATS["csv"].write(plan, tmp_path / "schedule.csv", forecast=forecast)
    assert [path.name for path in alone] == ["schedule.csv"]
