"""What is late by a weekend or a shutdown alone is told as late wherever a plan is shown."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from allocator.analysis.compare import compare
from allocator.analysis.risks import item_risks
from allocator.cli.plan_text import render
from allocator.cli.replan_text import numbers
from allocator.cli.summary import summarise
from allocator.domain import Plan
from allocator.exports import FORMATS
from allocator.exports.page.build import page
from allocator.exports.status_page import status_page
from allocator.planner import SolveOptions, solve
from support.plans import scenario

SHUTDOWN = [dt.date(2026, 12, 24) + dt.timedelta(days=k) for k in range(9)]
TEN_DAYS = "10 days (holidays and 2 weekends)"


@cache
def plan(days: int = 12, *, relax: bool = False) -> Plan:
    """A shadow run over the shutdown, its milestone and its project, due on 23 December."""
    date = {"deadline" if relax else "due": "2026-12-23"}
    of = scenario(
        calendar={"start": "2026-12-21", "holidays": {"dates": [d.isoformat() for d in SHUTDOWN]}},
        sprints={"length": "2w", "first": "2026-12-21", "count": 2},
        projects=[{"id": "p", "name": "Churn", **date}],
        people=[{"id": "ana"}],
        items=[
            {"id": "T", "title": "Shadow run", "elapsed": f"{days}d", "project": "p", **date},
            {"id": "L", "title": "Live", "kind": "milestone", "after": "T", "project": "p", **date},
            {"id": "W", "title": "Minutes", "effort": "1d"},
        ],
    )
    return solve(of, SolveOptions(time_limit=5, workers=1, relax=relax)).plan


def test_items_milestones_and_projects_count_as_late() -> None:
    entries = {entry.id: entry for entry in plan().items}
    assert entries["T"].late_days and entries["L"].late_days
    assert plan().metrics.late_items == 2
    assert plan().metrics.projects[0].late_days
    assert plan().solver.tiers[0].value > 0
    assert {risk.id for risk in item_risks(plan()) if risk.reasons[0].kind == "late"} == {"T", "L"}


def test_a_replan_counts_late_projects_and_milestones_beside_items() -> None:
    assert "; 1 project, 1 milestone and 1 item late; last finish" in numbers(plan())
    assert "; nothing late; last finish" in numbers(plan(days=1))


def test_the_summary_the_page_and_the_status_say_by_how_much() -> None:
    told = render(summarise(plan()))
    assert "Nothing is late" not in told
    assert " ".join(told.split()).count("10 days") >= 3
    assert f"{TEN_DAYS} late" in page(plan())
    assert f"{TEN_DAYS} after its due date" in status_page(plan())


@pytest.mark.parametrize("name", ["ics", "svg", "mermaid", "jira", "csv"])
def test_files_say_it(name: str, tmp_path: Path) -> None:
    target = tmp_path / ("plan.csv" if name in ("csv", "jira") else f"plan.{name}")
    if name == "svg":
        pytest.importorskip("matplotlib")
    if name == "csv":
        target = tmp_path
    written = FORMATS[name].write(plan(), target)
    text = "".join(file.read_text("utf-8") for file in written).replace("\r\n ", "")
    told = {"mermaid": "crit", "csv": "0.0021", "jira": "Live"}
    assert told.get(name, "10 days") in text


def test_a_broken_deadline_says_it_too() -> None:
    told = " ".join(render(summarise(plan(relax=True))).split())
    assert "10 days" in told
    assert "no working time" not in told
    assert f"{TEN_DAYS} past its deadline" in page(plan(relax=True))


def test_what_moves_over_the_shutdown_only_has_moved() -> None:
    change = compare(plan(11), plan(12))
    moved = {move.id: move for move in change.moved}
    assert moved["T"].finish_days > 0
    assert moved["T"].moved_by == "+1 day (a weekend)"
    assert [date.moved_by for date in change.dates] == ["+1 day (a weekend)"] * 2


def test_long_words_about_lateness_leave_room_for_the_names() -> None:
    """The column of names was three letters wide: "everyth", and "ing" in the next line."""
    told = render(summarise(plan()))
    assert max(map(len, told.splitlines())) <= 80
    names = [line.strip().split("  ")[0] for line in told.splitlines()]
    assert {"Churn", "Live", "everything", "project p Churn", "L Live"} <= set(names)
