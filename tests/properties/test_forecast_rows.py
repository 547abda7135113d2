"""Forecasts of random scenarios with every feature: coherent, and the plan where all is certain."""

from __future__ import annotations

from hypothesis import assume, given

from allocator import planner
from allocator.domain import LinkType, Plan
from allocator.domain.links import is_lead
from allocator.errors import AllocatorError, DefectError
from allocator.forecasting.certain_future import certain_future
from allocator.forecasting.forecast import forecast_plan
from allocator.forecasting.options import ForecastOptions
from allocator.forecasting.prepared import PreparedPlan
from allocator.planner import SolveOptions
from support.strategies import Data, as_scenario, settled
from support.uncertain_scenarios import uncertain_scenarios

FUTURES = 40
LEVELS = ("p10", "p50", "p80", "p85", "p90", "p95")


def plan_of(data: Data) -> Plan:
    """The plan that a short search finds; scenarios without one are left out."""
    try:
        options = SolveOptions(time_limit=0.3, workers=1)
        return planner.solve(as_scenario(data), options).plan
    except DefectError:
        raise
    except AllocatorError:
        assume(False)
        raise


@settled(10)
@given(uncertain_scenarios(tracked=True))
def test_every_row_is_coherent(data: Data) -> None:
    plan = plan_of(data)
    options = ForecastOptions(futures=FUTURES, policy="both")
    found = forecast_plan(plan.scenario, plan, options).forecast
    for row in found.rows:
        dates = [getattr(row, level) for level in LEVELS]
        known = [date for date in dates if date is not None]
        assert known == sorted(known)
        assert dates[: len(known)] == known, "what is missing is missing at the end"
        assert row.p95 is None or row.p_happens >= 0.95
        assert row.p_on_time is None or row.p_on_time <= row.p_happens
        assert row.merge_days is not None
        assert row.merge_days >= 0
    whole = [row for row in found.rows if row.kind == "all"]
    assert len(whole) == 2
    for promise in found.promises:
        assert found.p_all_promises[promise.policy] <= promise.p_kept + 1e-9
    for driver in found.drivers:
        assert 0 <= driver.share <= 1


@settled(20)
@given(uncertain_scenarios(tracked=True))
def test_with_nothing_uncertain_both_policies_give_the_plan(data: Data) -> None:
    """But for what nobody knows before: ends that leads count from, starts that ends wait for.

    What comes after a fallback waits in the futures until it is known whether that is done.
    """
    plan = plan_of(data)
    links = [link for item in plan.scenario.items for link in item.after]
    assume(not any(link.item in plan.scenario.contingent for link in links))
    prepared = PreparedPlan(plan.scenario, plan, 0)
    assert certain_future(prepared, "keep").moved == frozenset()
    if not any(is_lead(link) or link.type in (LinkType.FF, LinkType.SF) for link in links):
        assert certain_future(prepared, "dispatch").moved == frozenset()
