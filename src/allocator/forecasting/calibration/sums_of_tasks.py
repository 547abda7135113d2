"""Sums of consecutive tasks of one person: what they took, and what a model expects of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from allocator.domain.calibration import CommonFactors
from allocator.forecasting.calibration.normal_scores import F64
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.ratio_tables import own_part
from allocator.forecasting.calibration.task_history import Index, TaskHistory


def consecutive(tasks: TaskHistory, count: int) -> Iterator[Index]:
    """Yield the positions of each full run of so many consecutive tasks of one person."""
    for person in np.unique(tasks.person):
        own = np.flatnonzero(tasks.person == person)
        for start in range(0, len(own) - count + 1, count):
            yield own[start : start + count]


def futures_of_sums(
    model: RatioModel,
    tasks: TaskHistory,
    sums: Index,
    factors: CommonFactors | None,
    *,
    futures: int,
    seed: int,
) -> F64:
    """Return the logarithm of the hours of each sum in each future, shape (sums, futures).

    Parameters
    ----------
    model
        Ratios of single tasks.
    tasks
        Finished or not.
    sums
        Positions of the tasks of each sum, shape (sums, tasks of a sum).
    factors
        Of persons and projects; None to draw all tasks independently.
    futures
        How many.
    seed
        Of the draws.
    """
    chosen = tasks.take(sums.ravel())
    random = np.random.default_rng(seed)
    ratios = model.of(chosen)
    middle = ratios.at(np.zeros(len(chosen)))
    own = (
        np.ones(len(chosen))
        if factors is None
        else own_part(ratios.table(), float(np.hypot(factors.person, factors.project)))
    )
    projects, project = np.unique(chosen.project, return_inverse=True)
    hours = np.empty((len(sums), futures))
    for future in range(futures):
        ratio = middle + own * (ratios.at(random.standard_normal(len(chosen))) - middle)
        if factors is not None:
            by_person = factors.person * random.standard_normal(len(sums))
            ratio += np.repeat(by_person, sums.shape[1])
            ratio += (factors.project * random.standard_normal(len(projects)))[project]
        amounts = (chosen.estimate * np.exp(ratio)).reshape(sums.shape)
        hours[:, future] = np.log(amounts.sum(axis=1))
    return hours
