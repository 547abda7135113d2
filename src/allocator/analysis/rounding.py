"""Exact numbers as the floats of a plan file."""

from __future__ import annotations

import sys
from fractions import Fraction


def rounded(number: Fraction, places: int = 4) -> float:
    """Return the number to some decimals; one too large for a float becomes the largest."""
    try:
        return round(float(number), places)
    except OverflowError:
        return sys.float_info.max if number > 0 else -sys.float_info.max
