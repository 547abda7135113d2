"""What is said of handovers and of time in common is true when it is tried."""

from __future__ import annotations

from typing import Any

import pytest

from allocator import solve, why
from allocator.analysis.measures import MEASURES
from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.explain.conflict.explain import explain_conflict
from allocator.scenario.changes.changed import changed
from support.plans import scenario

ANA, BEA = {"id": "ana"}, {"id": "bea", "timezone": "America/Sao_Paulo"}


def team(*items: dict[str, Any], people: tuple[dict[str, Any], ...] = (ANA, BEA)) -> Scenario:
    return scenario(
        calendar={"timezone": "America/New_York"},
        people=list(people),
        items=list(items),
        objectives=["makespan"],
    )


def planned(of: Scenario) -> Plan:
    return solve(of, time_limit=5, workers=1).plan


def hours(plan: Plan) -> float:
    team_calendar = Calendars(plan.scenario).team
    return float(MEASURES["makespan"].function(plan.scenario, plan.items, team_calendar))


def gained(plan: Plan, change: dict[str, Any]) -> float:
    return (hours(plan) - hours(planned(changed(plan.scenario, change)))) / 8


def test_a_morning_that_is_waited_for_is_a_cause() -> None:
    """Ana is done at 11 in New York, when Bea has been at work in Sao Paulo for hours."""
    plan = planned(
        team(
            {"id": "A", "effort": "2h", "assign": ["ana"]},
            {
                "id": "B",
                "effort": "4h",
                "assign": ["bea"],
                "after": [{"item": "A", "handover": True}],
            },
        )
    )
    causes = {cause.kind: cause for cause in why(plan, "B", time_limit=10).causes}
    assert causes["handover"].days == pytest.approx(gained(plan, causes["handover"].change))
    assert causes["handover"].days > 0


def test_time_in_common_that_keeps_the_quick_apart_is_a_cause() -> None:
    slow = {"id": "cy", "capacity": 0.5}
    far = {"id": "bea", "timezone": "America/Sao_Paulo", "day_start": "07:00"}
    item = {"id": "A", "effort": "3d", "needs": [{"people": 2}], "overlap": "6h"}
    plan = planned(team(item, people=(ANA, far, slow)))
    causes = {cause.kind: cause for cause in why(plan, "A", time_limit=10).causes}
    assert causes["overlap"].days == pytest.approx(gained(plan, causes["overlap"].change))
    assert causes["overlap"].days > 0


def test_a_conflict_names_the_time_in_common_and_doing_without_is_a_repair() -> None:
    item = {"id": "A", "effort": "3d", "needs": [{"people": 2}], "overlap": "8h"}
    of = team(item)
    with pytest.raises(InfeasibleError):
        planned(of)
    conflict = explain_conflict(of, time_limit=20)
    (fact,) = [fact for fact in conflict.facts if fact.kind == "overlap"]
    assert fact.text.endswith("in the first week ana and bea 6 h at the most")
    without = [repair for repair in conflict.repairs if "without overlap" in repair.text]
    assert without
    assert planned(changed(of, without[0].change)).items[0].start is not None
