"""Scales exact fractions to integers; the scale is limited against overflow."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from fractions import Fraction

MAX_SCALE = 10**6


class RoundedWeightsWarning(UserWarning):
    """Weights have too many decimals to be scaled exactly; they were rounded."""


def scale_to_integers(values: Sequence[Fraction], what: str) -> tuple[list[int], int]:
    """Return integers and the scale such that integer = value x scale.

    Parameters
    ----------
    values
        Exact values, for example priorities.
    what
        What they are, for the warning.

    Warns
    -----
    RoundedWeightsWarning
        If the exact scale is above 1e6; values are then rounded to six decimals.
    """
    scale = math.lcm(*(value.denominator for value in values)) if values else 1
    if scale > MAX_SCALE:
        warnings.warn(
            f"the {what} have more decimals than the planner keeps; rounded to six",
            RoundedWeightsWarning,
            stacklevel=2,
        )
        scale = MAX_SCALE
    return [round(value * scale) for value in values], scale
