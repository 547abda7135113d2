"""Sweep over instants: where simultaneous uses exceed a capacity."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse


@dataclass(frozen=True)
class Overload:
    """An interval during which the uses exceed the capacity.

    Attributes
    ----------
    start, finish
        When it begins and ends.
    held
        The uses at some time in it.
    peak
        The most that is in use at once.
    """

    start: dt.datetime
    finish: dt.datetime
    held: tuple[CapacityUse, ...]
    peak: Fraction


def overloads(uses: Sequence[CapacityUse], capacity: Fraction) -> Iterator[Overload]:
    """Yield the intervals in which the sum of the uses exceeds the capacity, in order.

    Uses that do not end after their start take nothing.
    """
    lasting = {number: use for number, use in enumerate(uses) if use.start < use.finish}
    begins: defaultdict[dt.datetime, list[int]] = defaultdict(list)
    ends: defaultdict[dt.datetime, list[int]] = defaultdict(list)
    for number, use in lasting.items():
        begins[use.start].append(number)
        ends[use.finish].append(number)
    total = peak = Fraction(0)
    since: dt.datetime | None = None
    now: set[int] = set()  # what is in use at the instant
    within: set[int] = set()  # and what has been since the overload began
    for instant in sorted({*begins, *ends}):
        total -= sum((lasting[number].amount for number in ends[instant]), Fraction(0))
        total += sum((lasting[number].amount for number in begins[instant]), Fraction(0))
        now.difference_update(ends[instant])
        if total <= capacity and since is not None:
            yield Overload(since, instant, tuple(lasting[n] for n in sorted(within)), peak)
            since, peak, within = None, Fraction(0), set()
        now.update(begins[instant])
        if total > capacity:
            within.update(now if since is None else begins[instant])
            since, peak = since or instant, max(peak, total)
