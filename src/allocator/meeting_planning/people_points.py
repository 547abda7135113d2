"""What people have done, and what they do until the next meeting, for an agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.calendars.instants import following_days
from allocator.domain import Person, PlanAssignment, PlanItem
from allocator.domain.quantities import end_of, last_day
from allocator.meeting_planning.agenda_models import AgendaPoint
from allocator.meeting_planning.overview import next_turns
from allocator.meeting_planning.scope import AgendaScope

_DAY = dt.timedelta(days=1)
_QUARTER = dt.timedelta(days=91)
MAX_ITEMS = 6
"""Items that somebody begins, or ends, and that are named; the others are counted."""


def done_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield the people's items that were finished since the last meeting."""
    done = [
        entry
        for entry in scope.plan.items
        if entry.id in scope.items and entry.is_over and entry.finish is not None
        if scope.before <= entry.finish <= scope.begins
    ]
    for entry in sorted(done, key=lambda one: (one.finish, one.id)):
        people = scope.people_on(entry)
        who = scope.named(people)
        verb = "is done" if entry.state == "done" else "has failed"
        text = f"{scope.called(entry)} {verb}, {scope.finish_day(entry)}{f': {who}' if who else ''}"
        yield AgendaPoint(text=text, items=(entry.id,), people=tuple(people))


def away_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield who of the people is away for days, or has a duty, until the next meeting."""
    for person in scope.people:
        days = list(_days_away(scope, person))
        if person.leaves is not None and end_of(person.leaves) <= scope.begins:
            text = f"{scope.names[person.id]} has left: {wording.day(person.leaves)}"
            yield AgendaPoint(text=text, people=(person.id,))
        elif days:
            text = f"{scope.names[person.id]} is away: {wording.day_ranges(days)}"
            yield AgendaPoint(text=text, people=(person.id,))
    last = last_day(scope.until)
    scenario, people = scope.plan.scenario, {person.id for person in scope.people}
    for rota in scenario.rota:
        for turn in next_turns(scenario, rota, scope.begins.date(), len(rota.people) + 1):
            if turn.person in people and turn.first <= last:
                period = wording.period(turn.first, turn.last)
                text = f"{turn.name} has {wording.label(rota.name)}: {period}"
                yield AgendaPoint(text=text, people=(turn.person,))


def _days_away(scope: AgendaScope, person: Person) -> Iterator[dt.date]:
    """Yield the days of a person's week, on their clock, on which they do not work at all.

    Of an absence that goes on behind the next meeting all days are part, up to a quarter.
    """
    calendars = scope.calendars.without_meetings
    regular, days = calendars.regular_days(person), calendars.local_days(person)
    own = calendars.of(person)
    first, last = regular.there(scope.begins).date(), regular.there(scope.until).date()
    was_away = False
    for day in following_days(first, max(first, last - _DAY) + _QUARTER):
        if not regular.is_workday(day):
            continue
        is_away = not own.hours_between(days.beginning(day), days.beginning(day + _DAY))
        if day > max(first, last - _DAY) and not (is_away and was_away):
            return
        if is_away:
            yield day
        was_away = is_away


def people_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield for each of the people what they do, begin, end and go on with until the next one."""
    for person in scope.people:
        work = _work(scope, person)
        told: dict[str, list[str]] = {"does": [], "begins": [], "ends": [], "goes on with": []}
        for entry, own in work:
            verb, item = _told(scope, entry, own)
            told[verb].append(item)
        parts = [f"{verb} {wording.joined(t, most=MAX_ITEMS)}" for verb, t in told.items() if t]
        text = f"{scope.names[person.id]} {'; '.join(parts) or 'has nothing planned'}"
        items = tuple(entry.id for entry, _ in work)
        yield AgendaPoint(text=text, items=items, people=(person.id,))


def _told(scope: AgendaScope, entry: PlanItem, work: PlanAssignment) -> tuple[str, str]:
    """Return what somebody does with an item until the next meeting: a verb, and the item."""
    begins = entry.state == "planned" and work.start >= scope.begins
    first, last = work.start.date(), last_day(work.finish, work.start)
    days = list(map(wording.day_without_year, dict.fromkeys((first, last))))
    called = scope.called(entry)
    if work.finish > scope.until:
        return ("begins", f"{called} ({days[0]})") if begins else ("goes on with", called)
    if begins:
        return "does", f"{called} ({' to '.join(days)})"
    return "ends", f"{called} ({days[-1]})"


def _work(scope: AgendaScope, person: Person) -> list[tuple[PlanItem, PlanAssignment]]:
    """Return a person's open work until the next meeting, in order of its start."""
    found = [
        (entry, work)
        for entry in scope.plan.items
        if not entry.is_over
        for work in entry.assignments
        if work.person == person.id and work.share > 0
        if work.start < scope.until and work.finish > scope.begins
    ]
    return sorted(found, key=lambda pair: (pair[1].start, pair[0].id))
