"""Maps names of columns to fields of a ticket, in any language of the tracker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from allocator.integrations.tracker.link_names import MEANINGS, direction_of
from allocator.integrations.tracker.mapping import LinkColumnRule
from allocator.integrations.tracker.ticket import LinkType

_SPACE = re.compile(r"\s+")
_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_BRACKETS: Final = {ord("（"): "(", ord("）"): ")"}
_MIN_KEY_SHARE: Final = 0.9
"""Share of the rows that must have a key in a column of keys."""


def plain_name(name: str) -> str:
    """Return the name of a column in lower case, with single blanks, composed, as in the tables.

    Parameters
    ----------
    name
        The cell of the header.
    """
    text = unicodedata.normalize("NFC", name).replace("’", "'").replace("\ufeff", "")
    text = text.translate(_BRACKETS)
    text = _SPACE.sub(" ", text).strip().casefold()
    return re.sub(r"\s+\)", ")", re.sub(r"\(\s+", "(", text))


@dataclass(frozen=True)
class ColumnNames:
    """The names that a tracker gives to its columns.

    Attributes
    ----------
    fields
        Names of each field in any language, as :func:`plain_name` writes them.
    custom
        Words before the bracketed name of a custom field.
    own
        Names of custom fields, by field.
    inward, outward
        Words before the bracketed name of the kind of link.
    """

    fields: Mapping[str, Iterable[str]]
    custom: frozenset[str] = frozenset()
    own: Mapping[str, Iterable[str]] = field(default_factory=dict)
    inward: frozenset[str] = frozenset()
    outward: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """A column that holds links to other tickets.

    Attributes
    ----------
    position
        Position in a row, from 0.
    kind
        Name of the kind of link; or of the column, if the column itself states the meaning.
    outward
        Whether the row is on the outward side; or, if the column states the meaning, whether the
        row comes before the tickets in the cells.
    type
        FS, SS, FF or SF if the column states the meaning; None if the kind of link does.
    """

    position: int
    kind: str
    outward: bool
    type: LinkType | None = None


@dataclass
class Columns:
    """The positions of fields in a row.

    Attributes
    ----------
    at
        Positions of the columns of each field, in order; a field with several values has several
        columns of the same name.
    link_columns
        The columns of links.
    ignored
        Positions of the columns without links by the mapping.
    others
        Names of all other columns.
    rest
        Positions of all other columns.
    """

    at: dict[str, list[int]] = field(default_factory=dict)
    link_columns: list[LinkColumn] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)

    def take(self, name: str, position: int) -> None:
        """Assign a column with an unknown name to a field."""
        self.at[name] = [position]
        self.rest = [place for place in self.rest if place != position]

    def add(self, name: str, position: int) -> None:
        """Add a column with an unknown name to a field."""
        self.at.setdefault(name, []).append(position)
        self.rest = [place for place in self.rest if place != position]

    def first(self, cells: Sequence[str], *names: str) -> str:
        """Return the first value of the first field that has one, else an empty text."""
        for name in names:
            for position in self.at.get(name, ()):
                value = cells[position].strip()
                if value:
                    return value
        return ""

    def all(self, cells: Sequence[str], name: str) -> tuple[str, ...]:
        """Return all values of a field, each once, in the order of the row."""
        found = (cells[position].strip() for position in self.at.get(name, ()))
        return tuple(dict.fromkeys(value for value in found if value))


class Header:
    """Recognises the columns of one tracker.

    Parameters
    ----------
    names
        Names that the tracker gives to columns.
    extra
        Further names from the mapping: field by column name.
    links
        Columns of links from the mapping: their meaning, or that they hold no links.
    """

    def __init__(
        self,
        names: ColumnNames,
        extra: Mapping[str, str] | None = None,
        links: Mapping[str, LinkColumnRule | str] | None = None,
    ) -> None:
        self._names = names
        self._field = {
            plain_name(name): target for target, some in names.fields.items() for name in some
        }
        self._own = {
            plain_name(name): target for target, some in names.own.items() for name in some
        }
        self._extra = {plain_name(name): target for name, target in (extra or {}).items()}
        self._links = {plain_name(name): rule for name, rule in (links or {}).items()}

    def knows(self, cell: str) -> bool:
        """Return whether a cell is the name of a known column."""
        return self._target(plain_name(cell)) is not None

    def columns(self, header: Sequence[str]) -> Columns:
        """Return the positions of the fields.

        Parameters
        ----------
        header
            The cells of the header.
        """
        found = Columns()
        for position, cell in enumerate(header):
            name = plain_name(cell)
            given = self._given(name)
            target = None if given else self._target(name)
            link_column = None if target else self._link_column(position, cell, given)
            if target is not None:
                found.at.setdefault(target, []).append(position)
            elif link_column is not None:
                found.link_columns.append(link_column)
            elif given is not None:
                found.ignored.append(position)
            else:
                found.others.append(cell.strip())
                found.rest.append(position)
        return found

    def _target(self, name: str) -> str | None:
        if name in self._extra:
            return self._extra[name]
        if name in self._field:
            return self._field[name]
        head, inner = _bracketed(name)
        if inner and head in self._names.custom:
            return self._extra.get(inner) or self._own.get(inner)
        return None

    def _given(self, name: str) -> LinkColumnRule | str | None:
        """Return the mapping's rule for a column of links; None if it does not name the column."""
        head, inner = _bracketed(name)
        custom = inner if head in self._names.custom else ""
        return self._links.get(name) or self._links.get(custom)

    def _link_column(
        self, position: int, cell: str, given: LinkColumnRule | str | None
    ) -> LinkColumn | None:
        """Return the column of links for a name: by the mapping, else by the words of the name."""
        if isinstance(given, LinkColumnRule):
            return LinkColumn(position, _named(cell), given.cells == "after", given.type)
        if given is not None:
            return None
        name = plain_name(cell)
        head, inner = _bracketed(name)
        outward = self._direction(head) if inner else None
        if outward is not None:
            return LinkColumn(position, _named(_inside(cell)), outward)
        meaning = MEANINGS.get(inner if head in self._names.custom else name)
        return None if meaning is None else LinkColumn(position, _named(cell), meaning, "FS")

    def _direction(self, head: str) -> bool | None:
        if head in self._names.inward | self._names.outward:
            return head in self._names.outward
        return None if head in self._names.custom else direction_of(head)


def _named(cell: str) -> str:
    return _SPACE.sub(" ", cell).strip()


def _inside(cell: str) -> str:
    """Return the text in the brackets of ``head (inner)``."""
    text = cell.translate(_BRACKETS)
    return text[text.index("(") + 1 : text.rindex(")")]


def _bracketed(name: str) -> tuple[str, str]:
    """Return the texts before and in the brackets of ``head (inner)``."""
    head, bracket, inner = name.partition("(")
    if not bracket or not inner.endswith(")"):
        return name, ""
    return head.strip(), inner[:-1].strip()


def keys_by_value(rows: Sequence[Sequence[str]], width: int) -> tuple[int, int | None] | None:
    """Find the columns of keys and of internal numbers by their values.

    This is for headers in an unknown language: a key looks like ``CLP-12``, every row has its own,
    and the internal number is in the next column.

    Parameters
    ----------
    rows
        Some rows.
    width
        Number of columns.

    Returns
    -------
    tuple or None
        Position of the keys, and of the numbers, if there are any.
    """
    for position in range(width):
        values = [row[position].strip() for row in rows]
        keys = [value for value in values if _KEY.fullmatch(value)]
        if rows and len(keys) >= len(rows) * _MIN_KEY_SHARE and len(set(keys)) == len(keys):
            return position, _number_beside(rows, width, position)
    return None


def _number_beside(rows: Sequence[Sequence[str]], width: int, position: int) -> int | None:
    for beside in (position + 1, position - 1):
        if 0 <= beside < width:
            values = [row[beside].strip() for row in rows]
            if all(value.isdecimal() for value in values) and len(set(values)) == len(values):
                return beside
    return None
