"""The terms of a tier as flat arrays, to be evaluated at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.problem.activity import Endpoint
from allocator.problem.objective import Term
from allocator.problem.precedence import Source
from allocator.problem.timeline import BoolArray, IntArray, Table

_Key = tuple[Table, Endpoint | None]
"""What is read alike: table, kind of variable."""
_UNPLANNED = np.iinfo(np.int64).min


@dataclass(frozen=True)
class _SourceGroup:
    """Sources whose instants are read from one table by one kind of variable.

    Attributes
    ----------
    ticks
        What the instants count as, by the value of the variable.
    endpoint
        Which variable; None for fixed instants.
    term, node, activity
        Shape (sources,): position of the term, of the item that must be planned, and of the
        activity whose variable it is (0 for fixed instants).
    """

    ticks: IntArray
    endpoint: Endpoint | None
    term: IntArray
    node: IntArray
    activity: IntArray


class FlatTerms:
    """The terms of one tier.

    Parameters
    ----------
    terms
        In their order.
    reached
        Gives what a source's instants count as for a term, in ticks.
    """

    def __init__(self, terms: Sequence[Term], reached: Callable[[Source, Term], Table]) -> None:
        self._terms = terms
        groups: defaultdict[_Key, list[tuple[int, int, int]]] = defaultdict(list)
        for k, term in enumerate(terms):
            for node, source in term.finish.sources:
                table = reached(source, term)
                key = table, None if source.activity is None else source.endpoint
                groups[key].append((k, node, source.activity or 0))
        self._groups = [
            _SourceGroup(key[0].values, key[1], *np.array(rows, dtype=np.int64).T)
            for key, rows in groups.items()
        ]

    def total(self, starts: IntArray, ends: IntArray, planned: BoolArray) -> int:
        """Return the sum of weight x max(0, W(finish) - due) over terms with something planned.

        Parameters
        ----------
        starts, ends
            Shape (activities,): start slot, and boundary at which the people are done; -1 where
            dropped.
        planned
            Shape (items,).
        """
        latest = np.full(len(self._terms), _UNPLANNED, dtype=np.int64)
        for group in self._groups:
            counts = planned[group.node]
            value = np.zeros(len(counts), dtype=np.int64)
            if group.endpoint is not None:
                value = (ends if group.endpoint is Endpoint.WORK_END else starts)[group.activity]
                counts = counts & (value >= 0)
            np.maximum.at(latest, group.term[counts], group.ticks[value[counts]])
        return sum(
            term.weight * max(0, reached - term.due)
            for term, reached in zip(self._terms, latest.tolist(), strict=True)
            if reached != _UNPLANNED
        )
