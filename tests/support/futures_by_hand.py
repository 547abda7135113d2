"""Futures that are given, not simulated, so that their statistics can be computed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from allocator.domain import Scenario
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.simulation.arrays import Bools, Futures
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem

GIVEN_UP = (-1, -1)


def possible(scenario: Scenario, **fields: Mapping[str, tuple[str, ...]]) -> PossibleWork:
    """The scenario as it is, with what some entries stand for."""
    given = {"origin": {}, "attempts": {}, "only_if": {}, "drops": {}, "added_scope": {}, **fields}
    return PossibleWork(scenario=scenario, **given)  # type: ignore[arg-type]


def futures_of(
    problem: Problem,
    rows: Sequence[Mapping[str, tuple[int, int]]],
    reasons: Sequence[Mapping[str, str]] = (),
) -> Futures:
    """Futures with these entries.

    Parameters
    ----------
    rows
        For each future: slot of the start and boundary of the end of each entry, by id.
    reasons
        For each future: what held an entry last, of those that something held.
    """
    ids = [activity.id for activity in problem.activities]
    start, end = (np.array([[row[name][k] for name in ids] for row in rows]) for k in (0, 1))
    reason = np.full(start.shape, -1)
    for f, by_id in enumerate(reasons):
        for name, before in by_id.items():
            reason[f, ids.index(name)] = ids.index(before)
    held = end.copy()
    for k, activity in enumerate(problem.activities):
        if activity.hold is not None:
            hold = np.append(activity.hold.values, problem.horizon)
            going = (start[:, k] >= 0) & (start[:, k] != end[:, k])
            later = np.maximum(end[:, k], hold[np.maximum(start[:, k], 0)])
            alone = not activity.staffing
            held[:, k] = np.where(going | alone, later, end[:, k])
    return Futures(
        start=start,
        end=end,
        held=held,
        reason=reason,
        who=np.zeros((len(rows), 0), dtype=np.int32),
        beyond=np.zeros(len(rows), dtype=np.int32),
    )


def dates_of(
    scenario: Scenario,
    rows: Sequence[Mapping[str, tuple[int, int]]],
    *,
    work: PossibleWork | None = None,
    failed: Mapping[str, Bools] | None = None,
) -> FutureDates:
    """The dates of given futures on an axis of 60 days."""
    problem = compile_problem(scenario, axis_days=60)
    return FutureDates(problem, work or possible(scenario), futures_of(problem, rows), failed)
