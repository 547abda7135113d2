"""The agenda of a meeting in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.meeting_planning.agenda_models import Agenda, AgendaAttendee


def agenda_heading(agenda: Agenda) -> str:
    """Return what the meeting is and when: ``Weekly sync, Mon 7 Dec 2026 16:00 to 17:00``."""
    ends = f"{agenda.ends:%H:%M}"
    if agenda.ends.date() != agenda.begins.date():
        ends = f"{wording.day(agenda.ends)} {ends}"
    zone = f" {agenda.timezone}" if agenda.timezone else ""
    return f"{agenda.title}, {wording.day(agenda.begins)} {agenda.begins:%H:%M} to {ends}{zone}"


def attendance_lines(agenda: Agenda) -> Iterator[str]:
    """Yield who is there, with the time on their clocks where it is another, and who is not.

    That nobody is at the meeting at all is said too.
    """
    there = [one for one in agenda.attendees if not one.away]
    if there:
        yield f"With {wording.joined(_attendee(agenda, one) for one in there)}."
    away = [one.name for one in agenda.attendees if one.away]
    if away:
        yield f"Not there: {wording.enumerated(away)}."
    if not agenda.attendees:
        yield "Nobody attends it."
    if agenda.has_next:
        yield f"The next one is on {wording.day(agenda.until)} {agenda.until:%H:%M}."
    else:
        yield "It is the last one."


def _attendee(agenda: Agenda, attendee: AgendaAttendee) -> str:
    if attendee.local == agenda.begins:
        return f"{attendee.name}{' (outside their hours)' if attendee.outside else ''}"
    other = "" if attendee.local.date() == agenda.begins.date() else f"{attendee.local:%a} "
    outside = ", outside their hours" if attendee.outside else ""
    return f"{attendee.name} ({other}{attendee.local:%H:%M} {attendee.timezone}{outside})"


def agenda_lines(agenda: Agenda) -> Iterator[str]:
    """Yield the agenda: heading, people, then each section with its points."""
    yield wording.printable(agenda_heading(agenda))
    yield from map(wording.printable, attendance_lines(agenda))
    for section in agenda.sections:
        yield from ("", section.title)
        yield from (f"- {wording.printable(point.text)}" for point in section.points)
