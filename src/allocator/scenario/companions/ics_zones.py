"""Puts the times of an iCalendar file on the local clock of its time zone.

Events recur in the zone in which they are written (RFC 5545), also those in UTC; what they give
is put on the local clock afterwards, one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allocator.errors import Finding, Place
from allocator.wording import enumerated, shorten

_FILE_ZONE = "X-WR-TIMEZONE"
_UTC = frozenset({"UTC", "ETC/UTC", "Z"})


def take_zone(calendar: Any) -> dt.tzinfo | None:
    """Return the zone that times in UTC are meant in, and take its mark out of the calendar.

    With the mark, the library that works out repeated events would move their first time to
    that zone, and repeat it there; the clocks' changes would then be lost.

    Parameters
    ----------
    calendar
        As the icalendar library has read it; its X-WR-TIMEZONE is removed.

    Returns
    -------
    datetime.tzinfo or None
        That of X-WR-TIMEZONE, else the only one that a VTIMEZONE describes; None without.
    """
    marks = calendar.pop(_FILE_ZONE, None)
    named = [_zone(str(mark)) for mark in (marks if isinstance(marks, list) else [marks]) if mark]
    if any(named):
        return next(filter(None, named))
    zones = calendar.walk("VTIMEZONE")
    names = {name for zone in zones if (name := str(zone.get("TZID", ""))).upper() not in _UTC}
    return _zone(names.pop()) if len(names) == 1 else None


def _zone(name: str) -> dt.tzinfo | None:
    """Return a zone by its name, Microsoft's names included; None where nobody knows it."""
    from icalendar.timezone import tzp

    try:
        found: dt.tzinfo | None = tzp.timezone(name.strip())
    except (ValueError, OSError, KeyError):
        return None
    return found


def put_on_own_clock(event: Any, zone: dt.tzinfo | None) -> None:
    """Put further dates and exceptions of an event on the clock of its first time.

    They may be written in UTC or in another zone. Where the first time is a date, or a time on
    nobody's clock in particular, they would else be compared with it as they stand.

    Parameters
    ----------
    event
        As the icalendar library has read it; changed in place.
    zone
        What times in UTC are meant in.
    """
    start = event["DTSTART"].dt
    for name in ("RDATE", "EXDATE", "RECURRENCE-ID"):
        given = event.get(name)
        for entry in given if isinstance(given, list) else [given]:
            for value in getattr(entry, "dts", [entry]):
                when = getattr(value, "dt", None)
                if isinstance(when, dt.datetime) and when.tzinfo is not None:
                    value.dt = _like(start, when, zone)


def end_rules_with_the_day(event: Any) -> None:
    """Let a rule whose UNTIL is a date give the times of that day too, as calendars do.

    RFC 5545 asks for a time where the event has one. Programs that write a date mean the day.

    Parameters
    ----------
    event
        As the icalendar library has read it; changed in place.
    """
    start = event["DTSTART"].dt
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules]:
        for number, until in enumerate(rule.get("UNTIL", ()) if rule is not None else ()):
            if isinstance(start, dt.datetime) and not isinstance(until, dt.datetime):
                last = dt.datetime.combine(until, dt.time(23, 59, 59), start.tzinfo)
                rule["UNTIL"][number] = last if start.tzinfo is None else last.astimezone(dt.UTC)


def _like(start: dt.date, when: dt.datetime, zone: dt.tzinfo | None) -> dt.date:
    """Return an instant as a date, as a time without a zone or in one, as the first time is."""
    if not isinstance(start, dt.datetime):
        return local(when, zone).date()
    return local(when, zone) if start.tzinfo is None else when.astimezone(start.tzinfo)


def local_span(
    start: dt.date, end: dt.date, zone: dt.tzinfo | None
) -> tuple[dt.datetime, dt.datetime]:
    """Return start and end on the clock where the event is: scenarios know no time zones.

    Parameters
    ----------
    start, end
        As the event has them. An end in another zone than the start is put on the start's clock.
    zone
        What times in UTC are meant in; None leaves them as they stand.
    """
    is_aware = all(isinstance(when, dt.datetime) and when.tzinfo for when in (start, end))
    if is_aware and isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        target = zone if is_utc(start) and zone is not None else start.tzinfo
        start, end = start.astimezone(target), end.astimezone(target)
    return local(start, zone), local(end, zone)


def on_clock(value: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return a date's midnight, or a time on the clock of a zone; one on nobody's as it stands."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(zone)
    return local(value, None)


def local(value: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """Return a date's midnight, or a time on its own clock; one in UTC on that of the zone."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if is_utc(value) and zone is not None:
        value = value.astimezone(zone)
    return value.replace(tzinfo=None)


def is_utc(value: dt.date) -> bool:
    """Whether a time is in UTC, rather than on the clock of a place."""
    return isinstance(value, dt.datetime) and value.tzname() in ("UTC", "Z")


def without_zone(starts: list[tuple[dt.date, int]], file: str) -> Iterator[Finding]:
    """Warn once where times are in UTC and nothing tells where on earth they are meant.

    Parameters
    ----------
    starts
        Of events, each with its line.
    file
        How messages call the file.
    """
    utc = [line for start, line in starts if is_utc(start)]
    if utc:
        yield Finding(
            code="times-in-utc",
            message=f"times are in UTC ({len(utc)}), and are taken for the team's local time",
            hint="name the time zone in the file, for example X-WR-TIMEZONE:Europe/Berlin",
            place=Place(file, min(utc), 1),
            severity="warning",
        )


def unknown_zones(starts: list[tuple[Any, int]], file: str) -> Iterator[Finding]:
    """Warn once of zones that nobody knows, of which the file does not say what they are either.

    Parameters
    ----------
    starts
        First times of events as the icalendar library has read them, each with its line.
    file
        How messages call the file.
    """
    found: dict[str, int] = {}
    for start, line in starts:
        name = start.params.get("TZID")
        if name and isinstance(start.dt, dt.datetime) and start.dt.tzinfo is None:
            found.setdefault(str(name), line)
    if found:
        names = enumerated([f'"{shorten(name)}"' for name in found], most=5)
        yield Finding(
            code="unknown-event-zone",
            message=f"nothing tells what time zone {names} is: times in it are taken as local",
            hint="name a zone of the IANA list, for example TZID=Europe/Berlin",
            place=Place(file, min(found.values()), 1),
            severity="warning",
        )
