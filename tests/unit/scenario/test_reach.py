"""No plan ends later than a century after its start, or after 2199, and ``check`` says so first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.domain.quantities import reach_of
from allocator.errors import NoPlanInTimeError, ScenarioError
from allocator.planner import SolveOptions, solve
from allocator.scenario.load import loads


def errors(text: str) -> list[str]:
    try:
        loads(text)
    except ScenarioError as error:
        return [each.message for each in error.findings if each.severity == "error"]
    return []


def scenario(items: str, start: str = "2026-12-01", more: str = "people: [{id: ana}]") -> str:
    return f"name: long\ncalendar: {{start: {start}}}\n{more}\nitems:\n{items}\n"


def test_a_century_after_the_start_and_the_year_2199_are_the_last() -> None:
    assert reach_of(dt.date(2026, 12, 1)) == dt.datetime(2126, 12, 2)
    assert reach_of(dt.date(2150, 1, 1)) == dt.datetime(2200, 1, 1)
    assert reach_of(dt.date(1900, 1, 1)) == dt.datetime(2000, 1, 2)


@pytest.mark.parametrize("start", ["2180-01-01", "2199-12-31"])
def test_a_plan_that_begins_too_late_is_refused(start: str) -> None:
    """``check`` passed it, and ``plan`` found no plan, without the reason."""
    (said,) = errors(scenario("  - {id: A, effort: 2d}", start))
    assert said == f"start: {start} leaves a plan no room"
    assert not errors(scenario("  - {id: A, effort: 2d}", "2179-12-31"))


CHAINS = {
    "elapsed time": "  - {id: A, elapsed: 5000w}\n  - {id: B, elapsed: 5000w, after: A}",
    "a lag": "  - {id: A, effort: 1d}\n  - {id: B, effort: 1d, after: {item: A, lag: 40000d}}",
    "an elapsed lag": "  - {id: A, effort: 1d}\n"
    "  - {id: B, effort: 1d, after: {item: A, type: SS, lag: {elapsed: 6000w}}}",
    "a finish to a finish": "  - {id: A, effort: 1d}\n"
    "  - {id: B, effort: 1d, after: {item: A, type: FF, lag: {elapsed: 6000w}}}",
    "effort after effort": "  - {id: A, effort: 1d}\n"
    + "\n".join(
        f"  - {{id: B{k}, effort: 3600d, after: {f'B{k - 1}' if k else 'A'}}}" for k in range(12)
    ),
    "its own date": "  - {id: A, effort: 1d}\n  - {id: B, effort: 1d, not_before: 2150-01-01}",
}


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_that_cannot_end_in_time_is_an_error(name: str) -> None:
    """The planner made a plan of it that its own checker refused."""
    (said,) = errors(scenario(CHAINS[name]))
    assert 'work item "B' in said
    assert "every plan ends by 2126-12-02" in said


def test_what_follows_is_not_told_again() -> None:
    items = CHAINS["elapsed time"] + "\n  - {id: C, effort: 1d, after: B}"
    assert len(errors(scenario(items))) == 1


@pytest.mark.parametrize(
    "items",
    [
        "  - {id: A, elapsed: 5000w}\n  - {id: B, elapsed: 200w, after: A}",
        "  - {id: A, elapsed: 5000w}\n"
        "  - {id: B, elapsed: 200w, after: {item: A, lag: {elapsed: -4999w}}}",
        "  - {id: A, elapsed: 5000w}\n  - {id: B, elapsed: 5000w, after: {item: A, type: SS}}",
        "  - {id: A, effort: 1d}\n  - {id: B, effort: 1d, after: {item: A, lag: -900d}}",
    ],
)
def test_what_can_end_in_time_is_none(items: str) -> None:
    assert not errors(scenario(items))


def test_work_of_one_after_the_other_that_goes_on_for_too_long_has_no_plan() -> None:
    """Nothing in it is too long by itself; the planner met a defect."""
    items: list[dict[str, Any]] = [{"id": f"A{k}", "effort": "4000d"} for k in range(8)]
    subject = Scenario.model_validate(
        {
            "name": "long",
            "calendar": {"start": "2026-12-01", "slot": "1d"},
            "people": [{"id": "ana"}],
            "items": items,
        }
    )
    with pytest.raises(NoPlanInTimeError, match="2126-12-02"):
        solve(subject, SolveOptions(time_limit=5.0))
