"""Reads on which days items were created and finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from allocator.integrations import TRACKERS
from allocator.integrations.histories.history_file import HistoryFile
from allocator.integrations.histories.history_table import HistoryTable
from allocator.integrations.histories.read import form_of
from allocator.integrations.tracker.dates import DateOrder
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.structure import state_of
from allocator.integrations.tracker.ticket_source import TicketSource, one_each


@dataclass
class ItemDates:
    """Days of the items of some files.

    Attributes
    ----------
    finished, created
        Days, in the order of the files.
    file
        Notes, and rows that were left out.
    """

    finished: list[dt.date] = field(default_factory=list)
    created: list[dt.date] = field(default_factory=list)
    file: HistoryFile = field(default_factory=HistoryFile)


def read_item_dates(paths: Sequence[Path], order: DateOrder | None = None) -> ItemDates:
    """Read the days of several files together.

    Parameters
    ----------
    paths
        CSV files with a column of days on which items were finished, and perhaps created; exports
        of Jira (CSV) and of Azure DevOps (CSV, JSON).
    order
        Order of day, month and year in numeric dates; None where the files tell.

    Raises
    ------
    FormatError
        A file cannot be read, or has rows that cannot be, all of which are named.
    """
    found = ItemDates()
    forms = {path: form_of(path) for path in paths}
    for path in paths:
        if forms[path] == "history":
            _add_table(found, HistoryTable(path, order))
    for tracker in TRACKERS:
        some = [path for path in paths if forms[path] == tracker]
        if some:
            _add_tickets(found, TRACKERS[tracker].read(some, Rules(), order))
    found.file.check()
    return found


def _add_table(found: ItemDates, table: HistoryTable) -> None:
    table.require("finished")
    found.file.notes += table.notes
    for row in table.rows():
        created, finished = row.date("created"), row.date("finished")
        if created is not None and finished is not None and finished.date() < created.date():
            row.faults.append(f"{row.name}: it was finished before it was created")
        found.file.faults += row.faults
        if row.faults:
            continue
        if created is not None:
            found.created.append(created.date())
        if finished is None:
            found.file.leave("no day on which it was finished", row.name)
        else:
            found.finished.append(finished.date())


def _add_tickets(found: ItemDates, source: TicketSource) -> None:
    found.file.notes += source.notes
    tickets, again = one_each(source.tickets)
    for key in again:
        found.file.leave("given twice, of which the newer counts", key)
    for ticket in tickets.values():
        state, _ = state_of(ticket, Rules())
        finished = ticket.resolved or ticket.changed
        if ticket.is_container or state == "removed":
            reason = "they hold other tickets" if ticket.is_container else "closed, but not done"
            found.file.leave(reason, ticket.key)
            continue
        if ticket.created is not None:
            found.created.append(ticket.created.date())
        if state != "done":
            found.file.leave("not finished", ticket.key)
        elif finished is None:
            found.file.leave("no day on which it was finished", ticket.key)
        else:
            found.finished.append(finished.date())
