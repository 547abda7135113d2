"""What is said of meetings and rotas is true when it is tried."""

from __future__ import annotations

from typing import Any

import pytest

from allocator import levers, solve, why
from allocator.analysis.measures import MEASURES
from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.explain.counterfactuals.change import merged
from allocator.problem.compile import compile_problem
from allocator.problem.staffing_builder import StaffingBuilders
from allocator.scenario.changes.changed import changed
from support.plans import scenario

DAILY = {"id": "daily", "title": "Daily", "every": "day", "at": "09:00", "length": "3h"}
SUPPORT = {"id": "sup", "title": "Support", "people": ["ana"], "first": "2026-11-30", "takes": 0.5}
ITEM = {"id": "A", "needs": "x", "effort": "2d", "due": "2026-12-03"}


def team(**fields: Any) -> Scenario:
    people = [{"id": "ana", "skills": ["x"]}]
    meetings = [{**DAILY, "attendees": ["ana"]}]
    items = fields.pop("items", [ITEM])
    return scenario(people=people, meetings=meetings, items=items, **fields)


def planned(of: Scenario) -> Plan:
    return solve(of, time_limit=5, workers=1).plan


def finish_hours(plan: Plan) -> float:
    team_calendar = Calendars(plan.scenario).team
    return float(MEASURES["makespan"].function(plan.scenario, plan.items, team_calendar))


def test_causes_gain_what_a_new_plan_without_them_gains() -> None:
    plan = planned(team(rota=[SUPPORT]))
    causes = {cause.kind: cause for cause in why(plan, "A", time_limit=10).causes}
    assert {"meetings", "duty"} <= causes.keys()
    for kind in ("meetings", "duty"):
        without = planned(changed(plan.scenario, causes[kind].change))
        gained = (finish_hours(plan) - finish_hours(without)) / 8
        assert causes[kind].days == pytest.approx(gained, abs=0.01), kind


def test_levers_are_meetings_that_do_not_take_place() -> None:
    found = levers(planned(team(rota=[SUPPORT])), "A", time_limit=20, workers=1)
    texts = [lever.text for lever in found.levers]
    assert {"Daily does not take place", "Nobody has Support"} <= set(texts)


def test_a_conflict_names_the_meeting_and_leaving_it_out_is_a_repair() -> None:
    items = [{**ITEM, "id": name, "effort": "12h", "deadline": "2026-12-03"} for name in "AB"]
    for item in items:
        del item["due"]
    of = team(items=items, calendar={"start": "2026-11-30"})
    with pytest.raises(InfeasibleError) as error:
        planned(of)
    conflict = error.value.conflict
    assert conflict is not None
    facts = [fact["text"] for fact in conflict["facts"] if fact["kind"] == "meeting"]
    assert facts == ["Daily, every day at 09:00, takes 3h of the time of ana"]
    change = {"remove": {"meetings": ["daily"]}}
    assert change in [repair["change"] for repair in conflict["repairs"]]
    planned(changed(of, change))


def test_changes_that_remove_different_entries_are_both_made() -> None:
    both = merged({"remove": {"meetings": ["a"]}}, {"remove": {"meetings": ["b"], "rota": ["c"]}})
    assert both == {"remove": {"meetings": ["a", "b"], "rota": ["c"]}}


def test_what_is_remembered_of_people_depends_on_their_meetings() -> None:
    builders = StaffingBuilders()
    spans = []
    for of in (team(), team().model_copy(update={"meetings": ()})):
        problem = compile_problem(of, axis_days=20, staffings=builders)
        table = problem.activities[0].staffing[0].finish[0]
        spans.append(table.fewest_slots)
    assert spans == [5 + 3 + 5 + 3 + 5 + 3 + 1, 16]
