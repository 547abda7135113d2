"""Forecasts of planned scenarios against truth worked out from docs/semantics.md, never from code.

A scenario has one lane a case, each with people of its own, so that one plan and one forecast
serve many cases. Exact shares and dates are written out; the rest is drawn anew, independently.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from typing import Any

import numpy as np
import pytest

import allocator
from allocator.domain import Plan
from allocator.domain.forecast import Forecast, ForecastRow, PolicyName
from allocator.forecasting.forecast import forecast_plan
from allocator.forecasting.options import ForecastOptions
from support.plans import scenario, when

FUTURES = 1_500
DRAWN = 200_000
P90 = 1.2815515655446004
"""Normal score of 90 %."""
BOTH: tuple[PolicyName, ...] = ("dispatch", "keep")
CALIBRATION = {
    "format": "allocator-calibration/1",
    "tasks": 200,
    "prior": {"source": "nothing", "counts_as_tasks": 30},
    "levels": [10, 50, 80, 90],
    "sizes": [{"estimate": "8h", "ratios": [0.5, 1, 1.6, 2.0]}],
    "common_factors": {"person": 0.3, "project": 0.2},
}


def _days(low: float, likely: float | None = None, high: float | None = None) -> dict[str, str]:
    likely, high = (low if likely is None else likely), (low if high is None else high)
    return {"low": f"{low}d", "likely": f"{likely}d", "high": f"{high}d"}


def _lane(name: str, effort: dict[str, str], **fields: Any) -> dict[str, Any]:
    """An item that only the person of its lane, the first letter of its name, can do."""
    return {"id": name, "needs": f"s{name[0]}", "effort": effort, **fields}


def _planned(items: list[dict[str, Any]], **fields: Any) -> Plan:
    lanes = sorted({item["id"][0] for item in items if "effort" in item})
    people = [{"id": lane.lower(), "skills": [f"s{lane}"]} for lane in lanes]
    given = scenario(people=people, items=items, **fields)
    return allocator.solve(given, time_limit=1).plan


def _milestone(name: str, after: list[Any], **fields: Any) -> dict[str, Any]:
    return {"id": name, "kind": "milestone", "after": after, **fields}


@cache
def _tries(policy: PolicyName) -> Forecast:
    plan = _planned(
        [
            _lane("A1", _days(2), succeeds=0.7, if_fails={"drop": ["A2"]}),
            _lane("A2", _days(1), after=["A1"]),
            _lane("B3", _days(1), after=["A2"], due="2026-12-03"),
            _lane("G1", _days(1), project="P", succeeds=0.6, if_fails={"stop": True}),
            _lane("G2", _days(2), project="P", after=["G1"]),
            _milestone("GM", ["G2"], project="P", due="2026-12-04"),
            _lane("H4", _days(1), after=["GM"]),
            _lane("E0", _days(2)),
            _lane(
                "F1",
                _days(2),
                after=["E0"],
                succeeds=0.5,
                if_fails={"repeat": 2, "effort": 0.5, "redo": ["E0"]},
                due="2026-12-08",
            ),
            _lane("N1", _days(1), succeeds=0.5, if_fails={"then": ["N2"]}),
            _lane("N2", _days(2), succeeds=0.4, if_fails={"then": ["N3"], "repeat": 1}),
            _lane("N3", _days(4)),
            _milestone("NM", [{"item": "N1", "lag": "1d"}], due="2026-12-04"),
            _lane(
                "T1",
                _days(1),
                project="Q",
                elapsed="50h",
                succeeds=0.25,
                if_fails={"repeat": 1, "effort": 0.5, "then": ["T2", "U3"]},
            ),
            _lane("T2", _days(1), project="Q"),
            _lane("U3", _days(3), project="Q", after=["T2"]),
        ],
        projects=[{"id": "P"}, {"id": "Q", "due": "2026-12-04"}],
        promises=[
            {"milestone": "GM", "by": "2026-12-04"},
            {"milestone": "F1", "by": "2026-12-08"},
            {"project": "Q", "by": "2026-12-04"},
        ],
    )
    return _forecast(plan, policy)


@cache
def _spread(policy: PolicyName) -> Forecast:
    plan = _planned(
        [
            _lane("X", _days(5, 8, 16), due="2026-12-14"),
            _lane("C1", _days(1, 2, 4), project="P"),
            _lane("C2", _days(1, 2, 4), project="P", after=["C1"]),
            _lane("C3", _days(1, 2, 4), project="P", after=["C2"]),
            _milestone("CM", ["C3"], project="P", due="2026-12-11"),
            _lane("D1", _days(4, 5, 9), project="Q"),
            _lane("E1", _days(4, 5, 9), project="Q"),
            _milestone("DM", ["D1", "E1"], project="Q", due="2026-12-09"),
            _lane("R1", _days(2)),
            _lane("R2", _days(3), after=["R1"], due="2026-12-07"),
            _lane(
                "I1",
                _days(5, 8, 16),
                state="in_progress",
                started="2026-11-20",
                people=["i"],
                spent="6d",
                due="2026-12-03",
            ),
        ],
        now="2026-12-01",
        projects=[{"id": "P"}, {"id": "Q"}],
        calendar={"slot": "15m"},
        uncertainty={"range": 80, "calibration": CALIBRATION},
        risks=[
            {"id": "K1", "chance": 0.3, "hits": ["R2"], "delay": _days(2, 3, 6)},
            {"id": "K2", "chance": 0.2, "hits": ["R1", "R2"], "effort": 0.5},
        ],
        promises=[
            {"milestone": "CM", "by": "2026-12-10"},
            {"milestone": "DM", "by": "2026-12-09"},
        ],
    )
    return _forecast(plan, policy)


def _forecast(plan: Plan, policy: PolicyName) -> Forecast:
    options = ForecastOptions(futures=FUTURES, policy=policy)
    return forecast_plan(plan.scenario, plan, options).forecast


def _row(found: Forecast, name: str) -> ForecastRow:
    return next(row for row in found.rows if row.id == name)


def _is_share(told: float | None, truth: float) -> None:
    """Within four standard errors, of the forecast and of what was drawn here."""
    error = math.sqrt(truth * (1 - truth) * (1 / FUTURES + 1 / DRAWN))
    assert told is not None
    assert abs(told - truth) <= 4 * error + 1e-9, (told, truth)


def _share_until(row: ForecastRow, dates: list[tuple[str, float]]) -> None:
    """The whole distribution: P10, P50, P80, P90 and P95 are the dates that shares name."""
    for level, told in ((0.1, row.p10), (0.5, row.p50), (0.8, row.p80), (0.95, row.p95)):
        below = 0.0
        for date, share in dates:
            if abs(below + share - level) < 0.05:
                break  # too near to an edge for so few futures
            if below < level < below + share:
                assert told == when(date), (row.id, level)
            below += share


@pytest.mark.parametrize("policy", BOTH)
def test_what_a_failed_try_gives_up_is_waited_for_no_longer(policy: PolicyName) -> None:
    found = _tries(policy)
    _is_share(_row(found, "A2").p_happens, 0.7)
    _is_share(_row(found, "B3").p_on_time, 0.3)
    _share_until(_row(found, "B3"), [("12-03 17:00", 0.3), ("12-04 17:00", 0.7)])


@pytest.mark.parametrize("policy", BOTH)
def test_a_gate_stops_its_project_only(policy: PolicyName) -> None:
    found = _tries(policy)
    _is_share(_row(found, "GM").p_on_time, 0.6)
    _is_share(_row(found, "G2").p_happens, 0.6)
    assert _row(found, "H4").p_happens == 1.0
    _share_until(_row(found, "H4"), [("12-02 17:00", 0.4), ("12-04 17:00", 0.6)])


@pytest.mark.parametrize("policy", BOTH)
def test_each_further_try_comes_after_its_rework(policy: PolicyName) -> None:
    """Tries end on days 4, 6 and 8: half a day of rework and half a try are two days each."""
    row = _row(_tries(policy), "F1")
    _is_share(row.p_on_time, 0.75)
    _share_until(row, [("12-04 17:00", 0.5), ("12-08 17:00", 0.25), ("12-10 17:00", 0.25)])


@pytest.mark.parametrize("policy", BOTH)
def test_fallbacks_of_fallbacks_keep_the_lag(policy: PolicyName) -> None:
    row = _row(_tries(policy), "NM")
    _is_share(row.p_on_time, 0.7)
    dates = [("12-02 17:00", 0.5), ("12-04 17:00", 0.2), ("12-08 17:00", 0.12)]
    _share_until(row, [*dates, ("12-14 17:00", 0.18)])


@pytest.mark.parametrize("policy", BOTH)
def test_each_try_takes_its_elapsed_time_and_promises_are_kept_together(
    policy: PolicyName,
) -> None:
    found = _tries(policy)
    _is_share(_row(found, "Q").p_on_time, 0.25)
    _share_until(_row(found, "T1"), [("12-03 11:00", 0.25), ("12-05 13:00", 0.75)])
    _share_until(
        _row(found, "Q"),
        [("12-03 11:00", 0.25), ("12-05 13:00", 0.1875), ("12-10 17:00", 0.5625)],
    )
    _is_share(found.p_all_promises[policy], 0.6 * 0.75 * 0.25)


@pytest.mark.parametrize("policy", BOTH)
def test_only_what_is_uncertain_is_told_to_move_dates(policy: PolicyName) -> None:
    """All estimates are certain; by chance a factor of nothing may seem to explain 2 %."""
    found = _tries(policy)
    assert {driver.kind for driver in found.drivers} == {"try"}
    assert {driver.id for driver in found.drivers if driver.target == "NM"} == {"N1", "N2"}


def _scores(rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal(DRAWN)


def _effort(scores: np.ndarray, low: float, likely: float, high: float) -> np.ndarray:
    """P10, median and P90 are low, likely and high; ln-normal on either side."""
    side = np.where(scores < 0, math.log(likely / low), math.log(high / likely))
    return likely * np.exp(scores * side / P90)


def _weights(low: float, high: float, person: float, project: float) -> tuple[float, float, float]:
    """Return the weights of the person's, the project's and the item's own score."""
    spread = math.log(high / low) / (2 * P90)
    a, b = person / spread, project / spread
    narrow = min(1.0, math.sqrt(0.7 / (a * a + b * b)))  # as docs/forecasting-model.md has it
    a, b = a * narrow, b * narrow
    return a, b, math.sqrt(1 - a * a - b * b)


@pytest.mark.parametrize("policy", BOTH)
def test_a_single_item_has_the_quantiles_of_its_estimate(policy: PolicyName) -> None:
    row = _row(_spread(policy), "X")
    assert row.p50 is not None and row.p90 is not None and row.p10 is not None
    for told, day in ((row.p10, "12-07 17:00"), (row.p50, "12-10 17:00"), (row.p90, "12-22 17:00")):
        assert abs(told - when(day)) < dt.timedelta(hours=20), (told, day)


@pytest.mark.parametrize("policy", BOTH)
def test_chains_and_merges_have_their_common_factors(policy: PolicyName) -> None:
    rng = np.random.default_rng(7)
    found = _spread(policy)
    a, b, c = _weights(1, 4, 0.3, 0.2)
    person, project = _scores(rng), _scores(rng)
    chain = sum(_effort(a * person + b * project + c * _scores(rng), 1, 2, 4) for _ in range(3))
    _is_share(_row(found, "CM").p_on_time, float(np.mean(chain <= 9)))
    a, b, c = _weights(4, 9, 0.3, 0.2)
    project = _scores(rng)
    each = [_effort(a * _scores(rng) + b * project + c * _scores(rng), 4, 5, 9) for _ in "DE"]
    merged = np.maximum(*each)
    row = _row(found, "DM")
    _is_share(row.p_on_time, float(np.mean(merged <= 7)))
    assert row.merge_days == pytest.approx(merged.mean() - each[0].mean(), abs=0.1)
    _is_share(found.p_all_promises[policy], float(np.mean((chain <= 8) & (merged <= 7))))


@pytest.mark.parametrize("policy", BOTH)
def test_risks_delay_and_add_effort_to_certain_work_too(policy: PolicyName) -> None:
    found = _spread(policy)
    _is_share(_row(found, "R1").p_as_planned, 0.8)
    _is_share(_row(found, "R2").p_on_time, 0.7 * 0.8)


@pytest.mark.parametrize("policy", BOTH)
def test_what_is_spent_conditions_what_is_left(policy: PolicyName) -> None:
    whole = _effort(_scores(np.random.default_rng(8)), 5, 8, 16)
    left = whole[whole > 6] - 6
    _is_share(_row(_spread(policy), "I1").p_on_time, float(np.mean(left <= 3)))


@pytest.mark.parametrize("policy", BOTH)
def test_who_leaves_begins_nothing_that_another_one_could_end(policy: PolicyName) -> None:
    """Where U is late, l has not the two days for X that l2 has from the 14th on."""
    given = scenario(
        people=[
            {"id": "l", "skills": ["x"], "to": "2026-12-11"},
            {"id": "l2", "skills": ["x"], "from": "2026-12-14"},
            {"id": "b", "skills": ["b"]},
        ],
        items=[
            {"id": "U", "needs": "b", "effort": _days(5, 7, 9)},
            {"id": "X", "needs": "x", "effort": _days(2), "after": "U"},
        ],
        uncertainty={"range": 80},
    )
    row = _row(_forecast(allocator.solve(given, time_limit=1).plan, policy), "X")
    if policy == "dispatch":
        assert (row.p_happens, row.p80) == (1.0, when("12-15 17:00"))
    else:  # l keeps it; where U takes more than its median of 7 days, others end it for l
        assert row.p_happens == 1.0
        assert row.p50 is not None
        assert when("12-11 16:00") <= row.p50 <= when("12-14 11:00")


def test_dispatch_makes_use_of_an_early_delivery_at_once() -> None:
    """The 3rd is the P10 of the delivery, and nothing else is uncertain."""
    expected = {"low": "2026-12-03", "likely": "2026-12-08", "high": "2026-12-17"}
    given = scenario(
        people=[{"id": "a"}],
        items=[
            {
                "id": "W",
                "effort": _days(1),
                "waits_for": [{"what": "labels", "expected": expected}],
            }
        ],
        uncertainty={"range": 80},
    )
    plan = allocator.solve(given, time_limit=1).plan
    early = _row(_forecast(plan, "dispatch"), "W")
    assert early.p10 is not None
    assert when("12-03 16:00") <= early.p10 <= when("12-04 10:00")
    assert early.p50 == when("12-08 17:00")
    assert early.p90 == when("12-17 17:00")


@pytest.mark.parametrize("policy", BOTH)
def test_added_scope_comes_after_what_its_sprint_has(policy: PolicyName) -> None:
    items = [
        _lane("A1", _days(8), project="P"),
        _lane("A2", _days(8), project="P", after=["A1"]),
        _lane("A3", _days(4), project="P", after=["A2"]),
    ]
    plan = _planned(
        items,
        projects=[{"id": "P"}],
        sprints={"length": "2w", "first": "2026-12-01", "count": 6},
        uncertainty={"scope": {"growth": 0.3, "from": "sprint"}},
    )
    rows = {row.id: row for row in _forecast(plan, policy).rows}
    planned = {entry.id: entry.finish for entry in plan.items}
    for name in ("A1", "A2"):  # the plan starts them in the first sprint
        assert rows[name].p10 == rows[name].p95 == planned[name]
    late = rows["A3"].p10
    assert late is not None
    assert planned["A3"] is not None
    assert late > planned["A3"], "the first sprint's added work goes before it"
