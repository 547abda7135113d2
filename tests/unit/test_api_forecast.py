"""The Python API of forecasts: tables, dates by future, arguments that are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import allocator
from allocator.domain import Plan
from allocator.errors import InputError
from support.plans import dropped, plan_of, scenario, solo


@pytest.fixture
def plan() -> Plan:
    given = scenario(
        people=[{"id": "a", "rate": 10}],
        projects=[{"id": "P", "budget": 300}],
        items=[
            {"id": "A", "effort": "3d", "project": "P"},
            {"id": "B", "effort": "1d", "optional": True},
        ],
        promises=[{"project": "P", "by": "2026-12-04"}],
    )
    work = solo("A", "a", "12-01 09:00", "12-03 17:00", hours=24)
    return plan_of(given, [work, dropped("B")])


def test_tables_hold_what_the_file_holds(plan: Plan, tmp_path: Path) -> None:
    sure = allocator.forecast(plan, futures=100)
    assert sure.rows["kind"].to_list() == ["all", "project", "item"], "nothing of what is dropped"
    assert sure.rows["p85"].dtype == "datetime64[s]"
    assert sure.promises.loc[0, "p_kept"] == sure.forecast.promises[0].p_kept
    assert sure.costs["project"].isna().to_list() == [True, False]
    assert sure.drivers["kind"].isin(["item", "person", "project"]).all()
    names = [path.name for path in sure.save(tmp_path)]
    assert names[:2] == ["forecast.json", "forecast.csv"]
    assert sure.to_dict()["format"] == "allocator-forecast/1"


def test_futures_are_dates_by_future_and_item(plan: Plan) -> None:
    sure = allocator.forecast(plan, futures=100, policy="both")
    assert sure.items == ("A",)
    assert sure.futures.shape == (100, 1)
    assert sure.futures.dtype == "datetime64[m]"
    median = np.sort(sure.futures[:, 0])[49]
    whole = sure.rows.query("kind == 'all' and policy == 'dispatch'").iloc[0]
    assert median == np.datetime64(whole["p50"], "m")
    assert set(sure.dates) == {"keep", "dispatch"}


def test_the_number_of_workers_changes_nothing(plan: Plan) -> None:
    one, three = (allocator.forecast(plan, futures=600, workers=n) for n in (1, 3))
    assert one.forecast == three.forecast
    assert (one.futures == three.futures).all()


def test_what_is_uncertain_may_be_calibrated(plan: Plan) -> None:
    calibration = {
        "tasks": 200,
        "prior": {"source": "none", "counts_as_tasks": 0},
        "levels": [5, 50, 95],
        "sizes": [{"estimate": "3d", "ratios": [1.99, 2.0, 2.01]}],
        "common_factors": {"person": 0, "project": 0},
    }
    from allocator.domain.calibration import Calibration

    given = Calibration.model_validate(calibration)
    sure = allocator.forecast(plan, futures=100, calibration=given)
    assert str(sure.forecast.rows[0].p50) == "2026-12-08 17:00:00", "six days, not three"
    assert sure.forecast.prior == ""


@pytest.mark.parametrize(
    "options",
    [
        {"futures": 0},
        {"futures": 1.5},
        {"policy": "luck"},
        {"seed": -1},
        {"workers": 0},
        {"confidence": 1},
    ],
)
def test_arguments_that_cannot_be_are_refused(plan: Plan, options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        allocator.forecast(plan, **options)


def test_check_wants_promises() -> None:
    given = scenario(people=[{"id": "a"}], items=[{"id": "A", "effort": "1d"}])
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-01 17:00", hours=8)])
    with pytest.raises(InputError, match="promises nothing"):
        allocator.forecast(plan, futures=10, check=True)
