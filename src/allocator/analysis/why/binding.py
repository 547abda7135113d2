"""The constraints that hold the items of a plan at their dates.

An item is held by whatever would be broken if it began one working slot earlier, with the same
people and everything else as it is: that slot lies before a date, or before what a link allows,
or somebody is away or taken in it, or a resource, or it lies in another sprint. Days on which
somebody never works (weekends, holidays) are passed over when that slot is looked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from allocator import wording
from allocator.analysis.capacity_use import CapacityUse
from allocator.analysis.dates import planned, taken_up
from allocator.analysis.days import PlanDays
from allocator.analysis.links import link_allows
from allocator.analysis.why.reason import Reason
from allocator.analysis.why.release_reasons import date_reasons
from allocator.analysis.why.sprint_reasons import sprint_reasons
from allocator.calendars import Calendars
from allocator.calendars.instants import midnight
from allocator.calendars.places import places
from allocator.domain import (
    ElapsedLag,
    Link,
    LinkType,
    Person,
    Plan,
    PlanAssignment,
    PlanItem,
    WorkItem,
)
from allocator.domain.links import has_lag
from allocator.domain.quantities import beginning, end_of, exact

_MINUTE = dt.timedelta(minutes=1)
_MAX_DAYS_BACK = 400
_MAX_SLOTS_BACK = 2000


class BindingConstraints:
    """Finds the constraints that hold the items of a plan at their dates.

    Parameters
    ----------
    plan
        With its scenario.
    calendars
        The scenario's calendars.
    """

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        self.scenario, self.calendars = plan.scenario, calendars
        self.team = calendars.team
        self.entries = {entry.id: entry for entry in _known(plan)}
        self.dates = {
            entry.id: (start, finish) for entry, start, finish in planned(self.entries.values())
        }
        self._days = PlanDays(plan.scenario, self.team, self.entries.values())
        self.people: defaultdict[str, list[CapacityUse]] = defaultdict(list)
        self.resources: defaultdict[str, list[CapacityUse]] = defaultdict(list)
        for entry, start, finish in planned(self.entries.values()):
            self._add(entry, taken_up(entry, start), finish)
        self._found: dict[str, tuple[Reason, ...]] = {}

    def _add(self, entry: PlanItem, begins: dt.datetime, finish: dt.datetime) -> None:
        for work in workers(entry):
            held = CapacityUse(entry.id, work.start, work.finish, exact(work.share))
            self.people[work.person].append(held)
        item = self.scenario.item_by_id[entry.id]
        if not item.is_done:
            for name, amount in item.resources.items():
                self.resources[name].append(CapacityUse(entry.id, begins, finish, Fraction(amount)))

    def said_end(self, item_id: str) -> str:
        """Write when a planned item ends."""
        on = self._days.ends(item_id)
        return wording.work_end(self.dates[item_id][1], self.scenario.calendar, on=on)

    def said_start(self, item_id: str) -> str:
        """Write when a planned item starts."""
        on = self._days.begins(item_id)
        return wording.work_start(self.dates[item_id][0], self.scenario.calendar, on=on)

    def begins(self, item_id: str) -> dt.datetime:
        """Return when the work that the plan has for a planned item begins."""
        return taken_up(self.entries[item_id], self.dates[item_id][0])

    def reasons(self, item_id: str) -> tuple[Reason, ...]:
        """Return the constraints that hold a planned item; empty if there are none."""
        if item_id not in self._found:
            self._found[item_id] = tuple(self._reasons(item_id))
        return self._found[item_id]

    def _reasons(self, item_id: str) -> Iterator[Reason]:
        item, entry = self.scenario.item_by_id[item_id], self.entries[item_id]
        start, finish = self.dates[item_id]
        if item.is_done:
            did = "its last try failed" if item.state == "failed" else "it was done"
            text = f"{did} on {self.said_end(item_id)}"
            yield Reason(kind="done", sentence=text, until=finish)
            return
        if item.is_started and not workers(entry):
            text = f"it has run since {self.said_start(item_id)}"
            yield Reason(kind="running", sentence=text, until=start)
            return
        if self.scenario.is_frozen(item):
            yield from self._frozen(item, entry)
            return
        yield from self._unfrozen(item, entry)

    def _frozen(self, item: WorkItem, entry: PlanItem) -> Iterator[Reason]:
        """Yield that an item is frozen; of work in progress, what keeps its people from it.

        The baseline of one in progress has it where its people can go on: no date of the old plan.
        """
        at = wording.work_start(self.begins(item.id), self.scenario.calendar)
        text = f"it is frozen, and the baseline has it on {at}"
        if item.is_started:
            yield from self._unfrozen(item, entry)
            text = f"it is frozen, and goes on with its people on {at}"
        yield Reason(kind="frozen", sentence=text, until=self.begins(item.id))

    def _unfrozen(self, item: WorkItem, entry: PlanItem) -> Iterator[Reason]:
        """Yield the constraints that an item would break if it started a slot earlier."""
        begins = self.begins(item.id)
        before = self.slot_before(item, entry, begins)
        away = list(self._away(entry, before))
        yield from self._at(item, entry, before)
        yield from away
        if away:
            before = self._before_absences(item, entry, before)
            for reason in self._at(item, entry, before):
                text = f"{away[0].sentence}, and before that {reason.sentence}"
                yield reason.model_copy(update={"sentence": text})

    def _before_absences(self, item: WorkItem, entry: PlanItem, slot: dt.datetime) -> dt.datetime:
        """Return the last slot before some absences."""
        for _ in range(_MAX_SLOTS_BACK):
            if slot < self.scenario.plan_from or not any(self._away(entry, slot)):
                break
            slot = self.slot_before(item, entry, slot)
        return slot

    def _at(self, item: WorkItem, entry: PlanItem, before: dt.datetime) -> Iterator[Reason]:
        """Yield the constraints, absences aside, that an item would break in a slot."""
        begins, finish = self.begins(item.id), self.dates[item.id][1]
        yield from self._links(item, before, begins, finish)
        yield from self._busy(entry, before, begins)
        yield from self._resources(item, before, begins)
        if self.scenario.fits(item):
            yield from sprint_reasons(self.scenario, self.calendars, workers(entry), before, begins)
        yield from date_reasons(self.scenario, item, before)

    def slot_before(self, item: WorkItem, entry: PlanItem, begins: dt.datetime) -> dt.datetime:
        """Return the slot before an item's start that is a regular working slot of its people.

        That is one that is neither on a day off of the week nor on a holiday of theirs; without
        people, the team's; of a milestone, the minute before it.
        """
        if item.is_milestone:
            return begins - _MINUTE
        people = [self.scenario.person_by_id[work.person] for work in workers(entry)]
        places = [self.calendars.regular_days(person) for person in people]
        for back in range(_MAX_DAYS_BACK):
            day = begins.date() - dt.timedelta(days=back)
            first, *others = (place.offsets(day) for place in places or [self.calendars.team_days])
            for offset in reversed(first):
                in_all = all(offset in offsets for offsets in others)
                if in_all and midnight(day) + offset < begins:
                    return midnight(day) + offset
        return begins - self.team.slot

    def _links(
        self, item: WorkItem, before: dt.datetime, begins: dt.datetime, finish: dt.datetime
    ) -> Iterator[Reason]:
        for link in self.scenario.binding_links(item):
            if link.item not in self.dates:
                continue
            first, last = self.dates[link.item]
            ends = link.type in (LinkType.FS, LinkType.FF)
            a = last if ends else first
            earlier = (
                before if link.type in (LinkType.FS, LinkType.SS) else finish - (begins - before)
            )
            if link_allows(self.team, link, a, earlier):
                if link.handover and self._is_no_morning(item, link, earlier):
                    text = f"it takes over from {self._called(link.item)} in a morning (handover)"
                    yield Reason(kind="handover", sentence=text, item=link.item, until=begins)
                continue
            other = link.item
            said = f"ends {self.said_end(other)}" if ends else f"starts {self.said_start(other)}"
            lag = ""
            if has_lag(link):
                amount = link.lag.elapsed if isinstance(link.lag, ElapsedLag) else link.lag
                around = " of calendar time" if isinstance(link.lag, ElapsedLag) else ""
                lag = f" (lag {amount}{around})"
            text = f"{self._called(link.item)}, which it comes after, {said}{lag}"
            yield Reason(kind="link", sentence=text, item=link.item, until=a)

    def _is_no_morning(self, item: WorkItem, link: Link, earlier: dt.datetime) -> bool:
        """Whether people elsewhere could not take over at an instant, as nobody begins a day."""
        before, after = (
            [work.person for work in workers(self.entries[name])] for name in (link.item, item.id)
        )
        before = [*self.scenario.item_by_id[link.item].people] or before
        here, there = (
            {self._places[p] for p in side if p in self._places} for side in (before, after)
        )
        if not here or not there or here & there:
            return False
        day = earlier.date()
        return not any(
            earlier in self.calendars.of(self.scenario.person_by_id[p]).first_slots(day, day)
            for p in after
        )

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return places(self.scenario)

    def _busy(self, entry: PlanItem, before: dt.datetime, begins: dt.datetime) -> Iterator[Reason]:
        for work in workers(entry):
            held = self.others(self.people[work.person], entry.id, before, begins)
            most = self.scenario.max_items_of(self.scenario.person_by_id[work.person])
            used = sum((one.amount for one in held), Fraction(0)) + exact(work.share)
            if used > 1 or (most is not None and len(held) >= most):
                last = max(held, key=lambda one: one.finish)
                yield self.busy(work.person, last, None if used > 1 else most)

    def busy(self, person_id: str, held: CapacityUse, most: int | None = None) -> Reason:
        """Return the reason that a person works on something, or on as many items as they may."""
        who = wording.person_name(self.scenario, person_id)
        until = wording.work_end(held.finish, self.scenario.calendar)
        limit = "" if most is None else f", and on {wording.count(most, 'item')} at a time at most"
        return Reason(
            kind="busy",
            sentence=f"{who} works on {self._called(held.item)} until {until}{limit}",
            item=held.item,
            person=person_id,
            until=held.finish,
        )

    def _called(self, item_id: str) -> str:
        """Return an item's id, and whether it is frozen or in progress."""
        item = self.scenario.item_by_id[item_id]
        signs = ["frozen"] if self.scenario.is_frozen(item) else []
        signs += ["in progress"] if self.entries[item_id].state == "in_progress" else []
        return f"{item_id} ({', '.join(signs)})" if signs else item_id

    def others(
        self, held: list[CapacityUse], item_id: str, a: dt.datetime, b: dt.datetime
    ) -> list[CapacityUse]:
        """Return what other items hold between two instants."""
        return [one for one in held if one.item != item_id and one.start < b and a < one.finish]

    def _away(self, entry: PlanItem, before: dt.datetime) -> Iterator[Reason]:
        for work in workers(entry):
            reason = self.away(work.person, before)
            if reason is not None:
                yield reason

    def away(self, person_id: str, instant: dt.datetime) -> Reason | None:
        """Return the reason that a person does not work in the slot at an instant."""
        person = self.scenario.person_by_id[person_id]
        calendar = self.calendars.of(person)
        if calendar.capacity_at(instant) > 0:
            return None
        who = wording.person_name(self.scenario, person_id)
        off = _time_off(person, instant)
        if not off and calendar.is_taken(instant):
            text = f"{who} is in meetings or on duty {_at(instant)}"
        else:
            text = f"{who} is away on {wording.day(instant)} ({off or calendar.why_away(instant)})"
        return Reason(kind="away", sentence=text, person=person_id, until=instant)

    def _resources(
        self, item: WorkItem, before: dt.datetime, begins: dt.datetime
    ) -> Iterator[Reason]:
        if item.is_started and item.elapsed:
            return
        for name, amount in item.resources.items():
            held = self.others(self.resources[name], item.id, before, begins)
            capacity = self.scenario.resource_by_id[name].capacity
            if held and sum(one.amount for one in held) + amount > capacity:
                last = max(held, key=lambda one: one.finish)
                until = wording.work_end(last.finish, self.scenario.calendar)
                text = f"{name} is held by {self._called(last.item)} until {until}"
                yield Reason(
                    kind="resource",
                    sentence=text,
                    item=last.item,
                    resource=name,
                    until=last.finish,
                )


def workers(entry: PlanItem) -> tuple[PlanAssignment, ...]:
    """Return the assignments that take somebody's time."""
    return tuple(work for work in entry.assignments if work.share > 0)


def _known(plan: Plan) -> Iterator[PlanItem]:
    """Yield the items without what the scenario does not have: plans may be edited by hand."""
    people = plan.scenario.person_by_id
    for entry in plan.items:
        if entry.id in plan.scenario.item_by_id:
            known = tuple(work for work in entry.assignments if work.person in people)
            yield entry.model_copy(update={"assignments": known})


def _at(instant: dt.datetime) -> str:
    return f"on {wording.day(instant)} at {instant:%H:%M}"


def _time_off(person: Person, instant: dt.datetime) -> str:
    """Write the time off of a person in which an instant lies; empty without one."""
    inside = (off for off in person.time_off if beginning(off.start) <= instant < end_of(off.end))
    off = next(inside, None)
    if off is None:
        return ""
    return f"off {'on' if off.start == off.end else 'from'} {wording.period(off.start, off.end)}"
