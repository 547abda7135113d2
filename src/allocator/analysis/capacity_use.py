"""Uses of a capacity, and which use follows which."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate


@dataclass(frozen=True)
class CapacityUse:
    """The use of a person or a resource by an item, over [start, finish).

    Attributes
    ----------
    item
        Id of the work item.
    start, finish
        When it begins and ends.
    amount
        Share of the person's time, or units of the resource.
    """

    item: str
    start: dt.datetime
    finish: dt.datetime
    amount: Fraction


def successions(
    holds: Sequence[CapacityUse], capacity: Fraction
) -> Iterator[tuple[CapacityUse, CapacityUse]]:
    """Yield, for each hold, those that it would collide with first if it ended later.

    These are the holds that begin at the first instant, at its finish or after it, at which what
    is held then and its own amount exceed the capacity.
    """
    beginning: defaultdict[dt.datetime, list[CapacityUse]] = defaultdict(list)
    for hold in holds:
        beginning[hold.start].append(hold)
    instants = sorted(beginning)
    held = _held(holds, instants)
    waiting: defaultdict[int, list[CapacityUse]] = defaultdict(list)
    for hold in holds:
        waiting[bisect_left(instants, hold.finish)].append(hold)
    # From the last instant to the first, rises keeps those at which more is held than at any
    # instant between; heights is what is held there, negated, so that it ascends.
    rises: list[int] = []
    heights: list[Fraction] = []
    for index in reversed(range(len(instants))):
        while heights and -heights[-1] <= held[index]:
            rises.pop()
            heights.pop()
        rises.append(index)
        heights.append(-held[index])
        for hold in waiting[index]:
            too_high = bisect_left(heights, hold.amount - capacity)
            if too_high:
                for then in beginning[instants[rises[too_high - 1]]]:
                    yield hold, then


def _held(holds: Sequence[CapacityUse], instants: Sequence[dt.datetime]) -> list[Fraction]:
    """Return how much is held at each of the instants, by holds that include it."""
    changes = [Fraction(0)] * (len(instants) + 1)
    for hold in holds:
        if hold.start < hold.finish:
            changes[bisect_left(instants, hold.start)] += hold.amount
            changes[bisect_left(instants, hold.finish)] -= hold.amount
    return list(accumulate(changes))[:-1]
