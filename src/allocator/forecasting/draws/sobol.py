"""Sobol' points with Owen's scrambling for the common factors.

Points in the first dimensions are even jointly, not only one by one: worth having for what moves
milestones most: the first projects and people have them. The head of more points is the same
points. Direction numbers: Joe and Kuo (2008), "Constructing Sobol sequences with better two-
dimensional projections", SIAM Journal on Scientific Computing 30.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from allocator.forecasting.draws.addresses import (
    U64,
    futures_from,
    reversed_bits,
    stratified,
)

_JOE_KUO = (
    (1, 0, (1,)), (2, 1, (1, 3)), (3, 1, (1, 3, 1)), (3, 2, (1, 1, 1)), (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)), (5, 2, (1, 1, 5, 5, 17)), (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)), (5, 11, (1, 1, 5, 1, 1)), (5, 13, (1, 1, 1, 3, 11)),
    (5, 14, (1, 3, 5, 5, 31)), (6, 1, (1, 3, 3, 9, 7, 49)), (6, 13, (1, 1, 1, 15, 21, 21)),
    (6, 16, (1, 3, 1, 13, 27, 49)), (6, 19, (1, 1, 1, 15, 7, 5)), (6, 22, (1, 3, 1, 15, 13, 25)),
    (6, 25, (1, 1, 5, 5, 19, 61)), (7, 1, (1, 3, 7, 11, 23, 15, 103)),
)  # fmt: skip
"""Degree, inner coefficients and first direction numbers, from the second dimension on."""

SOBOL_DIMENSIONS = len(_JOE_KUO) + 1
PROJECT_DIMENSIONS = 6
"""Dimensions for the first projects of the scenario; its first people have the other ones."""
_BITS = 32
_BYTE = np.uint64(255)


def dimensions_of_factors(people: int, projects: int) -> npt.NDArray[np.int64]:
    """Return the dimension of each person's, then of each project's factor; -1 for none.

    They go by the place in the scenario, so that a person or project more leaves those before it.
    """
    of_people = [PROJECT_DIMENSIONS + k for k in range(people)]
    of_projects = list(range(projects))
    return np.array(
        [
            *(d if d < SOBOL_DIMENSIONS else -1 for d in of_people),
            *(d if d < PROJECT_DIMENSIONS else -1 for d in of_projects),
        ],
        dtype=np.int64,
    )


def sobol_bits(first: int, count: int, dimensions: npt.NDArray[np.int64], address: U64) -> U64:
    """Return 32 bits of futures from ``first`` on, shape (R, count).

    Parameters
    ----------
    dimensions, address
        Shape (R,): dimension of the points, from 0 on, and address that scrambles it.
    """
    table = _table()[dimensions]
    futures = futures_from(first, count)
    reverse = np.zeros((len(dimensions), count), dtype=np.uint64)
    for byte in range(4):
        part = (futures >> np.uint64(8 * byte)) & _BYTE
        if part.any():
            reverse ^= table[:, byte, part.astype(np.int64)]
    with np.errstate(over="ignore"):
        return reversed_bits(stratified(reverse, address[:, None]))


@cache
def _table() -> U64:
    """Return, shape (D, 4, 256), the points' bits in reverse by each byte of the future."""
    directions = [
        [1 << (_BITS - 1 - k) for k in range(_BITS)],
        *(_directions(*row) for row in _JOE_KUO),
    ]
    reverse = reversed_bits(np.array(directions).astype(np.uint64))
    table = np.zeros((SOBOL_DIMENSIONS, 4, 256), dtype=np.uint64)
    for k in range(_BITS):
        chosen = (np.arange(256) >> (k % 8)) & 1 == 1
        table[:, k // 8, chosen] ^= reverse[:, k, None]
    return table


def _directions(degree: int, inner: int, first: tuple[int, ...]) -> list[int]:
    made = [m << (_BITS - 1 - k) for k, m in enumerate(first)]
    for k in range(degree, _BITS):
        value = made[k - degree] ^ (made[k - degree] >> degree)
        for j in range(1, degree):
            value ^= ((inner >> (degree - 1 - j)) & 1) * made[k - j]
        made.append(value)
    return made
