"""The Pareto front of two values, thinned to a few points."""

from __future__ import annotations

import math
from collections.abc import Sequence

from allocator.replanning.params import DEFAULT_PARAMS


def pareto_front(values: Sequence[tuple[tuple[float, ...], float]]) -> list[int]:
    """Return the indices of the pairs that no other pair dominates, by the second value.

    Of equal ones the first stays.

    Parameters
    ----------
    values
        Two parts each, both better when less; numbers of the first in order of their weight.
    """
    order = sorted(range(len(values)), key=lambda k: (values[k][1], values[k][0], k))
    kept: list[int] = []
    for k in order:
        if not kept or values[k][0] < values[kept[-1]][0]:
            kept.append(k)
    return kept


def spread_out(
    values: Sequence[tuple[tuple[float, ...], float]],
    chosen: Sequence[int],
    most: int = DEFAULT_PARAMS.options.max_options,
) -> list[int]:
    """Return some of the chosen pairs, spread far apart and with both ends.

    Of more, the one goes first whose neighbours on both sides lie closest together, in the first
    number in which the two ends differ and in the second part, each as a share of its range.

    Parameters
    ----------
    values, chosen
        As in :func:`pareto_front`, and what it returns.
    most
        How many stay; at least two.
    """
    kept = list(chosen)
    if len(kept) <= most:
        return kept
    places = [_place(values, kept[0], kept[-1], k) for k in kept]
    while len(kept) > most:
        apart = [math.dist(places[k - 1], places[k + 1]) for k in range(1, len(kept) - 1)]
        closest = 1 + apart.index(min(apart))
        del kept[closest], places[closest]
    return kept


def _place(
    values: Sequence[tuple[tuple[float, ...], float]], first: int, last: int, k: int
) -> tuple[float, float]:
    """Return a pair scaled to the range of the two ends, 0 to 1 in both values."""
    (one, low), (two, high) = values[first], values[last]
    differ = next((i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b), 0)
    width = (two[differ] - one[differ]) or 1.0
    return (values[k][0][differ] - one[differ]) / width, (values[k][1] - low) / (high - low or 1.0)
