"""Finds what is wrong with an event of an iCalendar file, with its line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from allocator.errors import Finding, Place
from allocator.scenario import limits
from allocator.scenario.companions.ics_lines import EventLines
from allocator.wording import shorten

_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_ONCE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS_OF_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DATES = "write it as 20261224, or with a time as 20261224T130000"


def faults(event: Any, lines: EventLines, file: str) -> Iterator[Finding]:
    """Yield what makes it impossible to tell when an event is.

    Parameters
    ----------
    event
        As the icalendar library has read it.
    lines
        Where it stands.
    file
        How messages call the file.
    """
    name = f'event "{shorten(str(event.get("SUMMARY", "")))}"'
    for message, hint, line in _faults(event, lines):
        yield Finding(
            code="invalid-event",
            message=f"{name}: {message}",
            hint=hint,
            place=Place(file, line, 1),
        )


def _faults(event: Any, lines: EventLines) -> Iterator[tuple[str, str, int]]:
    broken = {name for name, _ in event.errors if name in _TIMES}
    for name, reason in event.errors:
        if name in broken:
            yield f"{name} cannot be read: {reason}", _hint(name), lines.of(name)
    doubled = {name for name in _ONCE if isinstance(event.get(name), list)}
    for name in sorted(doubled):
        yield f"{name} is given twice", "keep one of them", lines.of(name)
    if "DTSTART" not in event and "DTSTART" not in broken:
        yield "DTSTART is missing", "add it, for example DTSTART;VALUE=DATE:20261224", lines.line
    elif not broken | doubled:
        yield from _times_that_cannot_be(event, lines)
        yield from _rules_that_cannot_be(event, lines)


def _hint(name: str) -> str:
    if name == "RRULE":
        return "write for example RRULE:FREQ=YEARLY;COUNT=5"
    return "write for example DURATION:P2D" if name == "DURATION" else _DATES


def _times_that_cannot_be(event: Any, lines: EventLines) -> Iterator[tuple[str, str, int]]:
    for name in ("DTSTART", "DTEND"):
        value = event[name].dt if name in event else None
        if value is not None and not isinstance(value, dt.date):
            yield f"{name} is no date", _DATES, lines.of(name)
            return
        if value is not None and value.year not in limits.YEARS:
            first, last = limits.YEARS[0], limits.YEARS[-1]
            yield (
                f"{name} is in the year {value.year}",
                f"{first} to {last} are read",
                lines.of(name),
            )
            return
    start = event["DTSTART"].dt
    if "DTEND" in event and _instant(event["DTEND"].dt) < _instant(start):
        hint = "swap the two, or move one of them"
        yield f"its end {event['DTEND'].dt} lies before its start {start}", hint, lines.of("DTEND")
    length = event["DURATION"].dt if "DURATION" in event else None
    if length is not None and not isinstance(length, dt.timedelta):
        yield "DURATION is no length of time", _hint("DURATION"), lines.of("DURATION")
    elif length is not None and length < dt.timedelta():
        hint = "write it without the minus sign"
        yield "its DURATION is negative", hint, lines.of("DURATION")


def _rules_that_cannot_be(event: Any, lines: EventLines) -> Iterator[tuple[str, str, int]]:
    rule = event.get("RRULE")
    if rule is None:
        return
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        hint = f"FREQ is one of {', '.join(_FREQUENCIES)}"
        yield f'it is repeated with FREQ "{shorten(frequency)}"', hint, lines.of("RRULE")
    for part in ("INTERVAL", "COUNT"):
        if any(not isinstance(n, int) or n < 1 for n in rule.get(part) or ()):
            yield (
                f"its {part} is not above zero",
                "write 1 or more, or leave it out",
                lines.of("RRULE"),
            )
    if math.prod(len(rule.get(part) or [0]) for part in _PARTS_OF_A_DAY) > 24:
        hint = "write an event that lasts, in place of many short ones"
        yield "it is repeated more than 24 times a day", hint, lines.of("RRULE")


def _instant(value: dt.date) -> dt.datetime:
    """Return a date's midnight, or a date-time as it is in its own zone, to compare by."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None) - (value.utcoffset() or dt.timedelta())
    return dt.datetime.combine(value, dt.time())
