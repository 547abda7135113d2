"""A milestone that dates hold at a midnight begins a day, and is late for the day before.

It was told as "29 Jan, due 28 Jan, on time", since the end of the 28th is the same instant.
"""

from __future__ import annotations

from typing import Any

import pytest

from allocator.analysis.date_lines import date_lines
from allocator.analysis.days import plan_days
from allocator.checks.run import check
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads

OFFICE = "{start: 2026-12-01}"
CONTINUOUS = "{start: 2026-12-01, slot: 1h, continuous: true}"
PROJECTS = "projects: [{id: P, not_before: 2027-01-29}, {id: Q, due: 2027-01-28}]\n"
DUE = "due: 2027-01-28"


def made(items: str, calendar: str = OFFICE, *, more: str = PROJECTS, **options: Any) -> Plan:
    text = f"name: x\ncalendar: {calendar}\npeople: [{{id: ana}}]\n{more}items:\n{items}"
    found = SolveOptions(time_limit=5, workers=1, seed=0, **options)
    return solve(loads(text).scenario, found).plan


def late(plan: Plan) -> dict[str, str]:
    return {line.id: line.late_text for line in date_lines(plan) if line.due is not None}


@pytest.mark.parametrize("calendar", [OFFICE, CONTINUOUS])
@pytest.mark.parametrize(
    "fields",
    [
        "not_before: 2027-01-29",
        "date: 2027-01-29",
        "date: 2027-01-29T00:00",
        "waits_for: {what: data, expected: 2027-01-29}",
        "project: P",
    ],
)
def test_it_is_late_for_the_day_before(fields: str, calendar: str) -> None:
    plan = made(f"  - {{id: M, kind: milestone, {DUE}, {fields}}}\n", calendar)
    assert str(plan_days(plan).ends("M")) == "2027-01-29"
    assert late(plan)["M"] == "1 day"
    assert plan.metrics.late_items == 1
    assert next(tier for tier in plan.solver.tiers if tier.name == "tardiness").value > 0
    assert check(plan.scenario, plan) == []


def test_it_is_late_with_what_it_comes_after() -> None:
    plan = made(
        "  - {id: FAIR, kind: milestone, date: 2027-01-29, project: Q}\n"
        f"  - {{id: M, kind: milestone, after: FAIR, {DUE}}}\n"
        f"  - {{id: N, kind: milestone, after: M, {DUE}}}\n"
    )
    assert late(plan) == {"Q": "1 day", "M": "1 day", "N": "1 day"}


@pytest.mark.parametrize("fields", ["date: 2027-01-29, due: 2027-01-29T00:00", "due: 2026-12-01"])
def test_it_is_in_time_for_its_own_day_and_instant(fields: str) -> None:
    assert late(made(f"  - {{id: M, kind: milestone, {fields}}}\n"))["M"] == ""


@pytest.mark.parametrize("calendar", [OFFICE, CONTINUOUS])
def test_the_plan_s_beginning_is_late_for_the_day_before(calendar: str) -> None:
    plan = made("  - {id: M, kind: milestone, due: 2026-11-30}\n", calendar)
    assert late(plan)["M"] == "1 day"


@pytest.mark.parametrize("link", ["A", "{item: A, type: SS}"])
def test_what_links_hold_at_midnight_is_on_its_due_day(link: str) -> None:
    """Work until midnight ends the 1st, and work from midnight on can begin at the end of it."""
    first = "  - {id: A, elapsed: 24h}\n" if link == "A" else ""
    second = "  - {id: A, elapsed: 4h, not_before: 2026-12-02}\n" if not first else ""
    plan = made(
        f"{first}{second}  - {{id: M, kind: milestone, after: {link}, due: 2026-12-01}}\n",
        CONTINUOUS,
    )
    assert str(plan_days(plan).ends("M")) == "2026-12-01"
    assert late(plan)["M"] == ""


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("", "not_before: 2027-01-29, deadline: 2027-01-28"),
        ("projects: [{id: R, deadline: 2027-01-28}]\n", "project: R, date: 2027-01-29"),
        ("projects: [{id: R, deadline: 2026-11-30}]\n", "project: R"),
    ],
)
def test_a_deadline_on_the_day_before_leaves_no_time(head: str, fields: str) -> None:
    with pytest.raises(InputError, match=r"has no time|before its not_before"):
        made(f"  - {{id: M, kind: milestone, {fields}}}\n", more=head)


def test_relaxed_the_deadline_of_the_day_before_is_broken() -> None:
    plan = made(
        "  - {id: M, kind: milestone, project: R}\n",
        "{start: 2026-11-01}\nnow: 2026-12-01",
        more="projects: [{id: R, deadline: 2026-11-30}]\n",
        relax=True,
    )
    (broken,) = plan.solver.relaxed
    assert (broken.kind, broken.id) == ("project", "R")
    assert not [found for found in check(plan.scenario, plan) if not found.relaxed]
    shown = render(summarise(plan))
    assert "1 day" in shown
    assert "on time" not in shown


def test_the_warning_is_true() -> None:
    text = "name: x\ncalendar: {start: 2026-12-01}\nitems:\n  - {id: M, kind: milestone, %s}\n"
    kept = loads(text % "not_before: 2027-01-29, due: 2027-01-29T00:00")
    assert not kept.warnings
    missed = loads(text % f"not_before: 2027-01-29, {DUE}")
    assert [found.message for found in missed.warnings if "is due 2027-01-28" in found.message]


def test_one_that_may_be_dropped_is_dropped_for_its_project_s_deadline() -> None:
    plan = made(
        "  - {id: M, kind: milestone, project: R}\n"
        "  - {id: N, kind: milestone, project: R, optional: true, not_before: 2026-12-05}\n",
        more="projects: [{id: R, deadline: 2026-12-04}]\n",
    )
    assert [entry.state for entry in plan.items] == ["planned", "dropped"]


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        ("kind: milestone, state: done, finished: 2026-12-10", "1 day"),
        ("kind: milestone, state: done, finished: 2026-12-09", ""),
        ("effort: 1d, state: done, started: 2026-12-10, finished: 2026-12-10", "1 day"),
        ("effort: 1d, state: done, started: 2026-12-08, finished: 2026-12-09", ""),
    ],
)
def test_what_was_done_today_is_late_for_yesterday_though_the_day_has_just_begun(
    progress: str, told: str
) -> None:
    fields = f"{progress}, due: 2026-12-09"
    if "effort" in fields:
        fields += ", people: [ana]"
    plan = made(f"  - {{id: A, {fields}}}\n", "{start: 2026-12-01}\nnow: 2026-12-10")
    assert late(plan)["A"] == told
