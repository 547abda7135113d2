"""A milestone can be fixed to a date, which is a release and a deadline in one."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.analysis.dates import deadlines
from allocator.checks.run import check
from allocator.domain import Plan, RuleId
from allocator.errors import InfeasibleError, InputError
from allocator.explain import explain_conflict
from allocator.scenario import dump, loads
from allocator.solve import SolveOptions, solve

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
