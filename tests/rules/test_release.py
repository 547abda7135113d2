"""Release: nothing starts before the plan, its not_before or its project's."""

from __future__ import annotations

from typing import Any

from allocator.checks import release
from allocator.checks.checked_plan import CheckedPlan
from support.planned import planned
from support.plans import entry, plan_of, scenario


def _messages(start: str, *, calendar: Any = None, project: Any = None, **item: Any) -> list[str]:
    of = scenario(
        calendar=calendar or {},
        projects=[{"id": "p", **(project or {})}],
        items=[{"id": "T", "title": "Try", "project": "p", "elapsed": "1h", **item}],
    )
    plan = plan_of(of, (entry("T", start, "12-20 09:00"),))
    return [found.message for found in release.check(CheckedPlan(of, plan))]


# The checker catches a breach made by hand.


def test_an_item_may_start_when_all_releases_are_over() -> None:
    dates = {"not_before": "2026-12-02", "project": {"not_before": "2026-12-02T09:00"}}
    assert _messages("12-02 09:00", **dates) == []
    assert _messages("12-02 00:00", not_before="2026-12-02") == []
    assert _messages("12-01 00:00") == []


def test_nothing_starts_before_the_plan() -> None:
    assert _messages("11-30 09:00") == [
        'T "Try" starts Mon 2026-11-30 09:00, before the start of the plan, Tue 2026-12-01 00:00'
    ]
    assert len(_messages("12-01 09:00", calendar={"start": "2026-12-01T10:00"})) == 1


def test_nothing_starts_before_its_own_not_before() -> None:
    assert _messages("12-01 23:59", not_before="2026-12-02") == [
        'T "Try" starts Tue 2026-12-01 23:59, before its not_before, Wed 2026-12-02 00:00'
    ]
    assert len(_messages("12-02 09:00", not_before="2026-12-02T09:01")) == 1


def test_nothing_starts_before_its_projects_not_before() -> None:
    assert _messages("12-01 09:00", project={"not_before": "2026-12-02"}) == [
        'T "Try" starts Tue 2026-12-01 09:00, before the not_before of project p, '
        "Wed 2026-12-02 00:00"
    ]


def test_milestones_wait_too() -> None:
    (message,) = _messages("12-01 09:00", kind="milestone", elapsed=None, not_before="2026-12-02")
    assert "its not_before" in message


def test_nothing_starts_while_it_is_blocked() -> None:
    assert _messages("12-02 09:00", blocked={"by": "legal", "until": "2026-12-03"}) == [
        'T "Try" starts Wed 2026-12-02 09:00, before it is no longer blocked by "legal", '
        "Thu 2026-12-03 00:00"
    ]
    assert _messages("12-03 00:00", blocked={"by": "legal", "until": "2026-12-03"}) == []
    assert _messages("12-02 09:00", blocked="legal") == []


def test_what_is_promised_is_expected_then() -> None:
    (message,) = _messages("12-01 09:00", waits_for={"what": "data", "promised": "2026-12-02"})
    assert '"data" is expected' in message
    later = {"what": "data", "promised": "2026-12-02", "expected": "2026-12-01"}
    assert _messages("12-01 09:00", waits_for=later) == []


def test_all_broken_releases_are_reported() -> None:
    dates = {"not_before": "2026-12-02", "project": {"not_before": "2026-12-02"}}
    assert len(_messages("11-30 09:00", **dates)) == 3


# The planner keeps the rule, and without its constraint the model breaks it.

NOT_BEFORE = scenario(
    people=[{"id": name} for name in ("ana", "bob", "cleo")],
    projects=[{"id": "p", "not_before": "2026-12-10"}],
    items=[
        {"id": "T1", "effort": "1d", "not_before": "2026-12-03"},
        {"id": "T2", "effort": "1d", "project": "p"},
        {"id": "T3", "effort": "1d"},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert release.check(CheckedPlan(NOT_BEFORE, planned(NOT_BEFORE))) == []


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert release.check(CheckedPlan(NOT_BEFORE, planned(NOT_BEFORE, without="release")))
