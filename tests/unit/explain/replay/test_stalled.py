"""What has not gone on since the plan was made is told as the cause, and undone on trial."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

import pytest

import allocator
from allocator.analysis.why.reason import Why
from allocator.domain import Scenario
from allocator.scenario.changes.changed import changed

pytestmark = pytest.mark.usefixtures("compiled_search")

ITEMS: list[dict[str, Any]] = [
    {"id": "A", "effort": "2d", "assign": ["ana"]},
    {"id": "B", "effort": "2d", "assign": ["ana"], "after": "A"},
    {"id": "C", "effort": "2d", "assign": ["bo"]},
]
UNBLOCKED = {"update": {"items": {"A": {"blocked": None}}}}


def made(**a: Any) -> Scenario:
    """Return a scenario in which Ana does A and B from Monday 4 January on, and Bo does C."""
    return Scenario.model_validate(
        {
            "name": "test",
            "calendar": {"start": "2027-01-04"},
            "people": [{"id": "ana"}, {"id": "bo"}],
            "items": [{**ITEMS[0], **a}, *ITEMS[1:]],
        }
    )


@cache
def planned(a: str) -> allocator.Plan:
    return allocator.solve(made(**json.loads(a)), time_limit=2).plan


def whys(now: dict[str, Any], before: dict[str, Any], **options: Any) -> dict[str, Why]:
    """Return why each item has moved by Wednesday 6 January."""
    today = made(**now).model_copy(update={"now": dt.datetime(2027, 1, 6)})
    found = allocator.replan(today, planned(json.dumps(before)), time_limit=2, **options)
    return {move.id: move.why for move in found.difference.moved if move.why is not None}


@pytest.mark.parametrize(
    ("since", "text"),
    [
        (None, "A is still blocked by legal, and has not gone on"),
        (
            "2027-01-05",
            "A is still blocked by legal since Tue 5 Jan 2027, and has not gone on",
        ),
    ],
)
def test_what_is_blocked_still_is_behind_what_moves(since: str | None, text: str) -> None:
    now = {"blocked": {"by": "legal", "since": since}}

    found = whys(now, {"blocked": {"by": "legal"}})

    assert found.keys() == {"A", "B"}
    for why in found.values():
        assert why.cause is not None
        assert (why.cause.id, why.cause.field, why.cause.sentence) == ("A", "blocked", text)
        assert why.causes[0].change == UNBLOCKED


def test_what_is_said_not_to_have_begun_is_behind_what_moves() -> None:
    found = whys({}, {}, reported=("A",))

    assert found.keys() == {"A", "B"}
    for why in found.values():
        assert why.cause is not None
        assert why.cause.sentence == "A was to begin on Mon 4 Jan 2027, and has not begun"
        assert why.causes[0].change is None


def test_what_is_said_and_blocked_does_not_come_back_by_a_change_alone() -> None:
    blocked = {"blocked": {"by": "legal"}}

    found = whys(blocked, blocked, reported=("A",))

    assert found["B"].cause is not None and found["B"].cause.field == "blocked"
    assert found["B"].causes[0].change is None


def test_of_what_is_assumed_not_to_have_begun_each_is_a_cause() -> None:
    found = whys({}, {}, assume="not-started")

    assert {name: why.cause and why.cause.id for name, why in found.items()} == {
        "A": "A",
        "B": "A",
        "C": "C",
    }


def test_work_under_way_of_which_the_same_is_said_has_got_no_further() -> None:
    begun = {"state": "in_progress", "started": "2027-01-04", "remaining": "2d", "people": ["ana"]}

    found = whys(begun, begun, reported=("A",))

    assert found["B"].cause is not None
    assert found["B"].cause.sentence == "A has got no further since the plan was made"


def test_the_change_that_a_block_gives_brings_the_plan_back() -> None:
    blocked = {"blocked": {"by": "legal"}}
    today = changed(made(**blocked).model_copy(update={"now": dt.datetime(2027, 1, 6)}), UNBLOCKED)
    baseline = planned(json.dumps(blocked))

    again = allocator.replan(today, baseline, time_limit=2)

    assert not again.difference.moved
