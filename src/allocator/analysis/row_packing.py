"""Packs spans into as few rows as they need (interval partitioning)."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...
    def __le__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=_Ordered)


def pack_rows(spans: Sequence[tuple[T, T]]) -> list[int]:
    """Return a row for each span, counted from 0, so that no two in a row overlap.

    Parameters
    ----------
    spans
        Beginning and end of each, half-open, in any order.

    Returns
    -------
    list of int
        In the order of the spans. No assignment needs fewer lanes.
    """
    order = sorted(range(len(spans)), key=lambda index: spans[index])
    found = [0] * len(spans)
    free: list[int] = []
    busy: list[tuple[T, int]] = []
    count = 0
    for index in order:
        start, end = spans[index]
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, count = count, count + 1
        found[index] = lane
        heapq.heappush(busy, (end, lane))
    return found
