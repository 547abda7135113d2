"""Precedence: FS, SS, FF and SF, without lag, with working lags and with elapsed ones."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import precedence
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import check
from allocator.domain import Scenario
from allocator.planner import SolveOptions, solve
from support.planned import planned
from support.plans import entry, plan_of, scenario, when


def _messages(link: dict[str, Any], a: tuple[str, str], b: tuple[str, str]) -> list[str]:
    """What is reported of B, which comes after A by the link; both are elapsed items."""
    of = scenario(
        items=[
            {"id": "A", "elapsed": "1h"},
            {"id": "B", "title": "Next", "elapsed": "1h", "after": [{"item": "A", **link}]},
        ]
    )
    plan = plan_of(of, (entry("A", *a), entry("B", *b)))
    return [found.message for found in precedence.check(CheckedPlan(of, plan))]


# The checker catches a breach made by hand. In each case B is given twice: as early as the link
# allows, and a minute earlier.

A = ("12-03 13:00", "12-04 13:00")  # Thursday to Friday
CASES: list[tuple[str, dict[str, Any], tuple[str, str], tuple[str, str]]] = [
    ("FS", {}, ("12-04 13:00", "12-09 09:00"), ("12-04 12:59", "12-09 09:00")),
    ("SS", {"type": "SS"}, ("12-03 13:00", "12-03 14:00"), ("12-03 12:59", "12-09 09:00")),
    ("FF", {"type": "FF"}, ("12-01 09:00", "12-04 13:00"), ("12-01 09:00", "12-04 12:59")),
    ("SF", {"type": "SF"}, ("12-01 09:00", "12-03 13:00"), ("12-01 09:00", "12-03 12:59")),
    ("lag of zero", {"lag": "0d"}, ("12-04 13:00", "12-09 09:00"), ("12-04 12:59", "12-09 09:00")),
    ("FS 1d over a weekend", {"lag": "1d"}, ("12-07 13:00", "12-09 09:00"),
     ("12-07 12:59", "12-09 09:00")),
    ("FS 4h ends with the day", {"lag": "4h"}, ("12-04 17:00", "12-09 09:00"),
     ("12-04 16:59", "12-09 09:00")),
    ("SS 1w", {"type": "SS", "lag": "1w"}, ("12-10 13:00", "12-11 09:00"),
     ("12-10 12:59", "12-11 09:00")),
    ("FF 30m", {"type": "FF", "lag": "30m"}, ("12-01 09:00", "12-04 13:30"),
     ("12-01 09:00", "12-04 13:29")),
    ("SF 2d", {"type": "SF", "lag": "2d"}, ("12-01 09:00", "12-07 13:00"),
     ("12-01 09:00", "12-07 12:59")),
    ("FS lead of 1d", {"lag": "-1d"}, ("12-03 13:00", "12-09 09:00"),
     ("12-03 12:59", "12-09 09:00")),
    ("FS lead of 3d before the plan", {"lag": "-4d"}, ("11-30 13:00", "12-09 09:00"),
     ("11-30 12:59", "12-09 09:00")),
    ("FS 2d elapsed", {"lag": {"elapsed": "2d"}}, ("12-06 13:00", "12-09 09:00"),
     ("12-06 12:59", "12-09 09:00")),
    ("SS 1w elapsed", {"type": "SS", "lag": {"elapsed": "1w"}}, ("12-10 13:00", "12-11 09:00"),
     ("12-10 12:59", "12-11 09:00")),
    ("FF -12h elapsed", {"type": "FF", "lag": {"elapsed": "-12h"}}, ("12-01 09:00", "12-04 01:00"),
     ("12-01 09:00", "12-04 00:59")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "right", "wrong"), [pytest.param(k, r, w, id=n) for n, k, r, w in CASES]
)
def test_links_hold_to_the_minute(
    link: dict[str, Any], right: tuple[str, str], wrong: tuple[str, str]
) -> None:
    assert _messages(link, A, right) == []
    assert len(_messages(link, A, wrong)) == 1


def test_messages_name_both_items_and_both_dates() -> None:
    early = ("12-04 09:00", "12-09 09:00")
    starts = 'B "Next" starts Fri 2026-12-04 09:00'
    assert _messages({}, A, early) == [f"{starts}, before A finishes, Fri 2026-12-04 13:00 (FS)"]
    assert _messages({"lag": "1d"}, A, ("12-07 09:00", "12-09 09:00")) == [
        'B "Next" starts Mon 2026-12-07 09:00, 4h (0.5d) of the team\'s time after A finishes, '
        "Fri 2026-12-04 13:00 (FS); the lag is 1d"
    ]
    assert _messages({"type": "SS", "lag": {"elapsed": "1d"}}, A, early) == [
        f"{starts}, before Fri 2026-12-04 13:00: a lag of 1d elapsed counts from when A starts, "
        "Thu 2026-12-03 13:00 (SS)"
    ]


def test_every_link_is_looked_at() -> None:
    """Two links to the same item, and one to another, all broken."""
    of = scenario(
        items=[
            {"id": "A", "elapsed": "1h"},
            {"id": "C", "elapsed": "1h"},
            {"id": "B", "elapsed": "1h", "after": ["A", {"item": "A", "type": "SS"}, "C"]},
        ]
    )
    late = ("12-09 09:00", "12-09 10:00")
    plan = plan_of(of, (entry("A", *late), entry("C", *late), entry("B", *A)))
    found = precedence.check(CheckedPlan(of, plan))
    assert [violation.items for violation in found] == [("A", "B"), ("A", "B"), ("C", "B")]


def test_dropped_items_hold_nothing_back() -> None:
    of = scenario(
        items=[
            {"id": "A", "elapsed": "1h", "optional": True},
            {"id": "B", "elapsed": "1h", "after": "A"},
        ]
    )
    from support.plans import dropped

    assert precedence.check(CheckedPlan(of, plan_of(of, (dropped("A"), entry("B", *A))))) == []


# What waits for the finish of an item whose last try has failed waits for what is done instead.


def _failed(**waiting: Any) -> Scenario:
    """X has failed, F is done instead in a day of 24 hours, and S comes after X."""
    past = {"state": "failed", "started": "2026-12-01", "finished": "2026-12-02"}
    rule = {"then": ["F"]}
    return scenario(
        now="2026-12-03",
        people=[{"id": "ana"}, {"id": "bob"}],
        items=[
            {"id": "X", "elapsed": "1h", "succeeds": 0.5, "if_fails": rule, **past},
            {"id": "F", "elapsed": "1d"},
            {"id": "S", "elapsed": "1h", "after": [{"item": "X", **waiting}]},
        ],
    )


INSTEAD: list[tuple[dict[str, Any], str, str]] = [
    ({}, "12-04 09:00", "12-04 08:59"),
    ({"lag": "4h"}, "12-04 13:00", "12-04 12:59"),
    ({"lag": {"elapsed": "1d"}}, "12-05 09:00", "12-05 08:59"),
    ({"type": "SS"}, "12-03 09:00", ""),  # for the start of X alone, which is past
]
"""The link of S, its earliest start, and one that is too early; F ends on 4 December at 9."""


@pytest.mark.parametrize(("link", "right", "wrong"), INSTEAD)
def test_what_waits_for_a_failed_item_waits_for_its_fallback(
    link: dict[str, Any], right: str, wrong: str
) -> None:
    of = _failed(**link)
    past = entry("X", "12-01 09:00", "12-02 17:00", state="failed")
    fallback = entry("F", "12-03 09:00", "12-04 09:00")

    def broken(start: str) -> list[tuple[str, ...]]:
        plan = plan_of(of, (past, fallback, entry("S", start, "12-10 17:00")))
        return [found.items for found in precedence.check(CheckedPlan(of, plan))]

    assert broken(right) == []
    assert not wrong or broken(wrong) == [("F", "S")]


@pytest.mark.parametrize(("link", "earliest"), [(link, right) for link, right, _ in INSTEAD])
def test_the_planner_lets_it_wait_as_the_checker_asks(link: dict[str, Any], earliest: str) -> None:
    of = _failed(**link)
    plan = solve(of, SolveOptions(time_limit=1, workers=1, seed=0)).plan
    assert check(of, plan) == []
    start = {each.id: each.start for each in plan.items}["S"]
    opens = "12-07 09:00" if earliest == "12-05 09:00" else earliest  # a Saturday
    assert start == when(opens)


# The planner keeps the rule, and without its constraint the model breaks it.

A_CHAIN = scenario(
    people=[{"id": name} for name in ("ana", "bob", "cleo")],
    items=[
        {"id": "T1", "effort": "1d"},
        {"id": "T2", "effort": "1d", "after": ["T1"]},
        {"id": "T3", "effort": "1d", "after": [{"item": "T2", "lag": "4h"}]},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert precedence.check(CheckedPlan(A_CHAIN, planned(A_CHAIN))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert precedence.check(CheckedPlan(A_CHAIN, planned(A_CHAIN, without="precedence")))
