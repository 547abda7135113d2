"""Makes the agenda of a meeting from a plan, without any search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from allocator.analysis.compare import compare
from allocator.calendars.attendance import MeetingCalendars
from allocator.calendars.instants import midnight
from allocator.domain import Meeting, Person, Plan
from allocator.errors import InputError
from allocator.meeting_planning.agenda_models import (
    Agenda,
    AgendaAttendee,
    AgendaPoint,
    AgendaSection,
    SectionKey,
)
from allocator.meeting_planning.changed_points import changed_points
from allocator.meeting_planning.handovers import handover_points
from allocator.meeting_planning.open_points import decision_points, late_points, roadblock_points
from allocator.meeting_planning.people_points import away_points, done_points, people_points
from allocator.meeting_planning.scope import AgendaScope
from allocator.wording import day

_WEEK = dt.timedelta(days=7)
_TWO_DAYS = dt.timedelta(days=2)
"""By more than its day a day of one zone never lies before or after that of another."""

_SECTIONS: tuple[tuple[SectionKey, str, Callable[[AgendaScope], Iterable[AgendaPoint]]], ...] = (
    ("done", "Done since the last one", done_points),
    ("decisions", "Decisions due", decision_points),
    ("roadblocks", "Roadblocks", roadblock_points),
    ("late", "Late", late_points),
    ("handovers", "Handed over until the next one", handover_points),
    ("away", "Away or on duty until the next one", away_points),
    ("people", "Who begins and ends what", people_points),
)


def agenda(
    plan: Plan, meeting: Meeting, *, date: dt.date | None = None, since: Plan | None = None
) -> Agenda:
    """Return what to talk about at a meeting.

    Parameters
    ----------
    plan
        Whose scenario has the meeting.
    meeting
        The meeting.
    date
        The day on which it takes place, in its zone or the plan's, its own first; default: its next
        time from now on.
    since
        An earlier plan: what has changed since then is told.

    Raises
    ------
    InputError
        It does not take place on that day, or not any more.
    """
    calendars = MeetingCalendars(plan.scenario)
    begins, ends = _time_of(calendars, meeting, date)
    following, before = calendars.next_held(meeting, ends), calendars.last_held(meeting, begins)
    scope = AgendaScope(
        plan=plan,
        calendars=calendars,
        meeting=meeting,
        before=begins - _WEEK if before is None else before,
        begins=begins,
        until=begins + _WEEK if following is None else following[0],
    )
    return Agenda(
        meeting=meeting.id,
        title=meeting.name,
        begins=begins,
        ends=ends,
        until=scope.until,
        has_next=following is not None,
        timezone=plan.scenario.calendar.timezone,
        plan=plan.scenario.name,
        attendees=tuple(_attendee(scope, person, ends) for person in scope.people),
        sections=tuple(_sections(scope, since, is_last=following is None)),
    )


def _sections(scope: AgendaScope, since: Plan | None, *, is_last: bool) -> Iterator[AgendaSection]:
    if since is not None:
        points = tuple(changed_points(scope, compare(since, scope.plan), since))
        yield AgendaSection(key="changes", title="Changed since the last plan", points=points)
    for key, title, points_of in _SECTIONS:
        found = tuple(points_of(scope))
        if found:
            said = title.replace("until the next one", "within a week") if is_last else title
            yield AgendaSection(key=key, title=said, points=found)


def _time_of(
    calendars: MeetingCalendars, meeting: Meeting, date: dt.date | None
) -> tuple[dt.datetime, dt.datetime]:
    times = calendars.calendars.meeting_times(meeting)
    if date is None:
        found = calendars.next_held(meeting, calendars.scenario.plan_from)
        if found is None:
            last = times.preceding(calendars.scenario.plan_from)
            ended = "" if last is None else f"; the last time was {day(times.local(last))}"
            raise InputError(f"{meeting.name} does not take place any more{ended}")
        return found
    around = times.between(midnight(date) - _TWO_DAYS, midnight(date) + _TWO_DAYS)
    own = [time for time in around if times.local(time[0]).date() == date]
    for time in (*own, *(time for time in around if time[0].date() == date)):
        return time
    earlier, later = times.preceding(midnight(date)), times.following(midnight(date))
    near = [times.local(at) for at in (earlier, later and later[0]) if at is not None]
    hint = f"; it does on {' and on '.join(map(day, near))}" if near else ""
    raise InputError(f"{meeting.name} does not take place on {day(date)}{hint}")


def _attendee(scope: AgendaScope, person: Person, ends: dt.datetime) -> AgendaAttendee:
    attended = scope.calendars.attended(scope.meeting, person, scope.begins, ends)
    (time,) = [one for one in attended if one.begins == scope.begins]
    return AgendaAttendee(
        id=person.id,
        name=person.name or person.id,
        email=person.email,
        timezone=person.timezone or scope.plan.scenario.calendar.timezone,
        local=time.local,
        outside=time.on_workday and not time.in_hours,
        away=not time.on_workday,
    )
