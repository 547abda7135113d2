"""Reads any table of tasks: exports of tools without an importer of their own, and own sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from allocator.integrations.azure.records import named
from allocator.integrations.input_files import fault
from allocator.integrations.table.column_names import (
    AFTER,
    BEFORE,
    DATES,
    FIELDS,
    HELPING,
    NAMES,
    NO_ORDER,
)
from allocator.integrations.table.outline import parent_rows
from allocator.integrations.table.sheet import Sheet, SheetRow, read_sheet
from allocator.integrations.table.table_row import RowReading
from allocator.integrations.tracker.dates import DateOrder, DateReader, order_of
from allocator.integrations.tracker.headers import Columns, Header, LinkColumn, plain_name
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.unread_columns import UnreadColumns, uses_of
from allocator.integrations.tracker.vocabulary import folded
from allocator.wording import printable, shorten

__all__ = ["FIELDS", "read"]

_AMOUNTS: Final = {"points": "story points"}
_MAX_SHOWN_COLUMNS: Final = 8
_ADDRESS_NUMBER: Final = re.compile(r"https?://\S+?/([^/\s]+)/([^/\s]+)/(?:issues|pull)/(\d+)\S*")


@dataclass
class TableSource(TicketSource):
    """Tickets of tables, which say what makes a project unless the mapping does."""

    has_projects: bool = False

    def complete_rules(self, rules: Rules) -> Rules:
        """Let the column of projects make the projects, if there is one."""
        if self.has_projects and "projects" not in rules.model_fields_set:
            return rules.model_copy(update={"projects": "project"})
        return rules


def read(files: Sequence[Path], rules: Rules, order: DateOrder | None) -> TableSource:
    """Read some tables together.

    Parameters
    ----------
    files
        CSV files and workbooks.
    rules
        The mapping, which may name further columns.
    order
        Order of day, month and year in numeric dates; None to tell it from each file.

    Raises
    ------
    FormatError
        A file is no table of tasks, or its dates could mean two things.
    """
    source = TableSource()
    taken: dict[str, object] = {}
    for path in files:
        _TableReading(path, rules, order, taken, source).read()
    source.has_projects = any(ticket.project for ticket in source.tickets)
    return source


class _TableReading:
    """Reads one table."""

    def __init__(
        self,
        path: Path,
        rules: Rules,
        order: DateOrder | None,
        taken: dict[str, object],
        source: TableSource,
    ) -> None:
        self._path, self._rules, self._taken, self._source = path, rules, taken, source
        header = Header(NAMES, rules.columns, rules.link_columns)
        links = {*BEFORE, *AFTER, *NO_ORDER}
        self._sheet: Sheet = read_sheet(
            path, lambda cell: header.knows(cell) or plain_name(cell) in links
        )
        self._columns = self._with_links(header.columns(self._sheet.header))
        self._check_title()
        self._settle_keys()
        self._dates = DateReader(order or self._order())

    def read(self) -> None:
        """Add the tickets of the table, and what is to be told of it, to the source."""
        sheet, columns, source = self._sheet, self._columns, self._source
        unread = UnreadColumns(sheet.header, columns)
        kept = self._kept()
        keys = {row.number: self._key(row) for row in kept}
        numbers = {str(row.number): keys[row.number] for row in kept}
        texts = {n: self._texts(n) for n in _AMOUNTS if n in columns.at}
        reading = RowReading(
            path=self._path,
            header=sheet.header,
            columns=columns,
            dates=self._dates,
            numbers=NumberReader.of(texts, given=self._rules.decimal),
            day_hours=self._rules.hours_per_day,
            ids={*keys.values(), *self._ids(kept), *numbers},
        )
        above = parent_rows(kept, columns)
        for row in kept:
            unread.add(row.cells)
            parent = above.get(row.number)
            ticket = reading.ticket(
                row, keys[row.number], self._id(row), "" if parent is None else keys[parent]
            )
            source.tickets.append(ticket)
        self._note(reading, unread, has_outline=bool(above))

    # ------------------------------------------------------------------ columns

    def _with_links(self, columns: Columns) -> Columns:
        """Add the columns of links that tables have, and take out those that repeat others."""
        known = {column.position for column in columns.link_columns}
        for position, cell in enumerate(self._sheet.header):
            name = plain_name(cell)
            inner = name.partition("(")[0].strip() if name in (*BEFORE, *AFTER) else name
            if position in known or position not in columns.rest:
                continue
            meaning = None
            if name in BEFORE or inner in BEFORE:
                meaning = LinkColumn(position, cell.strip(), False, "FS")
            elif name in AFTER or inner in AFTER:
                meaning = LinkColumn(position, cell.strip(), True, "FS")
            elif name in NO_ORDER:
                meaning = LinkColumn(position, cell.strip(), True, None)
            if meaning is not None:
                columns.link_columns.append(meaning)
            elif name not in HELPING:
                continue
            columns.rest.remove(position)
        return columns

    def _check_title(self) -> None:
        """Refuse a table without titles.

        Raises
        ------
        FormatError
            No column holds titles; the error names the columns.
        """
        if "title" not in self._columns.at:
            names = self._sheet.header[:_MAX_SHOWN_COLUMNS]
            some = ", ".join(f'"{printable(shorten(name, most=40))}"' for name in names)
            raise fault(
                self._path,
                1,
                f"no column holds the titles of tasks; the columns are {some}",
                "name one in the mapping: columns: {Name of the column: title}",
            )

    def _settle_keys(self) -> None:
        """Take ids as keys if no column holds keys and each row has an id of its own."""
        at = self._columns.at
        if "key" not in at and "id" in at:
            ids = [self._columns.first(row.cells, "id") for row in self._sheet.rows]
            if len(set(ids)) == len(ids) and all(ids):
                at["key"] = at.pop("id")

    # ------------------------------------------------------------------ rows

    def _kept(self) -> list[SheetRow]:
        """Return the rows with a title; others are counted, as are archived and empty ones."""
        found = []
        for row in self._sheet.rows:
            title = self._columns.first(row.cells, "title")
            if not title:
                self._leave("without a title", f"row {row.line}")
            elif folded(self._columns.first(row.cells, "archived")) in ("true", "yes", "1"):
                self._leave("archived", title)
            else:
                found.append(row)
        return found

    def _leave(self, reason: str, what: str) -> None:
        self._source.left_out.setdefault(reason, []).append(what)

    def _key(self, row: SheetRow) -> str:
        """Return the key of a row: its own, the number in its address, or one of its title."""
        key = self._columns.first(row.cells, "key").lstrip("#")
        address = _ADDRESS_NUMBER.fullmatch(self._columns.first(row.cells, "url"))
        if not key and address is not None:
            key = address[3] if address[3] not in self._taken else f"{address[2]}-{address[3]}"
        if not key:
            key = named(self._columns.first(row.cells, "title"), self._taken)
        self._taken[key] = None
        return key

    def _id(self, row: SheetRow) -> str:
        """Return by what else other rows call a row: its id, address, or number in the table."""
        return (
            self._columns.first(row.cells, "id")
            or self._columns.first(row.cells, "url")
            or ("" if "key" in self._columns.at else str(row.number))
        )

    def _ids(self, rows: Sequence[SheetRow]) -> set[str]:
        return {self._id(row) for row in rows}

    def _texts(self, name: str) -> set[str]:
        places = self._columns.at.get(name, ())
        return {row.cells[p].strip() for row in self._sheet.rows for p in places} - {""}

    def _order(self) -> DateOrder | None:
        """Return the order of day and month, from all dates of the table.

        Raises
        ------
        FormatError
            The dates do not tell it.
        """
        texts = set().union(*(self._texts(name) for name in DATES))
        found, against = order_of(texts)
        if found is not None or not texts:
            return found
        some = min(text for text in texts if order_of([text])[0] is None)
        what = "could mean two days" if not against else "do not agree"
        raise fault(
            self._path,
            None,
            f'has dates such as "{some}", which {what}, and none that tells',
            "say the order of day, month and year: --date-order dmy, mdy or ymd",
        )

    # ------------------------------------------------------------------ report

    def _note(self, reading: RowReading, unread: UnreadColumns, *, has_outline: bool) -> None:
        source, path = self._source, self._path
        notes = [*self._sheet.notes, *reading.notes()]
        if has_outline:
            notes.append("parents taken from the outline of the rows")
        source.notes += [f"{path.name}: {note}" for note in notes]
        if self._dates.unread:
            some = source.unread.setdefault("dates", {})
            for text, times in self._dates.unread.items():
                some[text] = some.get(text, 0) + times
        for what, texts in reading.unread.items():
            mine = source.unread.setdefault(what, {})
            for text, times in texts.items():
                mine[text] = mine.get(text, 0) + times
        label = {n: self._sheet.header[p[0]].strip() for n, p in self._columns.at.items()}
        source.take_numbers(reading.numbers, _AMOUNTS, label)
        source.columns |= uses_of(self._sheet.header, self._columns)
        source.leave(unread.of, unread.helpers, unread.second)
