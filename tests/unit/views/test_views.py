"""The pandas tables hold what the plan holds, with the same dtypes whatever it holds."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from allocator import views
from allocator.domain import Plan
from allocator.views import assignments, load, projects, schedule, tiers
from support import sample_plans

TABLES = [schedule, assignments, load, projects, tiers]


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    """Return the dtypes by column; pandas 3 and pandas 2 print that of text differently."""
    return {name: str(dtype).split("[python")[0] for name, dtype in frame.dtypes.items()}


def empty() -> Plan:
    """Return a plan without items, people, projects or tiers."""
    made = sample_plans.plan()
    raw = {**made.scenario.model_dump(mode="json"), "people": [], "projects": [], "items": []}
    return made.model_copy(
        update={
            "scenario": type(made.scenario).model_validate(raw),
            "items": (),
            "metrics": made.metrics.model_copy(update={"projects": ()}),
            "solver": made.solver.model_copy(update={"tiers": ()}),
        }
    )


@pytest.mark.parametrize("table", TABLES)
def test_columns_and_dtypes_are_those_described(table: Callable[[Plan], pd.DataFrame]) -> None:
    described = getattr(views, table.__name__).__globals__["DTYPES"]
    assert dtypes(table(sample_plans.plan())) == described
    assert dtypes(table(empty())) == described
    assert len(table(empty())) == 0


def test_schedule_has_a_row_an_item_in_the_scenario_s_order() -> None:
    frame = schedule(sample_plans.plan()).set_index("id")
    assert list(frame.index) == ["T-1", "T-2", "T-3", "M-1"]
    assert frame.loc["T-2", "people"] == "bo"
    assert frame.loc["T-2", "start"] == pd.Timestamp("2026-12-02 09:00")
    assert frame.loc["T-2", "finish"] == pd.Timestamp("2026-12-03 17:00")
    assert frame.loc["M-1", "due"] == pd.Timestamp("2026-12-02")
    assert frame.loc["M-1", "late_days"] == 1.0


def test_what_is_absent_is_missing_not_zero() -> None:
    frame = schedule(sample_plans.plan()).set_index("id")
    assert frame.loc["T-3", "state"] == "dropped"
    assert frame.loc["T-3", ["start", "finish", "late_days", "slack_days"]].isna().all()
    assert frame.loc["T-3", "people"] == ""


def test_assignments_have_a_row_a_person_on_an_item() -> None:
    frame = assignments(sample_plans.plan())
    assert list(zip(frame["item"], frame["person"], frame["effort_hours"], strict=True)) == [
        ("T-1", "ana", 16.0),
        ("T-2", "bo", 8.0),
    ]
    assert list(frame["skills"]) == ["sql", "ml"]


def test_load_adds_up_to_the_people_s_totals() -> None:
    plan = sample_plans.plan()
    sums = load(plan).groupby("person", observed=True)[["available_hours", "planned_hours"]].sum()
    assert {p.id: (p.available_hours, p.planned_hours) for p in plan.people} == {
        str(person): (row["available_hours"], row["planned_hours"])
        for person, row in sums.iterrows()
    }


def test_projects_have_dates_against_due_date_and_deadline() -> None:
    row = projects(sample_plans.plan()).iloc[0]
    assert (row["id"], row["late_days"], row["past_deadline_days"]) == ("churn", 1.0, 0.0)
    assert row["deadline"] == pd.Timestamp("2026-12-11")


def test_tiers_stand_in_their_order() -> None:
    frame = tiers(sample_plans.plan(status="feasible", stop_reason="time_limit"))
    assert list(frame["name"]) == ["value", "tardiness", "flow"]
    assert list(frame["proved"]) == [True, True, False]
    assert frame["gap"].iloc[2] == 0.25
