"""Draws of realised effort / effort that counts, with the common factors of people and projects.

An item takes Q(a z_person + b z_project + c z_own), a score table Q of normal scores: z_person and
z_project are those of the common factors, which multiply all work of a person or a project by
exp(sd z), and a and b are such that they do so here: a = sd_person / s, b = sd_project / s, with
the standard deviation s of the logarithm of what the item takes, and a^2 + b^2 + c^2 = 1. So what
the estimate says of a single item holds exactly, while items of one person or project go together.
Where an estimate is so narrow that a^2 + b^2 would be more than ``most_common_variance``, both are
made smaller.

The simulation multiplies by the factor of whoever does the work. The ratio is therefore divided by
the factor of the person whom the plan has on it. If somebody else does it, the one factor takes the
place of the other; for ln-normal estimates that keeps the distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocator.forecasting.draws.addresses import (
    U64,
    addresses,
    drawn_bits,
    futures_from,
    reversed_bits,
    stratified,
    stratified_one,
)
from allocator.forecasting.draws.distributions import log_sd
from allocator.forecasting.draws.need_estimates import NOBODY, NeedEstimate
from allocator.forecasting.draws.params import DrawParams
from allocator.forecasting.draws.quantile_tables import (
    F64,
    at_scores,
    looked_up,
    normal_table,
    quantile_one,
    value_one,
)
from allocator.heuristics.kernel.jit import kernel

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RatioDraws:
    """What is drawn for the needs.

    Attributes
    ----------
    own
        Shape (N,): dimension of each need's own score.
    tables, shapes
        Shapes (S, SCORE_CELLS + 1) and (N,): score tables, and the row of each need.
    weights
        Shape (N, 3): of the own score, of the person's and of the project's.
    persons, projects
        Shape (N,): row of the factors of the person whom the plan has, and of the project; -1 for
        none.
    """

    own: U64
    tables: F64
    shapes: I64
    weights: F64
    persons: I64
    projects: I64

    def own_scores(self, first: int, count: int) -> F64:
        """Return each need's own normal score, shape (N, count)."""
        bits = drawn_bits(first, count, self.own)
        return looked_up(normal_table(), bits)

    def block(self, first: int, scores: F64, factors: F64, *, compiled: bool) -> F64:
        """Return ratios of futures from ``first`` on, shape (N, F).

        Parameters
        ----------
        scores, factors
            Shape (R, F): normal scores of the common factors, and the factors.
        compiled
            Whether the kernel draws; numpy gives the same bits.
        """
        out = np.empty((len(self.own), scores.shape[1]))
        reverse = reversed_bits(futures_from(first, scores.shape[1]))
        draw = fill_ratios if compiled else fill_plainly
        draw(
            *(self.own, self.tables, self.shapes, self.weights, self.persons, self.projects),
            *(scores, factors, normal_table(), reverse, out),
        )
        return out


def ratio_draws(
    needs: Sequence[NeedEstimate],
    tables: F64,
    shapes: I64,
    *,
    seed: int,
    common_sds: tuple[float, float],
    people: int,
    params: DrawParams,
) -> RatioDraws:
    """Return the draws of needs.

    Parameters
    ----------
    tables, shapes
        See ``RatioDraws``.
    common_sds
        Standard deviations of the logarithms of a person's and a project's factor.
    people
        Number of people, whose factors come before those of the projects.
    """
    weights = np.ones((len(needs), 3))
    persons = np.full(len(needs), NOBODY)
    projects = np.full(len(needs), NOBODY)
    sds = [log_sd(table) for table in tables]
    for k, need in enumerate(needs):
        if need.is_certain:
            continue
        persons[k] = need.person
        projects[k] = NOBODY if need.project == NOBODY else people + need.project
        in_project = need.project != NOBODY
        weights[k] = _weights(sds[shapes[k]], common_sds, in_project, params)
    keys = [f"{'scope' if need.is_scope else 'item'} {need.key}" for need in needs]
    own = addresses(seed, keys, "ratio")
    return RatioDraws(own, tables, shapes, weights, persons, projects)


def _weights(
    sd: float, common_sds: tuple[float, float], in_project: bool, params: DrawParams
) -> tuple[float, float, float]:
    """Return the weights of the own score, of the person's and of the project's."""
    if sd <= 0:
        return 1.0, 0.0, 0.0
    person, project = common_sds[0] / sd, common_sds[1] / sd if in_project else 0.0
    common = person**2 + project**2
    if common > params.most_common_variance:
        scale = (params.most_common_variance / common) ** 0.5
        person, project, common = person * scale, project * scale, params.most_common_variance
    return (1 - common) ** 0.5, person, project


@kernel
def fill_ratios(
    own: U64,
    tables: F64,
    shapes: I64,
    weights: F64,
    persons: I64,
    projects: I64,
    scores: F64,
    factors: F64,
    normal: F64,
    reverse: U64,
    out: F64,
) -> None:
    """Draw the ratios of futures, given by their bits in reverse, into ``out``, shape (N, F)."""
    count = out.shape[1]
    for n in range(out.shape[0]):
        table = tables[shapes[n]]
        person, project = persons[n], projects[n]
        for f in range(count):
            score = weights[n, 0] * quantile_one(normal, stratified_one(reverse[f], own[n]))
            if person >= 0:
                score += weights[n, 1] * scores[person, f]
            if project >= 0:
                score += weights[n, 2] * scores[project, f]
            value = value_one(table, score)
            out[n, f] = value / factors[person, f] if person >= 0 else value


def fill_plainly(
    own: U64,
    tables: F64,
    shapes: I64,
    weights: F64,
    persons: I64,
    projects: I64,
    scores: F64,
    factors: F64,
    normal: F64,
    reverse: U64,
    out: F64,
) -> None:
    """Do what ``fill_ratios`` does with numpy, with the same result to the last bit."""
    for n in range(len(own)):
        with np.errstate(over="ignore"):
            bits = stratified(reverse, own[n])
        score = weights[n, 0] * looked_up(normal, bits)
        if persons[n] >= 0:
            score += weights[n, 1] * scores[persons[n]]
        if projects[n] >= 0:
            score += weights[n, 2] * scores[projects[n]]
        value = at_scores(tables[shapes[n]], score)
        out[n] = value / factors[persons[n]] if persons[n] >= 0 else value
