"""Packs numbers, lists and tables into arrays, which is all that compiled functions see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allocator.heuristics.kernel.layout import UNREACHABLE
from allocator.problem.timeline import NEVER, IntArray, Table


@dataclass(frozen=True)
class Flat:
    """One problem as arrays; see ``layout`` for what lies where.

    Attributes
    ----------
    data
        Numbers and lists.
    tables
        Finish tables, elapsed times and arrows by slot, one after another, NEVER as UNREACHABLE.
    values
        Tables of what deadlines and terms measure, one after another.
    """

    data: IntArray
    tables: IntArray
    values: IntArray

    def list(self, name: int, size: int) -> IntArray:
        """Return the first entries of a list."""
        return self.data[self.data[name] : self.data[name] + size]

    def number(self, name: int) -> int:
        """Return a number."""
        return int(self.data[name])


def pack(head: int, numbers: Mapping[int, int], lists: Mapping[int, IntArray]) -> IntArray:
    """Write numbers and lists into one array, with the places of the lists in front."""
    out = np.empty(head + sum(len(values) for values in lists.values()), dtype=np.int64)
    out[:head] = 0
    at = head
    for name, number in numbers.items():
        out[name] = number
    for name, values in lists.items():
        out[name] = at
        out[at : at + len(values)] = values
        at += len(values)
    return out


class PackedTables:
    """Tables one after another, equal ones once."""

    def __init__(self) -> None:
        self._rows: dict[bytes, int] = {}
        self._seen: dict[Table, int] = {}
        self._tables: list[IntArray] = []
        self._length = 0

    def row(self, table: Table, *, identity: int | None = None) -> int:
        """Return where a table begins; -1 if it is the identity on the slots before a limit."""
        if table in self._seen:
            return self._seen[table]
        values = table.values
        if identity is not None and np.array_equal(
            np.minimum(values[:identity], identity), np.arange(len(values[:identity]))
        ):
            row = -1
        else:
            key = values.tobytes()
            if key not in self._rows:
                self._rows[key] = self._length
                self._tables.append(values)
                self._length += len(values)
            row = self._rows[key]
        self._seen[table] = row
        return row

    def joined(self, kind: type[np.signedinteger[Any]]) -> IntArray:
        """Return all tables as one array, NEVER as UNREACHABLE."""
        if not self._tables:
            return np.zeros(1, dtype=kind)
        out = np.empty(self._length, dtype=kind)
        at = 0
        for table in self._tables:
            out[at : at + len(table)] = np.where(table >= NEVER, UNREACHABLE, table)
            at += len(table)
        return out


def stretches(lists: Iterable[Sequence[int]]) -> tuple[IntArray, IntArray]:
    """Return pointers and the lists one after another."""
    rows = [list(row) for row in lists]
    return pointers(map(len, rows)), integers(value for row in rows for value in row)


def pointers(sizes: Iterable[int]) -> IntArray:
    """Return where each of several lists begins, one after another, and where the last ends."""
    return np.concatenate([integers([0]), np.cumsum(integers(sizes))])


def integers(values: Iterable[int]) -> IntArray:
    """Return integers as an array."""
    return np.fromiter(values, dtype=np.int64)
