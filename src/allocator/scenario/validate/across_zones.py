"""Finds overlaps and handovers that ask for nothing, or for what nobody can have."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement

from allocator.calendars import Calendars
from allocator.calendars.instants import following_days, midnight
from allocator.calendars.places import places
from allocator.calendars.regular_days import RegularDays
from allocator.domain import Need, Person, WorkItem
from allocator.errors import Finding
from allocator.scenario.shape.known_holidays import countries_known
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, label
from allocator.wording import hours, shorten

_DAYS = 366
"""Days from the start of the plan on at which it is looked whether people have time in common."""

_Path = tuple[Step, ...]


def empty_overlaps(context: Context) -> Iterator[Finding]:
    """Yield overlaps of fewer than two people, and those that no day is long enough for."""
    if "calendar" not in context.parts.sound:
        return
    calendar = context.scenario.calendar
    for path, item in context.parts.items():
        for place, span, people in _overlaps(path, item):
            if people < 2:
                yield context.parts.finding(
                    f"{label(item)} asks for an overlap of {span}, and "
                    f"{'is done by one person' if people else 'nobody works on it'}",
                    (*place, "overlap"),
                    "leave overlap out, or say how many people do it, for example "
                    "needs: [{people: 2}]",
                    code="overlap-of-one",
                    subjects=(item.id,),
                )
            elif calendar.working_minutes(span) > calendar.day_minutes:
                yield context.parts.finding(
                    f"{label(item)} asks for an overlap of {span} on each day, and a day has "
                    f"{hours(float(calendar.day_minutes) / 60)}",
                    (*place, "overlap"),
                    "overlap is the time in common on each day, for example overlap: 2h",
                    code="overlap-longer-than-day",
                    subjects=(item.id,),
                )


def _overlaps(path: _Path, item: WorkItem) -> Iterator[tuple[_Path, str, int]]:
    """Yield the overlaps of an item and of its needs, with their places and numbers of people."""
    needs = item.needs or ((Need(),) if item.effort is not None else ())
    if item.overlap is not None:
        yield path, item.overlap, sum(need.numbers[-1] for need in needs)
    for number, need in enumerate(item.needs):
        if need.overlap is not None:
            yield (*path, "needs", number), need.overlap, need.numbers[-1]


def like_needs(context: Context) -> Iterator[Finding]:
    """Yield needs that are alike but for their overlap: who fills which is not told by a plan."""
    for path, item in context.parts.items():
        for (k, one), (m, other) in combinations(enumerate(item.needs), 2):
            alike = (one.share, one.effort, set(one.skills)) == (
                other.share,
                other.effort,
                set(other.skills),
            )
            if alike and one.overlap != other.overlap:
                yield context.parts.finding(
                    f"needs {k + 1} and {m + 1} of {label(item)} differ in nothing but their "
                    "overlap, so that nobody can tell who is on which",
                    (*path, "needs", m),
                    "make one need of them with people, or give both the same overlap",
                    code="overlaps-of-like-needs",
                    subjects=(item.id,),
                )


def handovers_of_nobody(context: Context) -> Iterator[Finding]:
    """Yield handovers of what nobody works on."""
    for path, item in context.parts.items():
        for number, link in enumerate(item.after):
            if not link.handover:
                continue
            before = context.scenario.item_by_id.get(link.item)
            idle = [one for one in (before, item) if one is not None and _is_done_by_nobody(one)]
            if idle:
                yield context.parts.finding(
                    f"{label(item)} takes over from {shorten(link.item)}, and nobody works on "
                    f"{shorten(idle[0].id)}",
                    (*path, "after", number, "handover"),
                    "leave handover out, or name items that people work on on both sides",
                    code="handover-of-nobody",
                    subjects=(item.id, link.item),
                )


def _is_done_by_nobody(item: WorkItem) -> bool:
    return item.is_milestone or (not item.needs and item.effort is None and not item.people)


def handovers_in_one_place(context: Context) -> Iterator[Finding]:
    """Yield handovers between items that nobody can do but people in one and the same place."""
    if not {"calendar", "people"} <= context.parts.sound:
        return
    place_of = places(context.scenario)
    for path, item in context.staffed():
        for number, link in enumerate(item.after):
            before = context.scenario.item_by_id.get(link.item)
            if not link.handover or before is None or not before.staffing:
                continue
            if _is_done_by_nobody(before) or _is_done_by_nobody(item):
                continue  # that is an error of its own
            people = [*_able(context, item), *_able(context, before)]
            if len({place_of[person.id] for person in people if person.id in place_of}) == 1:
                yield context.parts.finding(
                    f"{label(item)} takes over from {shorten(link.item)}, and all who may do them "
                    "are in one place",
                    (*path, "after", number, "handover"),
                    "leave handover out, or give those who are elsewhere their timezone",
                    code="handover-in-one-place",
                    subjects=(item.id, link.item),
                    severity="warning",
                )


def _able(context: Context, item: WorkItem) -> Iterator[Person]:
    for need in item.staffing:
        yield from context.candidates(item, need)


def overlaps_that_nobody_has(context: Context) -> Iterator[Finding]:
    """Yield overlaps that no two people who may do an item together have on any day."""
    known = countries_known(context.scenario)
    if not known or not {"calendar", "people", "sprints"} <= context.parts.sound:
        return
    asked = [
        (path, item)
        for path, item in context.staffed()
        if not item.is_started and (item.overlap or any(need.overlap for need in item.needs))
    ]
    if not asked:
        return
    days_in_common = _DaysInCommon(context)
    for path, item in asked:
        for place, span, people in _pairs(path, item, context):
            minutes = int(context.scenario.calendar.working_minutes(span))
            if minutes > context.scenario.calendar.day_minutes:
                continue  # that is an error of its own
            most = max((days_in_common.most(*pair) for pair in people), default=None)
            if most is not None and most < minutes:
                yield context.parts.finding(
                    f"{label(item)} asks for {span} in common on each day, and "
                    + (
                        f"two people who may do it have {hours(most / 60)} at the most"
                        if most
                        else "no two people who may do it are ever at work together"
                    ),
                    (*place, "overlap"),
                    "ask for less, let others do it, or let somebody begin their day earlier or "
                    "later (day_start)",
                    code="overlap-that-nobody-has",
                    subjects=(item.id,),
                    severity="warning",
                )


def _pairs(
    path: _Path, item: WorkItem, context: Context
) -> Iterator[tuple[_Path, str, list[tuple[Person, Person]]]]:
    """Yield the overlaps of an item with the pairs of people whom they are about."""
    needs = item.needs or item.staffing
    groups = [list(context.candidates(item, need)) for need in needs]
    for number, need in enumerate(item.needs):
        if need.overlap is not None and need.numbers[-1] > 1:
            yield (*path, "needs", number), need.overlap, list(combinations(groups[number], 2))
    if item.overlap is None:
        return
    numbers = range(len(groups))
    for k, m in combinations_with_replacement(numbers, 2):
        if k != m or needs[k].numbers[-1] > 1:
            pairs = [(p, q) for p in groups[k] for q in groups[m] if p.id != q.id]
            yield path, item.overlap, pairs


class _DaysInCommon:
    """The most time that two people's regular days have in common on any day of theirs."""

    def __init__(self, context: Context) -> None:
        scenario = context.scenario
        self._calendars, self._slot = Calendars(scenario), scenario.calendar.slot_minutes
        self._first = scenario.plan_from.date()
        self._slots: dict[RegularDays, set[dt.datetime]] = {}
        self._most: dict[tuple[RegularDays, RegularDays], int] = {}

    def most(self, one: Person, other: Person) -> int:
        """Return the minutes; those with the same hours in the same place share them."""
        here, there = (self._calendars.regular_days(each) for each in (one, other))
        if (here, there) not in self._most:
            both = self._slots_of(here) & self._slots_of(there)
            counts = [Counter(days.there(at).date() for at in both) for days in (here, there)]
            longest = max((n for count in counts for n in count.values()), default=0)
            self._most[here, there] = longest * self._slot
        return self._most[here, there]

    def _slots_of(self, regular: RegularDays) -> set[dt.datetime]:
        if regular not in self._slots:
            last = self._first + dt.timedelta(days=_DAYS)
            self._slots[regular] = {
                midnight(day) + offset
                for day in following_days(self._first, last)
                for offset in regular.offsets(day)
            }
        return self._slots[regular]
