"""Where levers are looked for: a plan, what is asked about, and what holds that."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from functools import cached_property

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints, workers
from allocator.calendars import Calendars
from allocator.domain import Person, Plan, Scenario, WorkItem
from allocator.explain.subjects import Subject

FAR = 1000
"""Distance of what holds nothing of what is asked about."""
UPSTREAM = 500
"""Distance of what comes before it, and does not hold it."""


class Ground:
    """A plan and what is asked about, with the distance of everything else from that.

    Parameters
    ----------
    plan
        With its scenario.
    subject
        What should end earlier.
    calendars
        The scenario's.
    """

    def __init__(self, plan: Plan, subject: Subject, calendars: Calendars) -> None:
        self.plan, self.subject, self.calendars = plan, subject, calendars
        self.binding = BindingConstraints(plan, calendars)

    @property
    def scenario(self) -> Scenario:
        """What was planned."""
        return self.plan.scenario

    @property
    def begins(self) -> dt.datetime:
        """The instant from which is planned."""
        return self.scenario.plan_from

    @cached_property
    def ends(self) -> dt.datetime:
        """When what is asked about ends in the plan; the whole plan where it is not planned."""
        found = self.subject.finish(self.plan.items)
        ends = (entry.finish for entry in self.plan.items if entry.finish is not None)
        return found or max(ends, default=self.begins)

    @cached_property
    def distances(self) -> dict[str, int]:
        """Steps to the items that hold it, directly or over others; then to what comes before."""
        last = [i for i in self.subject.items if i in self.binding.dates]
        last.sort(key=lambda i: self.binding.dates[i][1], reverse=True)
        found = {item: min(position, UPSTREAM - 1) for position, item in enumerate(last)}
        waiting = deque(last)
        while waiting:
            name = waiting.popleft()
            for reason in self.binding.reasons(name):
                other = reason.item
                if other is not None and other in self.binding.dates and other not in found:
                    found[other] = min(found[name] + 1, UPSTREAM - 1)
                    waiting.append(other)
        known = [name for name in found if name in self.scenario.item_by_id]
        for name in sorted(self.scenario.with_predecessors(known)):
            found.setdefault(name, UPSTREAM)
        return found

    def distance(self, item_id: str) -> int:
        """Return the distance of an item."""
        return self.distances.get(item_id, FAR)

    @cached_property
    def open_items(self) -> tuple[WorkItem, ...]:
        """The tasks of the plan that are not over, the nearest first."""
        planned = [
            item
            for item in self.scenario.scope.items
            if not item.is_done and not item.is_milestone and item.id in self.binding.dates
        ]
        return tuple(sorted(planned, key=lambda item: self.distance(item.id)))

    @cached_property
    def held_by(self) -> tuple[WorkItem, ...]:
        """Those of the open items that hold it, or come before it."""
        return tuple(item for item in self.open_items if self.distance(item.id) < FAR)

    @cached_property
    def people_distances(self) -> dict[str, int]:
        """Distance of the nearest item that somebody does, or could do; of people who are there."""
        found: dict[str, int] = {}
        for item in self.held_by:
            able = [
                person.id
                for need in item.staffing
                for person in self.scenario.candidates(item, need)
            ]
            busy = [work.person for work in workers(self.binding.entries[item.id])]
            for name in (*busy, *able):
                found.setdefault(name, self.distance(item.id) + (name not in busy))
        return found

    def people(self) -> Iterator[tuple[Person, int]]:
        """Yield the people who are still there, the nearest first, with their distances."""
        near = self.people_distances
        for person in sorted(self.scenario.people, key=lambda one: near.get(one.id, FAR)):
            yield person, near.get(person.id, FAR)

    def name(self, item: WorkItem) -> str:
        """Write an item's id and title, shortened."""
        return wording.shorten(f"{item.id} {item.title}".rstrip())

    def person_name(self, person: Person) -> str:
        """Write a person's name."""
        return person.name or person.id
