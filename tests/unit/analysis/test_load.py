"""Available and planned hours, per week and in all."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.load import PersonWeek, person_totals, weekly_load
from allocator.domain import Scenario
from support.plans import dropped, entry, rich, rich_items, scenario, solo, works

ANA_AND_BOB = scenario(
    calendar={"start": "2026-12-01", "holidays": {"dates": ["2026-12-08"]}},
    people=[
        {"id": "ana", "name": "Ana", "capacity": 0.5},
        {"id": "bob", "time_off": [{"from": "2026-12-07", "to": "2026-12-11"}]},
    ],
    items=[{"id": "T", "effort": "3d"}, {"id": "U", "effort": "1d"}],
)
MONDAY, NEXT = dt.date(2026, 11, 30), dt.date(2026, 12, 7)


def test_weeks_run_from_the_plans_start_to_its_last_finish() -> None:
    """The first week has Tuesday to Friday, the second Monday and, after a holiday, Wednesday."""
    plan = (
        solo("T", "ana", "12-01 09:00", "12-09 17:00", hours=24),
        solo("U", "bob", "12-01 09:00", "12-01 17:00", hours=8),
    )
    assert weekly_load(ANA_AND_BOB, plan) == [
        PersonWeek("ana", MONDAY, 16.0, 16.0),
        PersonWeek("ana", NEXT, 8.0, 8.0),
        PersonWeek("bob", MONDAY, 32.0, 8.0),
        PersonWeek("bob", NEXT, 0.0, 0.0),
    ]


def test_totals_count_items_and_shares() -> None:
    plan = (
        entry("T", "12-01 09:00", "12-02 17:00",
              works("ana", "12-01 09:00", "12-02 17:00", hours=4, share=0.5)),
        entry("U", "12-01 09:00", "12-01 13:00"),
    )  # fmt: skip
    ana, bob = person_totals(ANA_AND_BOB, plan)
    assert (ana.items, ana.available_hours, ana.planned_hours, ana.load) == (1, 8.0, 4.0, 0.5)
    assert (bob.items, bob.available_hours, bob.planned_hours, bob.load) == (0, 16.0, 0.0, 0.0)


def test_without_anything_planned_there_are_no_weeks_and_no_load() -> None:
    plan = (dropped("T"), dropped("U"))
    assert weekly_load(ANA_AND_BOB, plan) == []
    assert [total.load for total in person_totals(ANA_AND_BOB, plan)] == [None, None]


def test_weeks_add_up_to_the_totals() -> None:
    of, plan = Scenario.model_validate(rich()), tuple(rich_items().values())
    weeks = weekly_load(of, plan)
    for total in person_totals(of, plan):
        own = [week for week in weeks if week.person == total.id]
        assert sum(week.available_hours for week in own) == total.available_hours
        assert sum(week.planned_hours for week in own) == total.planned_hours


def test_a_plan_that_starts_within_a_day_counts_slots_from_there() -> None:
    """11:30 lies in a slot; the first that begins after it is at 12:00."""
    of = scenario(
        calendar={"start": "2026-12-01T11:30"},
        people=[{"id": "ana"}],
        items=[{"id": "T", "effort": "5h"}],
    )
    plan = (solo("T", "ana", "12-01 12:00", "12-01 17:00", hours=5),)
    (total,) = person_totals(of, plan)
    assert (total.available_hours, total.planned_hours, total.load) == (5.0, 5.0, 1.0)
