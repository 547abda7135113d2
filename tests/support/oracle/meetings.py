"""What meetings and rotas leave of people's capacity (paragraphs 64 to 67), minute by minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from allocator.domain import Meeting, Person, Scenario
from support.oracle.amounts import elapsed, exact

LONGEST = dt.timedelta(days=3 * 366)
SHORT = {"day": "FREQ=DAILY", "week": "FREQ=WEEKLY", "month": "FREQ=MONTHLY"}


class Commitments:
    """The meetings and duties of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        start = scenario.calendar.start
        self.first = start.date() if isinstance(start, dt.datetime) else start
        self._times = {
            meeting.id: list(self._occurrences(meeting)) for meeting in scenario.meetings
        }
        self._attendees = {meeting.id: self._people(meeting) for meeting in scenario.meetings}

    def left(self, person: Person, begin: dt.datetime, minutes: int) -> Fraction:
        """Return the share of the capacity in a slot that is left for work."""
        end = begin + dt.timedelta(minutes=minutes)
        mine = [
            (first, last)
            for meeting in self.scenario.meetings
            if person.id in self._attendees[meeting.id]
            for first, last in self._times[meeting.id]
            if first < end and begin < last
        ]
        at = [begin + dt.timedelta(minutes=k) for k in range(minutes)] if mine else []
        free = minutes - sum(any(first <= minute < last for first, last in mine) for minute in at)
        share = Fraction(free, minutes)
        for rota in self.scenario.rota:
            ended = rota.end is not None and begin.date() > rota.end
            if begin.date() >= rota.first and not ended:
                turn = (begin.date() - rota.first) // dt.timedelta(
                    minutes=float(elapsed(rota.every))
                )
                if rota.people[turn % len(rota.people)] == person.id:
                    share *= 1 - exact(rota.takes)
        return share

    def _occurrences(self, meeting: Meeting) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        rule = meeting.rule or _rule(meeting.every)
        start = meeting.start or self.first
        for at in rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time())):
            day = at.date()
            if day > start + LONGEST or (meeting.end is not None and day > meeting.end):
                return
            if day not in meeting.skipped:
                begins = self._instant(meeting, day)
                yield begins, begins + dt.timedelta(minutes=float(elapsed(meeting.length)))

    def _instant(self, meeting: Meeting, day: dt.date) -> dt.datetime:
        local = dt.datetime.combine(day, dt.time.fromisoformat(meeting.at))
        home = self.scenario.calendar.timezone
        if home is None:
            return local
        moment = local.replace(tzinfo=ZoneInfo(meeting.timezone or home)).timestamp()
        return dt.datetime.fromtimestamp(moment, ZoneInfo(home)).replace(tzinfo=None, fold=0)

    def _people(self, meeting: Meeting) -> set[str]:
        named, scenario = meeting.attendees, self.scenario
        found = set(named.people)
        found |= {p.id for p in scenario.people if p.role in named.roles or p.team in named.teams}
        for project in named.projects:
            items = [item for item in scenario.items if item.project == project]
            assigned = {name for item in items for name in item.assign}
            if assigned:
                found |= assigned
                continue
            for item in items:
                for person in scenario.people:
                    skills = [need.skills for need in item.needs]
                    if not skills and item.effort is not None:
                        skills = [{}]
                    able = [
                        all(person.skills.get(s, -1) >= k for s, k in n.items()) for n in skills
                    ]
                    if any(able) and person.id not in item.avoid:
                        found.add(person.id)
        return found


def _rule(every: str | tuple[str, ...] | None) -> str:
    assert every is not None
    if isinstance(every, str) and every in SHORT:
        return SHORT[every]
    if isinstance(every, str) and every[0].isdigit():
        return {"d": "FREQ=DAILY", "w": "FREQ=WEEKLY"}[every[-1]] + f";INTERVAL={every[:-1]}"
    days = [every] if isinstance(every, str) else every
    return "FREQ=WEEKLY;BYDAY=" + ",".join(day[:2].upper() for day in days)
