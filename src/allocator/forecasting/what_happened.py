"""What of the draws came about in the futures of a policy: failed tries, cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.domain import Scenario
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.prepared import SimulatedPlan
from allocator.forecasting.results.costs import FutureCosts
from allocator.forecasting.simulation.arrays import Bools


@dataclass(frozen=True, eq=False)
class WhatHappened:
    """Events of the futures.

    Attributes
    ----------
    failed
        By try: shape (F,), whether it was done and failed.
    all_fail
        By item whose tries may fail: shape (F,), whether the last of them failed.
    costs
        What the work costs; None where nobody has a rate.
    """

    failed: Mapping[str, Bools]
    all_fail: Mapping[str, Bools]
    costs: FutureCosts | None


def failed_tries(simulated: SimulatedPlan) -> dict[str, Bools]:
    """Return by try in which futures it was done and failed, shape (F,).

    A try that is given up neither succeeds nor fails.
    """
    axis, futures = simulated.axis, simulated.futures
    number = {activity.id: activity.index for activity in axis.problem.activities}
    fails, _ = axis.draws.failures.block(0, futures.count)
    return {
        name: np.asarray(drawn & (futures.start[:, number[name]] >= 0))
        for name, drawn in fails.items()
        if name in number
    }


def stopped_projects(
    scenario: Scenario, possible: PossibleWork, failed: Mapping[str, Bools]
) -> dict[str, Bools]:
    """Return by project in which futures a failure stopped it, shape (F,).

    Parameters
    ----------
    scenario
        What was planned.
    failed
        By try: in which futures it was done and failed.
    """
    found: dict[str, Bools] = {}
    for item in scenario.items:
        tries = possible.attempts.get(item.id, ())
        if item.if_fails is None or not item.if_fails.stop or item.project is None:
            continue
        if tries and tries[-1] in failed:
            found[item.project] = found.get(item.project, False) | failed[tries[-1]]
    return found


def what_happened(simulated: SimulatedPlan) -> WhatHappened:
    """Return what came about."""
    failed = failed_tries(simulated)
    tries = simulated.axis.possible.attempts.items()
    return WhatHappened(
        failed=failed,
        all_fail={item: failed[each[-1]] for item, each in tries if each[-1] in failed},
        costs=_costs(simulated),
    )


def _costs(simulated: SimulatedPlan) -> FutureCosts | None:
    axis, futures = simulated.axis, simulated.futures
    wide = axis.possible.scenario
    if not any(person.rate for person in wide.people):
        return None
    costs = FutureCosts(axis.problem, wide, axis.model.entries)
    for block in axis.blocks(futures.count):
        costs.add(block, futures)
    return costs
