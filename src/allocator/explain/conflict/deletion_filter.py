"""Shrinks a conflict by deletion, in chunks that are halved when they cannot go.

A destructive deletion filter with chunks; every step is confirmed by solving again, since cores
that solvers report can be wrong (Chinneck, "Feasibility and Infeasibility in Optimization",
2008, section 6.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Element = TypeVar("Element")


def shrink(
    elements: Sequence[Element], conflicts: Callable[[list[Element]], bool]
) -> list[Element]:
    """Return a minimal subset of the elements that still conflicts.

    Parameters
    ----------
    elements
        A conflicting set.
    conflicts
        Returns whether a subset is proved to conflict; monotone but for time limits. False where
        it cannot tell, so that the element stays.
    """
    kept = list(elements)
    chunk = max(1, len(kept) // 2)
    while True:
        position = 0
        while position < len(kept):
            without = kept[:position] + kept[position + chunk :]
            if conflicts(without):
                kept = without
            else:
                position += chunk
        if chunk == 1:
            return kept
        chunk //= 2
