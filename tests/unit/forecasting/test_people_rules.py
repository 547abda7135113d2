"""Forecasts keep the rules about who is on what and when, and say which they do not look at."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain.forecast import PolicyName
from allocator.domain.paired_people import with_paired_people
from allocator.forecasting.assumptions import assumptions
from allocator.forecasting.certain_future import certain_future
from allocator.forecasting.possible_work import possible_work
from allocator.forecasting.prepared import PreparedPlan
from support.plans import plan_of, scenario, solo
from support.simulated import Prepared, prepared

OF = scenario(
    people=[{"id": "ana", "max_items": 1}, {"id": "bo"}],
    items=[
        {"id": "A", "effort": "1d"},
        {"id": "B", "effort": "1d", "after": "A", "not_same_as": "A", "avoid": ["ana"]},
        {"id": "C", "effort": "1d", "needs": [{"share": 0.5}]},
    ],
)
PLAN = plan_of(
    OF,
    [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("B", "bo", "12-02 09:00", "12-02 17:00", hours=8),
        solo("C", "bo", "12-03 09:00", "12-04 17:00", hours=8),
    ],
)


def test_items_of_pairs_are_for_the_people_of_the_plan() -> None:
    assigned = {item.id: item.assign for item in with_paired_people(OF, PLAN.items).items}
    assert assigned == {"A": ("ana",), "B": ("bo",), "C": ()}


def test_a_scenario_without_pairs_stays_as_it_is() -> None:
    bare = scenario(people=[{"id": "ana"}], items=[{"id": "A", "effort": "1d"}])
    assert with_paired_people(bare, ()) is bare


def test_how_pairs_are_kept_is_told() -> None:
    told = assumptions(OF, possible_work(OF, PLAN))
    assert (
        "Items with not_same_as or same_as are done by the people whom the plan has on them" in told
    )


NEW_YORK = {"timezone": "America/New_York"}


def person(name: str, *skills: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "skills": [*skills] or ["ml"], **fields}


def effort(low: str, likely: str, high: str) -> dict[str, str]:
    return {"low": low, "likely": likely, "high": high}


def work(name: str, amount: Any, needs: Any = "ml", **fields: Any) -> dict[str, Any]:
    return {"id": name, "effort": amount, "needs": needs, **fields}


HALF = [{"skills": "ml", "share": 0.5}]
TWO = [{"skills": "ml", "people": 2}]
ONE_DAY, THREE_DAYS = effort("4h", "1d", "2d"), effort("1d", "3d", "6d")

CASES: dict[str, dict[str, Any]] = {
    "max_items of one": {
        "people": [person("ana", max_items=1)],
        "items": [work(name, ONE_DAY, HALF) for name in "ABC"],
    },
    "max_items of everybody": {
        "max_items": 2,
        "people": [person("ana"), person("bo")],
        "items": [work(n, ONE_DAY, [{"skills": "ml", "share": 0.3}]) for n in "ABCDEFG"],
    },
    "handover": {
        "calendar": NEW_YORK,
        "people": [person("ana"), person("bea", "sql", timezone="America/Sao_Paulo")],
        "items": [
            work("A", effort("1h", "2h", "3d")),
            work("B", effort("2h", "4h", "1d"), "sql", after=[{"item": "A", "handover": True}]),
        ],
        "objectives": ["makespan"],
    },
    "overlap": {
        "calendar": NEW_YORK,
        "people": [
            person("ana"),
            person("bea", timezone="America/Sao_Paulo", day_start="07:00"),
            person("cy"),
        ],
        "items": [
            work("X", effort("1d", "2d", "3d"), assign=["cy"]),
            work("Y", effort("4h", "1d", "3d")),
            work("A", THREE_DAYS, TWO, overlap="6h"),
        ],
    },
    "fixed": {
        "people": [person("ana"), person("bo", "sql")],
        "items": [
            work("X", THREE_DAYS),
            work("Y", effort("4h", "1d", "4d")),
            work("F", effort("4h", "4h", "4h"), fixed="2026-12-04T09:00"),
            work("A", effort("1h", "1d", "2d"), "sql", after="F"),
        ],
    },
    "uninterrupted": {
        "now": "2026-12-02T09:00",
        "people": [person("ana")],
        "items": [
            work("W", effort("2d", "5d", "7d"), state="in_progress", started="2026-12-01",
                 people=["ana"], remaining=effort("1d", "4d", "6d"), uninterrupted=True,
                 blocked={"until": "2026-12-04"}),
            work("A", effort("4h", "2d", "6d"), due="2026-12-03"),
            work("B", ONE_DAY, due="2026-12-02"),
        ],
    },
    "pairs": {
        "people": [person("ana"), person("bo")],
        "items": [
            work("X", ONE_DAY),
            work("A", ONE_DAY, after="X", not_same_as="X"),
            work("B", ONE_DAY, same_as="X"),
        ],
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=CASES)
def made(request: pytest.FixtureRequest) -> Prepared:
    found = prepared(scenario(**CASES[request.param]), seconds=1)
    assert found is not None
    return found


@pytest.mark.parametrize("policy", ["dispatch", "keep"])
def test_no_future_breaks_a_rule(made: Prepared, policy: PolicyName) -> None:
    """By dispatch somebody was on more items, took over in an afternoon, or was elsewhere."""
    assert made.violations(policy, made.draws(40)) == []


@pytest.mark.parametrize("policy", ["dispatch", "keep"])
def test_without_uncertainty_it_is_the_plan(made: Prepared, policy: PolicyName) -> None:
    plan = PreparedPlan(made.plan.scenario, made.plan, 0, compiled=False)
    found = certain_future(plan, policy)
    assert (found.moved, found.finish) == (frozenset(), made.plan.metrics.finish)


def test_what_is_fixed_begins_on_its_date_unless_its_people_are_not_done() -> None:
    found = prepared(scenario(**CASES["fixed"]), seconds=1)
    assert found is not None
    what, block = found.simulated, found.draws(60)
    from allocator.forecasting.simulation.futures import POLICIES

    (number,) = [a.index for a in what.problem.activities if a.id == "F"]
    assert what.model.dates is not None
    planned = int(what.model.dates.start[number])
    starts = POLICIES["dispatch"](what.model, block).start[:, number]
    assert (starts >= planned).all()
    assert (starts == planned).mean() > 0.5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("overlap", "have that time in common on each day on which they do them is not looked at"),
        ("handover", "taken up at the beginning of a day"),
        ("fixed", "What is fixed begins on its date, or later where"),
        ("uninterrupted", "Work that may not be interrupted goes on before anything else"),
    ],
)
def test_what_futures_keep_and_what_not_is_told(name: str, text: str) -> None:
    of = scenario(**CASES[name])
    told = assumptions(of, possible_work(of, plan_of(of, ())))
    assert any(text in one for one in told)
