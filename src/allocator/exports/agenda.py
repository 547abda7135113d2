"""Writes the agenda of a meeting as Markdown, and as an event of a calendar."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

import icalendar

from allocator.exports.ics import UID_DOMAIN
from allocator.exports.markdown import escaped, markdown_section
from allocator.exports.xml_text import storable
from allocator.meeting_planning.agenda_models import Agenda
from allocator.meeting_planning.agenda_text import agenda_heading, agenda_lines, attendance_lines

_YEAR = dt.timedelta(days=366)
MAX_CHARACTERS = 500
"""Most characters of a point in Markdown."""


def agenda_markdown(agenda: Agenda) -> str:
    """Return the agenda as Markdown: a heading, who is there, a list for each section."""
    lines = [f"# {escaped(agenda_heading(agenda))}", ""]
    lines += [escaped(line, most=MAX_CHARACTERS) for line in attendance_lines(agenda)]
    for section in agenda.sections:
        points = [f"- {escaped(point.text, most=MAX_CHARACTERS)}" for point in section.points]
        lines += markdown_section(section.title, points)
    return "\n".join(lines) + "\n"


def agenda_ics(agenda: Agenda) -> str:
    """Return a calendar with the meeting as its event, and the agenda as the description.

    Without a time zone of the calendar, times are those of the reader's clock. The UID is made of
    the meeting and its day, so that a later import updates the event.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//allocator//agenda//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", storable(agenda.title))
    made.add_component(_event(agenda))
    if agenda.timezone is not None:
        day = agenda.begins.date()
        made.add_missing_timezones(first_date=day - _YEAR, last_date=day + _YEAR)
    return str(made.to_ical(), "utf-8")


def _event(agenda: Agenda) -> icalendar.Event:
    event = icalendar.Event()
    uid = f"{quote(agenda.meeting, safe='')}/{agenda.begins:%Y%m%dT%H%M}{UID_DOMAIN}"
    event.add("uid", uid)
    event.add("dtstamp", dt.datetime.now(dt.UTC).replace(microsecond=0))
    event.add("summary", storable(agenda.title))
    event.add("dtstart", _instant(agenda, agenda.begins))
    event.add("dtend", _instant(agenda, agenda.ends))
    event.add("description", storable("\n".join(list(agenda_lines(agenda))[1:])))
    for attendee in agenda.attendees:
        if attendee.email:
            address = icalendar.vCalAddress(f"MAILTO:{storable(attendee.email)}")
            address.params["CN"] = icalendar.vText(storable(attendee.name))
            event.add("attendee", address, encode=False)
    event.add("status", "CONFIRMED")
    return event


def _instant(agenda: Agenda, instant: dt.datetime) -> dt.datetime:
    from zoneinfo import ZoneInfo

    return instant if agenda.timezone is None else instant.replace(tzinfo=ZoneInfo(agenda.timezone))
