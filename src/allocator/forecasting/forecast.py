"""How sure a plan is: the one door to forecasts, which wires their parts together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np

from allocator import domain
from allocator.domain import Scenario
from allocator.domain.forecast import (
    CostForecast,
    Driver,
    FailureForecast,
    Forecast,
    ForecastRow,
    PolicyName,
    PromiseForecast,
)
from allocator.forecasting.assumptions import (
    assumptions,
    plan_dates_text,
    prior_text,
    replaced_texts,
    unfinished_texts,
)
from allocator.forecasting.certain_future import certain_future
from allocator.forecasting.options import ForecastOptions
from allocator.forecasting.prepared import PreparedPlan
from allocator.forecasting.results.costs import cost_forecasts
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.failures import failure_forecasts
from allocator.forecasting.results.promises import chance_of_all, promise_forecasts
from allocator.forecasting.results.quantiles import NEVER
from allocator.forecasting.results.rows import criticality_of, forecast_rows
from allocator.forecasting.results.targets import targets_of
from allocator.forecasting.simulation.futures import POLICIES
from allocator.forecasting.simulation.leaving import futures_with_replaced, leaving_slots
from allocator.forecasting.simulation.params import DEFAULT_SIMULATION_PARAMS
from allocator.forecasting.simulation.realise import Simulated, realise
from allocator.forecasting.what_happened import stopped_projects, what_happened
from allocator.forecasting.what_moves_dates import DriverAnalysis


@dataclass(frozen=True)
class PolicyForecast:
    """What the futures of one policy say.

    Attributes
    ----------
    dates
        When everything is finished in each future.
    unfinished, replaced
        Futures in which something is never finished, and in which somebody leaves before their
        work is done.
    """

    policy: PolicyName
    dates: FutureDates
    rows: tuple[ForecastRow, ...]
    promises: tuple[PromiseForecast, ...]
    chance_of_all_promises: float | None
    drivers: tuple[Driver, ...]
    failures: tuple[FailureForecast, ...]
    costs: tuple[CostForecast, ...]
    unfinished: int
    replaced: int


@dataclass(frozen=True)
class ForecastOutcome:
    """A forecast, and when everything is finished in each future, by policy."""

    forecast: Forecast
    dates: Mapping[PolicyName, FutureDates] = field(default_factory=dict)


def forecast_plan(
    scenario: Scenario,
    plan: domain.Plan,
    options: ForecastOptions,
    *,
    executor: Executor | None = None,
) -> ForecastOutcome:
    """Say how sure the dates of a plan are.

    Parameters
    ----------
    scenario
        What was planned; what it says of uncertainty, risks and promises counts.
    plan
        A plan of it that keeps every rule.
    options
        How many futures, by which policy.
    executor
        Runs blocks of futures; None does it here, one after another. The answer is the same.
    """
    prepared = PreparedPlan(scenario, plan, options.seed, compiled=options.compiled)
    found = [_by_policy(prepared, policy, options, executor) for policy in options.policies]
    joint = {
        each.policy: each.chance_of_all_promises
        for each in found
        if each.chance_of_all_promises is not None
    }
    forecast = Forecast(
        scenario=scenario.name,
        made=scenario.present,
        futures=options.futures,
        seed=options.seed,
        policy=options.policy,
        confidence=options.confidence,
        prior=prior_text(scenario, prepared.possible),
        assumptions=(
            *assumptions(scenario, prepared.possible),
            *replaced_texts({each.policy: each.replaced for each in found}),
            *unfinished_texts({each.policy: each.unfinished for each in found}),
            *_departures(prepared, options),
        ),
        rows=tuple(row for each in found for row in each.rows),
        promises=tuple(promise for each in found for promise in each.promises),
        p_all_promises=joint,
        drivers=tuple(driver for each in found for driver in each.drivers),
        failures=tuple(failure for each in found for failure in each.failures),
        costs=tuple(cost for each in found for cost in each.costs),
    )
    return ForecastOutcome(forecast, {each.policy: each.dates for each in found})


def _departures(prepared: PreparedPlan, options: ForecastOptions) -> Iterator[str]:
    """Yield how policies depart from the plan where nothing is uncertain."""
    for policy in options.policies:
        text = plan_dates_text(policy, certain_future(prepared, policy), prepared.plan)
        if text:
            yield text


def _by_policy(
    prepared: PreparedPlan,
    policy: PolicyName,
    options: ForecastOptions,
    executor: Executor | None,
) -> PolicyForecast:
    plan, params = prepared.plan, options.params
    simulated = prepared.simulate(policy, options.futures, executor)
    happened = what_happened(simulated)
    axis, futures = simulated.axis, simulated.futures
    gone = leaving_slots(axis.problem, axis.possible.scenario)
    stopped = stopped_projects(prepared.scenario, axis.possible, happened.failed)
    dates = FutureDates(axis.problem, axis.possible, futures, happened.failed, stopped)
    targets = targets_of(plan, dates)
    critical = criticality_of(axis.problem, axis.possible, futures, dates)
    wide = [target for target in targets if target.is_big]
    moves = DriverAnalysis(prepared, simulated, dates, wide, params)
    return PolicyForecast(
        policy=policy,
        dates=dates,
        rows=forecast_rows(plan, dates, targets, critical, policy, options.confidence),
        promises=promise_forecasts(plan, dates, policy, params),
        chance_of_all_promises=chance_of_all(plan, dates),
        drivers=moves.drivers(),
        failures=failure_forecasts(plan, dates, targets, happened.all_fail, policy),
        costs=() if happened.costs is None else cost_forecasts(plan, happened.costs, policy),
        unfinished=int(np.count_nonzero(dates.whole == NEVER)),
        replaced=futures_with_replaced(axis.model, futures, gone),
    )


def future_as_plan(
    scenario: Scenario, plan: domain.Plan, options: ForecastOptions, number: int
) -> tuple[Scenario, domain.Plan] | None:
    """Return one future as a scenario, with what work took, and the plan that was carried out.

    Parameters
    ----------
    number
        Of the future, from 0 on; the same whatever the number of futures.

    Returns
    -------
    None where something is never finished in it.
    """
    prepared = PreparedPlan(scenario, plan, options.seed, compiled=False)
    for doublings in range(DEFAULT_SIMULATION_PARAMS.axis_doublings + 1):
        axis = prepared.axis(doublings)
        block = axis.draws.block(number, 1, compiled=False)
        futures = POLICIES[options.policies[0]](axis.model, block)
        if not futures.beyond[0]:
            what = Simulated(axis.problem, axis.possible, axis.model)
            return realise(what, futures, block, 0)
    return None
