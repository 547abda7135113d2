"""Random numbers that are the same compiled and plain, and on every platform.

L'Ecuyer (1988), "Efficient and portable combined random number generators": two multiplicative
generators of 31 bits, whose difference has a period of about 2e18. The two states are
``seeds[0]`` and ``seeds[1]``.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.problem.timeline import IntArray

LARGEST = 2147483562


def seeds_of(seed: int) -> list[int]:
    """Return the two states to begin with."""
    return [(seed * 7919 + 12345) % 2147483561 + 1, (seed * 104729 + 67890) % 2147483397 + 1]


@kernel
def draw(seeds: IntArray, size: int) -> int:
    """Return a number from 0 to size - 1, for sizes far below 2 ** 31."""
    seeds[0] = 40014 * seeds[0] % 2147483563
    seeds[1] = 40692 * seeds[1] % 2147483399
    return (seeds[0] - seeds[1]) % LARGEST % size


@kernel
def around(seeds: IntArray, width: int) -> int:
    """Return a number from -width to width, small ones more often (a product of two draws)."""
    if width <= 0:
        return 0
    size = draw(seeds, 1025) * draw(seeds, 1025) * width // (1024 * 1024)
    return size if draw(seeds, 2) else -size
