"""Latest starts of planned items by their people's calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.dates import taken_up
from allocator.calendars import Calendars, PersonCalendar
from allocator.calendars.instants import later, midnight, preceding_days
from allocator.calendars.walk import finish_of_units, latest_start_of_units, units_of_work
from allocator.domain import PlanAssignment, PlanItem, Scenario
from allocator.domain.quantities import elapsed_minutes, exact

_NO_LIMIT = dt.datetime.max


@dataclass(frozen=True)
class PersonWork:
    """The work of one person on an item.

    Attributes
    ----------
    person
        Id.
    calendar
        Their working time.
    start
        When they begin.
    units
        Sum of the capacities, in the calendar's units, of the slots that they need.
    """

    person: str
    calendar: PersonCalendar
    start: dt.datetime
    units: int

    def latest_start(self, by: dt.datetime) -> dt.datetime:
        """Return the last slot from which they are done by an instant; no earlier than planned."""
        first = self.start.date()
        found = latest_start_of_units(self.calendar, by, self.units, first)
        return self.start if found is None else max(self.start, found)

    def finish(self, start: dt.datetime, limit: dt.datetime) -> dt.datetime:
        """Return when they are done if they begin at an instant; ``limit`` if not by its day."""
        return finish_of_units(self.calendar, start, self.units, limit.date()) or limit


class SlippableItem:
    """A planned item whose latest start is computed.

    Parameters
    ----------
    scenario
        The plan's scenario.
    entry
        With its dates; not dropped.
    """

    def __init__(self, scenario: Scenario, calendars: Calendars, entry: PlanItem) -> None:
        assert entry.start is not None and entry.finish is not None
        item = scenario.item_by_id[entry.id]
        self.team = calendars.team
        self.start = taken_up(entry, entry.start)
        self.finish = entry.finish
        self.is_instant = entry.start == entry.finish
        self.people_work = tuple(_people_work(scenario, calendars, entry))
        self._together = entry.state != "in_progress"
        self.elapsed: Fraction | None = None
        if item.elapsed is not None and entry.state == "planned":
            self.elapsed = elapsed_minutes(item.elapsed)
        self._unknown = len(self.people_work) < len(entry.assignments)

    def latest_start(
        self, by: dt.datetime, start_by: dt.datetime, done_by: Mapping[str, dt.datetime]
    ) -> dt.datetime:
        """Return the last instant at which it may start; no earlier than planned.

        Parameters
        ----------
        by, start_by
            When it must be finished, and have started.
        done_by
            When each person must be done with it, by id; who is not named need not.
        """
        if self.is_instant:
            return max(self.start, min(by, start_by))
        latest = start_by
        if self.elapsed is not None:
            latest = min(latest, later(by, -self.elapsed))
        if self._unknown:  # nothing is known of somebody's time: the length stays by the clock
            latest = min(latest, by - (self.finish - self.start))
        if not self._together:
            return max(self.start, min(latest, self._apart(by, done_by)))
        for each in self.people_work:
            end = min(by, done_by.get(each.person, _NO_LIMIT))
            latest = min(latest, each.latest_start(end))
        return self._common_slot(latest)

    def latest_finish(self, start: dt.datetime, by: dt.datetime) -> dt.datetime:
        """Return when it is finished if it starts at an instant, ``by`` at the latest."""
        if self.is_instant:
            return start
        ends = [each.finish(max(start, each.start), by) for each in self.people_work]
        if self.elapsed is not None:
            ends.append(later(start, self.elapsed))
        return min(by, max(ends, default=by))

    def _apart(self, by: dt.datetime, done_by: Mapping[str, dt.datetime]) -> dt.datetime:
        """Return the latest start of work in progress, which each person resumes alone."""
        slips = [
            self.team.hours_between(
                each.start, each.latest_start(min(by, done_by.get(each.person, _NO_LIMIT)))
            )
            for each in self.people_work
        ]
        return self.team.after_hours(self.start, min(slips)) if slips else by

    def _common_slot(self, latest: dt.datetime) -> dt.datetime:
        """Return the last slot until then in which all of its people, or the team, work."""
        for day in preceding_days(latest.date(), self.start.date()):
            for offset in reversed(self._offsets(day)):
                begins = midnight(day) + offset
                if self.start < begins <= latest and self._all_work(begins):
                    return begins
        return self.start

    def _offsets(self, day: dt.date) -> Sequence[dt.timedelta]:
        """Return where slots of one of its people begin on a day, or of the team."""
        if not self.people_work:
            return self.team.offsets
        return self.people_work[0].calendar.regular_offsets(day)

    def _all_work(self, begins: dt.datetime) -> bool:
        if not self.people_work:
            return self.team.is_slot(begins)
        return all(each.calendar.capacity_at(begins) for each in self.people_work)


def _people_work(scenario: Scenario, calendars: Calendars, entry: PlanItem) -> Iterator[PersonWork]:
    for assignment in entry.assignments:
        person = scenario.person_by_id.get(assignment.person)
        if person is not None and assignment.share > 0:
            calendar = calendars.of(person)
            units = _units(scenario, calendar, assignment)
            yield PersonWork(assignment.person, calendar, assignment.start, units)


def _units(scenario: Scenario, calendar: PersonCalendar, assignment: PlanAssignment) -> int:
    """Return the capacity that an assignment takes, without the unused rest of its last slot.

    The effort that a plan tells is rounded, so it counts only within the last slot.
    """
    person = scenario.person_by_id[assignment.person]
    levels = [person.skills[skill] for skill in assignment.skills if skill in person.skills]
    speed = Fraction(1)
    if scenario.proficiency and levels:
        speed = min(exact(scenario.proficiency.get(level, 1.0)) for level in levels)
    taken, last = _slots_between(calendar, assignment.start, assignment.finish)
    rate = exact(assignment.share) * speed
    wanted = units_of_work(calendar, exact(assignment.effort_hours) * 60, rate) if rate else taken
    return max(taken - last + 1, min(wanted, taken), 1)


def _slots_between(
    calendar: PersonCalendar, start: dt.datetime, finish: dt.datetime
) -> tuple[int, int]:
    """Return the sum of the capacities of the slots from start to finish, and the last one's."""
    total, last = 0, 0
    for day in preceding_days(finish.date(), start.date()):
        if total and start <= midnight(day) and calendar.ends_by(day, finish):
            total += calendar.day_units(day)
            continue
        for offset, capacity in reversed(calendar.slots(day)):
            begins = midnight(day) + offset
            if start <= begins < finish:
                total += capacity
                last = last or capacity
    return total, last
