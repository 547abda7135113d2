"""Makes a ticket of a row of a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from allocator.integrations.table.amounts import (
    ends_of_range,
    is_bare,
    percent_of,
    plain_date,
    seconds_of,
)
from allocator.integrations.table.predecessors import PredecessorCells, bare_name
from allocator.integrations.table.sheet import SheetRow
from allocator.integrations.tracker.dates import DateReader
from allocator.integrations.tracker.flags import flags_of
from allocator.integrations.tracker.headers import Columns
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.staff import slug
from allocator.integrations.tracker.ticket import Account, LinkCell, Ticket, name_and_address
from allocator.integrations.tracker.vocabulary import (
    CATEGORIES,
    CONTAINERS,
    STATUSES,
    SUBTASKS,
    folded,
)
from allocator.wording import count, enumerated

_YES: Final = ("true", "yes", "1", "x", "done", "v", "✓", "✔", "☑")
_SEVERAL: Final = re.compile(r"\s*[;|\n]\s*|\s*,\s+|,(?=\S)")
_UNITS_IN_BRACKETS: Final = re.compile(r"\[\d+%?\]$")
_COLOUR: Final = re.compile(
    r"\s+\((?:green|yellow|orange|red|purple|blue|sky|lime|pink|black)[^)]*\)$"
)
_MAX_SECONDS: Final = 20_000 * 3600
"""Ten years of one person; longer amounts are no estimates."""

_MILLISECONDS: Final = 60_000
"""Bare numbers of a tool that counts in milliseconds are at least a minute."""


@dataclass
class RowReading:
    """Reads the rows of one table.

    Attributes
    ----------
    path, header, columns
        The file, the names of its columns, and the positions of the fields.
    dates, numbers
        Readers of dates and numbers.
    day_hours
        Hours of a working day.
    ids
        Keys, ids and row numbers of the table.
    unread
        Texts that cannot be read: expected kind, text, number of occurrences.
    """

    path: Path
    header: Sequence[str]
    columns: Columns
    dates: DateReader
    numbers: NumberReader
    day_hours: float
    ids: Container[str]
    unread: dict[str, dict[str, int]] = field(default_factory=dict)
    _shared: dict[str, list[str]] = field(default_factory=dict)
    _ended: list[str] = field(default_factory=list)
    _bare: int = 0
    _computed: dict[str, list[str]] = field(default_factory=dict)
    _links: PredecessorCells = field(init=False)

    def __post_init__(self) -> None:
        self._links = PredecessorCells(self.ids, self.day_hours)
        self._cells: Sequence[str] = ()

    def ticket(self, row: SheetRow, key: str, number: str, above: str) -> Ticket:
        """Return the ticket of a row.

        Parameters
        ----------
        row
            The row.
        key, number
            Its key, and by what else other rows call it.
        above
            Key of the row above it in the outline; empty without one.
        """
        self._cells = row.cells
        text = self._text
        kind = text("type")
        percent = self._percent()
        resolved = self._date("resolved")
        status = self._status(percent, is_done=resolved is not None)
        started, start, due = self._date("started"), self._date("start"), self._date("due")
        first, last = self._timeline()
        end = self._date("finish")
        category = CATEGORIES.get(folded(status)) or STATUSES.get(folded(status)) or ""
        is_done = category == "done" or (not category and resolved is not None)
        if is_done and resolved is None:
            resolved = self._planned_end(end or due or last, key)
        original, points = self._estimate()
        links = tuple(self._link_cells())
        if category == "in_progress" and started is None:
            started = self._past(start or first)
        if self._is_scheduled():
            start, end = self._without_schedule(key, start, end, links, started or resolved)
        return Ticket(
            key=key,
            id=number if number != key else "",
            title=" ".join(text("title").split()),
            type=kind or ("Milestone" if self._has_no_length() else ""),
            status=status,
            category="done" if is_done else "",
            priority=_priority(text("priority")),
            assignee=self._assignee(key),
            created=self._date("created"),
            updated=self._date("updated"),
            resolved=resolved if is_done else None,
            changed=started if not is_done else None,
            start=(started if is_done else None) or start or first,
            due=due or last or end,
            original=original,
            remaining=self._remaining(original, percent, is_done=is_done),
            spent=self._seconds("spent", "h"),
            points=points,
            parent=bare_name(text("parent")) or above,
            epic=bare_name(text("epic")),
            children=self._children(),
            link_cells=links,
            sprints=self._all("sprint"),
            components=self._all("component") or tuple(filter(None, [self._section(row)])),
            labels=tuple(_COLOUR.sub("", label) for label in self._all("label")),
            team=text("team"),
            activity=text("activity") if "activity" in self.columns.at else "",
            project=slug(self._project()),
            project_name=self._project(),
            flags=flags_of(
                [(self.header[p], row.cells[p]) for p in self.columns.at.get("flag", ())], status
            ),
            blocked_since=self._date("blocked_since"),
            is_subtask=folded(kind) in SUBTASKS,
            is_container=folded(kind) in CONTAINERS,
            file=str(self.path),
            line=row.line,
        )

    # ------------------------------------------------------------------ fields

    def _text(self, *names: str) -> str:
        return self.columns.first(self._cells, *names)

    def _all(self, name: str) -> tuple[str, ...]:
        """Return the values of a field, also of one cell with several."""
        found = [
            bare_name(part.strip("[] "))
            for cell in self.columns.all(self._cells, name)
            for part in _SEVERAL.split(cell.strip("[]"))
            if part.strip("[] ")
        ]
        return tuple(dict.fromkeys(found))

    def _section(self, row: SheetRow) -> str:
        return self._text("section") or row.section

    def _project(self) -> str:
        """Return the project; lists are projects where a column of its own holds the status."""
        is_list = "status" in self.columns.at
        return bare_name((self._text("list") if is_list else "") or self._text("project"))

    def _has_no_length(self) -> bool:
        """Return whether the row says that its duration is zero."""
        text = self._text("estimate", "days", "hours")
        is_time = "estimate" not in self.columns.at or "duration" in self._estimate_column()
        return bool(text) and is_time and seconds_of(text, self.day_hours, "d") == 0

    def _estimate_column(self) -> str:
        return folded(self.header[self.columns.at["estimate"][0]])

    def _planned_end(self, due: dt.datetime | None, key: str) -> dt.datetime | None:
        """Return the planned end of what is done, if no column says when it ended."""
        if due is None or self._date("updated") is not None or due.date() > dt.date.today():
            return None
        self._ended.append(key)
        return due

    def _date(self, name: str) -> dt.datetime | None:
        text = plain_date(self._text(name))
        if not any(letter.isdigit() for letter in text) and folded(text) in (
            "",
            "false",
            "no",
            "-",
        ):
            return None
        return self.dates.read(text)

    def _timeline(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        text = self._text("timeline")
        if not text:
            return None, None
        first, last = ends_of_range(text)
        return self.dates.read(plain_date(first)), self.dates.read(plain_date(last))

    def _past(self, when: dt.datetime | None) -> dt.datetime | None:
        return when if when is not None and when.date() <= dt.date.today() else None

    def _is_scheduled(self) -> bool:
        """Return whether the tool computes starts and ends, as it has durations."""
        return "estimate" in self.columns.at and "duration" in self._estimate_column()

    def _without_schedule(
        self,
        key: str,
        start: dt.datetime | None,
        end: dt.datetime | None,
        links: Sequence[LinkCell],
        begun: dt.datetime | None,
    ) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Return start and end without those that the tool has computed, which are counted."""
        if end is not None:
            self._computed.setdefault("finish", []).append(key)
        if start is not None and begun is None and any(not link.outward for link in links):
            self._computed.setdefault("start", []).append(key)
            start = None
        return start, None

    def _status(self, percent: float | None, *, is_done: bool) -> str:
        """Return the status: its own, else what a tick, the progress or a section says."""
        if folded(self._text("complete")) in _YES or (percent is not None and percent >= 1):
            return "Done"
        if folded(self._text("canceled")) not in ("", "false", "no", "0"):
            return "Canceled"
        own = self._text("status") or self._text("list")
        if own:
            return own
        if is_done:
            return "Done"
        if percent is not None:
            return "In Progress" if percent else "To Do"
        progress, section = self._text("percent"), self._text("section")
        return progress or (section if folded(section) in STATUSES else "To Do")

    def _percent(self) -> float | None:
        text = self._text("percent")
        return percent_of(text) if text and not text[:1].isalpha() else None

    def _assignee(self, key: str) -> Account:
        """Return the first of the people of a row; several are noted."""
        names = [_UNITS_IN_BRACKETS.sub("", name).strip() for name in self._all("assignee")]
        mails = self._all("assignee_email")
        if len(names) > 1:
            self._shared.setdefault(names[0], []).append(f"{key}: {', '.join(names)}")
        name, email = names[0] if names else "", mails[0] if mails else ""
        bare, inner = name_and_address(name)
        if "@" in inner:
            name, email = bare, inner
        elif re.fullmatch(r"[^\s@]+@[^\s@]+", name):
            name, email = "", email or name
        return Account(name=name.removeprefix("@"), email=email)

    def _estimate(self) -> tuple[float | None, float | None]:
        """Return the estimate in seconds, and the points."""
        for name, unit in (("hours", "h"), ("days", "d")):
            found = self._seconds(name, unit)
            if found:
                return found, None
        text = self._text("estimate")
        points = self.numbers.read("points", self._text("points"))
        if not text:
            return None, points or None
        if not is_bare(text):
            return self._seconds("estimate", ""), points or None
        number = self._seconds("estimate", "ms")
        if number is not None and number * 1000 >= _MILLISECONDS:
            return number, points or None
        column = self._estimate_column()
        if "duration" in column or column in ("dauer", "duración"):
            return self._seconds("estimate", "d"), points or None
        self._bare += 1
        return None, points or (None if number is None else number * 1000) or None

    def _seconds(self, name: str, unit: str) -> float | None:
        text = self._text(name)
        if not text or folded(text) in ("-", "none", "n/a"):
            return None
        if unit == "h" and is_bare(text) and len(text) >= 6:
            unit = "ms"
        found = seconds_of(text, self.day_hours, unit)
        if found is None or found > _MAX_SECONDS:
            found = None
            some = self.unread.setdefault("amounts of work", {})
            some[text] = some.get(text, 0) + 1
        return found or None

    def _remaining(
        self, original: float | None, percent: float | None, *, is_done: bool
    ) -> float | None:
        own = self._seconds("remaining", "h")
        if own is None and original and percent and not is_done:
            return original * (1 - percent)
        return own

    def _children(self) -> tuple[str, ...]:
        """Return the cells that list the names of subitems."""
        return tuple(bare_name(cell) for cell in self.columns.all(self._cells, "children"))

    def _link_cells(self) -> Iterator[LinkCell]:
        for column in self.columns.link_columns:
            cell = self._cells[column.position].strip()
            if not cell:
                continue
            if column.type is None:
                yield LinkCell(key=cell, type=column.kind, outward=column.outward)
            elif column.type == "FS":
                yield from self._links.cells(cell, column.kind, outward=column.outward)
            else:
                yield LinkCell(key=cell, type=column.kind, outward=column.outward, link=column.type)

    # ------------------------------------------------------------------ report

    def notes(self) -> list[str]:
        """Return lines on what was taken in some way, or not at all."""
        found = []
        if self._shared:
            rows = [row for some in self._shared.values() for row in some]
            found.append(
                f"{count(len(rows), 'row')} with several people, of whom the first counts; for "
                "work that several do together write needs into the scenario: "
                f"{enumerated(rows, most=4)}"
            )
        for name, target, why in (
            ("finish", "due", "are no due dates"),
            ("start", "start", "of rows with predecessors are no earliest starts"),
        ):
            keys = self._computed.get(name)
            if keys:
                column = self.header[self.columns.at[name][0]].strip()
                hint = f"; columns: {{{column}: due}} makes them so" if target == "due" else ""
                found.append(
                    f'column "{column}": {count(len(keys), "date")} {why}, as they follow from '
                    f"the durations{hint}: {enumerated(keys, most=4)}"
                )
        if self._ended:
            found.append(
                f"{count(len(self._ended), 'row')} done without a date: taken as done when they "
                f"were due: {enumerated(self._ended)}"
            )
        if self._bare:
            name = self.header[self.columns.at["estimate"][0]]
            found.append(
                f'column "{name}": {count(self._bare, "number")} without a unit taken as points; '
                f"write columns: {{{name}: hours}} or days in the mapping if they are that"
            )
        if self._links.typed:
            found.append(f"{count(self._links.typed, 'link')} with a type or lag in its cell")
        if self._links.unread:
            texts = ", ".join(f'"{text}"' for text in self._links.unread)
            found.append(f"lags that cannot be read, taken as none: {texts}")
        return found


def _priority(text: str) -> str:
    """Return a priority without what some tools put before it: ``1 - High``, ``P1: High``."""
    bare = re.sub(r"^(?:\W+|\d\s*[-.:]\s*)", "", text.strip())
    return {"no priority": "", "none": ""}.get(bare.casefold(), bare or text)
