"""Work in progress that is paused: until when, and what its people do instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.dates import taken_up
from allocator.analysis.outside import block_text
from allocator.calendars import Calendars
from allocator.calendars.instants import following_days
from allocator.domain import PlanAssignment, PlanItem, Scenario
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import When, beginning, end_of

WorkByPerson = dict[str, list[tuple[PlanItem, PlanAssignment]]]
"""The remaining work by person."""

MAX_NAMED_ITEMS = 3
"""Items done instead that are named; the others are counted."""


@dataclass(frozen=True)
class WorkInstead:
    """An item that people do while another one is paused."""

    id: str
    title: str
    due: When | None


@dataclass(frozen=True)
class PausedWork:
    """An item in progress that resumes only on a later day.

    Attributes
    ----------
    id, title
        Id and title of the item.
    goes_on
        When what remains of it is taken up.
    busy
        Names of those who go on with it and are on something else until then.
    instead
        What these do until then, in order of its start.
    away
        Names of those who go on with it and do not work at all until then.
    absences
        Names of those who are on something else until then and away for some working days.
    waits
        What it waits for from outside that is expected only within the plan, with the date.
    """

    id: str
    title: str
    goes_on: dt.datetime
    busy: tuple[str, ...]
    instead: tuple[WorkInstead, ...]
    away: tuple[str, ...]
    absences: tuple[tuple[str, int], ...] = ()
    waits: tuple[str, ...] = ()
    blocked: str = ""
    """What blocks it until a day within the plan, in words; empty where nothing does."""

    @property
    def sentence(self) -> str:
        """The sentence that follows its name."""
        told = f"goes on only on {wording.day(self.goes_on)}"
        named = [_named(one) for one in self.instead[:MAX_NAMED_ITEMS]]
        if len(self.instead) > MAX_NAMED_ITEMS:
            named.append(f"{len(self.instead) - MAX_NAMED_ITEMS} more")
        why = [f"{_who(self.busy)} on {wording.joined(named)}"] if named else []
        why += [f"{_who(self.away)} away"] if self.away else []
        why += [f"{name} is away for {_days(count)} of it" for name, count in self.absences]
        if why:
            told += f"; until then {'; '.join(why)}"
        told += f"; it waits for {wording.joined(self.waits)}" if self.waits else ""
        return told + (f"; it is blocked: {self.blocked}" if self.blocked else "")


def paused_work(
    scenario: Scenario, entries: Iterable[PlanItem], calendars: Calendars | None = None
) -> tuple[PausedWork, ...]:
    """Return the items in progress that do not resume on the first working day of the plan.

    Parameters
    ----------
    scenario
        The plan's own.
    entries
        All items of the plan.
    calendars
        The scenario's calendars, where they are at hand.
    """
    entries, calendars = tuple(entries), calendars or Calendars(scenario)
    first = calendars.team.first_slot(scenario.plan_from)
    late = [
        (entry, when)
        for entry in entries
        if entry.state == "in_progress" and entry.start is not None and entry.assignments
        if (when := taken_up(entry, entry.start)).date() > first.date()
    ]
    if not late:
        return ()
    work = _work(entries)
    return tuple(_paused(scenario, calendars, entry, when, work) for entry, when in late)


def _paused(
    scenario: Scenario, calendars: Calendars, entry: PlanItem, when: dt.datetime, work: WorkByPerson
) -> PausedWork:
    others = {
        person: [
            (piece.start, other)
            for other, piece in work.get(person, ())
            if other.id != entry.id and piece.start < when and piece.finish > scenario.plan_from
        ]
        for person in _people(entry)
    }
    begun = sorted((pair for found in others.values() for pair in found), key=lambda pair: pair[0])
    instead = {other.id: WorkInstead(other.id, other.title, other.due) for _, other in begun}
    return PausedWork(
        id=entry.id,
        title=entry.title,
        goes_on=when,
        busy=tuple(_name(scenario, person) for person, found in others.items() if found),
        instead=tuple(instead.values()),
        away=tuple(
            _name(scenario, person)
            for person, found in others.items()
            if not found and not _works(scenario, calendars, person, when)
        ),
        absences=tuple(
            (_name(scenario, person), days)
            for person, found in others.items()
            if found and (days := _days_away(scenario, calendars, person, when))
        ),
        waits=tuple(
            f"{wording.printable(wait.what)} (expected {wording.when(wait.expected)})"
            for wait in scenario.item_by_id[entry.id].waits_for
            if wait.expected is not None and end_of(wait.expected) > scenario.plan_from
        ),
        blocked=_blocked(scenario, entry),
    )


def _blocked(scenario: Scenario, entry: PlanItem) -> str:
    block = scenario.item_by_id[entry.id].block
    if block is None or block.until is None or beginning(block.until) <= scenario.plan_from:
        return ""
    return wording.printable(block_text(block))


def _days_away(scenario: Scenario, calendars: Calendars, person: str, until: dt.datetime) -> int:
    """Return the number of working days on which a person is absent."""
    team, found = calendars.team, scenario.person_by_id[person]
    calendar, own = calendars.of(found), found.workdays or scenario.calendar.workdays
    last = until.date() - dt.timedelta(days=1)
    return sum(
        team.is_workday(day) and WEEK[day.weekday()] in own and not calendar.slots(day)
        for day in following_days(team.first_slot(scenario.plan_from).date(), last)
    )


def _days(count: int) -> str:
    return "a working day" if count == 1 else f"{count} working days"


def _works(scenario: Scenario, calendars: Calendars, person: str, until: dt.datetime) -> bool:
    """Whether somebody works at all before an instant, from the beginning of the plan on."""
    calendar = calendars.of(scenario.person_by_id[person])
    return any(work for _, work in calendar.work_by_day(scenario.plan_from, until))


def _people(entry: PlanItem) -> list[str]:
    return list(dict.fromkeys(work.person for work in entry.assignments if work.share > 0))


def _work(entries: Sequence[PlanItem]) -> WorkByPerson:
    """Return the remaining work by person."""
    found: WorkByPerson = {}
    for entry in entries:
        for work in entry.assignments if not entry.is_over else ():
            if work.share > 0:
                found.setdefault(work.person, []).append((entry, work))
    return found


def _named(one: WorkInstead) -> str:
    due = "" if one.due is None else f" (due {wording.when(one.due)})"
    return wording.label(one.id, one.title) + due


def _who(names: Sequence[str]) -> str:
    return f"{wording.joined(names)} {'is' if len(names) == 1 else 'are'}"


def _name(scenario: Scenario, person: str) -> str:
    found = scenario.person_by_id.get(person)
    return wording.printable(found.name or person if found is not None else person)
