"""Reads CSV exports of Jira, Cloud and Server, in any of their languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from allocator.integrations.input_files import fault
from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.tracker.csv_table import TrackerTable, read_tracker_table
from allocator.integrations.tracker.dates import DateOrder, DateReader, order_of
from allocator.integrations.tracker.flags import FlagColumn, flags_of
from allocator.integrations.tracker.headers import Columns, Header, keys_by_value
from allocator.integrations.tracker.keys import DATE_LIKE, JIRA, KeyCheck
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.ticket import Account, Ticket, name_and_address
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.unread_columns import UnreadColumns, link_cells_of, uses_of
from allocator.integrations.tracker.vocabulary import CONTAINERS, SUBTASKS, folded
from allocator.wording import count

FIELDS: Final = frozenset(jira_names().fields) | frozenset(jira_names().own)
"""Names of fields that a mapping can give to columns."""

_DATES: Final = (
    *("created", "updated", "resolved", "changed"),
    *("start", "due", "target_start", "target_end", "blocked_since"),
)
_SECONDS: Final = ("original", "remaining", "spent")
_AMOUNTS: Final = {**dict.fromkeys(_SECONDS, "times"), "points": "story points"}
"""Fields that hold numbers, with their names in the report."""
_SAMPLED_ROWS: Final = (
    200  # rows that are looked at where the header is in a language that is not known
)


def read(files: Sequence[Path], rules: Rules, order: DateOrder | None) -> TicketSource:
    """Read some exports together.

    Parameters
    ----------
    files
        CSV files.
    rules
        The mapping, which may name further columns.
    order
        Order of day, month and year in numeric dates; None to tell it from each file.

    Raises
    ------
    FormatError
        A file is no such export, or its dates could mean two things.
    """
    source = TicketSource()
    for path in files:
        source.add(read_file(path, rules, order))
    return source


def read_file(path: Path, mapping: Rules, order: DateOrder | None = None) -> TicketSource:
    """Read one export.

    Parameters
    ----------
    path
        A CSV file.
    mapping
        The mapping, which may name further columns.
    order
        Order of day and month in numeric dates; None to find it from the file.

    Returns
    -------
    TicketSource
        A ticket for each row.

    Raises
    ------
    FormatError
        The file is no such export, or its dates could mean two things.
    """
    header = Header(jira_names(), mapping.columns, mapping.link_columns)
    table = read_tracker_table(path, header.knows)
    columns = header.columns(table.header)
    source = TicketSource()
    _find_key(table, columns, source)
    texts = _texts(table, columns)
    reader = DateReader(_order(table, _all_of(texts, _DATES), order))
    amounts = {name: texts[name] for name in _AMOUNTS if name in texts}
    numbers = NumberReader.of(amounts, whole=_SECONDS, given=mapping.decimal)
    unread_columns = UnreadColumns(table.header, columns)
    for line, cells in table.rows():
        unread_columns.add(cells)
        row = _JiraRow(table.header, cells, columns, reader, numbers)
        source.tickets.append(row.ticket(str(path), line))
    bare = _keep_work(path, source)
    odd = [key for ticket in source.tickets if DATE_LIKE.fullmatch(key := ticket.key)]
    if odd:
        table.notes.append(
            f"{count(len(odd), 'key')} that a spreadsheet has taken for dates, such as "
            f'"{odd[0]}": export anew, and give the file as Jira has written it'
        )
    if bare:
        table.notes.append(f"{count(bare, 'row')} without a key, called after their lines")
    if reader.unread:
        source.unread["dates"] = reader.unread
    source.take_numbers(numbers, _AMOUNTS, _labels(table, columns))
    source.notes += [f"{path.name}: {note}" for note in table.notes]
    source.columns = uses_of(table.header, columns)
    source.leave(unread_columns.of, unread_columns.helpers, unread_columns.second)
    return source


def _keep_work(path: Path, source: TicketSource) -> int:
    """Leave out rows that are no tickets; return the number of other rows without a key."""
    bare = {ticket.key for ticket in source.tickets if ticket.key == f"row-{ticket.line}"}
    check = KeyCheck(path, JIRA, [t.key for t in source.tickets if t.key not in bare])
    source.tickets = [
        ticket
        for ticket in source.tickets
        if (
            check.is_titled(ticket.title, ticket.line)
            if ticket.key in bare
            else check.is_work(ticket.key, ticket.line, ticket.title)
        )
    ]
    source.left_out = check.left_out
    return sum(ticket.key in bare for ticket in source.tickets)


def _find_key(table: TrackerTable, columns: Columns, source: TicketSource) -> None:
    """Find the key column, by its name or else by its values."""
    if "key" in columns.at:
        return
    rows = [cells for (_, cells), _ in zip(table.rows(), range(_SAMPLED_ROWS), strict=False)]
    found = keys_by_value(rows, len(table.header))
    if found is None:
        some = ", ".join(f'"{name}"' for name in table.header[:6])
        raise fault(
            table.path,
            1,
            f"no column holds the keys of issues; the header begins with {some}",
            'export with the column "Issue key", or name it in the mapping, columns: {NAME: key}',
        )
    key, number = found
    columns.take("key", key)
    if number is not None and "id" not in columns.at:
        columns.take("id", number)
    source.notes.append(
        f'{table.path.name}: keys taken from the column "{table.header[key]}", by their form; '
        "name the others in the mapping, under columns"
    )


def _texts(table: TrackerTable, columns: Columns) -> dict[str, set[str]]:
    """Return the distinct texts of all dates and numbers, by field.

    Flag columns are also recognised here, by their content.
    """
    places = {n: columns.at[n] for n in (*_DATES, *_AMOUNTS) if n in columns.at}
    found: dict[str, set[str]] = {name: set() for name in places}
    flags = FlagColumn(columns)
    for _, cells in table.rows():
        flags.add(cells)
        for name, positions in places.items():
            found[name].update(cells[position] for position in positions)
    flags.settle()
    return {name: some - {""} for name, some in found.items()}


def _all_of(texts: Mapping[str, set[str]], names: Iterable[str]) -> set[str]:
    return set().union(*(texts.get(name, set()) for name in names))


def _labels(table: TrackerTable, columns: Columns) -> dict[str, str]:
    """Return the column name of each field of numbers."""
    return {n: table.header[columns.at[n][0]].strip() for n in _AMOUNTS if columns.at.get(n)}


def _order(table: TrackerTable, texts: set[str], given: DateOrder | None) -> DateOrder | None:
    """Return the order of day and month in a file.

    Raises
    ------
    FormatError
        The dates could mean two things, or contradict each other.
    """
    if given is not None:
        return given
    found, against = order_of(texts)
    if found is not None or not texts:
        return found
    if "dmy" in against and "mdy" in against:
        raise fault(
            table.path,
            None,
            f'has dates with the day first ("{against["mdy"]}") and with the month first '
            f'("{against["dmy"]}")',
            "export it anew without a spreadsheet in between, or say which counts, for example "
            "--date-order dmy; the others are then reported as unread",
        )
    some = next(text for text in sorted(texts) if order_of([text])[0] is None)
    raise fault(
        table.path,
        None,
        f'has dates such as "{some}", which could mean two days, and none that tells',
        "say the order of day, month and year: --date-order dmy, mdy or ymd",
    )


class _JiraRow:
    """Makes a ticket of a row."""

    def __init__(
        self,
        names: Sequence[str],
        cells: Sequence[str],
        columns: Columns,
        dates: DateReader,
        numbers: NumberReader,
    ) -> None:
        self._names, self._cells, self._columns = names, cells, columns
        self._dates, self._numbers = dates, numbers

    def ticket(self, file: str, line: int) -> Ticket:
        text, date, number = self._text, self._date, self._number
        kind = text("type")
        is_subtask = folded(kind) in SUBTASKS
        return Ticket(
            key=text("key") or f"row-{line}",
            id=text("id"),
            title=" ".join(text("title").split()),
            type=kind,
            status=text("status"),
            category=text("category"),
            priority=text("priority"),
            resolution=text("resolution"),
            assignee=self._account(),
            created=date("created"),
            updated=date("updated"),
            resolved=date("resolved"),
            changed=date("changed"),
            start=date("start") or date("target_start"),
            due=date("due") or date("target_end"),
            original=number("original"),
            remaining=number("remaining"),
            spent=number("spent"),
            points=number("points"),
            parent=text("parent_key", "parent"),
            epic=text("epic"),
            children=self._columns.all(self._cells, "children"),
            parent_title=text("parent_title"),
            epic_name=text("epic_name"),
            link_cells=tuple(link_cells_of(self._columns, self._cells)),
            sprints=self._columns.all(self._cells, "sprint"),
            components=self._columns.all(self._cells, "component"),
            labels=self._columns.all(self._cells, "label"),
            team=" ".join(text("team", "own_team").split()),
            activity=text("activity"),
            project=text("project") or text("key").rpartition("-")[0],
            project_name=text("project_name"),
            flags=self._flags(),
            blocked_since=date("blocked_since"),
            is_subtask=is_subtask,
            is_container=folded(kind) in CONTAINERS,
            file=file,
            line=line,
        )

    def _text(self, *names: str) -> str:
        return self._columns.first(self._cells, *names)

    def _date(self, name: str) -> dt.datetime | None:
        return self._dates.read(self._text(name))

    def _number(self, name: str) -> float | None:
        return self._numbers.read(name, self._text(name))

    def _flags(self) -> tuple[str, ...]:
        places = self._columns.at.get("flag", ())
        cells = [(self._names[place], self._cells[place]) for place in places]
        return flags_of(cells, self._text("status"))

    def _account(self) -> Account:
        name, email = self._text("assignee"), self._text("assignee_email")
        bare, inner = name_and_address(name)
        if "@" in inner and " " not in inner:
            name, email = bare, inner
        elif "@" in name and " " not in name and not email:
            name, email = "", name
        return Account(name=name, email=email, id=self._text("assignee_id"))
