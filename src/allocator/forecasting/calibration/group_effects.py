"""Effects of person, project and kind of work, shrunk to the whole (partial pooling).

Normal scores z of the size curve follow z = kind + person + project + rest. Each effect is the
group's mean residual times t2 / (t2 + v / n), with the variance t2 between groups by moments
(random effects: DerSimonian and Laird 1986; empirical Bayes: Efron and Morris 1975).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from allocator.forecasting.calibration.normal_scores import F64
from allocator.forecasting.calibration.params import GroupEffectParams
from allocator.forecasting.calibration.task_history import Names

TEMPLATE_GROUPS = ("template_size", "template_item")
GROUPS = ("kind", "person", "project", *TEMPLATE_GROUPS)
"""What tasks are told apart by, in the order in which effects are estimated."""


@dataclass(frozen=True)
class GroupShifts:
    """Effects of one grouping by name.

    Attributes
    ----------
    shift
        What is added to the normal score.
    unsure
        Variance that the shift still has.
    stretch
        Variance of scores relative to the whole's.
    between
        Variance between groups, which an unknown name gets.
    """

    shift: dict[str, float]
    unsure: dict[str, float]
    stretch: dict[str, float]
    between: float


@dataclass(frozen=True)
class GroupEffects:
    """All groupings by name, and the variance of scores within them."""

    groups: dict[str, GroupShifts]
    within: float

    def of(self, names: Mapping[str, Names]) -> tuple[F64, F64]:
        """Return shift and standard deviation of each task's score, both of shape (tasks,).

        Parameters
        ----------
        names
            Names of each task by grouping; unknown ones get the whole's.
        """
        count = len(next(iter(names.values())))
        shift, unsure = np.zeros(count), np.zeros(count)
        within = np.full(count, self.within)
        for name, group in self.groups.items():
            known, code = np.unique(names[name], return_inverse=True)
            shift += np.array([group.shift.get(x, 0.0) for x in known])[code]
            unsure += np.array([group.unsure.get(x, group.between) for x in known])[code]
            within *= np.array([group.stretch.get(x, 1.0) for x in known])[code]
        return shift, np.sqrt(within + unsure)


def fit_effects(names: Mapping[str, Names], scores: F64, params: GroupEffectParams) -> GroupEffects:
    """Estimate the effects by turns, each from what the others leave.

    Parameters
    ----------
    names
        Names of each task by grouping, in the order of ``GROUPS``.
    scores
        Several scores of each task, which differ where its ratio repeats; shape (tasks, points).
    params
        Numbers of the estimate.
    """
    score = scores.mean(axis=1)
    fits = {name: np.zeros(len(score)) for name in names}
    groups: dict[str, GroupShifts] = {}
    for _ in range(params.rounds):
        for name in names:
            rest = score - sum(fits[other] for other in names if other != name)
            groups[name], fits[name] = _shrunk(names[name], rest, _worth(name, params))
    fit = np.sum(list(fits.values()), axis=0)
    square = ((scores - fit[:, None]) ** 2).mean(axis=1)
    within = float(square.mean())
    return GroupEffects(_with_stretch(names, groups, square / within, params), within)


def _with_stretch(
    names: Mapping[str, Names],
    groups: dict[str, GroupShifts],
    square: F64,
    params: GroupEffectParams,
) -> dict[str, GroupShifts]:
    """Add each group's variance relative to the whole's, by turns."""
    stretched = {}
    for name, group in groups.items():
        known, code = np.unique(names[name], return_inverse=True)
        worth = np.bincount(code) * _worth(name, params)
        mean = np.bincount(code, square) / np.bincount(code)
        stretch = (worth * mean + params.stretch_tasks) / (worth + params.stretch_tasks)
        square = square / stretch[code]
        stretched[name] = replace(
            group, stretch=dict(zip(map(str, known), stretch.tolist(), strict=True))
        )
    return stretched


def _worth(grouping: str, params: GroupEffectParams) -> float:
    """Return how many independent tasks a task counts as for its group."""
    return params.item_worth if grouping == "template_item" else params.task_worth


def _shrunk(names: Names, rest: F64, task_worth: float) -> tuple[GroupShifts, F64]:
    """Return the shrunk means of one grouping, and those of each task."""
    known, code = np.unique(names, return_inverse=True)
    count = np.bincount(code).astype(float)
    mean = np.bincount(code, rest) / count
    within = float(np.mean((rest - mean[code]) ** 2))
    worth = count * task_worth
    between = _variance_between(mean, worth, within)
    trust = between / (between + within / worth) if between > 0 else np.zeros(len(known))
    keys = [str(x) for x in known]
    shifts = GroupShifts(
        shift=dict(zip(keys, (trust * mean).tolist(), strict=True)),
        unsure=dict(zip(keys, (between * (1 - trust)).tolist(), strict=True)),
        stretch={},
        between=between,
    )
    return shifts, (trust * mean)[code]


def _variance_between(mean: F64, worth: F64, within: float) -> float:
    if len(mean) < 2:
        return 0.0
    spread = float(worth @ (mean - np.average(mean, weights=worth)) ** 2)
    size = float(worth.sum() - (worth**2).sum() / worth.sum())
    return max(0.0, (spread - (len(mean) - 1) * within) / size)
