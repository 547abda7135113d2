"""From a scenario and its plan to a forecast, with figures that can be worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from allocator.analysis.days import plan_days
from allocator.domain import Plan
from allocator.domain.forecast import Forecast, ForecastRow
from allocator.forecasting.assumptions import plan_dates_text
from allocator.forecasting.certain_future import CertainFuture
from allocator.forecasting.forecast import ForecastOutcome, forecast_plan
from allocator.forecasting.options import ForecastOptions
from support.plans import entry, plan_of, scenario, solo, when, works

CERTAIN = {"low": "1d", "likely": "1d", "high": "1d"}
"""An estimate that is exact."""
DAYS = ("12-01", "12-02", "12-03", "12-04", "12-07", "12-08", "12-09", "12-10", "12-11")


def forecast(plan: Plan, **options: Any) -> ForecastOutcome:
    given = {"futures": 400, "policy": "dispatch", **options}
    return forecast_plan(plan.scenario, plan, ForecastOptions(**given))


def row(found: Forecast, name: str | None) -> ForecastRow:
    return next(row for row in found.rows if row.id == name)


def days_of(number: int, item: str, person: str) -> Any:
    """An item of a whole working day, the first being number 0."""
    day = DAYS[number]
    return solo(item, person, f"{day} 09:00", f"{day} 17:00", hours=8)


def chain(*items: dict[str, Any], **fields: Any) -> Plan:
    """Certain items of a day each, one after the other, by one person."""
    given = scenario(
        people=[{"id": "a"}],
        items=[{"effort": CERTAIN, **item} for item in items],
        **fields,
    )
    return plan_of(given, [days_of(k, item["id"], "a") for k, item in enumerate(items)])


def test_with_nothing_uncertain_all_futures_are_the_plan_to_the_minute() -> None:
    given = scenario(
        people=[{"id": "a"}, {"id": "b"}],
        projects=[{"id": "P"}],
        items=[
            {"id": "A", "effort": CERTAIN, "project": "P"},
            {"id": "T", "elapsed": "90m", "after": "A"},
            {"id": "M", "kind": "milestone", "after": ["A", "T"], "project": "P"},
        ],
    )
    plan = plan_of(
        given,
        [
            days_of(0, "A", "a"),
            entry("T", "12-02 09:00", "12-02 10:30"),
            entry("M", "12-02 10:30", "12-02 10:30"),
        ],
    )
    found = forecast(plan).forecast
    for each in found.rows:
        assert each.p10 == each.p50 == each.p95 == each.planned, each
        assert each.p_as_planned == 1.0
    assert found.prior == ""
    assert found.drivers == ()


def test_a_plan_that_lets_somebody_wait_is_kept_as_long_as_all_goes_as_planned() -> None:
    """B waits for the specialist, who is on A first, although b could do it at once."""
    given = scenario(
        people=[{"id": "a", "skills": ["x"]}, {"id": "b", "skills": ["x"]}],
        items=[
            {"id": "A", "effort": CERTAIN, "needs": "x"},
            {"id": "B", "effort": CERTAIN, "needs": "x"},
        ],
        risks=[{"id": "R", "chance": 0.5, "hits": ["A"], "delay": "1d"}],
    )
    plan = plan_of(given, [days_of(0, "A", "a"), days_of(2, "B", "a")])
    without_risk = plan.model_copy(update={"scenario": given.model_copy(update={"risks": ()})})
    found = forecast(without_risk).forecast
    assert row(found, "B").p10 == row(found, "B").p95 == when("12-03 17:00")
    assert not any("nothing uncertain" in line for line in found.assumptions)
    outcome = forecast(plan)
    late = outcome.dates["dispatch"].item("A") > outcome.dates["dispatch"].item("A").min()
    at = outcome.dates["dispatch"].moments(["B"])[:, 0].astype(dt.datetime)
    assert set(at[late]) == {when("12-01 17:00")}, "A is late at once, and b is free"
    assert set(at[~late]) == {when("12-03 17:00")}


def test_a_lead_is_not_taken_before_the_end_is_known_and_that_is_told() -> None:
    given = scenario(
        people=[{"id": "a"}, {"id": "b"}],
        items=[
            {"id": "A", "effort": {"low": "2d", "likely": "2d", "high": "2d"}, "assign": ["a"]},
            {
                "id": "B",
                "effort": CERTAIN,
                "assign": ["b"],
                "after": [{"item": "A", "lag": "-1d"}],
            },
        ],
    )
    plan = plan_of(
        given,
        [solo("A", "a", "12-01 09:00", "12-02 17:00", hours=16), days_of(1, "B", "b")],
    )
    found = forecast(plan).forecast
    assert row(found, "B").p50 == when("12-03 17:00")
    told = (
        "With nothing uncertain dispatch ends 1 item at other times than the plan, everything on "
        "2026-12-03 17:00: it takes no lead (negative lag)"
    )
    assert told in found.assumptions


def test_a_link_that_moves_nothing_is_not_named_as_the_cause() -> None:
    """C is begun early, since b is free; the lead from A to B is not what does that."""
    given = scenario(
        people=[{"id": "a"}, {"id": "b"}],
        items=[
            {"id": "A", "effort": CERTAIN, "assign": ["a"]},
            {"id": "B", "after": [{"item": "A", "lag": "-1d"}], "kind": "milestone"},
            {"id": "C", "effort": CERTAIN, "assign": ["b"]},
        ],
    )
    plan = plan_of(
        given,
        [days_of(0, "A", "a"), entry("B", "12-01 09:00", "12-01 09:00"), days_of(0, "C", "b")],
    )
    for moved, cause in (({"C"}, False), ({"B"}, True), ({"B", "C"}, False)):
        told = plan_dates_text("dispatch", CertainFuture(frozenset(moved), None), plan)
        assert ("lead" in told) is cause, moved
    assert "lead" not in plan_dates_text("keep", CertainFuture(frozenset({"B"}), None), plan)


def test_a_milestone_that_a_date_holds_at_midnight_is_on_the_day_that_begins() -> None:
    """Its project too; what ends at that midnight by work is on the day before (paragraph 16)."""
    promises = [{"milestone": "M", "by": "2026-12-02"}, {"project": "P", "by": "2026-12-02"}]
    given = scenario(
        people=[{"id": "a"}],
        projects=[{"id": "P"}],
        items=[
            {"id": "A", "effort": CERTAIN},
            {"id": "M", "kind": "milestone", "not_before": "2026-12-03", "project": "P"},
        ],
        promises=promises,
    )
    held = entry("M", "12-03 00:00", "12-03 00:00")
    plan = plan_of(given, [days_of(0, "A", "a"), held])
    found = forecast(plan).forecast
    midnight, day = when("12-03 00:00"), dt.date(2026, 12, 3)
    assert plan_days(plan).ends("M") == day
    for name in ("M", "P", None):
        of = row(found, name)
        assert of.p50 == midnight and of.day(midnight) == day, name
    assert [promise.day(midnight) for promise in found.promises] == [day, day]
    assert row(found, "A").day(midnight) == dt.date(2026, 12, 2)


def test_a_milestone_waits_for_the_fallback_of_a_fallback() -> None:
    """X, else F, else G: when F fails, M waits for G, although it is linked to X alone."""
    given = scenario(
        people=[{"id": "a"}],
        items=[
            {"id": "X", "effort": CERTAIN, "succeeds": 0.5, "if_fails": {"then": ["F"]}},
            {"id": "F", "effort": CERTAIN, "succeeds": 0.5, "if_fails": {"then": ["G"]}},
            {"id": "G", "effort": CERTAIN},
            {"id": "M", "kind": "milestone", "after": "X"},
        ],
    )
    unplanned = {"state": "contingent", "start": None, "finish": None}
    contingent = [
        entry(name, "12-02 09:00", "12-02 17:00").model_copy(update=unplanned) for name in "FG"
    ]
    milestone = entry("M", "12-01 17:00", "12-01 17:00")
    found = forecast(plan_of(given, [days_of(0, "X", "a"), *contingent, milestone])).forecast
    failure = next(f for f in found.failures if (f.id, f.target) == ("F", "M"))
    assert failure.p_fails == pytest.approx(0.25, abs=0.01)
    assert failure.p50_without == when("12-03 17:00")


def test_a_risk_delays_by_its_chance_and_removing_it_gains_that() -> None:
    """Four days in half of the futures: two on the average, and four at the P85."""
    risks = [
        {"id": "R", "title": "Slips", "chance": 0.5, "hits": ["B"], "delay": "4d", "owner": "Law"}
    ]
    plan = chain({"id": "A"}, {"id": "B", "after": "A", "due": "2026-12-02"}, risks=risks)
    found = forecast(plan).forecast
    last = row(found, "B")
    assert (last.p10, last.p95) == (when("12-02 17:00"), when("12-08 17:00"))
    assert last.p_on_time == pytest.approx(0.5, abs=0.02)
    assert last.se_on_time == pytest.approx(0.025, abs=0.001)
    (driver,) = [d for d in found.drivers if d.target_kind == "all"]
    assert (driver.kind, driver.id, driver.title) == ("risk", "R", "Slips (Law)")
    assert driver.share > 0.99
    assert driver.gain_days == pytest.approx(2.0, abs=0.05)
    assert driver.gain_p85_days == 4.0


def test_a_try_that_fails_calls_for_its_fallback() -> None:
    """The fallback takes a day in four tenths of the futures, and the milestone waits for it."""
    given = scenario(
        people=[{"id": "a"}],
        items=[
            {"id": "X", "effort": CERTAIN, "succeeds": 0.6, "if_fails": {"then": ["F"]}},
            {"id": "F", "effort": CERTAIN},
            {"id": "M", "kind": "milestone", "after": "X"},
        ],
    )
    contingent = entry("F", "12-02 09:00", "12-02 17:00").model_copy(
        update={"state": "contingent", "start": None, "finish": None}
    )
    plan = plan_of(
        given, [days_of(0, "X", "a"), contingent, entry("M", "12-01 17:00", "12-01 17:00")]
    )
    found = forecast(plan).forecast
    fallback = row(found, "F")
    assert fallback.p_happens == pytest.approx(0.4, abs=0.01)
    assert fallback.planned is None
    assert fallback.p50 is None, "it is done in four tenths of the futures only"
    assert row(found, "M").p_as_planned == pytest.approx(0.6, abs=0.01)
    failure = next(f for f in found.failures if f.target == "M")
    assert failure.p_fails == pytest.approx(0.4, abs=0.01)
    assert (failure.p50_with, failure.p50_without) == (when("12-01 17:00"), when("12-02 17:00"))
    driver = next(d for d in found.drivers if d.target == "M")
    assert (driver.kind, driver.id) == ("try", "X")
    assert driver.gain_days == pytest.approx(0.4, abs=0.02)


def test_a_stopped_project_gives_up_its_milestone() -> None:
    given = scenario(
        people=[{"id": "a"}],
        projects=[{"id": "P"}],
        items=[
            {
                "id": "X",
                "effort": CERTAIN,
                "project": "P",
                "succeeds": 0.75,
                "if_fails": {"stop": True},
            },
            {"id": "B", "effort": CERTAIN, "project": "P", "after": "X"},
            {"id": "M", "kind": "milestone", "after": "B", "project": "P", "due": "2026-12-31"},
        ],
    )
    plan = plan_of(
        given,
        [days_of(0, "X", "a"), days_of(1, "B", "a"), entry("M", "12-02 17:00", "12-02 17:00")],
    )
    found = forecast(plan).forecast
    milestone = row(found, "M")
    assert milestone.p_happens == pytest.approx(0.75, abs=0.01)
    assert milestone.p_on_time == milestone.p_happens, "what does not come is not on time"
    assert (milestone.p50, milestone.p80) == (when("12-02 17:00"), None)
    project = row(found, "P")
    assert project.p_happens == milestone.p_happens, "what is stopped is not finished"
    assert (project.p10, project.p80) == (when("12-02 17:00"), None)
    assert row(found, None).p10 == when("12-01 17:00"), "there is nothing else to do"


def test_promises_are_judged_with_their_sampling_error_and_together() -> None:
    risks = [
        {"id": "R", "chance": 0.3, "hits": ["A"], "delay": "1d"},
        {"id": "Q", "chance": 0.5, "hits": ["C"], "delay": "1d"},
    ]
    promises = [
        {"milestone": "A", "by": "2026-12-01", "confidence": 0.7},
        {"milestone": "A", "by": "2026-12-01", "confidence": 0.8},
        {"milestone": "C", "by": "2026-12-01", "confidence": 0.4},
    ]
    given = scenario(
        people=[{"id": "a"}, {"id": "c"}],
        items=[
            {"id": "A", "effort": CERTAIN, "assign": ["a"]},
            {"id": "C", "effort": CERTAIN, "assign": ["c"]},
        ],
        risks=risks,
        promises=promises,
    )
    found = forecast(plan_of(given, [days_of(0, "A", "a"), days_of(0, "C", "c")])).forecast
    kept = [promise.p_kept for promise in found.promises]
    assert kept == pytest.approx([0.7, 0.7, 0.5], abs=0.01)
    assert [promise.broken for promise in found.promises] == [False, True, False]
    assert found.promises[1].date_at_confidence == when("12-02 17:00")
    assert found.p_all_promises["dispatch"] == pytest.approx(0.35, abs=0.04)


def test_a_project_with_a_budget_keeps_it_by_its_chance() -> None:
    risks = [{"id": "R", "chance": 0.25, "hits": ["A"], "effort": "50%"}]
    given = scenario(
        people=[{"id": "a", "rate": 100}],
        projects=[{"id": "P", "budget": 1000}],
        items=[{"id": "A", "effort": CERTAIN, "project": "P"}],
        risks=risks,
    )
    found = forecast(plan_of(given, [days_of(0, "A", "a")])).forecast
    whole, project = found.costs
    assert (whole.project, whole.planned, whole.p50, whole.p90) == (None, 800, 800, 1200)
    assert project.p_within == pytest.approx(0.75, abs=0.01)


def test_what_a_person_does_next_is_critical_although_no_link_says_so() -> None:
    plan = chain({"id": "A"}, {"id": "B"})
    found = forecast(plan).forecast
    assert [row(found, name).critical for name in ("A", "B")] == [1.0, 1.0]


def test_the_same_seed_gives_the_same_and_fewer_futures_are_the_head_of_more() -> None:
    given = scenario(people=[{"id": "a"}], items=[{"id": "A", "effort": "3d"}])
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-03 17:00", hours=24)])
    few, many = (forecast(plan, futures=n).dates["dispatch"].item("A") for n in (100, 300))
    assert (few == many[:100]).all()
    assert (forecast(plan, futures=100).dates["dispatch"].item("A") == few).all()
    other = forecast(plan, futures=100, seed=1).dates["dispatch"].item("A")
    assert not (other == few).all()


def test_the_date_at_the_confidence_is_told() -> None:
    given = scenario(people=[{"id": "a"}], items=[{"id": "A", "effort": "3d"}])
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-03 17:00", hours=24)])
    outcome = forecast(plan, confidence=0.7)
    at = row(outcome.forecast, "A").at_confidence
    moments = np.sort(outcome.dates["dispatch"].moments(["A"])[:, 0])
    assert at == moments[279].astype(dt.datetime), "the 280th of 400"


def test_single_estimates_name_the_prior_and_calibrations_take_its_place() -> None:
    given = scenario(people=[{"id": "a"}], items=[{"id": "A", "effort": "3d"}])
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-03 17:00", hours=24)])
    found = forecast(plan, futures=50).forecast
    assert "public histories" in found.prior
    assert any("allocator calibrate" in line for line in found.assumptions)


def test_people_who_are_needed_together_are_simulated_together() -> None:
    given = scenario(
        people=[{"id": "a"}, {"id": "b"}],
        items=[{"id": "A", "needs": [{"people": 2}], "effort": CERTAIN}],
    )
    both = [works(p, "12-01 09:00", "12-01 17:00", hours=8) for p in "ab"]
    plan = plan_of(given, [entry("A", "12-01 09:00", "12-01 17:00", *both)])
    assert row(forecast(plan, futures=5).forecast, "A").p95 == when("12-01 17:00")


def test_a_milestone_has_its_deliveries_on_their_likely_dates() -> None:
    expected = {"low": "2026-12-02", "likely": "2026-12-03", "high": "2026-12-31"}
    given = scenario(
        people=[{"id": "a"}],
        items=[
            {
                "id": "M",
                "kind": "milestone",
                "waits_for": [{"what": "Labels", "expected": expected}],
            },
            {"id": "A", "effort": CERTAIN, "after": "M"},
        ],
    )
    plan = plan_of(given, [entry("M", "12-03 00:00", "12-03 00:00"), days_of(2, "A", "a")])
    found = forecast(plan).forecast
    assert row(found, "M").p10 == row(found, "M").p95 == when("12-03 00:00")
    assert row(found, "A").p10 == row(found, "A").p95 == when("12-03 17:00")
    assert any("likely date" in line for line in found.assumptions)


def test_work_of_who_leaves_before_it_is_done_is_finished_in_their_place() -> None:
    """Two days are there; of a beta distribution from 1 to 5, mode 1, 0.75^5 is above."""
    given = scenario(
        people=[{"id": "a", "to": "2026-12-02"}],
        items=[{"id": "A", "effort": {"low": "1d", "likely": "1d", "high": "5d"}}],
        plan_on="likely",
    )
    plan = plan_of(given, [days_of(0, "A", "a")])
    for policy in ("keep", "dispatch"):
        outcome = forecast(plan, policy=policy)
        whole = row(outcome.forecast, None)
        assert whole.p_happens == 1
        assert whole.p95 is not None
        late = int((outcome.dates[policy].moments(["A"]) > np.datetime64("2026-12-02T17:00")).sum())
        assert late / 400 == pytest.approx(0.237, abs=0.02)
        told = f"In {late} futures of the policy {policy} somebody leaves before their work is done"
        assert any(line.startswith(told) for line in outcome.forecast.assumptions)


def test_who_has_left_begins_nothing_in_dispatch_where_somebody_stays() -> None:
    """A takes two days in place of one; B is done in a's place in keep, by b in dispatch."""
    given = scenario(
        people=[{"id": "a", "to": "2026-12-02"}, {"id": "b", "from": "2026-12-04"}],
        items=[
            {"id": "A", "effort": CERTAIN, "assign": ["a"]},
            {"id": "B", "effort": CERTAIN, "after": "A"},
        ],
        risks=[{"id": "R", "chance": 0.99, "hits": ["A"], "effort": "100%"}],
    )
    plan = plan_of(given, [days_of(0, "A", "a"), days_of(1, "B", "a")])
    for policy, finish in (("keep", "12-03 17:00"), ("dispatch", "12-04 17:00")):
        assert row(forecast(plan, policy=policy).forecast, "B").p50 == when(finish)
