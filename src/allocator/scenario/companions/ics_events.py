"""Reads the events of an iCalendar file (RFC 5545), recurring ones one by one.

Real files leave out what the standard demands (UID, DTSTAMP, DTEND) and write a whole day with
DTEND = DTSTART; both are read. What would change the days off, such as a date that does not
exist, is an error with its line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.companions.ics_faults import faults
from allocator.scenario.companions.ics_lines import Outline, outline
from allocator.scenario.companions.ics_zones import (
    end_rules_with_the_day,
    local_span,
    on_clock,
    put_on_own_clock,
    take_zone,
    unknown_zones,
    without_zone,
)
from allocator.scenario.text.source import fail, read_text

_LINE = "X-ALLOCATOR-LINE"
_DAY = dt.timedelta(days=1)
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, IndexError)
"""What the two libraries raise where a file breaks the standard in a way that we do not know."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """An event at one of its times.

    Attributes
    ----------
    start, end
        Half-open, local; equal where the event has no length.
    summary
        What the event is called.
    marks
        Other properties that say what kind of day it is, upper case.
    line
        Where the event begins.
    """

    start: dt.datetime
    end: dt.datetime
    summary: str
    marks: frozenset[str]
    line: int


@dataclass(frozen=True, kw_only=True)
class Events:
    """The events of a file.

    Attributes
    ----------
    count
        Events in the file, cancelled ones included.
    occurrences
        Of those that are not cancelled, in the window at least partly, by start.
    findings
        Warnings.
    """

    count: int
    occurrences: tuple[Occurrence, ...]
    findings: tuple[Finding, ...]


def read_events(
    path: Path, *, file: str, window: tuple[dt.date, dt.date], own: dt.tzinfo | None = None
) -> Events:
    """Read a file and work out when its events are.

    Parameters
    ----------
    path
        Where it lies.
    file
        How messages call it.
    window
        First and last day that are asked for.
    own
        The zone on whose clock times are put; None where scenarios know none, and each event stays
        on its own.

    Raises
    ------
    ScenarioError
        It cannot be read, is no iCalendar, or an event in it is wrong; all are named.
    """
    shape = outline(read_text(path, file=file), file=file)
    calendars = _parse(shape.text, file)
    components = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    pairs = list(zip(components, shape.events, strict=True))
    wrong = [fault for event, lines in pairs for fault in faults(event, lines, file)]
    if wrong:
        raise ScenarioError(wrong)
    for event, lines in pairs:
        event[_LINE] = str(lines.line)
    _make_distinct(components)
    found: list[Occurrence] = []
    findings = [*shape.findings, *_not_read(shape, file)]
    firsts = [(event["DTSTART"], lines.line) for event, lines in pairs if "DTSTART" in event]
    findings += unknown_zones(firsts, file)
    for calendar in calendars:
        zone = take_zone(calendar)
        for event in calendar.walk("VEVENT"):
            put_on_own_clock(event, zone)
            end_rules_with_the_day(event)
        parts = list(_unfolded(calendar, window, file))
        found += (_occurrence(part, zone, own) for part in parts)
        if zone is None and own is None:
            starts = [(part["DTSTART"].dt, int(part[_LINE])) for part in parts]
            findings += without_zone(starts, file)
    return Events(
        count=len(components),
        occurrences=tuple(sorted(found, key=lambda o: (o.start, o.end, o.line))),
        findings=tuple(findings),
    )


def _parse(text: str, file: str) -> list[Any]:
    import icalendar

    try:
        return list(icalendar.Calendar.from_ical(text, multiple=True))
    except _FAULTS as error:
        hint = "export the calendar anew, as iCalendar"
        fail(file, f"this is not iCalendar: {error}", hint, code="not-icalendar")


def _make_distinct(events: list[Any]) -> None:
    """Give events a UID each where several share one without being changes of one another."""
    seen: set[tuple[str, str]] = set()
    for number, event in enumerate(events):
        key = (str(event.get("UID", "")), str(event.get("SEQUENCE", 0)))
        if "RECURRENCE-ID" not in event:
            if key in seen or not key[0]:
                event["UID"] = f"{key[0]}#{number}"
            seen.add(key)


def _unfolded(calendar: Any, window: tuple[dt.date, dt.date], file: str) -> Iterator[Any]:
    """Yield a component for each time at which an event is, cancelled ones left out."""
    import recurring_ical_events

    first = dt.datetime.combine(window[0], dt.time())
    last = dt.datetime.combine(window[1] + _DAY, dt.time())
    count = 0
    try:
        for series in recurring_ical_events.of(calendar).series:
            for occurrence in series.between(first, last):
                part = occurrence.as_component(False)
                if str(part.get("STATUS", "")).upper() != "CANCELLED":
                    yield part
                    count += 1
            if count > limits.MAX_EVENTS:
                what = f"more than {limits.MAX_EVENTS:,} events, repeated ones counted one by one"
                hint = "leave out what is no day off, or let rules end with UNTIL"
                fail(file, what, hint, code="file-too-complex")
    except _FAULTS as error:
        hint = "export the calendar anew, or write its days into the scenario"
        text = f"its events cannot be worked out: {error}"
        fail(file, text, hint, code="invalid-event", line=_odd(calendar))


def _odd(calendar: Any) -> int | None:
    """Return the line of the first event that cannot be worked out, taken alone."""
    import icalendar
    import recurring_ical_events

    for event in calendar.walk("VEVENT"):
        alone = icalendar.Calendar()
        alone.add_component(event)
        try:
            recurring_ical_events.of(alone).between(2000, 2100)
        except _FAULTS:
            return int(event[_LINE])
    return None


def _occurrence(part: Any, zone: dt.tzinfo | None, own: dt.tzinfo | None) -> Occurrence:
    start, end = part["DTSTART"].dt, part["DTEND"].dt if "DTEND" in part else part.end
    if not isinstance(start, dt.datetime) and end == start:
        end = start + _DAY
    if own is None:
        begins, ends = local_span(start, end, zone)
    else:
        begins, ends = on_clock(start, own), on_clock(end, own)
    return Occurrence(
        start=begins,
        end=ends,
        summary=str(part.get("SUMMARY", "")).strip(),
        marks=frozenset({str(part.get("X-APPLE-SPECIAL-DAY", "")).upper()}),
        line=int(part[_LINE]),
    )


def _not_read(shape: Outline, file: str) -> Iterator[Finding]:
    if shape.others or not shape.events:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(shape.others.items()))
        yield Finding(
            code="no-events",
            message=f"{'no events' if not shape.events else 'not read'}"
            f"{f': the file holds {kinds}' if kinds else ''}",
            hint="only events (VEVENT) are days off",
            place=Place(file, 1, 1),
            severity="warning",
        )
