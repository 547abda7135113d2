"""Total slack, worked out by hand; properties/ holds it against pushing items about."""

from __future__ import annotations

from typing import Any

from allocator.analysis.slack import total_slack
from allocator.domain import PlanItem, Scenario
from support.plans import dropped, entry, plan_of, rich, rich_items, scenario, solo, works


def _slack(of: Scenario, *items: PlanItem) -> dict[str, float]:
    return total_slack(of, items)


def _scenario(*items: dict[str, Any], **fields: Any) -> Scenario:
    defaults = {"effort": "1d", "project": "p"}
    people = [{"id": name} for name in ("ana", "bob", "cy")]
    fields = {"people": people, "projects": [{"id": "p"}, {"id": "q"}], **fields}
    return scenario(items=[{**defaults, **item} for item in items], **fields)


TUE = ("12-01 09:00", "12-01 17:00")
WED = ("12-02 09:00", "12-02 17:00")
THU = ("12-03 09:00", "12-03 17:00")
FRI = ("12-04 09:00", "12-04 17:00")


def _day(item: str, person: str, day: tuple[str, str]) -> PlanItem:
    return solo(item, person, *day, hours=8)


def test_a_chain_to_the_end_of_the_project_is_critical() -> None:
    """B comes after A and ends the project; C beside them has two days."""
    of = _scenario({"id": "A"}, {"id": "B", "after": "A"}, {"id": "C"})
    plan = (_day("A", "ana", TUE), _day("B", "bob", THU), _day("C", "cy", TUE))
    assert _slack(of, *plan) == {"A": 1.0, "B": 0.0, "C": 2.0}


def test_the_next_work_of_the_same_person_counts_like_a_link() -> None:
    of = _scenario({"id": "A"}, {"id": "B"})
    assert _slack(of, _day("A", "ana", TUE), _day("B", "ana", WED)) == {"A": 0.0, "B": 0.0}
    assert _slack(of, _day("A", "ana", TUE), _day("B", "bob", WED)) == {"A": 1.0, "B": 0.0}


def test_half_a_persons_time_does_not_hold_back_the_other_half() -> None:
    """A and B, each half of ana, may overlap; with C, all of her, neither may."""
    of = _scenario({"id": "A"}, {"id": "B"}, {"id": "C"})

    def half(item: str, day: tuple[str, str]) -> PlanItem:
        return entry(item, *day, works("ana", *day, hours=4, share=0.5))

    assert _slack(of, half("A", TUE), half("B", WED))["A"] == 1.0
    plan = (half("A", TUE), half("B", WED), _day("C", "ana", FRI))
    assert _slack(of, *plan) == {"A": 2.0, "B": 1.0, "C": 0.0}


def test_somebody_is_held_only_until_their_own_part_ends() -> None:
    """Ana is done with A on Tuesday, cy on Wednesday; B, ana's next, starts on Thursday."""
    of = _scenario({"id": "A"}, {"id": "B"})
    team = entry(
        "A", TUE[0], WED[1], works("ana", *TUE, hours=8), works("cy", TUE[0], WED[1], hours=16)
    )
    assert _slack(of, team, _day("B", "ana", THU)) == {"A": 1.0, "B": 0.0}


def test_the_next_holder_of_a_resource_counts_where_there_is_too_little_for_both() -> None:
    def with_gpus(capacity: int) -> dict[str, float]:
        of = _scenario(
            {"id": "A", "resources": {"gpu": 2}},
            {"id": "B", "resources": {"gpu": 2}},
            resources=[{"id": "gpu", "capacity": capacity}],
        )
        return _slack(of, _day("A", "ana", TUE), _day("B", "bob", THU))

    assert with_gpus(3) == {"A": 1.0, "B": 0.0}
    assert with_gpus(4) == {"A": 2.0, "B": 0.0}


def test_due_dates_and_deadlines_bound_the_slip() -> None:
    """B could slip to Friday; its due date, deadlines or the calendar's end come before."""
    end = _day("A", "ana", FRI)

    def of_b(calendar: Any = None, project: Any = None, **b: Any) -> float:
        of = _scenario(
            {"id": "A", "project": None},
            {"id": "B", "project": None, **b},
            calendar=calendar or {},
        )
        return _slack(of, end, _day("B", "bob", TUE))["B"]

    assert of_b() == 3.0
    assert of_b(due="2026-12-02") == 1.0
    assert of_b(deadline="2026-12-02T13:00") == 0.5
    assert of_b(calendar={"end": "2026-12-03"}) == 2.0
    assert of_b(due="2027-01-31") == 3.0


def test_what_is_late_already_has_no_slack() -> None:
    """Nor has what it waits for."""
    of = _scenario(
        {"id": "A", "project": None},
        {"id": "B", "project": None, "after": "A", "due": "2026-12-01"},
        {"id": "C", "project": None},
    )
    plan = (_day("A", "ana", TUE), _day("B", "bob", WED), _day("C", "cy", FRI))
    assert _slack(of, *plan) == {"A": 0.0, "B": 0.0, "C": 0.0}


def test_loose_items_may_slip_to_the_end_of_the_plan_and_projects_only_to_their_own() -> None:
    of = _scenario({"id": "A", "project": None}, {"id": "B"}, {"id": "C", "project": "q"})
    plan = (_day("A", "ana", TUE), _day("B", "bob", TUE), _day("C", "cy", THU))
    assert _slack(of, *plan) == {"A": 2.0, "B": 0.0, "C": 0.0}


def test_lags_use_up_slack() -> None:
    def with_link(**link: Any) -> float:
        of = _scenario({"id": "A"}, {"id": "B", "after": [{"item": "A", **link}]})
        return _slack(of, _day("A", "ana", TUE), _day("B", "bob", FRI))["A"]

    assert with_link() == 2.0
    assert with_link(lag="1.5d") == 0.5
    assert with_link(lag="-1d") == 3.0
    assert with_link(type="SS") == 3.0
    assert with_link(type="SS", lag="3d") == 0.0
    assert with_link(type="FF", lag="2h") == 2.75
    assert with_link(type="SF", lag="4d") == 0.0
    assert with_link(lag={"elapsed": "40h"}) == 1.0  # Wed 17:00 + 40h = Fri 09:00
    assert with_link(lag={"elapsed": "64h"}) == 0.0


def test_a_successors_slack_passes_through_an_elapsed_lag() -> None:
    """B may slip from Friday 09:00 to Monday 09:00. 24h before that is Sunday, so A may end with
    Friday: three days. Adding up gaps and slack would give half a day more.
    """
    of = _scenario(
        {"id": "A"}, {"id": "B", "after": [{"item": "A", "lag": {"elapsed": "1d"}}]}, {"id": "C"}
    )
    late = solo("C", "cy", "12-07 09:00", "12-07 17:00", hours=8)
    plan = (_day("A", "ana", TUE), _day("B", "bob", FRI), late)
    assert _slack(of, *plan) == {"A": 3.0, "B": 1.0, "C": 0.0}


def test_milestones_have_slack_and_dropped_items_have_none() -> None:
    of = _scenario(
        {"id": "A"},
        {"id": "M", "kind": "milestone", "effort": None, "after": "A"},
        {"id": "O", "optional": True},
        {"id": "Z"},
    )
    m = entry("M", TUE[1], TUE[1])
    plan = (_day("A", "ana", TUE), m, dropped("O"), _day("Z", "bob", THU))
    assert _slack(of, *plan) == {"A": 2.0, "M": 2.0, "Z": 0.0}


def test_slack_and_critical_stand_in_the_plan() -> None:
    """In the rich plan all that leads to D, the end of core, is critical, and F, which is late."""
    plan = plan_of(Scenario.model_validate(rich()), rich_items().values())
    assert {item.id for item in plan.items if item.critical} == {"A", "B", "D", "F", "M"}
    slack = {item.id: item.slack_days for item in plan.items}
    assert slack["E"] == 0.62  # 5 of 8 hours, to the plan's end
    # C lasts two days and nights: from Friday 16:00 it is in time, from Monday on it is not.
    assert slack["C"] == 0.38
    assert slack["O"] is None
