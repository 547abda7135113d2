"""The order that the lists of a calibration keep: levels, sizes and ratios ascend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pydantic_core import PydanticCustomError

from allocator.domain.base import invalid
from allocator.domain.history import span_hours

MIN_LEVELS: Final = 2
"""Fewest quantiles that make a distribution."""

OrderFault = tuple[tuple[str | int, ...], PydanticCustomError]
"""The place of a fault in the calibration, and the fault."""


def order_faults(
    levels: Sequence[float | None],
    sizes: Sequence[tuple[str | None, Sequence[float | None]]],
    hits: Sequence[float | None] = (),
) -> Iterator[OrderFault]:
    """Yield what of a calibration's lists is out of order, with the place of each fault.

    Values that are None are not known, and nothing follows from them.

    Parameters
    ----------
    levels
        Percentages, which ascend.
    sizes
        Estimates, which ascend, each with as many ratios as there are levels; ratios do not
        descend.
    hits
        Percentages below low, below likely and below high, which do not descend.
    """
    yield from _levels(levels)
    yield from _sizes([size for size, _ in sizes])
    for number, (_, ratios) in enumerate(sizes):
        yield from _ratios(("sizes", number, "ratios"), ratios, len(levels))
    yield from _hits(hits)


def _levels(levels: Sequence[float | None]) -> Iterator[OrderFault]:
    if len(levels) < MIN_LEVELS:
        text = f"a distribution has at least {MIN_LEVELS} levels, not {len(levels)}"
        yield ("levels",), invalid("too-few-levels", text, "write for example [10, 50, 90]")
    for k, before in _descents(levels, may_repeat=False):
        text = f"{levels[k]:g} is not above {levels[before]:g}, which stands before it"
        hint = "levels ascend; their ratios move with them"
        yield ("levels", k), invalid("levels-out-of-order", text, hint)


def _sizes(sizes: Sequence[str | None]) -> Iterator[OrderFault]:
    if not sizes:
        hint = "write at least one, for example {estimate: 8h, ratios: [0.7, 1, 2.2]}"
        yield ("sizes",), invalid("no-sizes", "there is no size with its ratios", hint)
    hours = [None if size is None else span_hours(size) for size in sizes]
    for k, before in _descents(hours, may_repeat=False):
        text = f"{sizes[k]} is not above {sizes[before]}, which stands before it"
        hint = "order the sizes from the smallest to the largest"
        yield ("sizes", k, "estimate"), invalid("sizes-out-of-order", text, hint)


def _ratios(
    at: tuple[str | int, ...], ratios: Sequence[float | None], levels: int
) -> Iterator[OrderFault]:
    if len(ratios) != levels:
        text = f"the number of ratios is {len(ratios)}, and that of the levels {levels}"
        yield at, invalid("ratios-for-other-levels", text, "write one ratio for each level")
    for k, before in _descents(ratios, may_repeat=True):
        text = f"{ratios[k]:g} is below {ratios[before]:g}, which stands before it"
        hint = "a higher level has no lower ratio"
        yield (*at, k), invalid("ratios-out-of-order", text, hint)


def _hits(shares: Sequence[float | None]) -> Iterator[OrderFault]:
    names = ("below_low", "below_likely", "below_high")
    for k, before in _descents(shares, may_repeat=True):
        text = f"{shares[k]:g} is less than {names[before]}, {shares[before]:g}"
        hint = "what is below low is below likely and high too"
        yield ("ranges", names[k]), invalid("hits-out-of-order", text, hint)


def _descents(values: Sequence[float | None], *, may_repeat: bool) -> Iterator[tuple[int, int]]:
    """Yield the index of each known value that is too small, and of the known one before it."""
    known = [(k, value) for k, value in enumerate(values) if value is not None]
    for (before, one), (k, two) in pairwise(known):
        if two < one or (two == one and not may_repeat):
            yield k, before
