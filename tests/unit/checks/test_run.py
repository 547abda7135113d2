"""All checks together, on plans garbled in every way that their format allows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import CHECKS, check
from allocator.domain import RULES, Plan, Scenario, Violation
from support.plans import plan_of, rich, rich_items

PLAN = json.loads(
    plan_of(Scenario.model_validate(rich()), rich_items().values()).model_dump_json(by_alias=True)
)

INSTANTS = ["2026-12-01T09:00", "2026-12-03T17:00", "2026-12-05T03:30", "0001-01-01T00:00"]
INSTANTS += ["9999-12-31T23:59", "2026-12-01T09:00Z", "2026-12-02", "9999-12-31", "0001-01-01"]
SPANS = ["1m", "0.333h", "99999999w", "-99999999w", "2d", "-1d", "0d"]
NAMES = ["A", "B", "M", "ana", "bob", "gpu", "core", "zzz", "planned", "dropped", "done", "SF"]
NUMBERS = [0, 1, 2, -1, 0.5, 1e-9, 1e300]


def _like(value: Any) -> st.SearchStrategy[Any]:
    """Values of the same kind, most of which the format allows in its place."""
    if isinstance(value, bool) or value is None:
        return st.sampled_from([True, False, None])
    if isinstance(value, (int, float)):
        return st.sampled_from(NUMBERS)
    if isinstance(value, (list, dict)):
        return st.just(type(value)())
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return st.sampled_from(INSTANTS)
    return st.sampled_from(SPANS if re.match(r"-?\d+[mhdw]$", value) else NAMES)


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every container in the document with each of its keys or positions."""
    if isinstance(data, dict):
        keys: list[Any] = list(data)
    elif isinstance(data, list):
        keys = list(range(len(data)))
    else:
        return []
    return [(data, key) for key in keys] + [place for key in keys for place in _places(data[key])]


@st.composite
def garbled(draw: st.DrawFn) -> Any:
    """The document of a right plan with some values replaced, removed or repeated."""
    data = json.loads(json.dumps(PLAN))
    for _ in range(draw(st.integers(1, 4))):
        container, key = draw(st.sampled_from(_places(data)))
        change = draw(st.sampled_from(["replace", "replace", "remove", "repeat", "swap"]))
        if change == "remove":
            del container[key]
        elif change == "repeat" and isinstance(container, list):
            container.append(container[key])
        elif change == "swap":
            other, place = draw(st.sampled_from(_places(data)))
            container[key] = json.loads(json.dumps(other[place]))
        else:
            container[key] = draw(_like(container[key]))
    return data


@settings(max_examples=500, deadline=None)
@given(garbled())
def test_no_plan_makes_the_checks_fail(data: Any) -> None:
    """Whatever still is a plan by its format is checked to the end; findings have words."""
    try:
        plan = Plan.model_validate_json(json.dumps(data))
    except ValidationError:
        return
    for found in check(plan.scenario, plan):
        assert isinstance(found, Violation)
        assert found.message


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_order_of_items_does_not_matter(data: st.DataObject) -> None:
    plan = Plan.model_validate_json(json.dumps(PLAN))
    items = data.draw(st.permutations(plan.items))
    assert check(plan.scenario, plan.model_copy(update={"items": tuple(items)})) == []


def test_every_rule_has_its_check_and_completeness_comes_first() -> None:
    assert list(CHECKS) == list(RULES)


@pytest.mark.parametrize("rule", list(CHECKS))
def test_a_check_reports_under_its_own_name(rule: Any) -> None:
    """Nobody works, no links hold, everything is early, late and untrue."""
    data = json.loads(json.dumps(PLAN))
    for item in data["items"]:
        item["assignments"] *= 2
        item["late_days"] = 77
        if item["start"]:
            item.update(start="2026-11-28T03:00", finish="2028-01-01T03:00")
        for said in item["assignments"]:
            said.update(start="2026-11-28T03:00", finish="2028-01-01T03:00")
    data["items"][0].update(state="dropped")
    data["scenario"]["resources"][0]["capacity"] = 1
    data["items"][1].update(state="done")
    data["scenario"]["sprints"] = {"length": "1w", "first": "2026-11-30", "count": 1, "fit": True}
    standing = {"item": "A", "start": "2026-12-01T09:00", "people": ["ana"], "frozen": True}
    data["scenario"]["baseline"] = [standing]
    for project in data["scenario"]["projects"]:
        project["budget"] = {"limit": 1}
    for person in data["scenario"]["people"]:
        person["rate"] = 100
    by_id = {item["id"]: item for item in data["scenario"]["items"]}
    by_id["E"]["not_same_as"], by_id["F"]["same_as"] = ["D"], ["E"]
    data["scenario"]["max_items"] = 1
    data["scenario"]["calendar"]["timezone"] = "Europe/Berlin"
    for person in data["scenario"]["people"]:
        person |= {"timezone": "Asia/Tokyo"} if person["id"] in ("bob", "dee") else {}
    by_id["F"]["after"], by_id["B"]["overlap"] = [{"item": "E", "handover": True}], "8h"
    plan = Plan.model_validate_json(json.dumps(data))
    found = CHECKS[rule](CheckedPlan(plan.scenario, plan))
    assert {violation.rule for violation in found} == {rule}
