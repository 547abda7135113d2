"""Where what is held at the same time adds up to too much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Held:
    """Part of a capacity, held by an item over [start, finish)."""

    item: str
    start: dt.datetime
    finish: dt.datetime
    amount: Fraction


@dataclass(frozen=True)
class Overload:
    """A time over which more than the capacity is held throughout.

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
    held: tuple[Held, ...]
    peak: Fraction


def overloads(holds: Sequence[Held], capacity: Fraction) -> Iterator[Overload]:
    """Yield the times at which the sum exceeds the capacity, in order.

    Holds that do not end after their start hold nothing.
    """
    lasting = [held for held in holds if held.start < held.finish]
    changes: dict[dt.datetime, Fraction] = {}
    for held in lasting:
        changes[held.start] = changes.get(held.start, Fraction(0)) + held.amount
        changes[held.finish] = changes.get(held.finish, Fraction(0)) - held.amount
    total = peak = Fraction(0)
    since: dt.datetime | None = None
    for instant in sorted(changes):
        total += changes[instant]
        if total > capacity:
            since, peak = since or instant, max(peak, total)
        elif since is not None:
            within = tuple(h for h in lasting if h.start < instant and h.finish > since)
            yield Overload(since, instant, within, peak)
            since, peak = None, Fraction(0)
