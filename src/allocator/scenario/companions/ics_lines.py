"""Checks the lines of an iCalendar file, and finds the line of each event and property.

The icalendar library reads the content; it does not say on which line a fault is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from allocator.errors import Finding, Place
from allocator.scenario.text.source import fail
from allocator.wording import shorten

_LINE = re.compile(r"[A-Za-z0-9-]+[;:]")
_EXPORT = "export the calendar anew, as iCalendar (.ics)"


@dataclass(frozen=True)
class EventLines:
    """The lines of an event in its file.

    Attributes
    ----------
    line
        Of its ``BEGIN:VEVENT``, counted from 1.
    properties
        Line of each property by its name, the first where it is repeated.
    """

    line: int
    properties: dict[str, int] = field(default_factory=dict)

    def of(self, *names: str) -> int:
        """Return the line of the first property that is there, else that of the event."""
        return next((self.properties[n] for n in names if n in self.properties), self.line)


@dataclass(frozen=True)
class Outline:
    """The components of a file.

    Attributes
    ----------
    events
        In file order.
    others
        How many there are of each kind of component that is neither an event nor part of one.
    findings
        Warnings about lines that are no content lines.
    text
        The content without those lines.
    """

    events: list[EventLines]
    others: dict[str, int]
    findings: list[Finding]
    text: str


_KNOWN = {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VALARM"}


def outline(text: str, *, file: str) -> Outline:
    """Return where the events and their properties stand.

    Parameters
    ----------
    text
        Of the whole file.
    file
        How messages call it.

    Raises
    ------
    ScenarioError
        The text is no iCalendar, or is cut off.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    found = Outline([], {}, [], "")
    stack: list[str] = []
    number = 0
    for number, line in _content_lines(lines):
        name = re.split("[;:]", line, maxsplit=1)[0].upper()
        if not stack and line.upper().rstrip() != "BEGIN:VCALENDAR":
            what = "this is not an iCalendar file"
            fail(file, what, _begins(line), code="not-icalendar", line=number, column=1)
        if not _LINE.match(line):
            found.findings.append(_odd_line(line, number, file))
            lines[number - 1] = ""
        elif name == "BEGIN":
            _open(found, stack, line[6:].strip().upper(), number)
        elif name == "END":
            kind = line[4:].strip().upper()
            if kind != stack[-1]:
                what = f"END:{shorten(kind)} where END:{stack[-1]} belongs"
                fail(file, what, _EXPORT, code="not-icalendar", line=number, column=1)
            stack.pop()
        elif stack[-1] == "VEVENT":
            found.events[-1].properties.setdefault(name, number)
    if number == 0:
        fail(file, "the file is empty", _EXPORT, code="empty-file")
    if stack:
        what = f"the file ends before END:{stack[-1]}"
        fail(file, what, _EXPORT, code="not-icalendar", line=number, column=1)
    return replace(found, text="\r\n".join(filter(str.strip, lines)))


def _open(found: Outline, stack: list[str], kind: str, number: int) -> None:
    stack.append(kind)
    if kind == "VEVENT":
        found.events.append(EventLines(number))
    elif kind not in _KNOWN:
        found.others[kind] = found.others.get(kind, 0) + 1


def _content_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, but not empty ones and those that go on another."""
    for number, line in enumerate(list(lines), start=1):
        if line.strip() and line[0] not in " \t":
            yield number, line


def _begins(line: str) -> str:
    return f'it must begin with BEGIN:VCALENDAR, not "{shorten(line.strip())}"'


def _odd_line(line: str, number: int, file: str) -> Finding:
    return Finding(
        code="odd-line",
        message=f'"{shorten(line.strip())}" is no line of an iCalendar file; it is passed over',
        hint="a line is NAME:value; one that goes on the line before begins with a blank",
        place=Place(file, number, 1),
        severity="warning",
    )
