"""Checks meetings and rotas: whom they name, when they take place, what they take."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.calendars.attendance import AttendedTime
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Meeting, Person
from allocator.domain.quantities import beginning, end_of, exact
from allocator.domain.recurrence import day_of_month, interval_of
from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, called
from allocator.wording import shorten

Path = tuple[Step, ...]

_CODES = {
    "people": "unknown-person",
    "projects": "unknown-project",
    "roles": "unknown-role",
    "teams": "unknown-team",
}


_EVERYBODY = frozenset({"all", "everybody", "everyone", "team", "the team", "whole team", "*"})
"""Words for all people."""

_MAX_NAMED_PEOPLE = 8
"""Most people whom a hint names one by one where teams would do."""


def unknown_names(context: Context) -> Iterator[Finding]:
    """Yield people, roles, teams and projects of meetings and rotas that there are not."""
    known = known_names(context)
    for path, meeting in context.parts.meetings():
        for field in _CODES:
            names = getattr(meeting.attendees, field)
            place = place_of(context, (*path, "attendees"), field)
            who = f'meeting "{shorten(meeting.id)}"'
            yield from names_not_known(context, place, who, field, names, known[field])
    for path, rota in context.parts.rotas():
        who = f'rota "{shorten(rota.id)}"'
        people = dict.fromkeys(rota.people)
        where = (*path, "people")
        yield from names_not_known(context, where, who, "people", people, known["people"])


def place_of(context: Context, path: Path, field: str) -> Path:
    """Return where a list of attendees stands; in the short form it stands alone."""
    entry = context.parts.entries["meetings"][int(path[1])]
    said = entry.get("attendees") if isinstance(entry, dict) else None
    return path if isinstance(said, (list, tuple, str, int)) else (*path, field)


def known_names(context: Context) -> dict[str, set[str] | None]:
    """Return the names that there are; None where not all of them are known."""
    parts, all_people = context.parts, "people" in context.parts.sound
    people = context.scenario.people
    return {
        "people": None if "people" in parts.unread else set(parts.ids["people"]),
        "projects": None if "projects" in parts.unread else set(parts.ids["projects"]),
        "roles": {person.role for person in people} if all_people else None,
        "teams": {person.team or "" for person in people} if all_people else None,
    }


def names_not_known(
    context: Context,
    path: Path,
    who: str,
    field: str,
    names: Iterable[str],
    known: set[str] | None,
) -> Iterator[Finding]:
    """Yield the findings about people, roles, teams or projects that there are not.

    Parameters
    ----------
    context
        The scenario.
    path
        Where the names stand.
    who
        What names them, in messages.
    field
        ``people``, ``roles``, ``teams`` or ``projects``.
    names
        The names.
    known
        Those that there are; None where not all of them are known.
    """
    for name in names if known is not None else ():
        if name in (known or ()):
            continue
        near = context.parts.suggester.nearest(name, known or ())
        kind = {"people": "person", "projects": "project", "roles": "role", "teams": "team"}[field]
        nobody = "which nobody has" if field == "roles" else "in which nobody is"
        absent = {"people": "who does not exist", "projects": "which does not exist"}
        yield context.parts.finding(
            f'{who} names {kind} "{shorten(name)}", {absent.get(field, nobody)}',
            path,
            _everybody(context, name)
            or (f'did you mean "{near}"?' if near else f"add the {kind}, or remove it here"),
            code=_CODES[field],
            subjects=(name,),
        )


def _everybody(context: Context, name: str) -> str | None:
    """Return how to name all people, where a word for them stands for one."""
    if name.strip().casefold() not in _EVERYBODY:
        return None
    people = list(context.parts.ids["people"])
    teams = sorted({person.team for person in context.scenario.people if person.team})
    is_covered = all(person.team for person in context.scenario.people)
    if len(people) > _MAX_NAMED_PEOPLE and teams and is_covered:
        return f"name everybody by their teams: {{teams: [{shorten(', '.join(teams))}]}}"
    return f"name everybody: [{shorten(', '.join(people), most=120)}]"


def never_held(context: Context) -> Iterator[Finding]:
    """Yield meetings that take place on no day at all."""
    if "calendar" not in context.parts.sound:
        return
    first = beginning(context.scenario.calendar.start).date()
    for path, meeting in context.parts.meetings():
        if next(meeting.days(first), None) is None:
            yield context.parts.finding(
                f'meeting "{shorten(meeting.id)}" never takes place: its rule gives no day that '
                "is left",
                path,
                "check its rule, from, until and except",
                code="no-occurrence",
                subjects=(meeting.id,),
            )


def without_team_zone(context: Context) -> Iterator[Finding]:
    """Yield meetings with a time zone where the calendar has none."""
    if "calendar" not in context.parts.sound or context.scenario.calendar.timezone is not None:
        return
    for path, meeting in context.parts.meetings():
        if meeting.timezone is not None:
            zone = meeting.timezone
            yield context.parts.finding(
                f'meeting "{shorten(meeting.id)}" has a time zone, the calendar has none',
                (*path, "timezone"),
                f"name the zone of the scenario's dates: calendar: {{timezone: {zone}}}",
                code="zone-without-team-zone",
                subjects=(meeting.id,),
            )


def without_people(context: Context) -> Iterator[Finding]:
    """Yield meetings that nobody attends, as a project of theirs has nobody: warnings."""
    if not {"people", "items", "meetings"} <= context.parts.sound:
        return
    known = known_names(context)
    for path, meeting in context.parts.meetings():
        names = [(known[f], one) for f in _CODES for one in getattr(meeting.attendees, f)]
        if any(one not in there for there, one in names if there is not None):
            continue  # that is an error of its own
        if not context.scenario.attendees[meeting.id]:
            yield context.parts.finding(
                f'nobody is at meeting "{shorten(meeting.id)}"',
                (*path, "attendees"),
                "name people, or give its projects items that somebody may do",
                code="nobody-attends",
                subjects=(meeting.id,),
                severity="warning",
            )


def short_months(context: Context) -> Iterator[Finding]:
    """Yield meetings on a day that not every month has: warnings."""
    if not {"calendar", "meetings"} <= context.parts.sound:
        return
    start = beginning(context.scenario.calendar.start).date()
    for path, meeting in context.parts.meetings():
        day = day_of_month(meeting.recurrence, meeting.start or start)
        month = None if day is None else _month_without(meeting, meeting.start or start, day)
        if month is not None:
            yield context.parts.finding(
                f'meeting "{shorten(meeting.id)}" is on day {day} of a month, and does not take '
                f"place in months without such a day, first in {wording.month(month)}",
                (*path, "rule" if meeting.every is None else "every"),
                "for the last day of each month write rule: FREQ=MONTHLY;BYMONTHDAY=-1",
                code="months-without-day",
                subjects=(meeting.id,),
                severity="warning",
            )


def _month_without(meeting: Meeting, first: dt.date, day: int) -> dt.date | None:
    """Return the first day of the first month of a rule that has no such day, within a year."""
    step = interval_of(meeting.recurrence)
    for number in range(0, 12 * step, step):
        years, month = divmod(first.month - 1 + number, 12)
        begins = dt.date(first.year + years, month + 1, 1)
        if meeting.end is not None and begins > meeting.end:
            return None
        if day > monthrange(begins.year, begins.month)[1]:
            return begins
    return None


@dataclass(frozen=True)
class _Outside:
    """A meeting outside the hours of one of its people: when first, and how often of how many."""

    first: AttendedTime
    count: int
    of: int


def outside_hours(context: Context) -> Iterator[Finding]:
    """Yield who attends meetings outside their own hours, or is never there: warnings."""
    calendars = context.meeting_calendars
    if calendars is None:
        return
    begins, until = context.scenario.plan_from, wording.day(calendars.last_day)
    for path, meeting in context.parts.meetings():
        for person in context.scenario.people_at(meeting):
            times = list(calendars.attended(meeting, person, begins, calendars.last))
            expected = [time for time in times if time.on_workday]
            outside = [time for time in expected if not time.in_hours]
            if times and not expected:
                yield _never_there(context, path, meeting, person, times[0].local, until)
            elif outside:
                found = _Outside(outside[0], len(outside), len(expected))
                yield _outside_finding(context, path, meeting, person, found, until)


def _outside_finding(
    context: Context,
    path: Path,
    meeting: Meeting,
    person: Person,
    found: _Outside,
    until: str,
) -> Finding:
    calendar = context.scenario.calendar
    opens = calendar.begins_day(person.day_start)
    closes = opens + int(calendar.day_minutes)
    zone = person.timezone or calendar.timezone
    how_often = "each time" if found.count == found.of else f"{found.count} of {found.of} times"
    first = found.first.local
    when = f"{how_often} until {until}, first on" if found.of > 1 else "on"
    return context.parts.finding(
        f'meeting "{shorten(meeting.id)}" lasts from {wording.clock_times(first, meeting.minutes)} '
        f"for {called(person)}{f' in {zone}' if zone else ''}, outside their hours {_clock(opens)} "
        f"to {_clock(closes)}: {when} {wording.day(first)}",
        (*path, "at"),
        "allocator meetings FILE --slots LENGTH --for NAMES proposes times",
        code="meeting-outside-hours",
        subjects=(meeting.id, person.id),
        severity="warning",
    )


def _never_there(
    context: Context, path: Path, meeting: Meeting, person: Person, first: dt.datetime, until: str
) -> Finding:
    return context.parts.finding(
        f'{called(person)} is at no time of meeting "{shorten(meeting.id)}": away or without work '
        f"on each of its days until {until}, first on {wording.day(first)}",
        (*path, "attendees"),
        "take them off the meeting, or hold it on a day on which they work",
        code="never-at-meeting",
        subjects=(meeting.id, person.id),
        severity="warning",
    )


def exceptions(context: Context) -> Iterator[Finding]:
    """Yield days on which a meeting would not take place anyhow, named in except: warnings."""
    if not {"calendar", "meetings"} <= context.parts.sound:
        return
    start = beginning(context.scenario.calendar.start).date()
    for path, meeting in context.parts.meetings():
        for number, skipped in enumerate(meeting.skipped):
            if not meeting.recurs_on(skipped, start):
                yield context.parts.finding(
                    f'meeting "{shorten(meeting.id)}" would not take place on '
                    f"{wording.day(skipped)} anyhow",
                    (*path, "except", number),
                    "name a day that its rule gives, or leave it out",
                    code="exception-without-meeting",
                    subjects=(meeting.id,),
                    severity="warning",
                )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def large_shares(context: Context) -> Iterator[Finding]:
    """Yield people of whose weeks meetings take more than ``meeting_share``: warnings."""
    calendars = context.meeting_calendars
    if calendars is None:
        return
    most = exact(context.scenario.meeting_share)
    for path, person in context.parts.people():
        if not context.scenario.meetings_of(person):
            continue
        weeks = [week for week in calendars.weeks(person) if week.share > most]
        if weeks:
            worst = max(weeks, key=lambda week: week.share)
            yield context.parts.finding(
                f"meetings take {wording.percent(float(worst.share))} of the capacity of "
                f"{called(person)} in the week from {wording.day(worst.monday)} "
                f"({wording.hours(float(worst.hours))} of meetings), more than "
                f"{wording.percent(context.scenario.meeting_share)}"
                f"{_weeks(len(weeks), wording.day(calendars.last_day))}",
                path,
                "let them attend less, or raise meeting_share",
                code="many-meetings",
                subjects=(person.id,),
                severity="warning",
            )


def _weeks(count: int, until: str) -> str:
    return f"; so it is in {wording.count(count, 'week')} until {until}" if count > 1 else ""


def away_on_duty(context: Context) -> Iterator[Finding]:
    """Yield who is away for a whole turn of a rota: warnings."""
    calendars = context.meeting_calendars
    if calendars is None:
        return
    scenario = context.scenario
    for path, rota in context.parts.rotas():
        said: set[str] = set()
        first, last = scenario.plan_from.date(), calendars.last.date()
        turns: dict[tuple[int, str], list[bool]] = {}
        for day in following_days(max(first, rota.first), last):
            name = rota.on_duty(day)
            if name is not None and name in scenario.person_by_id:
                own = calendars.calendars.of(scenario.person_by_id[name])
                is_there = not own.is_away(midnight(day), midnight(day) + own.team.closes)
                number = (day - rota.first).days // rota.turn_days
                turns.setdefault((number, name), []).append(is_there)
        for (number, name), there in turns.items():
            if any(there) or name in said:
                continue
            said.add(name)
            begins = rota.first + dt.timedelta(days=number * rota.turn_days)
            person = scenario.person_by_id[name]
            has_left = person.leaves is not None and end_of(person.leaves) <= midnight(begins)
            yield context.parts.finding(
                f'rota "{shorten(rota.id)}": {called(person)} '
                + ("has left before" if has_left else "is away for all of")
                + f" the turn from {wording.day(begins)}",
                (*path, "people"),
                "end the rota with until, and begin another one without them"
                if has_left
                else "swap two turns by naming people in another order, or change first",
                code="away-on-duty",
                subjects=(rota.id, name),
                severity="warning",
            )
