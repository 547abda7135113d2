"""Quantiles of ln(actual / estimate) as a function of the size of the estimate.

Each size has the quantiles of a kernel-weighted sample: tasks of about that size count most
(Nadaraya-Watson estimate of the conditional distribution; Hall, Wolff, Yao 1999, JASA 94), and
pseudo-tasks from the curve shrunk to are added (posterior mean of a Dirichlet process: Ferguson
1973, Annals of Statistics 1). Between sizes and levels both are linear, so values that repeat
(time spent = estimate) stay flat pieces of the quantile function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.forecasting.calibration.normal_scores import F64, score_of, share_below

LEVELS: F64 = np.array([
    0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
    0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995,
])  # fmt: skip
"""Probabilities at which a distribution of ratios is kept, shape (levels,)."""

SCORES: F64 = score_of(LEVELS)
"""Their normal scores, shape (levels,)."""

LEVEL_WEIGHTS: F64 = np.diff(np.concatenate([[0.0], (LEVELS[1:] + LEVELS[:-1]) / 2, [1.0]]))
"""Share of the distribution that each level stands for where levels are used as a sample."""

MAX_SCORE = 4.0
"""Scores of ratios are limited to minus this and this: beyond them the table ends."""


@dataclass(frozen=True)
class RatioCurve:
    """Distributions of ln(actual / estimate) at some sizes.

    Attributes
    ----------
    sizes
        Logarithms of estimates in hours, ascending, shape (sizes,).
    quantiles
        ln ratios at ``LEVELS``, shape (sizes, levels).
    """

    sizes: F64
    quantiles: F64

    def rows(self, size: F64) -> F64:
        """Return the quantiles at each size, shape (tasks, levels); beyond the ends the end's."""
        if len(self.sizes) == 1:
            return np.repeat(self.quantiles, len(size), axis=0)
        inside = np.clip(size, self.sizes[0], self.sizes[-1])
        node = np.clip(np.searchsorted(self.sizes, inside) - 1, 0, len(self.sizes) - 2)
        part = ((inside - self.sizes[node]) / (self.sizes[node + 1] - self.sizes[node]))[:, None]
        return np.asarray((1 - part) * self.quantiles[node] + part * self.quantiles[node + 1])


def value_at(rows: F64, score: F64) -> F64:
    """Return the ln ratio of each task at a normal score.

    Between levels it is linear in the score, and beyond the ends it goes on as between the last
    two.

    Parameters
    ----------
    rows
        Quantiles of each task, shape (tasks, levels).
    score
        A score for each task, shape (tasks,).
    """
    level = np.clip(np.searchsorted(SCORES, score) - 1, 0, len(SCORES) - 2)
    task = np.arange(len(rows))
    low, high = rows[task, level], rows[task, level + 1]
    part = (score - SCORES[level]) / (SCORES[level + 1] - SCORES[level])
    return np.asarray(low + (high - low) * part)


def score_at(rows: F64, value: F64, *, side: float = 0.5) -> F64:
    """Return the normal score of the ln ratio of each task, the inverse of :func:`value_at`.

    Parameters
    ----------
    rows
        Quantiles of each task, shape (tasks, levels).
    value
        A ln ratio for each task, shape (tasks,).
    side
        Where in a flat piece: its left end is 0, its right end 1.
    """
    left, right = _score_near(rows, value - 1e-9), _score_near(rows, value + 1e-9)
    return (1 - side) * left + side * right


def spread_scores(rows: F64, value: F64, points: int) -> F64:
    """Return normal scores of ln ratios, even over flat pieces, shape (tasks, points).

    A value that repeats has a whole piece of the distribution; its middle alone would make scores
    look narrower than they are (non-randomised PIT: Czado, Gneiting, Held 2009, Biometrics 65).
    """
    left, right = (share_below(score_at(rows, value, side=side)) for side in (0.0, 1.0))
    part = (np.arange(points) + 0.5) / points
    scores = score_of(left[:, None] + (right - left)[:, None] * part)
    return np.clip(scores, -MAX_SCORE, MAX_SCORE)


def _score_near(rows: F64, value: F64) -> F64:
    level = np.clip((rows <= value[:, None]).sum(axis=1) - 1, 0, len(SCORES) - 2)
    task = np.arange(len(rows))
    low, high = rows[task, level], rows[task, level + 1]
    part = (value - low) / np.maximum(high - low, 1e-6)
    score = SCORES[level] + part * (SCORES[level + 1] - SCORES[level])
    return np.asarray(np.clip(score, -MAX_SCORE, MAX_SCORE))


def weighted_quantiles(values: F64, weights: F64) -> F64:
    """Return quantiles at ``LEVELS``, with each value at the middle of its weight."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return np.interp(LEVELS, (total - weights[order] / 2) / total[-1], values[order])


def fit_curve(
    size: F64, log_ratio: F64, nodes: F64, toward: F64, *, bandwidth: float, pseudo_tasks: float
) -> RatioCurve:
    """Estimate the quantiles at some sizes, shrunk to others.

    Parameters
    ----------
    size, log_ratio
        Of finished tasks, shape (tasks,).
    nodes
        Sizes at which quantiles are wanted, shape (sizes,).
    toward
        Quantiles shrunk to, shape (sizes, levels).
    bandwidth
        Standard deviation of the kernel, in the logarithm of the size.
    pseudo_tasks
        Tasks that ``toward`` counts as.
    """
    quantiles = [
        _node_quantiles(size - node, log_ratio, target, bandwidth, pseudo_tasks)
        for node, target in zip(nodes, toward, strict=True)
    ]
    return RatioCurve(nodes, np.array(quantiles))


def _node_quantiles(
    distance: F64, log_ratio: F64, target: F64, bandwidth: float, pseudo_tasks: float
) -> F64:
    kernel = np.exp(-0.5 * (distance / bandwidth) ** 2) + 1e-12
    tasks = kernel.sum() ** 2 / (kernel**2).sum()
    own = kernel / kernel.sum() * tasks * min(1.0, kernel.sum())
    return weighted_quantiles(
        np.concatenate([log_ratio, target]), np.concatenate([own, LEVEL_WEIGHTS * pseudo_tasks])
    )
