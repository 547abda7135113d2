"""Sprint fit: work that must fit lies within one sprint of the people who do it."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import sprint_fit
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, solo, works

TWO = [{"from": "2026-12-02", "to": "2026-12-04"}, {"from": "2026-12-07", "to": "2026-12-08"}]


def _of(sprints: Any, *items: dict[str, Any], team: str | None = None) -> Scenario:
    return scenario(
        people=[{"id": "ana", "team": team}, {"id": "bob", "team": "beta"}],
        sprints=sprints,
        items=[{"id": "T", "effort": "1d"}, *items],
    )


def _messages(start: str, finish: str, of: Scenario) -> list[str]:
    plan = plan_of(of, [solo("T", "ana", start, finish, hours=8)])
    return [found.message for found in sprint_fit.check(CheckedPlan(of, plan))]


# The checker catches a breach made by hand.


@pytest.mark.parametrize(
    ("start", "finish", "where"),
    [
        ("12-01 10:00", "12-02 10:00", "across the beginning of Sprint 1, Wed 2026-12-02 00:00"),
        ("12-04 10:00", "12-07 10:00", "across the end of Sprint 1, Sat 2026-12-05 00:00"),
        ("12-08 10:00", "12-09 10:00", "across the end of Sprint 2, Wed 2026-12-09 00:00"),
        ("12-05 10:00", "12-06 10:00", "outside of every sprint"),
    ],
)
def test_a_border_that_is_crossed_is_named(start: str, finish: str, where: str) -> None:
    (message,) = _messages(start, finish, _of({"list": TWO, "fit": True}))
    assert f", {where}; it must fit into one sprint" in message
    assert message.startswith("ana works on T from ")


@pytest.mark.parametrize(
    ("start", "finish"),
    [
        ("12-02 00:00", "12-05 00:00"),
        ("12-07 09:00", "12-08 17:00"),
        ("12-01 09:00", "12-01 17:00"),
        ("12-09 09:00", "12-20 17:00"),
    ],
)
def test_within_a_sprint_before_the_first_and_after_the_last_work_fits(
    start: str, finish: str
) -> None:
    assert _messages(start, finish, _of({"list": TWO, "fit": True})) == []


def test_only_what_must_fit_is_looked_at() -> None:
    crossing = ("12-04 10:00", "12-07 10:00")
    assert _messages(*crossing, _of(TWO)) == []
    of = scenario(
        people=[{"id": "ana"}], sprints=TWO, items=[{"id": "T", "effort": "1d", "fit": 1}]
    )
    assert len(_messages(*crossing, of)) == 1
    free = scenario(
        people=[{"id": "ana"}],
        sprints={"list": TWO, "fit": True},
        items=[{"id": "T", "effort": "1d", "fit": False}],
    )
    assert _messages(*crossing, free) == []


def test_each_follows_the_sprints_of_their_team() -> None:
    beta = {"teams": {"beta": TWO, "alpha": [{"from": "2026-11-30", "to": "2026-12-31"}]}}
    crossing = ("12-04 10:00", "12-07 10:00")
    assert _messages(*crossing, _of({**beta, "fit": True}, team="alpha")) == []
    assert _messages(*crossing, _of({**beta, "fit": True}, team=None)) == []
    assert len(_messages(*crossing, _of({**beta, "fit": True}, team="beta"))) == 1


def test_each_persons_own_finish_counts() -> None:
    """Bob goes on over the border, Ana is done before it."""
    of = scenario(
        people=[{"id": "ana"}, {"id": "bob", "capacity": 0.5}],
        sprints={"list": TWO, "fit": True},
        items=[{"id": "T", "needs": [{"people": 2}], "effort": "4h"}],
    )
    people = (
        works("ana", "12-04 13:00", "12-04 17:00", hours=4),
        works("bob", "12-04 13:00", "12-07 13:00", hours=4),
    )
    (found,) = sprint_fit.check(
        CheckedPlan(of, plan_of(of, [entry("T", "12-04 13:00", "12-07 13:00", *people)]))
    )
    assert found.people == ("bob",)


# The planner keeps the rule, and where the rule is not asked for it breaks it.


def _three(fit: bool) -> Scenario:
    """Three items of two days for one person in sprints of three working days."""
    return scenario(
        people=[{"id": "ana"}],
        sprints={"length": "7d", "first": "2026-11-27", "count": 4, "fit": fit},
        items=[{"id": name, "effort": "2d"} for name in ("T1", "T2", "T3")],
    )


def test_the_model_keeps_the_rule() -> None:
    assert sprint_fit.check(CheckedPlan(_three(True), planned(_three(True)))) == []


def test_without_borders_in_its_tables_the_model_breaks_the_rule() -> None:
    plan = planned(_three(False))
    assert sprint_fit.check(CheckedPlan(_three(True), plan))
