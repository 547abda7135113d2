"""Objective tiers against sums done by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from allocator.analysis.measures import MEASURES
from allocator.calendars import Calendars
from allocator.domain import PlanItem, Scenario
from support.plans import dropped, entry, rich, rich_items, scenario, solo, works


def _of(name: Any, of: Scenario, *items: PlanItem) -> Fraction:
    return MEASURES[name].function(of, items, Calendars(of).team)


def _items(*items: dict[str, Any], **fields: Any) -> Scenario:
    defaults = {"effort": "1d"}
    return scenario(items=[{**defaults, **item} for item in items], **fields)


def test_tardiness_weighs_items_and_projects() -> None:
    """T1: 4h late at its own priority 2. T2: 12h late at its project's 3. p: 8h late at 3."""
    of = _items(
        {"id": "T1", "due": "2026-12-01T13:00", "priority": 2},
        {"id": "T2", "project": "p", "due": "2026-12-01T13:00"},
        {"id": "T3", "project": "p", "due": "2026-12-09"},
        projects=[{"id": "p", "priority": 3, "due": "2026-12-01"}],
    )
    plan = (
        entry("T1", "12-01 09:00", "12-01 17:00"),
        entry("T2", "12-01 09:00", "12-02 17:00"),
        entry("T3", "12-01 09:00", "12-02 13:00"),
    )
    assert _of("tardiness", of, *plan) == 2 * 4 + 3 * 12 + 3 * 8


def test_what_is_late_by_a_weekend_or_a_night_alone_is_late_by_a_minute() -> None:
    """Due on Friday's end, done on Sunday; due at 17:00, done in the night."""
    weekend = _items({"id": "T", "due": "2026-12-04", "priority": 3})
    assert _of("tardiness", weekend, entry("T", "12-04 09:00", "12-06 11:00")) == Fraction(3, 60)
    night = _items({"id": "T", "due": "2026-12-04T17:00"})
    assert _of("tardiness", night, entry("T", "12-04 09:00", "12-04 17:01")) == Fraction(1, 60)
    assert _of("tardiness", night, entry("T", "12-04 09:00", "12-04 17:00")) == 0


def test_tardiness_counts_no_nights_weekends_and_holidays() -> None:
    """Due on Friday's end, done on Tuesday at 11 with Monday off: 2h."""
    of = _items({"id": "T", "due": "2026-12-04"}, calendar={"holidays": {"dates": ["2026-12-07"]}})
    assert _of("tardiness", of, entry("T", "12-04 09:00", "12-08 11:00")) == 2
    assert _of("tardiness", of, entry("T", "12-04 09:00", "12-05 00:00")) == 0


def test_tardiness_may_count_from_before_the_plan() -> None:
    """Due on Friday before the plan's Tuesday: Monday and Tuesday."""
    of = _items({"id": "T", "due": "2026-11-27"})
    assert _of("tardiness", of, entry("T", "12-01 09:00", "12-01 17:00")) == 16


def test_dropped_items_are_neither_late_nor_part_of_their_project() -> None:
    of = _items(
        {"id": "T", "project": "p", "due": "2026-12-01", "optional": True, "value": 2.5},
        {"id": "U", "optional": True},
        projects=[{"id": "p", "due": "2026-12-01"}],
    )
    for name, value in (("tardiness", 0), ("flow", 0), ("makespan", 0), ("value", 3.5)):
        assert _of(name, of, dropped("T"), dropped("U")) == value


def test_flow_runs_over_projects_and_loose_items() -> None:
    """p ends after 16h at priority 2, U after 4h at its own 5, V after 8h at 1."""
    of = _items(
        {"id": "S", "project": "p"},
        {"id": "T", "project": "p"},
        {"id": "U", "priority": 5},
        {"id": "V"},
        projects=[{"id": "p", "priority": 2}, {"id": "empty"}],
    )
    plan = (
        entry("S", "12-01 09:00", "12-01 17:00"),
        entry("T", "12-01 09:00", "12-02 17:00"),
        entry("U", "12-01 09:00", "12-01 13:00"),
        entry("V", "12-01 09:00", "12-01 17:00"),
    )
    assert _of("flow", of, *plan) == 2 * 16 + 5 * 4 + 8


def test_makespan_counts_from_the_plans_start_to_the_last_finish() -> None:
    of = _items({"id": "T"}, calendar={"start": "2026-12-01T12:00"})
    assert _of("makespan", of, entry("T", "12-02 09:00", "12-02 17:00")) == 13


def test_cost_is_rate_times_effort_exactly() -> None:
    """0.1 an hour for 0.3 hours is 3/100, not 0.030000000000000002."""
    of = scenario(
        people=[{"id": "ana", "rate": 0.1}, {"id": "bob"}],
        items=[{"id": "T", "effort": "0.3h"}, {"id": "U", "effort": "1d"}],
    )
    t = solo("T", "ana", "12-01 09:00", "12-01 10:00", hours=0.3)
    u = solo("U", "bob", "12-01 09:00", "12-01 17:00", hours=8)
    assert _of("cost", of, t, u) == Fraction(3, 100)


def test_the_rich_plan() -> None:
    """By hand. Value: O 3 + P 1. Tardiness: core 6h at 2, F 8h at 3. Flow: core 38h at 2,
    E 33h, F 24h at 3. Cost: ana 34h at 80, bob 2h at 60.
    """
    of, plan = Scenario.model_validate(rich()), rich_items().values()
    assert _of("value", of, *plan) == 4
    assert _of("tardiness", of, *plan) == 2 * 6 + 3 * 8
    assert _of("flow", of, *plan) == 2 * 38 + 33 + 3 * 24
    assert _of("makespan", of, *plan) == 38
    assert _of("cost", of, *plan) == 80 * 34 + 60 * 2


def test_units() -> None:
    assert {name: measure.unit for name, measure in MEASURES.items()} == {
        "tardiness": "h",
        "flow": "h",
        "makespan": "h",
        "cost": "cost",
        "budget": "cost",
        "value": "value",
        "preference": "h",
        "stability": "h",
    }


def test_preference_counts_the_effort_of_others_where_somebody_preferred_may_do_it() -> None:
    """T has 4h of bob's beside ana's, U is preferred by somebody who may not do it."""
    of = _items(
        {"id": "T", "needs": [{"effort": "1d"}, {"effort": "4h"}], "prefer": ["ana"]},
        {"id": "U", "prefer": ["ana"], "assign": ["bob"]},
        people=[{"id": "ana"}, {"id": "bob"}],
    )
    both = [
        works("ana", "12-01 09:00", "12-01 17:00", hours=8),
        works("bob", "12-01 09:00", "12-01 13:00", hours=4),
    ]
    plan = (
        entry("T", "12-01 09:00", "12-01 17:00", *both),
        solo("U", "bob", "12-01 13:00", "12-02 13:00", hours=8),
    )
    assert _of("preference", of, *plan) == 4
