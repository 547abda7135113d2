"""Turns effort back into story points."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from allocator.integrations.tracker.mapping import points_to_minutes


def minutes_to_points(minutes: float, table: Mapping[float, float]) -> float | None:
    """Return the story points of an effort; None if no number with two decimals has it.

    Parameters
    ----------
    minutes
        The effort.
    table
        Minutes by points, as for :func:`points_to_minutes`.
    """
    for points in _candidates(minutes, dict(table)):
        rounded = round(points, 2)
        if rounded > 0 and abs(points_to_minutes(rounded, dict(table)) - minutes) < 0.5:
            return rounded
    return None


def _candidates(minutes: float, table: dict[float, float]) -> Iterator[float]:
    known = sorted(table.items())
    yield from (points for points, least in known if least == minutes)
    for points, span in (known[0], known[-1]):
        if span > 0:
            yield points * minutes / span
    for (low, less), (high, more) in itertools.pairwise(known):
        if more != less:
            yield low + (high - low) * (minutes - less) / (more - less)
