"""Reads CSV exports of Jira, Cloud and Server, in any of their languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from allocator.integrations.input_files import fault
from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.jira.rows import AMOUNTS, SECONDS, JiraRow
from allocator.integrations.tracker.csv_table import TrackerTable, read_tracker_table
from allocator.integrations.tracker.dates import DateOrder, DateReader, order_of
from allocator.integrations.tracker.flags import FlagColumn
from allocator.integrations.tracker.headers import Columns, Header, keys_by_value
from allocator.integrations.tracker.keys import DATE_LIKE, JIRA, KeyCheck
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.unread_columns import UnreadColumns, uses_of
from allocator.wording import count, shorten

FIELDS: Final = frozenset(jira_names().fields) | frozenset(jira_names().own)
"""Names of fields that a mapping can give to columns."""

_DATES: Final = (
    *("created", "updated", "resolved", "changed"),
    *("start", "due", "target_start", "target_end", "blocked_since"),
)
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
    amounts = {name: texts[name] for name in AMOUNTS if name in texts}
    numbers = NumberReader.of(amounts, whole=SECONDS, given=mapping.decimal)
    unread_columns = UnreadColumns(table.header, columns)
    spans: list[str] = []
    for line, cells in table.rows():
        unread_columns.add(cells)
        row = JiraRow(
            table.header, cells, columns, reader, numbers, day_hours=mapping.hours_per_day
        )
        source.tickets.append(row.ticket(str(path), line))
        spans += row.spans
    bare = _keep_work(path, source)
    odd = [key for ticket in source.tickets if DATE_LIKE.fullmatch(key := ticket.key)]
    if odd:
        table.notes.append(
            f"{count(len(odd), 'key')} that a spreadsheet has taken for dates, such as "
            f'"{odd[0]}": export anew, and give the file as Jira has written it'
        )
    if bare:
        table.notes.append(f"{count(bare, 'row')} without a key, called after their lines")
    if spans:
        table.notes.append(
            f'{count(len(spans), "time")} with units, such as "{shorten(spans[0])}": a day is '
            f"{mapping.hours_per_day:g} hours (hours_per_day in the mapping), a week 5 days"
        )
    if reader.unread:
        source.unread["dates"] = reader.unread
    source.take_numbers(numbers, AMOUNTS, _labels(table, columns))
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
    places = {n: columns.at[n] for n in (*_DATES, *AMOUNTS) if n in columns.at}
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
    return {n: table.header[columns.at[n][0]].strip() for n in AMOUNTS if columns.at.get(n)}


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
