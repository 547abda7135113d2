"""Reads CSV exports of queries: flat lists, and trees with columns Title 1, Title 2 ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from allocator.integrations.azure.column_names import AMOUNTS, DATES, LEVELS, NAMES
from allocator.integrations.azure.records import Record, named
from allocator.integrations.input_files import fault
from allocator.integrations.tracker.csv_table import TrackerTable, read_tracker_table
from allocator.integrations.tracker.dates import DateOrder, DateReader, order_of
from allocator.integrations.tracker.headers import Columns, Header
from allocator.integrations.tracker.keys import NUMBER, KeyCheck
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.unread_columns import UnreadColumns, link_cells_of, uses_of
from allocator.wording import count

_TITLES = tuple(f"title {level}" for level in range(1, LEVELS + 1))
_MAX_SHOWN_COLUMNS = 8


class QuerySheet:
    """A CSV export of a query.

    Parameters
    ----------
    path
        The file.
    rules
        The mapping, which may name further columns.
    order
        Order of day and month in dates; None to find it from the file.

    Attributes
    ----------
    rows
        Number of rows.
    notes
        Lines on oddities of the file.
    dates, numbers
        Readers of dates and numbers, which count unreadable ones.
    check
        Has the rows that are no work items, after the records are read.
    uses
        Field by column name, empty for unused columns.
    unread_columns
        Counts the content of unread columns.
    """

    def __init__(self, path: Path, rules: Rules, order: DateOrder | None) -> None:
        self._path = path
        header = Header(NAMES, rules.columns, rules.link_columns)
        self._table: TrackerTable = read_tracker_table(path, header.knows)
        self._columns: Columns = header.columns(self._table.header)
        self._check_columns()
        at = self._columns.at
        self._levels = [(n, name) for n, name in enumerate(_TITLES, start=1) if name in at]
        self._plain = [name for name in at if name not in (*_TITLES, "title")]
        self.uses = uses_of(self._table.header, self._columns)
        self.unread_columns = UnreadColumns(self._table.header, self._columns)
        self._rows = list(self._table.rows())
        self.rows = len(self._rows)
        numbers = (_number_of(self._columns.first(cells, "key")) for _, cells in self._rows)
        self.check = KeyCheck(path, NUMBER, numbers)
        self.dates = DateReader(order or self._order())
        amounts = {name: self._texts(name) for name in AMOUNTS if name in self._columns.at}
        self.numbers = NumberReader.of(amounts, given=rules.decimal)
        self.notes = [f"{path.name}: {note}" for note in self._table.notes]

    def records(self, taken: dict[str, object]) -> Iterator[Record]:
        """Yield a record for each row; parents come from the tree if no column names them.

        Parameters
        ----------
        taken
            Used ids, to which the ids of rows without a number are added.
        """
        stack: list[tuple[int, str]] = []
        doubled: list[int] = []
        for line, cells in self._rows:
            self.unread_columns.add(cells)
            values = self._values(cells)
            level, titles = self._titles(cells)
            if len(titles) > 1:
                doubled.append(line)
            values["title"] = title = ": ".join(titles)
            number = _number_of(values.pop("key", ""))
            check = self.check
            if not (check.is_work(number, line, title) if number else check.is_titled(title, line)):
                continue
            key = number or named(title, taken)
            taken[key] = None
            while stack and level and stack[-1][0] >= level:
                stack.pop()
            above = stack[-1][1] if stack and level else ""
            parent = _number_of(values.pop("parent", "")) or above
            if level:
                stack.append((level, key))
            yield Record(
                key=key,
                values={name: value for name, value in values.items() if value},
                dates=self.dates,
                numbers=self.numbers,
                parent=parent,
                link_cells=list(link_cells_of(self._columns, cells)),
                flags=[(self._table.header[p], cells[p]) for p in self._columns.at.get("flag", ())],
                file=str(self._path),
                line=line,
            )
        if doubled:
            lines = ", ".join(map(str, doubled[:_MAX_SHOWN_COLUMNS]))
            self.notes.append(
                f"{self._path.name}: {count(len(doubled), 'row')} with two titles, read as one "
                f"item of both on the upper level: lines {lines}"
            )

    def _texts(self, name: str) -> set[str]:
        """Return the distinct texts of a field."""
        return {cells[p].strip() for _, cells in self._rows for p in self._columns.at[name]} - {""}

    def labels(self) -> dict[str, str]:
        """Return the column name of each field."""
        return {n: self._table.header[some[0]].strip() for n, some in self._columns.at.items()}

    def _values(self, cells: Sequence[str]) -> dict[str, str]:
        return {name: self._columns.first(cells, name) for name in self._plain}

    def _titles(self, cells: Sequence[str]) -> tuple[int, list[str]]:
        """Return the level, 0 in a flat list, and the title of a row, or both of two titles."""
        found = [(n, self._columns.first(cells, name)) for n, name in self._levels]
        filled = [(level, title) for level, title in found if title]
        if filled:
            return filled[0][0], [title for _, title in filled]
        return 0, [self._columns.first(cells, "title")]

    def _order(self) -> DateOrder:
        """Return the order of day and month, from all dates of the file.

        Raises
        ------
        FormatError
            The dates do not tell it.
        """
        positions = [p for name in DATES for p in self._columns.at.get(name, ())]
        texts = {cells[p].strip() for _, cells in self._rows for p in positions} - {""}
        order, against = order_of(texts)
        if order is None and against.keys() >= {"dmy", "mdy"}:
            raise fault(
                self._path,
                None,
                f"its dates do not agree: {against['mdy']} cannot have the month first, "
                f"{against['dmy']} not the day",
                "give --date-order; dates that it does not fit are left out and counted",
            )
        if order is None:
            some = min(text for text in texts if order_of([text])[0] is None)
            raise fault(
                self._path,
                None,
                f"its dates, such as {some}, do not tell which is the day and which the month",
                "give --date-order dmy, mdy or ymd",
            )
        return order

    def _check_columns(self) -> None:
        """Refuse a file without titles.

        Raises
        ------
        FormatError
            None of the columns holds titles; the error names the columns.
        """
        if not any(name in self._columns.at for name in ("title", *_TITLES)):
            some = ", ".join(f'"{name}"' for name in self._table.header[:_MAX_SHOWN_COLUMNS])
            raise fault(
                self._path,
                1,
                f"no column holds titles; the columns are {some}",
                "export the query with Title, or name the column in the mapping: "
                "columns: {Name of the column: title}",
            )


def _number_of(text: str) -> str:
    """Return the number of an id, which spreadsheets may write as 4711.0."""
    text = text.strip().lstrip("#")
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text
