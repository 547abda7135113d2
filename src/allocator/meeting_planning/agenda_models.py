"""The agenda of a meeting, as data."""

from __future__ import annotations

from typing import Literal

from allocator.domain.base import Model
from allocator.domain.plan import Instant

SectionKey = Literal[
    "changes", "done", "decisions", "roadblocks", "late", "handovers", "away", "people"
]


class AgendaAttendee(Model):
    """Somebody at the meeting.

    Attributes
    ----------
    local
        When it begins on their clock.
    outside
        Whether it lies outside their hours.
    away
        Whether they are off, or it is no working day of theirs.
    """

    id: str
    name: str
    email: str
    timezone: str | None
    local: Instant
    outside: bool
    away: bool


class AgendaPoint(Model):
    """Something to talk about, in a sentence, with the ids of the items and people it names."""

    text: str
    items: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class AgendaSection(Model):
    """Points of one kind; never without any."""

    key: SectionKey
    title: str
    points: tuple[AgendaPoint, ...]


class Agenda(Model):
    """What to talk about at a meeting.

    Attributes
    ----------
    meeting, title
        Id of the meeting, and what people call it.
    begins, ends
        Instants of the plan's clock.
    until
        The beginning of the next one; a week after this one where there is none.
    has_next
        Whether there is a next one.
    timezone
        Whose local time all instants are; None where the calendar has no zone.
    plan
        Name of the plan.
    """

    meeting: str
    title: str
    begins: Instant
    ends: Instant
    until: Instant
    has_next: bool
    timezone: str | None
    plan: str
    attendees: tuple[AgendaAttendee, ...]
    sections: tuple[AgendaSection, ...]
