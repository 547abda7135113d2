"""The digest of a plan knows what was decided, not who decided it when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from allocator.planfile.folder import write_folder
from allocator.planfile.plan_digest import plan_digest
from allocator.planfile.plan_json import read_plan
from support import report_plans


def test_a_plan_that_was_written_and_read_has_the_same_digest(tmp_path: Path) -> None:
    plan = report_plans.rich()
    write_folder(plan, tmp_path / "plan")
    assert plan_digest(read_plan(tmp_path / "plan")) == plan_digest(plan)


def test_when_and_how_a_plan_was_found_does_not_count() -> None:
    plan = report_plans.rich()
    solver = plan.solver.model_copy(update={"seed": 7, "wall_seconds": 9.0})
    again = plan.model_copy(update={"created": "2026-12-24T08:00", "solver": solver})
    assert plan_digest(again) == plan_digest(plan)


def test_another_date_and_another_scenario_count() -> None:
    plan = report_plans.rich()
    last = plan.items[-1]
    assert last.finish is not None
    later = last.model_copy(update={"finish": last.finish + dt.timedelta(minutes=1)})
    moved = plan.model_copy(update={"items": (*plan.items[:-1], later)})
    scenario = plan.scenario.model_copy(update={"name": "Other"})
    renamed = plan.model_copy(update={"scenario": scenario})
    assert len({plan_digest(plan), plan_digest(moved), plan_digest(renamed)}) == 3
