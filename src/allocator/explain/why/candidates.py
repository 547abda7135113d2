"""All that may hold a subject: the candidates of every kind."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds import KINDS

_Ranked = tuple[int, CauseCandidate]
"""A candidate with the place of its kind."""

WORK_SHARE = 0.25
"""Share of the candidates that may be the work itself: the longest on the way."""


def candidates_of(graph: BindingGraph, most: int) -> list[CauseCandidate]:
    """Return what may hold the subject of a graph, each change once.

    Parameters
    ----------
    graph
        What binds the subject.
    most
        How many at most: those nearest to its finish.
    """
    found: dict[str, tuple[int, CauseCandidate]] = {}
    for order, kind in enumerate(KINDS):
        for each in kind.candidates(graph):
            found.setdefault(each.key, (order, each))
    work = [one for one in found.values() if one[1].kind == "work"]
    longest = sorted(work, key=lambda one: -_length(graph, one[1].item))[: round(WORK_SHARE * most)]
    others = [one for one in found.values() if one[1].kind != "work"]
    nearest = sorted(others, key=lambda one: (one[1].depth, one[0]))[: most - len(longest)]
    return [each for _, each in _mixed(nearest, longest)]


def _mixed(nearest: list[_Ranked], longest: list[_Ranked]) -> Iterator[_Ranked]:
    """Yield the work itself among the others, as they are tried until the time is over."""
    every = max(1, round(1 / WORK_SHARE) - 1)
    rest = iter(longest)
    for number, one in enumerate(nearest):
        if number % every == 0:
            yield from itertools.islice(rest, 1)
        yield one
    yield from rest


def _length(graph: BindingGraph, item_id: str) -> dt.timedelta:
    first, last = graph.dates(item_id)
    return last - first
