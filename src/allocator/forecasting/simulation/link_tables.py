"""The links of a problem as tables: from parts of entries to the least start or end of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from allocator.forecasting.simulation.arrays import (
    ELAPSED_END,
    I32,
    INTO_END,
    INTO_START,
    START,
    WORK_END,
)
from allocator.forecasting.simulation.building import Link
from allocator.problem.activity import Endpoint
from allocator.problem.model import Problem
from allocator.problem.precedence import Arrow
from allocator.problem.timeline import IntArray


@dataclass
class EntryValues:
    """Start, end of the work and end of everything of an entry in the plan."""

    start: int
    end: int
    held: int

    def of(self, part: int) -> int:
        """Return the value of a part."""
        return {START: self.start, WORK_END: self.end, ELAPSED_END: self.held}[part]


@dataclass(frozen=True)
class LinkTable:
    """A link into an entry.

    Attributes
    ----------
    source
        Activity, None for an instant that is past.
    part, into
        Which part of the source; what of the entry it holds.
    least
        By the value of the part: least value of what is held; a single one of what is past.
    """

    source: int | None
    part: int
    into: int
    least: IntArray

    def of(self, values: Mapping[int, EntryValues]) -> int:
        """Return the least value where the sources are where the plan has them."""
        if self.source is None:
            return int(self.least[0])
        at = values[self.source].of(self.part)
        return int(self.least[min(at, len(self.least) - 1)])


class LinkTables:
    """Reads the arrows of a problem.

    Parameters
    ----------
    problem
        What is simulated.
    unplanned
        Activities that the plan has not, and a future may skip.
    """

    def __init__(self, problem: Problem, unplanned: frozenset[int]) -> None:
        self._problem, self._unplanned = problem, unplanned
        self._into: dict[int, list[Arrow]] = {}
        for arrow in problem.arrows:
            self._into.setdefault(arrow.succ, []).append(arrow)
        self._rows: dict[bytes, int] = {}
        self._tables: list[I32] = []

    def into(self, activity: int, values: Mapping[int, EntryValues]) -> Iterator[LinkTable]:
        """Yield the links into an activity, given where the plan has sources and, if it does, it.

        A FF or SF link into work with elapsed time is kept by the end of either. The one by which
        the plan keeps it holds; elapsed time is certain, so that its end is a matter of the start.
        """
        for arrow in self._into.get(activity, ()):
            targets = dict(arrow.targets)
            for endpoint in (Endpoint.START, Endpoint.ELAPSED_END, Endpoint.WORK_END):
                if endpoint not in targets:
                    continue
                into = INTO_END if endpoint is Endpoint.WORK_END else INTO_START
                link = self._link(arrow, into, targets[endpoint].values)
                alone = endpoint is not Endpoint.ELAPSED_END or len(targets) == 1
                planned = values.get(activity)
                if alone or (planned is not None and planned.start >= link.of(values)):
                    yield link
                    break

    def _link(self, arrow: Arrow, into: int, least: IntArray) -> LinkTable:
        source = arrow.source
        if source.activity is None:
            return LinkTable(None, START, into, least)
        if source.endpoint is not Endpoint.ELAPSED_END:
            part = WORK_END if source.endpoint is Endpoint.WORK_END else START
            return LinkTable(source.activity, part, into, least)
        if source.activity not in self._unplanned:
            return LinkTable(source.activity, START, into, least)
        return LinkTable(
            source.activity, ELAPSED_END, into, self._by_end(source.activity, into, least)
        )

    def _by_end(self, activity: int, into: int, least: IntArray) -> IntArray:
        """Return a table by the boundary at which elapsed time is over, from one by its start.

        Who is skipped has no elapsed time, so that only the end tells. Without lag the table is
        exact, with a lag never too early, and too late by less than a slot.
        """
        starts = self._problem.timeline.starts
        elapsed = self._problem.activities[activity].elapsed
        assert elapsed is not None
        over = np.searchsorted(starts, starts + elapsed, side="left")
        boundaries = np.arange(len(starts) + 1)
        if into == INTO_START and (least == over)[least < len(starts)].all():
            return boundaries
        last = np.searchsorted(over, boundaries, side="right") - 1
        past = np.searchsorted(starts + elapsed, self._problem.timeline.ends, side="left")
        at = np.clip(np.maximum(last, past), 0, len(starts) - 1)
        return np.asarray(least[at], dtype=np.int64)

    def row(self, link: LinkTable, succ: int) -> Link:
        """Return a link as a row of arrays; equal tables are kept once."""
        assert link.source is not None
        return link.source, succ, link.part, link.into, self._row(link.least)

    def _row(self, least: IntArray) -> int:
        horizon = self._problem.horizon
        table = np.full(horizon + 1, horizon, dtype=np.int32)
        table[: len(least)] = np.minimum(least, horizon)
        if (table == np.arange(horizon + 1)).all():
            return -1
        key = table.tobytes()
        if key not in self._rows:
            self._rows[key] = len(self._tables) * (horizon + 1)
            self._tables.append(table)
        return self._rows[key]

    @property
    def tables(self) -> I32:
        """All tables that rows have named, one after another."""
        return np.concatenate(self._tables) if self._tables else np.zeros(1, dtype=np.int32)
