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
        Whatever is held at some time in it.
    peak
        The most that is held at once.
    """

    start: dt.datetime
    finish: dt.datetime
    held: tuple[CapacityUse, ...]
    peak: Fraction


def overloads(holds: Sequence[CapacityUse], capacity: Fraction) -> Iterator[Overload]:
    """Yield the intervals in which the sum of the uses exceeds the capacity, in order.

    Holds that do not end after their start hold nothing.
    """
    lasting = {number: held for number, held in enumerate(holds) if held.start < held.finish}
    begins: defaultdict[dt.datetime, list[int]] = defaultdict(list)
    ends: defaultdict[dt.datetime, list[int]] = defaultdict(list)
    for number, held in lasting.items():
        begins[held.start].append(number)
        ends[held.finish].append(number)
    total = peak = Fraction(0)
    since: dt.datetime | None = None
    now: set[int] = set()  # what is held at the instant
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
