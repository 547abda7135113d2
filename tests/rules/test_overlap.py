"""Overlap: two people of an item have enough working time in common on each whole day."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import overlap
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, works

ANA, BEA = {"id": "ana"}, {"id": "bea", "timezone": "America/New_York"}


def _of(
    span: str, *people: dict[str, Any], start: str = "2026-12-01", effort: str = "2d"
) -> Scenario:
    return scenario(
        calendar={"start": start, "timezone": "Europe/Berlin"},
        people=list(people) or [ANA, BEA],
        items=[{"id": "T", "needs": [{"people": 2}], "effort": effort, "overlap": span}],
        objectives=["makespan"],
    )


def _messages(of: Scenario, start: str, ana: str, bea: str) -> list[str]:
    people = (works("ana", start, ana, hours=16), works("bea", start, bea, hours=16))
    plan = plan_of(of, [entry("T", start, max(ana, bea), *people)])
    return [found.message for found in overlap.check(CheckedPlan(of, plan))]


# The checker catches a breach made by hand.


def test_a_day_with_too_little_in_common_is_named() -> None:
    """Berlin from 9 to 17 and New York from 15 to 23, Berlin time, have two hours in common."""
    during = ("12-01 15:00", "12-03 15:00", "12-03 15:00")
    assert _messages(_of("2h"), *during) == []
    (message,) = _messages(_of("3h"), *during)
    assert message == (
        "ana and bea have 2h (0.25d) in common on Wed 2 Dec 2026, and T asks for 3h (0.375d) a day"
    )


@pytest.mark.parametrize(
    ("ana", "bea", "found"),
    [
        ("12-02 15:00", "12-03 15:00", 0),  # the second day has not ended when Ana is done
        ("12-03 00:00", "12-03 15:00", 1),  # it has, at midnight of hers
        ("12-04 15:00", "12-03 05:59", 1),  # hers has, not Bea's
    ],
)
def test_days_count_whole_up_to_the_earlier_finish(ana: str, bea: str, found: int) -> None:
    assert len(_messages(_of("3h"), "12-01 15:00", ana, bea)) == found


def test_where_one_is_away_all_day_nothing_is_asked() -> None:
    away = {**BEA, "time_off": [{"from": "2026-12-02", "to": "2026-12-02"}]}
    during = ("12-01 15:00", "12-03 15:00", "12-03 15:00")
    assert _messages(_of("3h", ANA, away), *during) == []


def test_clocks_that_change_in_other_weeks_change_what_is_in_common() -> None:
    """From 14 to 28 March 2027 New York is five hours behind Berlin: three hours in common."""
    during = ("2027-03-16 14:00", "2027-03-18 15:00", "2027-03-18 15:00")
    assert _messages(_of("3h", start="2027-03-15"), *during) == []
    during = ("2027-03-29 15:00", "2027-03-31 15:00", "2027-03-31 15:00")
    assert len(_messages(_of("3h", start="2027-03-15"), *during)) == 1


def test_an_overlap_of_a_need_is_about_its_people_alone() -> None:
    def of(needs: list[dict[str, Any]]) -> Scenario:
        people = [{**ANA, "skills": ["ml"]}, {**BEA, "skills": ["sql"]}, {"id": "cy"}]
        item = {"id": "T", "needs": needs, "effort": "2d"}
        return scenario(calendar={"timezone": "Europe/Berlin"}, people=people, items=[item])

    needs = [{"skills": "ml"}, {"skills": "sql"}]
    during = ("12-01 15:00", "12-03 15:00", "12-03 15:00")
    assert _messages(of(needs), *during) == []
    both = {"id": "T", "needs": needs, "effort": "2d", "overlap": "3h"}
    whole = of(needs).model_copy(update={"items": (type(of(needs).items[0])(**both),)})
    assert len(_messages(whole, *during)) == 1


# The planner keeps the rule, and without it breaks it.

PEOPLE = ({"id": "ana"}, {**BEA, "day_start": "07:00"}, {"id": "cy", "capacity": 0.5})
"""Ana and Bea are done soonest, with four hours in common; Ana and Cy have eight."""


def test_the_model_keeps_the_rule() -> None:
    of = _of("5h", *PEOPLE, effort="3d")
    plan = planned(of)
    assert overlap.check(CheckedPlan(of, plan)) == []
    assert {work.person for work in plan.items[0].assignments} == {"ana", "cy"}


def test_without_the_rule_the_model_breaks_it() -> None:
    of = _of("5h", *PEOPLE, effort="3d")
    assert overlap.check(CheckedPlan(of, planned(of, without="overlap")))
