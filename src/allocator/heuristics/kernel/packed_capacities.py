"""Packs the use of several resources into one integer, so that one addition checks them all.

Such a word has a bit field for each of its resources: what is in use, plus so much that the field's
highest bit is set as soon as the capacity is exceeded. A field is wide enough never to flow over
into the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from allocator.problem.model import Problem

WORD_BITS = 62
"""Bits of a word that are used; one more keeps a sum positive."""


class PackedCapacities:
    """The bit fields of all resources, and what activities and bookings add to the words.

    Attributes
    ----------
    empty
        By word: what stands in it where nothing is in use.
    """

    def __init__(self, problem: Problem) -> None:
        most = list(problem.capacities)
        for booking in problem.booked:
            if booking.kind == "resource":
                most[booking.index] += booking.amount
        self._capacities = problem.capacities
        self._places: list[tuple[int, int, int]] = []  # word, lowest bit, highest bit
        self.empty: list[int] = []
        used = WORD_BITS
        for capacity, limit in zip(problem.capacities, most, strict=True):
            width = max(1, limit).bit_length() + 1
            if used + width > WORD_BITS:
                self.empty.append(0)
                used = 0
            self._places.append((len(self.empty) - 1, used, used + width - 1))
            self.empty[-1] += ((1 << (width - 1)) - 1 - capacity) << used
            used += width

    def booked(self, resource: int, amount: int) -> tuple[int, int]:
        """Return a word and what a booking adds to it."""
        word, low, _ = self._places[resource]
        return word, amount << low

    def demands(self, demands: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """Return words, what an activity adds to each, and the bits that it must not set.

        No bit stands for a word in which it never has room.
        """
        found: dict[int, tuple[int, int]] = {}
        full = set()
        for resource, amount in demands:
            word, low, high = self._places[resource]
            added, bits = found.get(word, (0, 0))
            found[word] = (added + (amount << low), bits | 1 << high)
            if amount > self._capacities[resource]:
                full.add(word)
        return [
            (word, 0, 0) if word in full else (word, added, bits)
            for word, (added, bits) in found.items()
        ]
