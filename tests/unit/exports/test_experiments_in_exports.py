"""What may fail, has failed or is done only then, in every export."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.domain import Plan, PlanItem
from allocator.exports import FORMATS
from allocator.exports.page.build import page
from allocator.exports.status_page import status_page
from support.plans import entry, plan_of, scenario, solo

PAST = {"state": "failed", "started": "2026-12-01", "finished": "2026-12-02"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """X has failed: F is done instead, and D is given up; E may fail, and G is done only then."""
    of = scenario(
        now="2026-12-03",
        people=[{"id": "ana"}],
        items=[
            {"id": "X", "effort": "2d", "succeeds": 0.5, "people": ["ana"],
             "if_fails": {"then": ["F"], "drop": ["D"]}, **PAST},
            {"id": "F", "title": "Tune the baseline", "effort": "1d"},
            {"id": "D", "effort": "1d"},
            {"id": "E", "effort": "1d", "succeeds": 0.6, "if_fails": {"repeat": 1, "then": ["G"]}},
            {"id": "G", "title": "Buy a model", "effort": "1d"},
        ],
    )  # fmt: skip
    items = (
        entry("X", "12-01 09:00", "12-02 17:00", state="failed"),
        solo("F", "ana", "12-03 09:00", "12-03 17:00", hours=8),
        PlanItem(id="D", state="dropped"),
        solo("E", "ana", "12-04 09:00", "12-04 17:00", hours=8),
        PlanItem(id="G", state="contingent"),
    )
    return plan_of(of, items)


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in ("svg", "png")])
def test_every_format_writes_a_plan_with_experiments(name: str, plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / f"out.{name}"
    if name in ("csv", "sprint"):
        target = tmp_path / "folder"
    written = FORMATS[name].write(plan, target)
    assert written and all(path.stat().st_size for path in written)


def test_the_status_tells_what_failed_and_what_may(plan: Plan) -> None:
    text = status_page(plan)
    assert "2 planned, 1 failed, 1 dropped, 1 done only if a try fails" in text
    assert "each try succeeds with 60 %, 2 tries are left; if all fail, G is done" in text


def test_the_page_has_the_reasons(plan: Plan) -> None:
    text = page(plan)
    for told in ("only if E fails", "given up, as X failed"):
        assert told in text


def test_the_schedule_has_no_dates_for_what_is_left_out(plan: Plan, tmp_path: Path) -> None:
    (written,) = FORMATS["csv"].write(plan, tmp_path / "schedule.csv")
    rows = {row.split(",")[0]: row for row in written.read_text("utf-8").splitlines()}
    assert "2026" in rows["X"] and "2026" in rows["F"]
    assert "2026" not in rows["D"] and "2026" not in rows["G"]


def test_a_calendar_and_a_gantt_chart_hold_nothing_that_is_left_out(
    plan: Plan, tmp_path: Path
) -> None:
    for name in ("ics", "mermaid"):
        (written,) = FORMATS[name].write(plan, tmp_path / f"out.{name}")
        text = written.read_text("utf-8")
        assert "Tune the baseline" in text and "Buy a model" not in text
