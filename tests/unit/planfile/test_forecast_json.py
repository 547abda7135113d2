"""forecast.json is read beside its plan; what is broken or of another plan is not shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from allocator.domain.forecast import (
    CostForecast,
    Driver,
    FailureForecast,
    Forecast,
    ForecastRow,
    PromiseForecast,
    ThroughputForecast,
)
from allocator.errors import PlanFileError
from allocator.planfile.folder import write_folder
from allocator.planfile.forecast_csv import FORECAST_COLUMNS, forecast_csv
from allocator.planfile.forecast_json import (
    forecast_beside,
    read_forecast,
    write_forecast,
)
from support import forecasts, report_plans


def document(**changes: Any) -> dict[str, Any]:
    forecast = forecasts.forecast_of(report_plans.rich())
    found: dict[str, Any] = {**json.loads(write_forecast(forecast)), **changes}
    return found


def error(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "forecast.json"
    file.write_text(text, "utf-8")
    with pytest.raises(PlanFileError) as caught:
        read_forecast(tmp_path)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(str(file), "FILE").splitlines()


def test_a_forecast_reads_back_equal(tmp_path: Path) -> None:
    forecast = forecasts.forecast_of(report_plans.rich())
    (tmp_path / "forecast.json").write_text(write_forecast(forecast), "utf-8")
    assert read_forecast(tmp_path) == forecast
    assert list(document())[:3] == ["format", "scenario", "plan"]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    broken = document(futures="many", confidence=1.2, extra=1)
    broken["rows"][0]["p50"] = "2026-12-01T09:00+01:00"
    broken["rows"][1]["p80"] = "soon"
    del broken["seed"]
    found = error(tmp_path, json.dumps(broken))
    assert 'FILE: futures: must be a whole number, not "many"' in found
    assert "FILE: confidence: must be at most 1, not 1.2" in found
    assert "FILE: extra: is not a field of a forecast" in found
    assert "FILE: seed: is missing" in found
    assert any(line.startswith("FILE: rows[0].p50: ") and "time zone" in line for line in found)
    assert any(line.startswith('FILE: rows[1].p80: "soon" is not a date-time') for line in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "FILE:1:2: not JSON: Expecting property name enclosed in double quotes"),
        ("[]", 'FILE: not a forecast: it has no "format"'),
        ('{"format": "allocator-forecast/9"}', 'FILE: its format is "allocator-forecast/9"'),
        ('{"format": NaN}', "FILE: NaN is not a number that a forecast can hold"),
        ("[" * 100_000, "FILE: nested too deeply for a forecast"),
    ],
)
def test_what_is_no_forecast_is_one_finding(tmp_path: Path, text: str, message: str) -> None:
    (found,) = error(tmp_path, text)
    assert found.startswith(message)


def test_dates_out_of_order_and_far_away_are_refused(tmp_path: Path) -> None:
    broken = document()
    wrong = {"p50": "2026-12-09T09:00", "p80": "2026-12-08T09:00", "p85": None, "p90": None}
    broken["rows"][0].update({**wrong, "p95": None})
    broken["rows"][-1]["spread"][:2] = reversed(broken["rows"][-1]["spread"][:2])
    broken["rows"][1]["planned"] = "9999-12-31T00:00"
    last = len(broken["rows"]) - 1
    assert error(tmp_path, json.dumps(broken)) == [
        "FILE: rows[0].p80: is before p50",
        "FILE: rows[1]: has dates outside the years 1900 to 2199",
        f"FILE: rows[{last}].spread: is not in order",
    ]


def test_a_forecast_beside_its_plan_is_found(tmp_path: Path) -> None:
    plan = report_plans.rich()
    write_folder(plan, tmp_path / "plan")
    assert forecast_beside(plan, tmp_path / "plan").forecast is None
    forecast = forecasts.forecast_of(plan)
    (tmp_path / "plan" / "forecast.json").write_text(write_forecast(forecast), "utf-8")
    for path in (tmp_path / "plan", tmp_path / "plan" / "plan.json"):
        found = forecast_beside(plan, path)
        assert (found.forecast, found.notice) == (forecast, "")


def test_a_forecast_of_another_plan_is_not_shown(tmp_path: Path) -> None:
    other = forecasts.forecast_of(report_plans.earlier())
    file = tmp_path / "forecast.json"
    file.write_text(write_forecast(other), "utf-8")
    found = forecast_beside(report_plans.rich(), tmp_path)
    assert found.forecast is None
    assert found.notice == (
        f"{file} is the forecast of another plan and is not shown; "
        "allocator forecast PLAN -o PLAN makes one of this plan"
    )


def test_a_broken_forecast_beside_a_plan_does_not_keep_the_plan_from_being_shown(
    tmp_path: Path,
) -> None:
    file = tmp_path / "forecast.json"
    file.write_text(json.dumps(document(futures="many", seed="x")), "utf-8")
    found = forecast_beside(report_plans.rich(), tmp_path)
    assert found.forecast is None
    assert found.notice == (
        f'the forecast is not shown: {file}: futures: must be a whole number, not "many" '
        "(and 1 more)"
    )


def test_the_table_has_the_rows_of_the_document() -> None:
    forecast = forecasts.forecast_of(report_plans.hostile())
    rows = list(csv.DictReader(io.StringIO(forecast_csv(forecast))))
    assert tuple(rows[0]) == FORECAST_COLUMNS
    assert len(rows) == len(forecast.rows)
    wanted = json.loads(write_forecast(forecast))["rows"]
    for found, row in zip(rows, wanted, strict=True):
        for column in ("policy", "kind", "id", "planned", "due", "p10", "p50", "p95"):
            assert found[column] == (row[column] or "")
        if row["p_on_time"] is not None:
            assert float(found["p_on_time"]) == pytest.approx(row["p_on_time"], abs=5e-5)


def test_a_title_in_the_table_is_no_formula() -> None:
    forecast: Forecast = forecasts.forecast_of(report_plans.hostile())
    titles = [row["title"] for row in csv.DictReader(io.StringIO(forecast_csv(forecast)))]
    assert [title[:3] for title in titles if "HYPERLINK" in title] == ["'=H"]


def test_the_page_of_the_format_names_every_key() -> None:
    page = (Path(__file__).parents[3] / "docs" / "plan-format.md").read_text("utf-8")
    section = page.split("## forecast.json and forecast.csv")[1].split("\n## ")[0]
    missing = {
        f"{model.__name__}.{name}"
        for model in (
            *(Forecast, ForecastRow, PromiseForecast, Driver, FailureForecast),
            *(CostForecast, ThroughputForecast),
        )
        for name in model.model_fields
        if f"`{name}`" not in section
    }
    assert not missing
    assert ",".join(FORECAST_COLUMNS) in section
