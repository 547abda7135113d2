"""Hours of sprints against a walk over slots that shares no code with them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction

import pytest

from allocator.analysis.load import person_totals
from allocator.domain import Plan, Scenario
from allocator.sprint_planning.build import sprint_sheets
from support import sprint_plans
from support.oracle.clock import Clock
from support.plans import plan_of, rich, rich_items

WEEKS = {"length": "1w", "first": "2026-12-01", "count": 5}


def rich_plan(**sprints: object) -> Plan:
    data = rich(sprints={**WEEKS, **sprints})
    return plan_of(Scenario.model_validate(data), rich_items().values())


PLANS = {
    "by hand": sprint_plans.plan(sprints={**WEEKS, "length": "3d", "count": 10}),
    "every feature": rich_plan(),
    "sprints of a day": rich_plan(length="1d", count=20),
}


@pytest.mark.parametrize("name", PLANS)
def test_hours_per_person_item_and_sprint_are_those_of_a_walk_over_slots(name: str) -> None:
    plan = PLANS[name]
    for page in sprint_sheets(plan, "all"):
        walked = slots_walked(plan, page.start, page.end)
        assert {
            (person.id, task.item): task.hours for person in page.people for task in person.tasks
        } == {key: hours for key, hours in walked.items() if hours}


@pytest.mark.parametrize("name", PLANS)
def test_all_sprints_together_hold_all_planned_hours(name: str) -> None:
    plan = PLANS[name]
    total: defaultdict[str, float] = defaultdict(float)
    for page in sprint_sheets(plan, "all"):
        for person in page.people:
            total[person.id] += person.planned_hours
            assert person.planned_hours == pytest.approx(sum(t.hours for t in person.tasks))
            by_day = [
                h for d in page.days for w in d.work if w.person == person.id for _, h in w.items
            ]
            assert person.planned_hours == pytest.approx(sum(by_day))
    for totals in person_totals(plan.scenario, plan.items):
        assert total[totals.id] == pytest.approx(totals.planned_hours)


def slots_walked(plan: Plan, first: dt.date, last: dt.date) -> dict[tuple[str, str], float]:
    clock = Clock(plan.scenario)
    opens, closes = clock.first(first), clock.last(last)
    found: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for item in plan.items:
        for work in item.assignments:
            person = plan.scenario.person_by_id[work.person]
            for slot in clock.person_slots(person, closes):
                if opens <= slot.begin and clock.first(work.start) <= slot.begin < clock.first(
                    work.finish
                ):
                    share = Fraction(str(work.share))
                    hours = Fraction(slot.end - slot.begin, 60) * slot.capacity * share
                    found[work.person, item.id] += hours
    return {key: round(float(hours), 4) for key, hours in found.items()}
