"""Counts the content of unread columns, and finds those that look like links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from allocator.integrations.tracker.headers import Columns
from allocator.integrations.tracker.ticket import LinkCell

HELPERS: Final = frozenset(
    {
        *("id", "assignee_id", "assignee_email", "created", "updated", "changed", "resolved"),
        *("closed", "activated", "resolution", "reason", "category", "epic_name", "parent_title"),
        *("blocked_since", "board_column"),
    }
)
"""Fields that only help to find tickets, people, states and dates."""

_ONE_VALUE: Final = (
    *(("due", "target_end"), ("start", "target_start"), ("team", "own_team")),
    *((name,) for name in ("priority", "status", "assignee", "title", "type", "parent", "epic")),
    *((name,) for name in ("original", "remaining", "spent", "points", "area", "iteration")),
    *((name,) for name in ("activity", "project", "project_name")),
)
"""Fields with one value: of several columns the first non-empty one counts."""

_MAX_CELL_CHARACTERS: Final = 200
_MAX_NUMBERS: Final = 500
_KEY: Final = re.compile(r"[A-Z][A-Z0-9_]*-\d+")
_SEPARATORS: Final = re.compile(r"[,;|\s]+")


@dataclass
class UnreadColumn:
    """The content of an unread column.

    Attributes
    ----------
    cells
        Number of non-empty cells.
    keys
        Number of cells with nothing but keys.
    example
        A non-empty cell.
    numbers
        Some whole numbers that are alone in a cell.
    """

    cells: int = 0
    keys: int = 0
    example: str = ""
    numbers: set[str] = field(default_factory=set)

    def add(self, cell: str) -> None:
        """Count a cell."""
        text = cell.strip()
        if not text:
            return
        self.cells += 1
        if len(text) > _MAX_CELL_CHARACTERS:
            return
        if text.isdecimal():
            if len(self.numbers) < _MAX_NUMBERS:
                self.numbers.add(text)
        elif "-" in text and all(map(_KEY.fullmatch, _SEPARATORS.split(text))):
            self.keys += 1
            self.example = self.example or text

    def merge(self, other: UnreadColumn) -> None:
        """Add the content of the column in another file."""
        self.cells += other.cells
        self.keys += other.keys
        self.example = self.example or other.example
        self.numbers |= other.numbers

    def references(self, known: Collection[str]) -> int:
        """Return the number of cells that look like keys or numbers of tickets; 0 if most do not.

        Parameters
        ----------
        known
            Keys and numbers of the tickets of the files.
        """
        if self.keys * 2 >= self.cells:
            return self.keys
        is_all = len(self.numbers) > 0 and self.numbers <= set(known)
        if is_all and self.keys == 0 and max(map(len, self.numbers)) > 1:
            self.example = self.example or min(self.numbers)
            return self.cells
        return 0


class UnreadColumns:
    """Counts the cells of a file that belong to no field.

    Parameters
    ----------
    header
        Names of the columns.
    columns
        Positions of the fields.

    Attributes
    ----------
    of
        Content by column name; columns of one name are merged.
    helpers
        Number of cells by name of column that only helps to read others.
    second
        Number of cells by name of column that do not count, since another column of the field
        has a different value.
    """

    def __init__(self, header: Sequence[str], columns: Columns) -> None:
        self.of: dict[str, UnreadColumn] = {}
        self.helpers: dict[str, int] = {}
        self.second: dict[str, int] = {}
        self._header = [name.strip() for name in header]
        self._helping = sorted(p for name in HELPERS for p in columns.at.get(name, ()))
        self.helpers |= {self._header[place]: 0 for place in self._helping}
        several = ([p for name in names for p in columns.at.get(name, ())] for names in _ONE_VALUE)
        self._several = [places for places in several if len(places) > 1]
        self._at = [
            (place, self.of.setdefault(header[place].strip() or "(no name)", UnreadColumn()))
            for place in columns.rest
        ]

    def add(self, cells: Sequence[str]) -> None:
        """Count the cells of a row."""
        for place, column in self._at:
            if cells[place]:
                column.add(cells[place])
        for place in self._helping:
            if cells[place].strip():
                self._count(self.helpers, place)
        for places in self._several:
            filled = [(place, text) for place in places if (text := cells[place].strip())]
            for place, text in filled[1:]:
                if text != filled[0][1]:
                    self._count(self.second, place)

    def _count(self, counts: dict[str, int], place: int) -> None:
        name = self._header[place]
        counts[name] = counts.get(name, 0) + 1


def link_cells_of(columns: Columns, cells: Sequence[str]) -> Iterator[LinkCell]:
    """Yield the link cells of a row."""
    for column in columns.link_columns:
        cell = cells[column.position].strip()
        if cell:
            yield LinkCell(key=cell, type=column.kind, outward=column.outward, link=column.type)


def uses_of(header: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return the field by column name: ``link`` for links, empty for unread columns."""
    uses = {name.strip(): "" for name in header if name.strip()}
    for target, places in columns.at.items():
        uses |= {header[place].strip(): target for place in places}
    return uses | {header[column.position].strip(): "link" for column in columns.link_columns}
