"""Turns the events of an iCalendar file into holidays and time off.

Whether an event is shown as busy or free (TRANSP) says nothing here: most public holidays are
published as free.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from allocator.calendars.local_days import LocalDays
from allocator.domain import Calendar
from allocator.domain.calendar import WEEK
from allocator.errors import Finding, Place
from allocator.scenario.companions.ics_events import Events, Occurrence
from allocator.wording import shorten

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)

WORKED = (
    *("working day", "work day", "workday", "working saturday", "working sunday"),
    *("рабочий день", "рабочая суббота", "рабочее воскресенье"),
    *("робочий день", "робоча субота", "працоўны дзень", "рабочы дзень", "работен ден"),
    *("arbeitstag", "jour travaillé", "jour ouvré", "giorno lavorativo", "werkdag"),
    *("día laborable", "dia laborable", "dia de trabalho", "dia útil"),
    *("dzień roboczy", "dzień pracujący", "munkanap", "áthelyezett munkanap", "darba diena"),
    *("pracovní den", "pracovný deň", "zi lucrătoare", "radni dan", "delovni dan", "tööpäev"),
)
"""How the name of an event begins that is a day of work moved to a weekend, lower case."""

WORKED_MARKS = frozenset({"ALTERNATE-WORKDAY"})
"""Values of ``X-APPLE-SPECIAL-DAY`` that say the same."""

_WORKED_ENDINGS = ("补班", "（班）", "(班)", "上班")


def is_worked(event: Occurrence) -> bool:
    """Whether an event of a calendar of holidays is a day of work moved to a weekend."""
    name = event.summary.casefold()
    return (
        bool(event.marks & WORKED_MARKS)
        or name.startswith(WORKED)
        or event.summary.endswith(_WORKED_ENDINGS)
    )


def holidays(events: Events, calendar: Calendar, file: str) -> tuple[list[str], list[Finding]]:
    """Return the whole days that the events cover, and what they leave out.

    Parameters
    ----------
    events
        Of a calendar of holidays.
    calendar
        The team's, for what its working days are and when the plan starts.
    file
        How messages call the file.

    Returns
    -------
    tuple
        Dates as ISO 8601 texts, in order, and warnings.
    """
    days: set[dt.date] = set()
    findings = [*events.findings, *_nothing_left(events, calendar, file)]
    for event in events.occurrences:
        if is_worked(event):
            findings += _moved(event, calendar, file)
            continue
        whole = list(_whole_days(event))
        days.update(whole)
        if event.start + len(whole) * _DAY != event.end:
            findings.append(_partial(event, file))
    return [day.isoformat() for day in sorted(days)], findings


def time_off(
    events: Events, calendar: Calendar, file: str, days: LocalDays | None = None
) -> tuple[list[dict[str, str]], list[Finding]]:
    """Return the times that the events cover, run together where they touch or overlap.

    Parameters
    ----------
    events, calendar, file
        As of :func:`holidays`.
    days
        Those of a person elsewhere, on whose clock the events are; None where it is the team's.

    Returns
    -------
    tuple
        Times off as a scenario has them, with ``from`` and ``to``: whole days as dates, others
        to the minute. And warnings.
    """
    findings = [*events.findings, *_nothing_left(events, calendar, file)]
    spans = []
    for event in events.occurrences:
        if is_worked(event):
            findings += _moved(event, calendar, file)
        elif event.start == event.end:
            text = "has no length, and is no time off"
            findings.append(_warning(event, text, "give it an end", file, code="empty-event"))
        else:
            spans.append(
                (_minute(event.start), _minute(event.end + _MINUTE - dt.timedelta.resolution))
            )
    return [_as_time_off(start, end, days) for start, end in _joined(spans)], findings


def _whole_days(event: Occurrence) -> Iterator[dt.date]:
    day = event.start.date()
    if event.start.time() != dt.time():
        day += _DAY
    while dt.datetime.combine(day + _DAY, dt.time()) <= event.end:
        yield day
        day += _DAY


def _minute(instant: dt.datetime) -> dt.datetime:
    return instant.replace(second=0, microsecond=0)


def _joined(
    spans: Iterable[tuple[dt.datetime, dt.datetime]],
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield the union of half-open spans, in order, as few as possible."""
    current: tuple[dt.datetime, dt.datetime] | None = None
    for start, end in sorted(spans):
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current is not None:
        yield current


def _as_time_off(start: dt.datetime, end: dt.datetime, days: LocalDays | None) -> dict[str, str]:
    """Return a time as a scenario has it: dates are of the person's zone, times of the team's."""

    def on_plan(local: dt.datetime) -> dt.datetime:
        return local if days is None else days.instant(local)

    first: dt.date = start.date() if start.time() == dt.time() else on_plan(start)
    last: dt.date = end.date() - _DAY if end.time() == dt.time() else on_plan(end)
    return {"from": _iso(first), "to": _iso(last)}


def _iso(when: dt.date) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, dt.datetime) else str(when)


def _moved(event: Occurrence, calendar: Calendar, file: str) -> Iterator[Finding]:
    """Warn of a day of work that the plan cannot use: it is no working day of the week."""
    weekday = WEEK[event.start.weekday()]
    if weekday not in calendar.workdays and event.start.date() >= _first_day(calendar):
        text = f"is a day of work on a {event.start:%A}, on which nothing is planned"
        hint = f"workdays without {weekday} have no exceptions; the plan has a day less than you"
        yield _warning(event, text, hint, file, code="work-on-a-day-off")


def _partial(event: Occurrence, file: str) -> Finding:
    text = "is not a whole day, and holidays are: what is less than a day is left out"
    hint = "let it last all day, or make it time_off of the people"
    return _warning(event, text, hint, file, code="part-of-a-day")


def _nothing_left(events: Events, calendar: Calendar, file: str) -> Iterator[Finding]:
    """Warn of a file that is out of date: nothing in it lies after the start of the plan."""
    last = max((event.end.date() for event in events.occurrences), default=None)
    if events.count and (last is None or last < _first_day(calendar)):
        yield Finding(
            code="outdated-calendar",
            message=f"no event in the file ({events.count}) lies after {calendar.start}",
            hint="get the calendar of the years that are planned",
            place=Place(file, 1, 1),
            severity="warning",
        )


def _first_day(calendar: Calendar) -> dt.date:
    start = calendar.start
    return start.date() if isinstance(start, dt.datetime) else start


def _warning(event: Occurrence, text: str, hint: str, file: str, *, code: str) -> Finding:
    return Finding(
        code=code,
        message=f'event "{shorten(event.summary)}" of {event.start:%Y-%m-%d} {text}',
        hint=hint,
        place=Place(file, event.line, 1),
        severity="warning",
    )
