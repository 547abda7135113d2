"""Finds the fewest changes that bring a list into another order: moves, or numbers to sort by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_STEP: Final = 1000.0
"""Between numbers at either end of a list."""


@dataclass(frozen=True)
class RankMove:
    """Some issues that are put, one behind the other, beside another one.

    Attributes
    ----------
    keys
        The issues, in their order.
    anchor
        The issue beside which they are put.
    is_behind
        Whether they come behind it, else before it.
    """

    keys: tuple[str, ...]
    anchor: str
    is_behind: bool


def moves(current: Sequence[str], wanted: Sequence[str], most: int) -> list[RankMove]:
    """Return the fewest moves after which some entries of a list stand in an order.

    The longest run of entries that stand in this order already, perhaps with others in between,
    stays. Doing the moves a second time changes nothing.

    Parameters
    ----------
    current
        The whole list.
    wanted
        Some of its entries, in the order in which they should stand.
    most
        Entries of a move at most.
    """
    place = {key: number for number, key in enumerate(current)}
    listed = [key for key in wanted if key in place]
    staying = set(_longest_ordered([(place[key], key) for key in listed]))
    found: list[RankMove] = []
    run: list[str] = []
    before = None
    for key in [*listed, None]:
        if key is not None and key not in staying:
            run.append(key)
            continue
        for start in range(0, len(run), most):
            some = tuple(run[start : start + most])
            if before is None:
                assert key is not None, "something stays"
                found.append(RankMove(some, key, is_behind=False))
            else:
                found.append(RankMove(some, before, is_behind=True))
                before = some[-1]
        run, before = [], key
    return found


def numbers(current: Mapping[str, float], wanted: Sequence[str]) -> dict[str, float]:
    """Return the fewest new numbers by which a list is sorted.

    Parameters
    ----------
    current
        The numbers that entries have.
    wanted
        The list; entries without a number get one.
    """
    listed = [(current[key], key) for key in wanted if key in current]
    staying = set(_longest_ordered(listed))
    found: dict[str, float] = {}
    run: list[str] = []
    low: float | None = None
    for key in [*wanted, None]:
        if key is not None and key not in staying:
            run.append(key)
            continue
        high = None if key is None else current[key]
        found |= dict(zip(run, _between(low, high, len(run)), strict=True))
        run, low = [], high
    return found


def _between(low: float | None, high: float | None, amount: int) -> list[float]:
    """Return growing numbers between two, of which either may be missing."""
    if low is None and high is None:
        low = 0.0
    if high is None:
        assert low is not None, "one of them is there"
        return [low + _STEP * (n + 1) for n in range(amount)]
    if low is None:
        return [high - _STEP * (amount - n) for n in range(amount)]
    return [low + (high - low) * (n + 1) / (amount + 1) for n in range(amount)]


def _longest_ordered(pairs: Sequence[tuple[float, str]]) -> list[str]:
    """Return a longest run of entries whose places grow (Schensted 1961)."""
    ends: list[float] = []
    last: list[int] = []
    back: list[int | None] = []
    for number, (place, _) in enumerate(pairs):
        length = bisect_left(ends, place)
        back.append(last[length - 1] if length else None)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    found = []
    at = last[-1] if last else None
    while at is not None:
        found.append(pairs[at][1])
        at = back[at]
    return found[::-1]


def restored(current: Sequence[str], before: Sequence[str], moved: Collection[str]) -> list[str]:
    """Return a list in which entries stand again behind those behind which they stood before.

    Parameters
    ----------
    current
        The list as it is.
    before
        The list as it was, in whole.
    moved
        The entries to put back; others stay, whoever may have moved them.
    """
    there = set(current)
    found = [key for key in current if key not in moved]
    above = None
    for key in before:
        if key not in there:
            continue
        if key in moved:
            found.insert(0 if above is None else found.index(above) + 1, key)
        above = key
    return found
