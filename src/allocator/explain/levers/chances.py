"""The chance of being on time, on the same draws for every plan."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Executor

from allocator.domain import Plan, Scenario
from allocator.explain.params import LeverParams
from allocator.explain.subjects import Subject, due_of
from allocator.forecasting.prepared import PreparedPlan
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import share_by
from allocator.forecasting.results.targets import targets_of
from allocator.forecasting.simulation.dispatch import is_ready
from allocator.forecasting.what_happened import failed_tries, stopped_projects


def has_chance(scenario: Scenario, subject: Subject) -> bool:
    """Return whether there is a chance to tell: something is uncertain, and it has a due date."""
    uncertain = scenario.uncertainty is not None or bool(scenario.risks)
    return uncertain and due_of(scenario, subject) is not None


def chances_on_time(
    pool: Executor, plans: Sequence[Plan], subject: Subject, params: LeverParams, ends: float
) -> list[float | None]:
    """Return the chances of being on time in some plans; None of those there was no time for.

    Parameters
    ----------
    pool
        Where they are simulated.
    plans
        With their scenarios.
    subject
        An item, milestone or project.
    params
        How many futures.
    ends
        When the time is over, on the monotonic clock.
    """
    futures = params.futures if is_ready() else params.plain_futures
    calls = [pool.submit(chance_on_time, plan, subject, futures) for plan in plans]
    found: list[float | None] = []
    for call in calls:
        try:
            found.append(call.result(timeout=max(0.0, ends - time.monotonic())))
        except TimeoutError:
            call.cancel()
            found.append(None)
    return found


def chance_on_time(plan: Plan, subject: Subject, futures: int) -> float | None:
    """Return the share of futures in which something is done by its due date.

    Parameters
    ----------
    plan
        With its scenario.
    subject
        An item, milestone or project.
    futures
        How many are simulated; those of the same number are alike in all plans.
    """
    prepared = PreparedPlan(plan.scenario, plan, seed=0)
    simulated = prepared.simulate("dispatch", futures)
    axis, failed = simulated.axis, failed_tries(simulated)
    stopped = stopped_projects(prepared.scenario, axis.possible, failed)
    dates = FutureDates(axis.problem, axis.possible, simulated.futures, failed, stopped)
    for target in targets_of(plan, dates):
        if (target.kind, target.id) == (subject.kind, subject.id) and target.limit is not None:
            return share_by(target.minutes, target.limit)
    return None
