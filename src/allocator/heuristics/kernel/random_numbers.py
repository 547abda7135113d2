"""Random numbers that are the same compiled and plain, and on every platform.

L'Ecuyer (1988), "Efficient and portable combined random number generators": two multiplicative
generators of 31 bits, whose difference has a period of about 2e18. The two states are
``seeds[0]`` and ``seeds[1]``.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.problem.timeline import IntArray

FACTOR_1, MODULUS_1 = 40014, 2147483563
FACTOR_2, MODULUS_2 = 40692, 2147483399


def initial_seeds(seed: int) -> list[int]:
    """Return the two states to begin with."""
    first = (seed * 7919 + 12345) % (MODULUS_1 - 2) + 1
    second = (seed * 104729 + 67890) % (MODULUS_2 - 2) + 1
    return [first, second]


@kernel
def draw(seeds: IntArray, size: int) -> int:
    """Return a number from 0 to size - 1, for sizes far below 2 ** 31."""
    seeds[0] = FACTOR_1 * seeds[0] % MODULUS_1
    seeds[1] = FACTOR_2 * seeds[1] % MODULUS_2
    return (seeds[0] - seeds[1]) % (MODULUS_1 - 1) % size


@kernel
def draw_around(seeds: IntArray, width: int) -> int:
    """Return a number from -width to width, small ones more often (a product of two draws)."""
    if width <= 0:
        return 0
    size = draw(seeds, 1025) * draw(seeds, 1025) * width // (1024 * 1024)
    return size if draw(seeds, 2) else -size


@kernel
def draw_normal(seeds: IntArray, width: int) -> int:
    """Return about a normal deviate of this standard deviation: a sum of four uniform ones."""
    total = -2048
    for _ in range(4):
        total += draw(seeds, 1025)
    return total * width // 592
