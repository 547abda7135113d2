"""The tickets of all files, as a reader returns them, with notes on the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from allocator.domain.natural_order import natural
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.scenario_document import ScenarioDocument
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.unread_columns import UnreadColumn

_DAY = dt.timedelta(days=1)
_MAX_TIME_AHEAD = dt.timedelta(days=31)


@dataclass
class TicketSource:
    """Tickets read from files of one tracker.

    Attributes
    ----------
    tickets
        A ticket for each row, in the order of the files.
    notes
        Lines on oddities of the files.
    unread
        Unreadable texts: expected kind, text, number of occurrences.
    left_out
        Rows that are no tickets: reason, then content of the key column.
    columns
        Field by column name; empty for unused columns.
    unread_columns
        Content of each unread column.
    helpers, second
        By column, the number of cells that only help to read others, and of those that do not
        count since another column of the field has a different value.
    site_statuses, site_links
        What a site has besides what its tickets have, where it was asked: category by status, and
        how both sides of a kind of link read.
    is_live
        Whether the tickets were read over REST, so that nobody has asked for every column.
    """

    tickets: list[Ticket] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, dict[str, int]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    unread_columns: dict[str, UnreadColumn] = field(default_factory=dict)
    helpers: dict[str, int] = field(default_factory=dict)
    second: dict[str, int] = field(default_factory=dict)
    site_statuses: dict[str, str] = field(default_factory=dict)
    site_links: dict[str, str] = field(default_factory=dict)
    is_live: bool = False

    def add(self, other: TicketSource) -> None:
        """Add the tickets and notes of another file."""
        self.tickets += other.tickets
        self.notes += other.notes
        for what, texts in other.unread.items():
            mine = self.unread.setdefault(what, {})
            for text, times in texts.items():
                mine[text] = mine.get(text, 0) + times
        for reason, rows in other.left_out.items():
            self.left_out.setdefault(reason, []).extend(rows)
        self.columns |= {name: target for name, target in other.columns.items() if target}
        self.columns = {**dict.fromkeys(other.columns, ""), **self.columns}
        self.leave(other.unread_columns, other.helpers, other.second)

    def leave(
        self,
        unread: Mapping[str, UnreadColumn],
        helpers: Mapping[str, int],
        second: Mapping[str, int],
    ) -> None:
        """Count the cells of a file that are not in tickets."""
        for name, column in unread.items():
            self.unread_columns.setdefault(name, UnreadColumn()).merge(column)
        for mine, others in ((self.helpers, helpers), (self.second, second)):
            for name, number in others.items():
                mine[name] = mine.get(name, 0) + number

    def take_numbers(
        self, numbers: NumberReader, kinds: Mapping[str, str], label: Mapping[str, str]
    ) -> None:
        """Add unreadable and ambiguous numbers.

        Parameters
        ----------
        numbers
            The reader of the numbers.
        kinds
            Names of the numbers of each field for the report.
        label
            Column name of each field.
        """
        for name, texts in numbers.unread.items():
            some = self.unread.setdefault(kinds.get(name, name), {})
            for text, times in texts.items():
                some[text] = some.get(text, 0) + times
        self.notes += numbers.doubts(label)

    def complete_rules(self, rules: Rules) -> Rules:
        """Return the mapping with fields of the scenario from the files; here unchanged."""
        return rules

    def complete_people(
        self, document: ScenarioDocument, rules: Rules, report: ImportReport, *, is_inferred: bool
    ) -> None:
        """Complete the people with data of the files beyond tickets; here nothing.

        Parameters
        ----------
        document
            The scenario, whose people are changed.
        rules, report
            The mapping, and the report for notes.
        is_inferred
            Whether people are made from the accounts of the tracker.
        """

    @property
    def dates_of_changes(self) -> list[dt.datetime]:
        """The times at which something is said to have happened to a ticket."""
        return [
            when
            for ticket in self.tickets
            for when in (ticket.created, ticket.updated, ticket.resolved, ticket.changed)
            if when is not None
        ]

    @property
    def newest(self) -> dt.datetime | None:
        """The latest time at which something happened to a ticket; None without any.

        Times after the last update of all tickets have not happened and do not count, nor do times
        more than a month ahead if there are earlier ones.
        """
        updates = [ticket.updated for ticket in self.tickets if ticket.updated is not None]
        times = self.dates_of_changes
        limit = dt.datetime.combine(dt.date.today(), dt.time()) + _MAX_TIME_AHEAD
        believed = [when for when in times if when < limit] or times
        believed_updates = [when for when in updates if when in set(believed)]
        if believed_updates:
            last = max(believed_updates) + _DAY
            believed = [when for when in believed if when <= last]
        return max(believed, default=None)


def one_each(tickets: Iterable[Ticket]) -> tuple[dict[str, Ticket], list[str]]:
    """Return one ticket for each key, in natural order, and the keys of several rows.

    If files overlap, the row that was updated last counts, of equal ones the later row.
    """
    found: dict[str, Ticket] = {}
    again: list[str] = []
    for ticket in tickets:
        before = found.get(ticket.key)
        if before is not None:
            again.append(ticket.key)
            if (before.updated or dt.datetime.min) > (ticket.updated or dt.datetime.min):
                continue
        found[ticket.key] = ticket
    return {key: found[key] for key in sorted(found, key=natural)}, again
