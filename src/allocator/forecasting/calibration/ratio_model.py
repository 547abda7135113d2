"""The distribution of actual / estimate of any task, as finished tasks have it.

ln(actual / estimate) of a task has the quantile Q(size, shift + spread * z) at the normal score z:
Q is the curve by size, shift and spread come from person, project and kind. Effects move scores,
not ratios, so a team whose tasks often take exactly their estimate keeps that habit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.forecasting.calibration.group_effects import GROUPS, GroupEffects
from allocator.forecasting.calibration.normal_scores import F64, score_of, share_below
from allocator.forecasting.calibration.ratio_curve import (
    SCORES,
    RatioCurve,
    score_at,
    value_at,
)
from allocator.forecasting.calibration.task_history import Names, TaskHistory


@dataclass(frozen=True)
class TaskRatios:
    """Distributions of ln(actual / estimate) of given tasks.

    Attributes
    ----------
    rows
        The curve at the tasks' sizes, shape (tasks, levels).
    shift, spread
        Of the tasks' scores, shape (tasks,).
    floor
        ln ratio of the smallest recorded time, shape (tasks,).
    """

    rows: F64
    shift: F64
    spread: F64
    floor: F64

    def at(self, score: F64) -> F64:
        """Return the ln ratio of each task at a normal score, both of shape (tasks,)."""
        return np.maximum(value_at(self.rows, self.shift + self.spread * score), self.floor)

    def table(self) -> F64:
        """Return the ln ratios at all levels, shape (tasks, levels)."""
        count = len(self.shift)
        return np.stack([self.at(np.full(count, score)) for score in SCORES], axis=1)

    def share_at_most(self, log_ratio: F64) -> F64:
        """Return the chance that each task's ln ratio is at most this, shape (tasks,)."""
        score = score_at(self.rows, log_ratio, side=1.0)
        return share_below((score - self.shift) / self.spread)


@dataclass(frozen=True)
class RatioModel:
    """What finished tasks say.

    Attributes
    ----------
    tasks
        Number of finished tasks.
    curve
        Ratios by size.
    effects
        Of kind, person, project and template.
    smallest_time
        Unit in which the team records time, in hours; 0 where there is none.
    """

    tasks: int
    curve: RatioCurve
    effects: GroupEffects
    smallest_time: float

    def ratios(self, hours: F64, names: Mapping[str, Names]) -> TaskRatios:
        """Return the distributions of tasks' ratios.

        Parameters
        ----------
        hours
            Estimates, shape (tasks,).
        names
            Of each, by grouping.
        """
        shift, spread = self.effects.of(names)
        size = np.log(hours)
        floor = np.full(len(size), -np.inf)
        if self.smallest_time:
            floor = np.minimum(np.log(self.smallest_time) - size, 0.0)
        return TaskRatios(self.curve.rows(size), shift, spread, floor)

    def of(self, tasks: TaskHistory) -> TaskRatios:
        """Return the distributions of the ratios of a history's tasks."""
        return self.ratios(tasks.estimate, names_of(tasks))

    def quantiles(self, tasks: TaskHistory, level: float) -> F64:
        """Return the hours within which each task stays with this chance, shape (tasks,)."""
        score = np.full(len(tasks), score_of(level))
        return np.asarray(tasks.estimate * np.exp(self.of(tasks).at(score)))


def remaining_log_ratios(ratios: TaskRatios, log_spent: F64, level: float) -> F64:
    """Return a quantile of ln(actual / estimate) of tasks that have taken some time already.

    Parameters
    ----------
    ratios
        Of the tasks, at their start.
    log_spent
        ln(spent / estimate) of each, shape (tasks,).
    level
        Probability.
    """
    passed = ratios.share_at_most(log_spent)
    return np.maximum(ratios.at(score_of(passed + (1 - passed) * level)), log_spent)


def names_of(tasks: TaskHistory) -> dict[str, Names]:
    """Return the names of each task by grouping."""
    return {name: tasks.group(name) for name in GROUPS}
