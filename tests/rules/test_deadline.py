"""Deadline: no item finishes past its own, its project's or the calendar's."""

from __future__ import annotations

from typing import Any

from allocator.checks import deadline
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Plan, RelaxedDeadline, Violation
from support.planned import planned
from support.plans import entry, plan_of, scenario, when


def _plan(finish: str, *relaxed: RelaxedDeadline, end: str | None = None, **dates: Any) -> Plan:
    own, project = dates.get("item"), dates.get("project")
    of = scenario(
        calendar={} if end is None else {"end": end},
        projects=[{"id": "p", "deadline": project}],
        items=[{"id": "T", "project": "p", "elapsed": "1h", "deadline": own}],
    )
    return plan_of(of, (entry("T", "12-01 09:00", finish),), relaxed)


def _found(plan: Plan) -> list[Violation]:
    return deadline.check(CheckedPlan(plan.scenario, plan))


def _messages(*args: Any, **dates: Any) -> list[str]:
    return [found.message for found in _found(_plan(*args, **dates))]


# The checker catches a breach made by hand.


def test_a_deadline_is_the_end_of_its_day() -> None:
    dates = {"item": "2026-12-03", "project": "2026-12-03", "end": "2026-12-03"}
    assert _messages("12-04 00:00", **dates) == []
    assert len(_messages("12-04 00:01", **dates)) == 3


def test_a_deadline_with_a_time_is_that_instant() -> None:
    assert _messages("12-03 12:00", item="2026-12-03T12:00") == []
    assert len(_messages("12-03 12:01", item="2026-12-03T12:00")) == 1


def test_each_kind_is_named_with_how_late_it_is() -> None:
    assert _messages("12-07 13:00", item="2026-12-03") == [
        "T finishes Mon 2026-12-07 13:00, past its deadline, 2026-12-03, "
        "by 12h (1.5d) of working time"
    ]
    (message,) = _messages("12-07 13:00", project="2026-12-03")
    assert "past the deadline of project p, 2026-12-03" in message
    (message,) = _messages("12-07 13:00", end="2026-12-03")
    assert "past the end of the calendar, 2026-12-03" in message


def test_a_breach_at_the_weekend_is_one_though_no_working_time_lies_between() -> None:
    assert _messages("12-05 09:00", item="2026-12-04") == [
        "T finishes Sat 2026-12-05 09:00, past its deadline, 2026-12-04, though by no working time"
    ]


def _declared(kind: Any, name: str | None, finish: str) -> RelaxedDeadline:
    return RelaxedDeadline(
        kind=kind,
        id=name,
        deadline=when("12-03 00:00").date(),
        finish=when(finish),
        late_days=1.5,
    )


def test_breaches_that_the_plan_declares_are_marked() -> None:
    """Only those of the kind and id that are declared, and only as far as declared."""
    dates = {"item": "2026-12-03", "project": "2026-12-03", "end": "2026-12-03"}
    plan = _plan("12-07 13:00", _declared("project", "p", "12-07 13:00"), **dates)
    assert [found.relaxed for found in _found(plan)] == [False, True, False]
    both = (_declared("item", "T", "12-07 13:00"), _declared("calendar", None, "12-07 13:00"))
    assert [found.relaxed for found in _found(_plan("12-07 13:00", *both, **dates))] == [
        True,
        False,
        True,
    ]
    plan = _plan("12-08 13:00", _declared("item", "T", "12-07 13:00"), item="2026-12-03")
    assert [found.relaxed for found in _found(plan)] == [False]


# The planner keeps the rule, and without its constraint the model breaks it.

LIGHT_BUT_URGENT = scenario(
    people=[{"id": "ana"}],
    items=[
        {"id": "T1", "effort": "1d", "priority": 9},
        {"id": "T2", "effort": "1d", "priority": 9},
        {"id": "T3", "effort": "1d", "deadline": "2026-12-01"},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert deadline.check(CheckedPlan(LIGHT_BUT_URGENT, planned(LIGHT_BUT_URGENT))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert deadline.check(
        CheckedPlan(LIGHT_BUT_URGENT, planned(LIGHT_BUT_URGENT, without="deadline"))
    )
