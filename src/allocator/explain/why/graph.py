"""What binds a subject in a plan: the items that lead to its finish, and what holds each."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints, workers
from allocator.analysis.why.reason import Reason
from allocator.calendars import Calendars
from allocator.domain import Need, Person, Plan, PlanAssignment, PlanItem, WorkItem
from allocator.explain.subjects import Subject

MAX_ITEMS = 60
"""Items of a graph; those nearest to the finish."""


class BindingGraph:
    """The items of a plan that lead to the finish of a subject, each with what holds it.

    Built backwards from what ends last of the subject: over predecessors, over what its people
    were on before, and over what held its resources.

    Parameters
    ----------
    plan
        With its scenario.
    calendars
        The scenario's.
    subject
        Whose finish counts.

    Attributes
    ----------
    depths
        By item, the steps from the finish of the subject to it; the nearest first.
    """

    def __init__(self, plan: Plan, calendars: Calendars, subject: Subject) -> None:
        self.plan, self.scenario, self.calendars = plan, plan.scenario, calendars
        self.subject = subject
        self.binding = BindingConstraints(plan, calendars)
        self.finish = subject.finish(plan.items)
        self.last = tuple(self._last())
        self.depths: dict[str, int] = {}
        self._reasons: dict[str, tuple[Reason, ...]] = {}
        self._walk()

    def _last(self) -> Iterator[str]:
        """Yield the items with which the subject ends."""
        for entry in self.plan.items:
            if entry.id not in self.binding.dates:
                continue
            if self.subject.kind == "person":
                ends = [w.finish for w in workers(entry) if w.person == self.subject.id]
            else:
                ends = [entry.finish] if entry.id in self.subject.items and entry.finish else []
            if any(end == self.finish for end in ends):
                yield entry.id

    def _walk(self) -> None:
        waiting = deque((name, 0) for name in self.last)
        while waiting and len(self.depths) < MAX_ITEMS:
            name, depth = waiting.popleft()
            if name in self.depths:
                continue
            self.depths[name] = depth
            # milestones have no length: what is before them is as near as they are
            step = 0 if self.item(name).is_milestone else 1
            waiting.extend((other, depth + step) for other in self.before(name))

    def before(self, item_id: str) -> list[str]:
        """Return the items that hold an item, each once.

        Of one that nothing holds, since beginning earlier would bring nothing over a weekend or
        some holidays, it is the predecessor that ends last.
        """
        found = [r.item for r in self.reasons(item_id) if r.item is not None]
        if not self.reasons(item_id):
            links = [link.item for link in self.scenario.binding_links(self.item(item_id))]
            known = [name for name in links if name in self.binding.dates]
            found = sorted(known, key=lambda name: self.binding.dates[name][1])[-1:]
        return [name for name in dict.fromkeys(found) if name in self.binding.dates]

    def reasons(self, item_id: str) -> tuple[Reason, ...]:
        """Return what holds an item.

        Of several who have a resource before it, or a part of somebody's time, it is the one that
        makes room when the item begins, not the one that goes on longest.
        """
        if item_id not in self._reasons:
            found = self.binding.reasons(item_id)
            self._reasons[item_id] = tuple(self._released(one, item_id) for one in found)
        return self._reasons[item_id]

    def _released(self, reason: Reason, item_id: str) -> Reason:
        """Return a reason with the holder that makes room when an item begins."""
        begins = self.binding.begins(item_id)
        if reason.kind not in ("busy", "resource") or (reason.until or begins) <= begins:
            return reason
        held = (
            self.binding.resources[reason.resource or ""]
            if reason.kind == "resource"
            else self.binding.people[reason.person or ""]
        )
        before = self.binding.slot_before(self.item(item_id), self.entry(item_id), begins)
        ends = [h for h in held if before < h.finish <= begins and h.item != item_id]
        ends.sort(key=lambda one: one.finish, reverse=True)
        if not ends:
            return reason
        until = wording.work_end(ends[0].finish, self.scenario.calendar)
        if reason.kind == "busy":
            return self.binding.busy(reason.person or "", ends[0])
        text = f"{reason.resource} is held by {ends[0].item} until {until}"
        return reason.model_copy(
            update={"item": ends[0].item, "until": ends[0].finish, "sentence": text}
        )

    def item(self, item_id: str) -> WorkItem:
        """Return an item of the scenario, with the links that bind it."""
        return self.scenario.scope.item_by_id[item_id]

    def entry(self, item_id: str) -> PlanItem:
        """Return what the plan has of an item."""
        return self.binding.entries[item_id]

    def work(self, item_id: str) -> tuple[PlanAssignment, ...]:
        """Return who works on an item."""
        return workers(self.entry(item_id))

    def dates(self, item_id: str) -> tuple[dt.datetime, dt.datetime]:
        """Return when the work that the plan has for an item begins and ends."""
        return self.binding.begins(item_id), self.binding.dates[item_id][1]

    def ready(self, item_id: str) -> dt.datetime:
        """Return when an item could begin if its people and resources were there."""
        item, instant = self.item(item_id), self.scenario.plan_from
        for link in self.scenario.binding_links(item):
            if link.item in self.binding.dates and link.type == "FS":
                instant = max(instant, self.binding.dates[link.item][1])
        for reason in self.reasons(item_id):
            if reason.kind in ("release", "expected") and reason.until is not None:
                instant = max(instant, reason.until)
        return min(instant, self.dates(item_id)[0])

    def need_of(self, item_id: str, work: PlanAssignment) -> Need | None:
        """Return the need that somebody on an item fills."""
        person = self.scenario.person_by_id[work.person]
        item = self.item(item_id)
        needs = item.needs_of(len(self.work(item_id)))
        able = [n for n in needs if person in self.scenario.candidates(item, n)]
        same = [need for need in able if set(need.skills) == set(work.skills)]
        return next(iter([*same, *able]), None)

    def candidates(self, item_id: str, need: Need) -> tuple[Person, ...]:
        """Return who may fill a need of an item."""
        return self.scenario.candidates(self.item(item_id), need)

    def called(self, item_id: str) -> str:
        """Return id and title of an item, for texts."""
        return wording.label(item_id, self.scenario.item_by_id[item_id].title, most=48)

    def who(self, person_id: str) -> str:
        """Return the name of a person."""
        return wording.person_name(self.scenario, person_id)

    def begins_text(self, item_id: str) -> str:
        """Write when the work that the plan has for an item begins."""
        return wording.work_start(self.dates(item_id)[0], self.scenario.calendar)

    def ends_text(self, item_id: str) -> str:
        """Write when an item ends."""
        return self.binding.said_end(item_id)

    def span_text(self, item_id: str) -> str:
        """Write from when to when an item is worked on."""
        first, last = self.begins_text(item_id), self.ends_text(item_id)
        return f"on {first}" if first == last else f"{first} to {last}"

    def depends_on(self) -> set[str]:
        """Return the items of the subject, and all that they wait for, directly or not."""
        known = [name for name in self.subject.items if name in self.scenario.scope.item_by_id]
        return self.scenario.scope.with_predecessors([*known, *self.last])


def reasons_of(reasons: Sequence[Reason], *kinds: str) -> list[Reason]:
    """Return the reasons of some kinds."""
    return [reason for reason in reasons if reason.kind in kinds]
