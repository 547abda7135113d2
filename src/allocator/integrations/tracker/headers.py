"""From the names of columns to the fields of a ticket, whatever the language of the tracker."""

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
_ENOUGH: Final = 0.9
"""Share of the rows in which a column of keys has a key."""


def plain_name(name: str) -> str:
    """Return the name of a column as the tables have it: lower case, single blanks, composed.

    Parameters
    ----------
    name
        As it stands in the header.
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
        For each field, its names in any language, as :func:`plain_name` has them.
    custom
        What stands before the name of a field of the site's own, in brackets.
    own
        For each field, names of such fields of the site's own.
    inward, outward
        What stands before the name of the kind of link, in brackets.
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
        From 0.
    kind
        The name of the kind of link; of the column, where that says what it means.
    outward
        Whether the row is on the outward side; whether it comes before what the cells name,
        where the column says what it means.
    type
        FS, SS, FF or SF where the column says what it means; None where the kind of link does.
    """

    position: int
    kind: str
    outward: bool
    type: LinkType | None = None


@dataclass
class Columns:
    """Where in a row each field stands.

    Attributes
    ----------
    at
        For each field the positions of its columns, in order: a field with several values has
        several columns of the same name.
    link_columns
        The columns of links.
    ignored
        Positions of the columns that the mapping says hold no links.
    others
        Names of the columns that are none of these.
    rest
        Their positions.
    """

    at: dict[str, list[int]] = field(default_factory=dict)
    link_columns: list[LinkColumn] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)

    def take(self, name: str, position: int) -> None:
        """Give a column without a name that is known to a field."""
        self.at[name] = [position]
        self.rest = [place for place in self.rest if place != position]

    def add(self, name: str, position: int) -> None:
        """Give a field one more column, without a name that is known."""
        self.at.setdefault(name, []).append(position)
        self.rest = [place for place in self.rest if place != position]

    def first(self, cells: Sequence[str], *names: str) -> str:
        """Return the first value of the first of the fields that has one, else an empty text."""
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
        What the tracker calls them.
    extra
        Further names from the user's mapping: field by name of column.
    links
        Columns of links from the user's mapping: what they mean, or that they hold none.
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
        """Whether a cell is the name of a column with a field of its own."""
        return self._target(plain_name(cell)) is not None

    def columns(self, header: Sequence[str]) -> Columns:
        """Return where each field stands.

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
        """Return what the mapping says of a column of links; None where it does not name it."""
        head, inner = _bracketed(name)
        custom = inner if head in self._names.custom else ""
        return self._links.get(name) or self._links.get(custom)

    def _link_column(
        self, position: int, cell: str, given: LinkColumnRule | str | None
    ) -> LinkColumn | None:
        """Return the column of links that a name stands for: by the mapping, else by its words."""
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
    """Return what stands in the brackets of ``head (inner)``."""
    text = cell.translate(_BRACKETS)
    return text[text.index("(") + 1 : text.rindex(")")]


def _bracketed(name: str) -> tuple[str, str]:
    """Return what stands before and in the brackets of ``head (inner)``."""
    head, bracket, inner = name.partition("(")
    if not bracket or not inner.endswith(")"):
        return name, ""
    return head.strip(), inner[:-1].strip()


def keys_by_value(rows: Sequence[Sequence[str]], width: int) -> tuple[int, int | None] | None:
    """Find the columns of keys and of internal numbers by their values.

    For headers in a language that is not known: a key looks like ``CLP-12``, and every row has
    one of its own; the internal number stands beside it.

    Parameters
    ----------
    rows
        Some rows.
    width
        Number of columns.

    Returns
    -------
    tuple or None
        The position of the keys and of the numbers, which may be missing.
    """
    for position in range(width):
        values = [row[position].strip() for row in rows]
        keys = [value for value in values if _KEY.fullmatch(value)]
        if rows and len(keys) >= len(rows) * _ENOUGH and len(set(keys)) == len(keys):
            return position, _number_beside(rows, width, position)
    return None


def _number_beside(rows: Sequence[Sequence[str]], width: int, position: int) -> int | None:
    for beside in (position + 1, position - 1):
        if 0 <= beside < width:
            values = [row[beside].strip() for row in rows]
            if all(value.isdecimal() for value in values) and len(set(values)) == len(values):
                return beside
    return None
