"""Makes tickets of the rows of Jira's columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from allocator.integrations.table.amounts import seconds_of
from allocator.integrations.tracker.dates import DateReader
from allocator.integrations.tracker.flags import flags_of
from allocator.integrations.tracker.headers import Columns
from allocator.integrations.tracker.numbers import MAX_NUMBER, NumberReader, readings
from allocator.integrations.tracker.ticket import Account, Ticket, name_and_address
from allocator.integrations.tracker.unread_columns import link_cells_of
from allocator.integrations.tracker.vocabulary import CONTAINERS, SUBTASKS, folded

SECONDS: Final = ("original", "remaining", "spent")
"""Fields that hold seconds of work."""

AMOUNTS: Final = {**dict.fromkeys(SECONDS, "times"), "points": "story points"}
"""Fields that hold numbers, with their names in the report."""


class JiraRow:
    """Makes a ticket of a row: of a CSV file, or of an issue read over REST.

    Parameters
    ----------
    names, cells
        Names of the columns, and the content of the row.
    columns
        Positions of the fields.
    dates, numbers
        Readers of the dates and numbers of the source.
    day_hours
        Hours of a day of the tracker's estimates.

    Attributes
    ----------
    spans
        Times of the row that have units, as ``1d 4h``.
    """

    def __init__(
        self,
        names: Sequence[str],
        cells: Sequence[str],
        columns: Columns,
        dates: DateReader,
        numbers: NumberReader,
        *,
        day_hours: float = 8,
    ) -> None:
        self._names, self._cells, self._columns = names, cells, columns
        self._dates, self._numbers, self._day_hours = dates, numbers, day_hours
        self.spans: list[str] = []

    def ticket(self, file: str, line: int) -> Ticket:
        """Return the ticket.

        Parameters
        ----------
        file, line
            Where the row stands, from line 1.
        """
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
        text = self._text(name)
        if name in SECONDS and text.strip() and not readings(text):
            seconds = seconds_of(text, self._day_hours)
            if seconds is not None and seconds < MAX_NUMBER:
                self.spans.append(text)
                return seconds
        return self._numbers.read(name, text)

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
