"""Writes meetings and proposed times for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.cli.tables import as_text, columns, section, table
from allocator.meeting_planning.overview import (
    ListedMeeting,
    ListedRota,
    MeetingAttendee,
    MeetingOverview,
)
from allocator.meeting_planning.slots import ProposedSlot, SlotOfPerson

MAX_DAYS = 3
"""Days on which a weekly meeting lies outside hours that are named; the others are counted."""

MAX_NAMED = 8
"""Attendees of a meeting that are named; the others are counted."""


def overview_text(overview: MeetingOverview) -> str:
    """Return meetings, what they take of each one's weeks, and who is on duty, as text."""
    if not overview.meetings and not overview.rotas:
        return "No meetings and no rotas; docs/meetings.md says how they are written down."
    return as_text(list(_parts(overview))[1:], width=columns())


def _parts(overview: MeetingOverview) -> Iterator[RenderableType]:
    if overview.meetings:
        yield from section("Meetings", _meetings(overview.meetings))
        for meeting in overview.meetings:
            yield from _outside(meeting)
    if overview.people:
        first, last = wording.day(overview.first), wording.day(overview.until)
        yield from section(f"In meetings, from {first} to {last}", _people(overview))
        yield Text("share: of their capacity for planned work")
    if overview.rotas:
        yield from section("On duty", _rotas(overview.rotas))
    if overview.timezone:
        yield from ("", Text(f"Times are those of {overview.timezone}."))


def _meetings(meetings: Sequence[ListedMeeting]) -> Table:
    rows = table("meeting", "when", "length", "next", "who", wrap=("when", "next", "who"))
    for meeting in meetings:
        begins = "not any more"
        if meeting.begins is not None:
            begins = f"{wording.day_without_year(meeting.begins)} {meeting.begins:%H:%M}"
        who = wording.enumerated([_name(one) for one in meeting.attendees], most=MAX_NAMED)
        rows.add_row(
            wording.label(meeting.title or meeting.id),
            wording.printable(meeting.when),
            _length(meeting.minutes),
            begins,
            wording.printable(who or "nobody"),
        )
    return rows


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)]))


def _name(person: MeetingAttendee | SlotOfPerson) -> str:
    return person.name or person.person


def _outside(meeting: ListedMeeting) -> Iterator[RenderableType]:
    """Yield for whom a meeting lies outside their hours, with the time of the next one there."""
    for one in meeting.attendees:
        if one.outside and one.local is not None:
            often = "always" if one.outside == one.times else f"{one.outside} of {one.times} times"
            times = wording.clock_times(one.local, meeting.minutes)
            text = (
                f"{meeting.title or meeting.id} lies outside the hours of {_name(one)}, {often}: "
                f"the next one lasts from {times} for them"
            )
            yield Padding(Text(wording.printable(text)), (0, 0, 0, 2))


def _people(overview: MeetingOverview) -> Table:
    numbers = ("hours a week", "share", "most", "of the week")
    rows = table("person", *numbers[:2], "worst week", *numbers[2:], right=numbers)
    for one in overview.people:
        over = "!" if one.worst_share > overview.meeting_share else ""
        rows.add_row(
            wording.label(one.name or one.person),
            wording.hours(one.hours_a_week),
            wording.whole_percent(one.share),
            "-" if one.worst_week is None else wording.day_without_year(one.worst_week),
            wording.hours(one.worst_hours),
            f"{over}{wording.whole_percent(one.worst_share)}",
        )
    return rows


def _rotas(rotas: Sequence[ListedRota]) -> Table:
    rows = table("rota", "takes", "who", "from", "to", right=("takes",))
    for rota in rotas:
        for number, turn in enumerate(rota.turns):
            head = (wording.label(rota.title or rota.id), wording.percent(rota.takes))
            rows.add_row(
                *(head if number == 0 else ("", "")),
                wording.label(turn.name),
                wording.day(turn.first),
                wording.day(turn.last),
            )
    return rows


def slots_text(slots: Sequence[ProposedSlot], length: str) -> str:
    """Return proposed times as text, best first, with the time of each one."""
    if not slots:
        return "In these days at no time is any of them at work."
    return as_text(_slots(slots, length), width=columns())


def _slots(slots: Sequence[ProposedSlot], length: str) -> Iterator[RenderableType]:
    good = sum(slot.is_good for slot in slots)
    if good:
        head = f"Times for {length} within everybody's hours"
    else:
        head = f"No time for {length} lies within everybody's free hours; the least bad ones"
    yield Text(head, style="bold")
    for number, slot in enumerate(slots, 1):
        if number == good + 1 and good:
            yield from ("", Text("Beside these, the least bad ones", style="bold"))
        when = f"{wording.day(slot.begins)} {slot.begins:%H:%M} to {slot.ends:%H:%M}"
        yield Text(f"{number} {when}")
        for one in slot.people:
            yield Padding(Text(wording.printable(f"{_name(one)} {_told(slot, one)}")), (0, 0, 0, 4))
        if slot.weeks_outside:
            days = wording.enumerated(map(wording.day, slot.weeks_outside), most=MAX_DAYS)
            text = f"every week at this time: outside somebody's hours on {days}"
            yield Padding(Text(text), (0, 0, 0, 4))


def _told(slot: ProposedSlot, one: SlotOfPerson) -> str:
    same_day = one.local.date() == slot.begins.date()
    told = f"{one.local:%H:%M}" if same_day else f"{one.local:%a %H:%M}"
    if one.away:
        told += ", away"
    if one.minutes_outside:
        told += f", {_length(one.minutes_outside)} outside their hours"
    return f"{told}, in another meeting" if one.clashes else told


def slot_document(slot: ProposedSlot) -> dict[str, Any]:
    """Return a proposed time as ``--json`` prints it."""
    return {**slot.model_dump(mode="json"), "good": slot.is_good}
