"""Writes a plan as iCalendar (RFC 5545): an all-day event for each item, or person on an item.

UIDs are made from ids, so that a calendar that imports the file again updates its events. An
existing file is therefore read first: changed events get the next SEQUENCE, and events that are
gone are cancelled.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import icalendar

from allocator import wording
from allocator.analysis.dates import plan_start, planned
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.lateness import overdue_text
from allocator.analysis.reader_clock import ReaderClock, clock_notes
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanAssignment, PlanItem
from allocator.domain.quantities import last_day
from allocator.exports.xml_text import storable
from allocator.planfile.files import write_bytes

UID_DOMAIN = "@allocator"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CalendarEvent:
    """The content of an event.

    Attributes
    ----------
    first, last
        First and last day of the event.
    """

    uid: str
    summary: str
    description: str
    first: dt.date
    last: dt.date
    category: str
    cancelled: bool = False


@dataclass(frozen=True)
class PersonalCalendar:
    """The events of one file.

    Attributes
    ----------
    name
        Of the calendar.
    entries
        Its events.
    zone
        In whose local time they are; None where the plan has no zone.
    """

    name: str
    entries: list[CalendarEvent]
    zone: str | None = None


def write(plan: Plan, target: Path, *, timezone: str | None = None) -> list[Path]:
    """Write one calendar into a file named ``*.ics``, or one for each person into a folder.

    Parameters
    ----------
    plan
        The plan.
    target
        File or folder. Existing calendars are updated.
    timezone
        In whose local time the events of one file are; None for the plan's. In a folder each
        person's are in their own, where none is given.

    Raises
    ------
    InputError
        The file cannot be written, or there is no such time zone.
    """
    stamp, calendars, clock = _stamp(plan), Calendars(plan.scenario), ReaderClock(plan, timezone)
    if target.suffix.lower() == ".ics":
        shown, team = plan_days(plan, calendars), calendars.team
        entries = [
            _item_event(plan, team, shown, entry, clock) for entry, _, _ in planned(plan.items)
        ]
        files = {target: PersonalCalendar(plan.scenario.name, entries, clock.zone)}
    else:
        by_person = _by_person(plan, calendars.team, timezone)
        files = {target / name: found for name, found in by_person.items()}
    written = []
    for path, made in files.items():
        before = _events_of(path)
        if made.entries or before:  # a calendar without events is none
            text = calendar(made.name, made.entries, before, stamp, zone=made.zone)
            write_bytes(path, text)
            written.append(path)
    return written


def notes(plan: Plan, *, timezone: str | None = None) -> list[str]:
    """Return in whose time the times are, where the plan has a time zone."""
    elsewhere = timezone is None and any(person.timezone for person in plan.scenario.people)
    more = " In a folder each person's file is in their own zone." if elsewhere else ""
    return [note + more for note in clock_notes(plan, timezone)]


def calendar(
    name: str,
    entries: list[CalendarEvent],
    before: dict[str, icalendar.Event],
    stamp: dt.datetime,
    zone: str | None = None,
) -> bytes:
    """Return the text of a calendar.

    Parameters
    ----------
    name
        Name of the calendar.
    entries
        Events of the calendar.
    before
        Events of the existing calendar, by UID.
    stamp
        When the plan was made, in UTC.
    zone
        In whose local time the events are, if it is known.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//allocator//plan//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", storable(name))
    if zone is not None:
        made.add("x-wr-timezone", zone)
    now = {entry.uid: entry for entry in entries}
    gone = [
        replace(_previous_content(event), cancelled=True)
        for uid, event in before.items()
        if uid not in now
    ]
    for entry in (*entries, *gone):
        made.add_component(_event(entry, before.get(entry.uid), stamp))
    return bytes(made.to_ical())


def _stamp(plan: Plan) -> dt.datetime:
    """Return when the plan was made; the plan's start if that is not known."""
    made = plan_start(plan.scenario) if plan.created is None else None
    local = made or dt.datetime.fromisoformat(str(plan.created))
    zone = dt.UTC if plan.created is None else None
    return local.replace(tzinfo=zone).astimezone(dt.UTC).replace(microsecond=0)


def _item_event(
    plan: Plan,
    team: TeamCalendar,
    shown: PlanDays,
    entry: PlanItem,
    clock: ReaderClock,
) -> CalendarEvent:
    first, last = shown.begins(entry.id), shown.ends(entry.id)
    start, finish = clock.there(entry.start), clock.there(entry.finish)
    assert first is not None and last is not None and start is not None and finish is not None
    if not clock.is_the_plans and not plan.scenario.item_by_id[entry.id].is_milestone:
        first, last = start.date(), last_day(finish, start)
    span = _span(plan, entry, start, finish, last, clock.zone)
    return CalendarEvent(
        uid=quote(entry.id, safe="") + UID_DOMAIN,
        summary=_summary(entry),
        description=_description(plan, team, entry, span),
        first=first,
        last=last,
        category=_category(plan, entry),
    )


def _person_event(
    plan: Plan, team: TeamCalendar, entry: PlanItem, work: PlanAssignment, clock: ReaderClock
) -> CalendarEvent:
    """Return somebody's work on an item, as a clock has it."""
    start, finish = clock.there(work.start), clock.there(work.finish)
    last = last_day(finish, start)
    span = _span(plan, entry, start, finish, last, clock.zone)
    return CalendarEvent(
        uid=f"{quote(entry.id, safe='')}/{quote(work.person, safe='')}{UID_DOMAIN}",
        summary=_summary(entry),
        description=_description(plan, team, entry, span),
        first=start.date(),
        last=last,
        category=_category(plan, entry),
    )


def _summary(entry: PlanItem) -> str:
    return storable(wording.label(entry.title or entry.id, most=300))


def _category(plan: Plan, entry: PlanItem) -> str:
    project = plan.scenario.project_by_id.get(entry.project or "")
    return "" if project is None else storable(wording.printable(project.name or project.id))


def _span(
    plan: Plan,
    entry: PlanItem,
    start: dt.datetime,
    finish: dt.datetime,
    last: dt.date,
    zone: str | None,
) -> str:
    """Write start and finish, and in whose time they are; only one instant for a milestone."""
    where = "" if zone is None else f" ({zone})"
    ends = wording.day_and_time(last, finish)
    if plan.scenario.item_by_id[entry.id].is_milestone:
        if finish != entry.finish:  # on another clock it may be on another day than it stands for
            return f"{wording.day(finish)} {finish:%H:%M}{where}"
        return ends + where
    return f"{wording.day(start)} {start:%H:%M} to {ends}{where}"


def _description(plan: Plan, team: TeamCalendar, entry: PlanItem, span: str) -> str:
    names = {person.id: person.name or person.id for person in plan.scenario.people}
    people = dict.fromkeys(names.get(work.person, work.person) for work in entry.assignments)
    lines = [
        f"{entry.id}, {entry.state.replace('_', ' ')}",
        span,
        f"People: {', '.join(people)}" if people else "",
        f"Due: {wording.when(entry.due)}" if entry.due is not None else "",
        f"Late: {late}" if (late := overdue_text(plan.scenario, team, entry)) else "",
        entry.title if len(entry.title) > 300 else "",
    ]
    return storable("\n".join(line for line in lines if line))


def _by_person(plan: Plan, team: TeamCalendar, timezone: str | None) -> dict[str, PersonalCalendar]:
    """Return each person's calendar by file name, in their local time where none is given."""
    zones = {person.id: timezone or person.timezone for person in plan.scenario.people}
    clocks = {zone: ReaderClock(plan, zone) for zone in {timezone, *zones.values()}}
    entries: dict[str, list[CalendarEvent]] = {person.id: [] for person in plan.scenario.people}
    for entry, _, _ in planned(plan.items):
        for work in entry.assignments:
            clock = clocks[zones.get(work.person, timezone)]
            event = _person_event(plan, team, entry, work, clock)
            entries.setdefault(work.person, []).append(event)
    names = {person.id: person.name or person.id for person in plan.scenario.people}
    found: dict[str, PersonalCalendar] = {}
    for person, mine in entries.items():
        title = f"{names.get(person, person)}, {plan.scenario.name}"
        zone = clocks[zones.get(person, timezone)].zone
        found[_file_name(person, found)] = PersonalCalendar(title, mine, zone)
    return found


def _file_name(person: str, taken: Mapping[str, object]) -> str:
    """Return a unique name that every file system accepts."""
    safe = re.sub(r"[^\w-]+", "-", person).strip("-")[:80] or "person"
    name, number = f"{safe}.ics", 2
    while name in taken:
        name, number = f"{safe}-{number}.ics", number + 1
    return name


def _event(
    entry: CalendarEvent, before: icalendar.Event | None, stamp: dt.datetime
) -> icalendar.Event:
    sequence = 0
    if before is not None:
        sequence = int(before.get("sequence", 0))
        if _previous_content(before) == entry:
            stamp = before.decoded("dtstamp")
        else:
            sequence += 1
    made = icalendar.Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", stamp)
    made.add("sequence", sequence)
    made.add("summary", entry.summary)
    made.add("dtstart", entry.first)
    made.add("dtend", entry.last + _DAY)
    made.add("description", entry.description)
    if entry.category:
        made.add("categories", [entry.category])
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    return made


def _events_of(path: Path) -> dict[str, icalendar.Event]:
    """Return our events in a calendar file; none if there is no such file."""
    if not path.is_file():
        return {}
    try:
        text = icalendar.Calendar.from_ical(path.read_bytes())
    except (ValueError, IndexError, OSError):  # it is no calendar: it is written over
        return {}
    return dict(_ours(text))


def _ours(text: icalendar.Component) -> Iterator[tuple[str, icalendar.Event]]:
    for event in text.walk("VEVENT"):
        uid = str(event.get("uid", ""))
        whole = all(name in event for name in ("dtstart", "dtend", "dtstamp", "summary"))
        if uid.endswith(UID_DOMAIN) and whole and isinstance(event, icalendar.Event):
            yield uid, event


def _previous_content(event: icalendar.Event) -> CalendarEvent:
    """Return the content of an existing event."""
    categories = event.get("categories")
    found = [] if categories is None else [str(name) for name in categories.cats]
    return CalendarEvent(
        uid=str(event["uid"]),
        summary=str(event["summary"]),
        description=str(event.get("description", "")),
        first=event.decoded("dtstart"),
        last=event.decoded("dtend") - _DAY,
        category=found[0] if found else "",
        cancelled=str(event.get("status", "")) == "CANCELLED",
    )
