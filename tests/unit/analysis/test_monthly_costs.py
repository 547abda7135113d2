"""Costs by project and month: by the slots in which the work is done, and what was spent."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from allocator.analysis.monthly_costs import CostTable, cost_table
from allocator.calendars import Calendars
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Plan
from allocator.domain.quantities import exact
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from support.plans import entry, plan_of, scenario, solo, works
from support.strategies import as_scenario, budgeted_scenarios, settled

NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)


def table_of(plan: Plan) -> CostTable:
    table = cost_table(plan)
    assert table is not None
    return table


def test_nobody_has_a_rate_nothing_is_known() -> None:
    of = scenario(items=[{"id": "T", "effort": "1d"}], people=[{"id": "ana"}])
    assert (
        cost_table(plan_of(of, [solo("T", "ana", "12-01 09:00", "12-01 17:00", hours=8)])) is None
    )


def test_each_slot_counts_in_its_month_and_the_last_with_what_is_left() -> None:
    """27 h at half speed and 80 %: 3.2 h a day, 3.2 h in November, the rest in December."""
    of = scenario(
        currency="EUR",
        calendar={"start": "2026-11-30"},
        people=[{"id": "ana", "rate": 100, "skills": {"ml": 1}, "capacity": 0.8}],
        proficiency={1: 0.5},
        projects=[{"id": "P", "name": "Churn", "budget": 2000}],
        items=[{"id": "T", "project": "P", "needs": {"ml": 1}, "effort": "27h"}],
    )
    work = works("ana", "11-30 09:00", "12-10 17:00", hours=27, skills=("ml",))
    plan = plan_of(of, [entry("T", "11-30 09:00", "12-10 17:00", work)])
    table = table_of(plan)
    (project,) = table.projects
    assert project.months == {NOVEMBER: 320, DECEMBER: 2380}
    assert (project.name, project.cost.planned, project.cost.excess) == ("Churn", 2700, 700)
    assert (table.currency, table.everything.months) == ("EUR", project.months)
    assert table.exceeded == (project,)


def test_what_is_spent_lies_evenly_over_the_working_time_in_which_it_was() -> None:
    """Thursday 26 November to Wednesday 2 December: 3 of 5 working days in November."""
    of = scenario(
        calendar={"start": "2026-11-23"},
        now="2026-12-07",
        people=[{"id": "ana", "rate": 100}, {"id": "bo", "rate": 50}],
        items=[
            {
                "id": "D",
                "effort": "5d",
                "state": "done",
                "spent": "20h",
                "started": "2026-11-26",
                "finished": "2026-12-02",
                "people": ["ana", "bo"],
            },
            {"id": "U", "effort": "1d", "state": "done", "people": ["bo"]}
            | {"started": "2026-11-26", "finished": "2026-11-27"},
        ],
    )
    done = [works("ana", "11-26 09:00", "12-02 17:00", hours=0, share=0)]
    plan = plan_of(
        of,
        [
            entry("D", "11-26 09:00", "12-02 17:00", *done, state="done"),
            entry("U", "11-26 09:00", "11-27 17:00", state="done"),
        ],
    )
    table = table_of(plan)
    (loose,) = table.projects
    assert loose.months == {NOVEMBER: 900, DECEMBER: 600}
    assert (loose.cost.project, loose.spent, table.everything.cost.unrecorded) == (None, 1500, 1)


@settled(15)
@given(budgeted_scenarios())
def test_months_add_up_and_are_those_of_the_slots(data: dict[str, Any]) -> None:
    """Slot by slot, as the semantics have it, each in the month in which it begins."""
    try:
        plan = solve(as_scenario(data), SolveOptions(time_limit=5, workers=1, seed=0)).plan
    except InfeasibleError:
        return
    table = cost_table(plan)
    if table is None:
        return
    for one in (*table.projects, table.everything):
        assert sum(one.months.values()) == pytest.approx(one.cost.planned, abs=1e-3)
    without_spent = sum(one.spent for one in table.projects)
    to_do = _by_slots(plan)
    assert sum(to_do.values()) == pytest.approx(
        table.everything.cost.planned - without_spent, abs=1e-3
    )
    if not without_spent:
        assert {m: float(c) for m, c in to_do.items() if c} == pytest.approx(
            {month: cost for month, cost in table.everything.months.items() if cost}, abs=1e-3
        )


def _by_slots(plan: Plan) -> dict[dt.date, Fraction]:
    scenario, found = plan.scenario, dict[dt.date, Fraction]()
    calendars = Calendars(scenario)
    hours = Fraction(scenario.calendar.slot_minutes, 60)
    for item in plan.items:
        for work in () if item.is_over else item.assignments:
            person = scenario.person_by_id[work.person]
            levels = [person.skills[skill] for skill in work.skills if skill in person.skills]
            speeds = scenario.proficiency or {}
            pace = exact(work.share) * min([exact(speeds[n]) for n in levels if speeds] or [1])
            left, calendar = exact(work.effort_hours), calendars.of(person)
            for day in following_days(work.start.date(), work.finish.date()):
                for offset, units in calendar.slots(day):
                    if work.start <= midnight(day) + offset < work.finish:
                        done = min(left, hours * Fraction(units, calendar.unit) * pace)
                        left -= done
                        month = day.replace(day=1)
                        cost = done * exact(person.rate)
                        found[month] = found.get(month, Fraction(0)) + cost
            assert left < Fraction(1, 10**6)
    return found
