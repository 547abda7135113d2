"""A milestone can be fixed to a date, which is a release and a deadline in one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.analysis.dates import deadlines
from allocator.checks.run import check
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import Plan, RuleId, WorkItem
from allocator.errors import InfeasibleError, InputError
from allocator.explain.conflict import explain_conflict
from allocator.exports.page.build import page
from allocator.exports.status_page import status_page
from allocator.planner import SolveOptions, solve
from allocator.scenario import dump, load, loads

HEAD = "name: x\ncalendar: {start: 2026-12-01, end: 2027-05-31}\npeople: [{id: ana}]\n"
FAIR = "  - {id: FAIR, title: Trade fair, kind: milestone, after: PREP, date: 2026-12-16}\n"
FOLLOW = "  - {id: FOLLOW, assign: [ana], effort: 1d, after: FAIR}\n"


def text(effort: str, fair: str = FAIR) -> str:
    return f"{HEAD}items:\n  - {{id: PREP, assign: [ana], effort: {effort}}}\n{fair}{FOLLOW}"


def made(effort: str, fair: str = FAIR, *, relax: bool = False) -> Plan:
    options = SolveOptions(time_limit=5, workers=1, seed=0, relax=relax)
    return solve(loads(text(effort, fair)).scenario, options).plan


@pytest.mark.parametrize("effort", ["1d", "11d"])
def test_it_is_at_the_beginning_of_its_day_and_work_after_it_starts_that_day(effort: str) -> None:
    prep, fair, follow = made(effort).items
    assert prep.finish is not None and prep.finish <= dt.datetime(2026, 12, 15, 17)
    assert fair.start == fair.finish == dt.datetime(2026, 12, 16)
    assert follow.start == dt.datetime(2026, 12, 16, 9)


def test_with_a_time_it_is_at_that_time() -> None:
    fair = made("11.5d", FAIR.replace("12-16", "12-16T13:00")).items[1]
    assert fair.finish == dt.datetime(2026, 12, 16, 13)


def test_what_it_comes_after_must_be_done_by_then() -> None:
    scenario = loads(text("12d")).scenario
    with pytest.raises(InfeasibleError):
        solve(scenario, SolveOptions(time_limit=5, workers=1, seed=0))
    told = "\n".join(explain_conflict(scenario, time_limit=20).lines())
    assert (
        'FAIR "Trade fair" is fixed to Wed 16 Dec 2026: '
        "what it comes after must be done before that day begins"
    ) in told
    assert 'move the date of FAIR "Trade fair" from Wed 16 Dec 2026 to Thu 17 Dec 2026' in told


def test_relaxed_it_is_broken_as_a_deadline_is() -> None:
    plan = made("12d", relax=True)
    assert plan.items[1].finish == dt.datetime(2026, 12, 16, 17)
    (broken,) = plan.solver.relaxed
    assert (broken.kind, broken.id, broken.deadline) == ("item", "FAIR", dt.datetime(2026, 12, 16))


@pytest.mark.parametrize(
    ("moved", "rule"),
    [
        (dt.datetime(2026, 12, 15, 17), RuleId.RELEASE),
        (dt.datetime(2026, 12, 16, 9), RuleId.DEADLINE),
    ],
)
def test_the_checker_catches_a_milestone_off_its_date(moved: dt.datetime, rule: RuleId) -> None:
    plan = made("1d")
    prep, fair, follow = plan.items
    fair = fair.model_copy(update={"start": moved, "finish": moved})
    broken = check(plan.scenario, plan.model_copy(update={"items": (prep, fair, follow)}))
    assert [v for v in broken if v.rule is rule and "its date" in v.message]


def test_it_reads_back_as_it_was_written() -> None:
    scenario = loads(text("1d")).scenario
    assert "date: 2026-12-16" in dump(scenario)
    assert loads(dump(scenario)).scenario == scenario
    assert [one.kind for one in deadlines(scenario, scenario.items[1])] == ["item", "calendar"]


@pytest.mark.parametrize(
    ("fair", "said"),
    [
        (FAIR.replace("date", "due: 2026-12-20, not_before: 2026-12-10, date"), "leave out not_b"),
        (FAIR.replace("date", "deadline: 2026-12-20, date"), "leave out deadline"),
        (FAIR.replace("kind: milestone", "elapsed: 1d"), "is no milestone"),
        (FAIR.replace("2026-12-16", "2026-11-16"), "the plan starts 2026-12-01, and its date is"),
        (FAIR.replace("2026-12-16", "2027-06-02"), "the calendar ends 2027-05-31"),
    ],
)
def test_dates_that_cannot_be_are_found(fair: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        loads(text("1d", fair))


def test_a_date_far_off_is_doubted() -> None:
    (found,) = loads(
        text("1d", FAIR.replace("2026", "2096")).replace(", end: 2027-05-31", "")
    ).warnings
    assert found.message.startswith("date: 2096-12-16 lies ")


def test_a_milestone_held_within_a_day_is_told_of_date() -> None:
    dates = "not_before: 2026-12-16, deadline: 2026-12-16"
    (found,) = loads(text("1d", FAIR.replace("date: 2026-12-16", dates))).warnings
    assert "may be at any time of 2026-12-16" in found.message
    assert found.hint is not None
    assert "write date: 2026-12-16 in their place" in found.hint
    for apart in (dates.replace("deadline: 2026-12-16", "deadline: 2026-12-17"), "due: 2026-12-16"):
        assert not loads(text("1d", FAIR.replace("date: 2026-12-16", apart))).warnings


def test_an_overlay_sets_moves_and_takes_away_a_date(tmp_path: Path) -> None:
    base, change = tmp_path / "plan.yaml", tmp_path / "change.yaml"
    base.write_text(text("1d"))

    def changed(fields: str) -> WorkItem:
        change.write_text(f"update: {{items: {{FAIR: {{{fields}}}}}}}\n")
        return load(base, changes=[change]).scenario.item_by_id["FAIR"]

    assert changed("date: 2027-01-08").date == dt.date(2027, 1, 8)
    free = changed("date: null, not_before: 2027-01-04")
    assert (free.date, free.not_before) == (None, dt.date(2027, 1, 4))
    with pytest.raises(InputError, match="has a date, which fixes it"):
        changed("deadline: 2027-01-08")


def test_broken_it_is_told_of_as_it_was_written() -> None:
    """It was told as a deadline at 00:00."""
    plan = made("13d", relax=True)
    shown = render(summarise(plan))
    status = status_page(plan)
    for view in (shown, status, page(plan)):
        assert "fixed: Wed 16 Dec 2026" in view
        assert "00:00" not in view.split('<script type="application/json"')[0]
        assert "past its deadline" not in view
    assert "past its fixed date" in status
    assert "past its fixed date" in page(plan)


def test_missed_by_hours_it_has_its_time() -> None:
    shown = render(summarise(made("12d", relax=True)))
    assert "Wed 16 Dec 2026 17:00  fixed: Wed 16 Dec 2026" in shown
