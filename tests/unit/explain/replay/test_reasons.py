"""Reasons by replay name what really moved something, and never a decoy beside it."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache, partial
from typing import Any

import pytest

import allocator
from allocator.analysis.why.reason import Why
from allocator.api.replans import ReplanResult
from allocator.domain import Plan, Scenario
from allocator.explain.params import ExplainParams
from allocator.explain.replay.params import ReplayParams
from allocator.explain.replay.reasons import replayed_reasons
from allocator.scenario.changes.changed import changed

pytestmark = pytest.mark.usefixtures("compiled_search")

NOW, MONDAY = dt.date(2027, 1, 5), "2027-01-11"

TEAM: dict[str, Any] = {
    "name": "workshop",
    "calendar": {"start": "2027-01-04"},
    "people": [
        {"id": "ada", "skills": {"saw": 2, "glue": 1}},
        {"id": "ben", "skills": {"paint": 1}},
        {"id": "cleo", "skills": {"saw": 1}, "capacity": 0.5},
    ],
    "resources": [{"id": "bench", "capacity": 2}],
    "projects": [{"id": "desk", "priority": 2}, {"id": "lamp", "priority": 1}],
    "items": [
        {
            "id": "CUT",
            "project": "desk",
            "needs": "saw",
            "effort": "3d",
            "not_before": "2027-01-11",
        },
        {"id": "COAT", "project": "desk", "needs": "paint", "effort": "2d", "after": "CUT"},
        {"id": "WIRE", "project": "lamp", "needs": "glue", "effort": "2d", "assign": ["ada"]},
    ],
}

DECOY = {"update": {"items": {"COAT": {"due": "2027-06-30"}}}}
"""Touches what moves, and moves nothing."""


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search each replay of a handful of items briefly."""
    params = ExplainParams(replay=ReplayParams(steps=(50, 100), more_steps=(100, 100)))
    quick = partial(replayed_reasons, params=params)
    monkeypatch.setattr("allocator.explain.replay.reasons.replayed_reasons", quick)


def baseline(data: dict[str, Any]) -> Plan:
    return _baseline(json.dumps(data))


@cache
def _baseline(data: str) -> Plan:
    return allocator.solve(Scenario.model_validate_json(data), time_limit=5).plan


def replanned(
    data: dict[str, Any], *changes: dict[str, Any], reported: tuple[str, ...] = (), **options: Any
) -> ReplanResult:
    scenario = changed(Scenario.model_validate({**data, "now": NOW.isoformat()}), *changes)
    return allocator.replan(
        scenario, baseline(data), reported=reported, **{"time_limit": 3, **options}
    )


def why_of(found: ReplanResult, item: str) -> Why:
    return next(move.why for move in found.difference.moved if move.id == item)


ONE_CAUSE: dict[str, tuple[dict[str, Any], tuple[str, str, str | None]]] = {
    "absence": (
        {"extend": {"people": {"ada": {"time_off": [{"from": "2027-01-11", "to": "2027-01-12"}]}}}},
        ("people", "ada", "time_off"),
    ),
    "capacity": ({"update": {"people": {"ada": {"capacity": 0.5}}}}, ("people", "ada", "capacity")),
    "leaving": ({"update": {"people": {"ada": {"to": "2027-01-08"}}}}, ("people", "ada", "to")),
    "skill": (
        {"update": {"people": {"ada": {"skills": {"glue": 1}}}}},
        ("people", "ada", "skills"),
    ),
    "estimate": ({"update": {"items": {"CUT": {"effort": "5d"}}}}, ("items", "CUT", "effort")),
    "earliest start": (
        {"update": {"items": {"CUT": {"not_before": "2027-01-18"}}}},
        ("items", "CUT", "not_before"),
    ),
    "late delivery": (
        {"update": {"items": {"CUT": {"waits_for": [{"what": "wood", "expected": "2027-01-15"}]}}}},
        ("items", "CUT", "waits_for"),
    ),
    "new item": (
        {
            "add": {"items": [{"id": "PLAN", "elapsed": "10d"}]},
            "extend": {"items": {"CUT": {"after": "PLAN"}}},
        },
        ("items", "PLAN", None),
    ),
    "holiday": (
        {"update": {"calendar": {"holidays": {"dates": ["2027-01-11", "2027-01-12"]}}}},
        ("scenario", "calendar", "holidays"),
    ),
    "project's start": (
        {"update": {"projects": {"desk": {"not_before": "2027-01-18"}}}},
        ("projects", "desk", "not_before"),
    ),
}


@pytest.mark.parametrize("kind", ONE_CAUSE)
def test_the_cause_is_named_and_the_decoy_is_not(kind: str) -> None:
    change, named = ONE_CAUSE[kind]

    found = replanned(TEAM, change, DECOY)

    why = why_of(found, "COAT")
    assert why.finding == "caused"
    assert why.cause is not None
    assert (why.cause.section, why.cause.id, why.cause.field) == named
    assert [tried.days == tried.of_days for tried in why.causes] == [True]
    assert "due" not in why.sentence


def test_undoing_the_change_that_a_cause_gives_brings_the_item_back() -> None:
    change, _ = ONE_CAUSE["estimate"]
    old = baseline(TEAM)
    found = replanned(TEAM, change, DECOY)
    undo = why_of(found, "COAT").causes[0].change
    assert undo is not None

    again = replanned(TEAM, change, DECOY, undo, reasons="quick")

    assert {e.id: e.finish for e in again.plan.items} == {e.id: e.finish for e in old.items}


def test_two_causes_stand_with_their_amounts_the_larger_first() -> None:
    longer = {"update": {"items": {"CUT": {"effort": "5d"}}}}
    later = {"update": {"items": {"COAT": {"effort": "3d"}}}}

    why = why_of(replanned(TEAM, longer, later), "COAT")

    assert [(one.text, one.days, one.of_days) for one in why.causes] == [
        ("the effort of CUT is 5d, was 3d", 2.0, 3.0),
        ("the effort of COAT is 3d, was 2d", 1.0, 3.0),
    ]
    assert "the effort of CUT is 5d, was 3d (2 of 3 days); then the effort of COAT" in why.sentence
    assert why.cause is not None
    assert why.cause.id == "CUT"


def test_where_each_of_two_would_do_both_are_told_and_neither_is_the_cause() -> None:
    own = {"update": {"items": {"CUT": {"not_before": "2027-01-18"}}}}
    project = {"update": {"projects": {"desk": {"not_before": "2027-01-18"}}}}

    why = why_of(replanned(TEAM, own, project), "CUT")

    assert why.finding == "either"
    assert why.cause is None
    assert [one.kind for one in why.causes] == ["either"]
    assert "either alone would do it: " in why.sentence


def test_without_any_difference_the_search_found_another_plan() -> None:
    items = [{"id": name, "needs": "saw", "effort": "2d"} for name in ("A", "B")]
    people = [{"id": "ada", "skills": ["saw"]}]
    scenario = Scenario.model_validate({**TEAM, "people": people, "projects": [], "items": items})
    one = allocator.solve(scenario, time_limit=3).plan
    entries = {entry.id: entry for entry in one.items}
    swapped = tuple(
        entries[mine].model_copy(
            update={
                name: getattr(entries[other], name) for name in ("start", "finish", "assignments")
            }
        )
        for mine, other in (("A", "B"), ("B", "A"))
    )

    found = allocator.compare(one, one.model_copy(update={"items": swapped}))

    assert {move.why.finding for move in found.moved} == {"other_plan"}
    assert all("the search found another plan" in move.why.sentence for move in found.moved)


def test_progress_that_is_later_than_planned_is_undone_as_if_it_had_gone_as_planned() -> None:
    more = {
        "update": {
            "items": {
                "WIRE": {
                    "state": "in_progress",
                    "started": "2027-01-04",
                    "remaining": "8d",
                    "people": ["ada"],
                }
            }
        }
    }

    found = replanned(TEAM, more, DECOY, reported=("WIRE",))

    why = why_of(found, "CUT")
    assert why.cause is not None
    assert (why.cause.section, why.cause.id) == ("items", "WIRE")
    assert "WIRE has more left than planned, 64 h rather than 8 h" in why.sentence


def test_who_did_it_before_comes_back_without_the_cause() -> None:
    change, _ = ONE_CAUSE["leaving"]

    found = replanned(TEAM, change, DECOY)

    cut = next(one for one in found.difference.reassigned if one.id == "CUT")
    assert cut.why.cause is not None
    assert (cut.why.cause.id, cut.why.cause.field) == ("ada", "to")
    assert cut.why.causes[0].days is None


def test_a_due_date_that_was_pulled_in_makes_others_later() -> None:
    items = [
        {
            "id": "ONE",
            "project": "desk",
            "needs": "glue",
            "effort": "4d",
            "not_before": "2027-01-11",
        },
        {
            "id": "TWO",
            "project": "lamp",
            "needs": "glue",
            "effort": "4d",
            "not_before": "2027-01-11",
        },
    ]
    data = {**TEAM, "items": items}
    first = next(e.id for e in sorted(baseline(data).items, key=lambda e: str(e.start)))
    second = "TWO" if first == "ONE" else "ONE"
    pulled = {"update": {"items": {second: {"due": "2027-01-14", "priority": 9}}}}
    decoy = {"update": {"people": {"ben": {"capacity": 0.9}}}}

    why = why_of(replanned(data, pulled, decoy), first)

    assert why.cause is not None
    assert why.cause.id == second


def test_reasons_are_the_same_again() -> None:
    change, _ = ONE_CAUSE["capacity"]

    one, other = (replanned(TEAM, change, DECOY, reproducible=True, time_limit=1) for _ in range(2))

    assert one.difference == other.difference


def test_quick_reasons_are_not_tried() -> None:
    change, _ = ONE_CAUSE["absence"]

    why = why_of(replanned(TEAM, change, reasons="quick"), "COAT")

    assert why.finding is None
    assert why.causes == ()
