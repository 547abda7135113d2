"""Midnight is the end of one day or the beginning of the next, and it is told which."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.analysis.days import plan_days
from allocator.domain import Plan
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads

START = "2026-12-01"
CONTINUOUS = f"calendar: {{start: {START}, slot: 1h, continuous: true}}\n"
OFFICE = f"calendar: {{start: {START}}}\n"
LATE_SHIFT = f"calendar: {{start: {START}, day_start: '16:00', day_hours: 8}}\n"


def made(items: str, calendar: str = OFFICE, more: str = "") -> Plan:
    scenario = loads(f"name: x\n{calendar}people: [{{id: ana}}]\n{more}items:\n{items}").scenario
    return solve(scenario, SolveOptions(time_limit=5, workers=1, seed=0)).plan


def ends(plan: Plan) -> dict[str, str]:
    shown = plan_days(plan)
    return {entry.id: str(shown.ends(entry.id)) for entry in plan.items}


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("not_before: 2027-01-29", "2027-01-29"),
        ("date: 2027-03-16", "2027-03-16"),
        ("date: 2027-03-16T09:00", "2027-03-16"),
        ("not_before: 2027-03-16, deadline: 2027-03-16", "2027-03-16"),
        ("due: 2027-01-29", START),
        ("deadline: 2027-01-29", START),
        ("waits_for: {what: data, expected: 2027-01-29}", "2027-01-29"),
        ("project: P", "2027-01-15"),
    ],
)
@pytest.mark.parametrize("calendar", [OFFICE, CONTINUOUS])
def test_a_milestone_that_nothing_ends_before_is_on_the_day_that_begins(
    fields: str, day: str, calendar: str
) -> None:
    projects = "projects: [{id: P, not_before: 2027-01-15}]\n" if "project" in fields else ""
    plan = made(f"  - {{id: M, kind: milestone, {fields}}}\n", calendar, projects)
    assert ends(plan) == {"M": day}
    assert plan_days(plan).whole() == (dt.date.fromisoformat(day),) * 2


@pytest.mark.parametrize(
    ("task", "calendar"),
    [
        ("effort: 48h", CONTINUOUS),
        ("elapsed: 2d", CONTINUOUS),
        ("elapsed: 2d, not_before: 2026-12-01T00:00", CONTINUOUS),
        ("effort: 2d", LATE_SHIFT),
    ],
)
def test_a_milestone_after_work_until_midnight_is_on_the_day_on_which_the_work_ends(
    task: str, calendar: str
) -> None:
    plan = made(
        f"  - {{id: A, {task}}}\n"
        "  - {id: M, kind: milestone, after: A}\n"
        "  - {id: N, kind: milestone, after: M}\n"
        "  - {id: F, kind: milestone, after: {item: A, type: FF}}\n",
        calendar,
    )
    assert plan.items[0].finish == dt.datetime(2026, 12, 3)
    assert ends(plan) == dict.fromkeys("AMNF", "2026-12-02")


def test_a_date_that_holds_it_there_as_well_decides() -> None:
    plan = made(
        "  - {id: A, elapsed: 2d}\n"
        "  - {id: M, kind: milestone, after: A, not_before: 2026-12-03}\n"
        "  - {id: N, kind: milestone, after: A, date: 2026-12-03}\n"
        "  - {id: O, kind: milestone, after: [A, M]}\n",
        CONTINUOUS,
    )
    assert ends(plan) == {
        "A": "2026-12-02",
        "M": "2026-12-03",
        "N": "2026-12-03",
        "O": "2026-12-03",
    }


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("{item: A, lag: {elapsed: 1d}}", "2026-12-03"),
        ("{item: A, lag: 24h}", "2026-12-03"),
        ("{item: B, lag: {elapsed: 12h}}", "2026-12-01"),
        ("{item: B, lag: 12h}", "2026-12-01"),
        ("{item: A, type: SS}", "2026-12-01"),
        ("{item: A, type: SS, lag: {elapsed: 2d}}", "2026-12-03"),
        ("{item: A, type: FS, lag: {elapsed: -1d}}", "2026-12-01"),
    ],
)
def test_a_lag_moves_the_end_or_the_beginning_of_a_day(link: str, day: str) -> None:
    plan = made(
        "  - {id: A, elapsed: 2d}\n"
        "  - {id: B, elapsed: 12h}\n"
        f"  - {{id: M, kind: milestone, after: {link}}}\n",
        CONTINUOUS,
    )
    assert ends(plan)["M"] == day


def test_a_done_milestone_is_on_the_date_that_was_given() -> None:
    done = "  - {id: M, kind: milestone, state: done, finished: 2026-12-03}\n"
    more = "now: 2026-12-10\n"
    plan = made(done + "  - {id: A, elapsed: 1d}\n", CONTINUOUS, more)
    assert plan.items[0].finish == dt.datetime(2026, 12, 4)
    assert ends(plan)["M"] == "2026-12-03"


def test_what_has_no_length_is_on_its_day() -> None:
    done = (
        "{id: A, elapsed: 1d, state: done, started: 2026-12-03T00:00, finished: 2026-12-03T00:00}"
    )
    plan = made(f"  - {done}\n  - {{id: B, elapsed: 1d}}\n", CONTINUOUS, "now: 2026-12-10\n")
    assert ends(plan)["A"] == "2026-12-03"


def test_a_long_chain_of_milestones_needs_no_recursion() -> None:
    chain = "".join(f"  - {{id: M{k}, kind: milestone, after: M{k + 1}}}\n" for k in range(1500))
    plan = made(f"{chain}  - {{id: M1500, kind: milestone, not_before: 2027-01-29}}\n")
    assert set(ends(plan).values()) == {"2027-01-29"}


def test_a_project_lasts_from_its_first_day_to_its_last() -> None:
    plan = made(
        "  - {id: A, elapsed: 2d, project: P}\n"
        "  - {id: B, elapsed: 2d, project: Q}\n"
        "  - {id: M, kind: milestone, project: Q, not_before: 2026-12-03}\n",
        CONTINUOUS,
        "projects: [{id: P}, {id: Q}]\n",
    )
    shown = plan_days(plan)
    first = dt.date(2026, 12, 1)
    assert shown.project("P") == (first, dt.date(2026, 12, 2))
    assert shown.project("Q") == shown.whole() == (first, dt.date(2026, 12, 3))


def test_programs_that_show_the_day_of_an_instant_get_one_of_the_day() -> None:
    plan = made(
        "  - {id: A, elapsed: 2d}\n  - {id: M, kind: milestone, not_before: 2026-12-03}\n",
        CONTINUOUS,
    )
    shown: Any = plan_days(plan)
    assert shown.within("A") == (dt.datetime(2026, 12, 1), dt.datetime(2026, 12, 2, 23, 59))
    assert shown.within("M") == (dt.datetime(2026, 12, 3),) * 2
