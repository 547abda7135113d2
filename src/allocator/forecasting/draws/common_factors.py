"""Common factors: what multiplies all uncertain work of a person or of a project in a future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocator.forecasting.draws.addresses import U64, addresses, drawn_bits
from allocator.forecasting.draws.quantile_tables import F64, looked_up, normal_table
from allocator.forecasting.draws.sobol import dimensions_of_factors, sobol_bits


@dataclass(frozen=True)
class CommonFactorDraws:
    """Ln-normal factors with the median 1, the people's first, then the projects'.

    Attributes
    ----------
    own
        Shape (R,): dimension of each.
    points
        Shape (R,): its dimension among Sobol's points, -1 for none.
    sds
        Shape (R,): standard deviation of its logarithm.
    """

    own: U64
    points: npt.NDArray[np.int64]
    sds: F64

    def scores(self, first: int, count: int) -> F64:
        """Return the normal scores of futures from ``first`` on, shape (R, count)."""
        bits = drawn_bits(first, count, self.own)
        rows = np.flatnonzero(self.points >= 0)
        bits[rows] = sobol_bits(first, count, self.points[rows], self.own[rows])
        return looked_up(normal_table(), bits)

    def factors(self, scores: F64) -> F64:
        """Return the factors that go with normal scores, shape (R, count)."""
        return np.exp(self.sds[:, None] * scores)


def common_factor_draws(
    people: Sequence[str],
    projects: Sequence[str],
    *,
    seed: int,
    sds: tuple[float, float],
) -> CommonFactorDraws:
    """Return the draws of common factors.

    Parameters
    ----------
    people, projects
        Ids in the order of the scenario.
    sds
        Of the logarithms of a person's and a project's factor.
    """
    keys = [*(f"person {name}" for name in people), *(f"project {name}" for name in projects)]
    return CommonFactorDraws(
        own=addresses(seed, keys, "factor"),
        points=dimensions_of_factors(len(people), len(projects)),
        sds=np.repeat(np.array(sds), [len(people), len(projects)]),
    )
