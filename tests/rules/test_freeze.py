"""Freeze: a frozen item stays where the baseline has it, with the baseline's people."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import freeze
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import check
from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from support.plans import dropped, entry, plan_of, scenario, solo

OPTIONS = SolveOptions(time_limit=20, workers=1, seed=0)

ITEMS = [{"id": "A", "effort": "1d"}, {"id": "B", "effort": "1d"}, {"id": "C", "effort": "1d"}]


def _of(*standing: dict[str, Any], **fields: Any) -> Scenario:
    given = {"people": [{"id": "ana"}, {"id": "bob"}], "items": ITEMS, **fields}
    return scenario(baseline=list(standing), **given)


def _stands(item: str, start: str, *people: str, frozen: bool = True) -> dict[str, Any]:
    return {"item": item, "start": f"2026-{start}", "people": list(people), "frozen": frozen}


LATE_A = _stands("A", "12-03T09:00", "bob")


def _messages(of: Scenario, *items: PlanItem) -> list[str]:
    return [found.message for found in freeze.check(CheckedPlan(of, plan_of(of, items)))]


# The checker catches a breach made by hand.


def test_what_stands_where_it_was_passes() -> None:
    assert _messages(_of(LATE_A), solo("A", "bob", "12-03 09:00", "12-03 17:00", hours=8)) == []


def test_a_moved_start_is_caught() -> None:
    (message,) = _messages(_of(LATE_A), solo("A", "bob", "12-01 09:00", "12-01 17:00", hours=8))
    assert message == (
        "A is frozen, but starts Tue 2026-12-01 09:00, in the baseline Thu 2026-12-03 09:00"
    )


def test_other_people_are_caught() -> None:
    (message,) = _messages(_of(LATE_A), solo("A", "ana", "12-03 09:00", "12-03 17:00", hours=8))
    assert message == "A is frozen, but is with ana, in the baseline with bob"


def test_a_dropped_item_is_caught() -> None:
    optional = [{**ITEMS[0], "optional": True}]
    (message,) = _messages(_of(LATE_A, items=optional), dropped("A"))
    assert message == "A is frozen, but is dropped"


def test_what_is_in_progress_is_looked_at_where_it_goes_on() -> None:
    running = {**ITEMS[0], "state": "in_progress", "started": "2026-12-01", "people": ["bob"]}
    of = _of(_stands("A", "12-03T09:00", "bob"), items=[running], now="2026-12-03")
    went_on = solo("A", "bob", "12-03 09:00", "12-03 17:00", hours=8)
    assert _messages(of, went_on.model_copy(update={"state": "in_progress"})) == []
    later = entry("A", "12-01 09:00", "12-04 17:00", *_shifted(went_on), state="in_progress")
    assert "is taken up Fri 2026-12-04 09:00" in _messages(of, later)[0]


def _shifted(item: PlanItem) -> tuple[Any, ...]:
    (said,) = item.assignments
    days = {"start": said.start.replace(day=4), "finish": said.finish.replace(day=4)}
    return (said.model_copy(update=days),)


def test_what_is_not_frozen_or_done_may_be_anywhere() -> None:
    of = _of({**LATE_A, "frozen": False})
    assert _messages(of, solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8)) == []


# The planner keeps the rule, and where nothing is frozen it does as it likes.


def _planned(of: Scenario, **options: Any) -> Plan:
    plan = solve(of, OPTIONS if not options else SolveOptions(**options)).plan
    assert check(of, plan) == []
    return plan


def _starts(plan: Plan) -> dict[str, str]:
    return {
        item.id: f"{item.start:%m-%d %H:%M} {item.assignments[0].person}"
        for item in plan.items
        if item.start is not None and item.assignments
    }


def test_the_planner_keeps_the_rule() -> None:
    """Everything could start on Tuesday; two items are held on Thursday."""
    of = _of(LATE_A, _stands("B", "12-03T13:00", "ana"))
    assert _starts(_planned(of)) == {
        "A": "12-03 09:00 bob",
        "B": "12-03 13:00 ana",
        "C": "12-01 09:00 ana",
    }


def test_the_planner_looks_as_far_ahead_as_something_is_frozen() -> None:
    """Nobody is on it, and all else is done days before. It was said that it cannot be done so."""
    wait = {"id": "W", "elapsed": "1d"}
    for others in ([], ITEMS[:1]):
        of = _of(_stands("W", "12-10T13:00"), items=[wait, *others])
        entry_of = {each.id: each for each in _planned(of).items}
        assert f"{entry_of['W'].start:%m-%d %H:%M}" == "12-10 13:00"


def test_where_nothing_is_frozen_the_planner_breaks_the_rule() -> None:
    free = _of({**LATE_A, "frozen": False})
    assert freeze.check(CheckedPlan(_of(LATE_A), _planned(free)))


def test_frozen_work_takes_its_people_and_resources() -> None:
    """Ana is taken on Tuesday and Wednesday, and so is the pool: C waits for both."""
    gpu: dict[str, Any] = {"resources": {"gpu": 1}}
    of = _of(
        _stands("A", "12-01T09:00", "ana"),
        _stands("B", "12-02T09:00", "ana"),
        items=[{**ITEMS[0], **gpu}, {**ITEMS[1], **gpu}, {**ITEMS[2], **gpu}],
        resources=[{"id": "gpu", "capacity": 1}],
    )
    assert _starts(_planned(of))["C"] == "12-03 09:00 ana"


def test_what_a_frozen_item_comes_after_is_done_in_time() -> None:
    """B is due sooner, but A must be out of the way of frozen C."""
    of = _of(
        _stands("C", "12-02T09:00", "ana"),
        people=[{"id": "ana"}],
        items=[
            ITEMS[0],
            {**ITEMS[1], "due": "2026-12-01", "priority": 9},
            {**ITEMS[2], "after": "A"},
        ],
    )
    starts = _starts(_planned(of))
    assert starts["A"] == "12-01 09:00 ana"
    assert starts["B"] == "12-03 09:00 ana"


def test_what_waits_for_a_frozen_item_starts_after_it() -> None:
    of = _of(LATE_A, items=[ITEMS[0], {**ITEMS[1], "after": "A"}])
    assert _starts(_planned(of))["B"].startswith("12-04 09:00")


def test_a_frozen_item_of_a_team_keeps_its_places() -> None:
    """Each has a need that only one of them can fill, and its own effort."""
    people = [{"id": "ana", "skills": ["sql"]}, {"id": "bob", "skills": ["python", "sql"]}]
    needs = [{"skills": "sql", "effort": "2d"}, {"skills": "python", "effort": "1d"}]
    of = _of(
        _stands("A", "12-03T09:00", "bob", "ana"),
        people=people,
        items=[{"id": "A", "needs": needs}],
    )
    (item,) = _planned(of).items
    assert {said.person: said.effort_hours for said in item.assignments} == {"ana": 16, "bob": 8}


def test_a_frozen_optional_item_is_not_dropped() -> None:
    """It is worth nothing and its cost would be saved."""
    item = {**ITEMS[0], "optional": True, "value": 0}
    of = _of(
        LATE_A,
        items=[item],
        people=[{"id": "bob", "rate": 10}],
        objectives=["cost", "value"],
    )
    plan = _planned(of)
    assert plan.items[0].state == "planned"
    assert plan.solver.tiers[0].value == 80


@pytest.mark.parametrize(
    ("standing", "message"),
    [
        ([_stands("A", "12-03T20:00", "bob")], "A is frozen at 2026-12-03 20:00 with bob"),
        ([_stands("A", "12-03T09:00", "zoe")], "A is frozen at 2026-12-03 09:00 with zoe"),
        (
            [_stands("A", "12-03T09:00", "bob"), _stands("B", "12-03T13:00", "bob")],
            "takes person bob twice at 2026-12-03 13:00",
        ),
    ],
)
def test_what_cannot_be_kept_is_told(standing: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InfeasibleError, match=message):
        _planned(_of(*standing))
