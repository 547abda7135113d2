"""Links with handover to :class:`Handovers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from allocator.calendars import PersonCalendar
from allocator.calendars.calendars import Calendars
from allocator.calendars.places import places
from allocator.domain import Link, Scenario, WorkItem
from allocator.errors import InfeasibleError
from allocator.problem.activity import Activity, FixedItem
from allocator.problem.handovers import Handover, Handovers
from allocator.problem.timeline import DAY_MINUTES, Table, Timeline


def build_handovers(
    scenario: Scenario,
    calendars: Calendars,
    timeline: Timeline,
    activities: Sequence[Activity],
    fixed: Mapping[int, FixedItem],
) -> Handovers:
    """Return the handovers of a scenario; parameters as of :class:`HandoverBuilder`.

    Raises
    ------
    InfeasibleError
        If what is frozen breaks one with what stands before it.
    """
    asked = [
        (item, link)
        for item in scenario.items
        for link in scenario.binding_links(item)
        if link.handover
    ]
    if not asked:
        return Handovers()
    return HandoverBuilder(scenario, calendars, timeline, activities, fixed).build(asked)


class HandoverBuilder:
    """Builds handovers.

    Parameters
    ----------
    scenario, calendars
        What is planned, and the working time in it.
    timeline
        The axis.
    activities
        The items to be placed.
    fixed
        Frozen items by position.
    """

    def __init__(
        self,
        scenario: Scenario,
        calendars: Calendars,
        timeline: Timeline,
        activities: Sequence[Activity],
        fixed: Mapping[int, FixedItem],
    ) -> None:
        self._scenario, self._calendars, self._timeline = scenario, calendars, timeline
        self._activity = {activity.node: activity for activity in activities}
        self._fixed = fixed
        self._position = {item.id: k for k, item in enumerate(scenario.items)}
        self._person = {person.id: k for k, person in enumerate(scenario.people)}
        number = places(scenario)
        self._place_of = tuple(number[person.id] for person in scenario.people)
        self._tables: dict[PersonCalendar, Table] = {}

    def build(self, asked: Sequence[tuple[WorkItem, Link]]) -> Handovers:
        """Return the handovers of some links."""
        if len(set(self._place_of)) < 2:
            return Handovers()
        links = tuple(found for item, link in asked for found in self._handover(item, link))
        taking = {link.succ for link in links}
        takers = {
            person
            for activity in self._activity.values()
            if activity.index in taking
            for staffing in activity.staffing
            for person in staffing.people
        }
        mornings = {person: self._morning(person) for person in sorted(takers)}
        return Handovers(links, self._place_of, mornings)

    def _handover(self, item: WorkItem, link: Link) -> Iterator[Handover]:
        node, before = self._position[item.id], self._position[link.item]
        pred, succ = self._activity.get(before), self._activity.get(node)
        given = self._given(before)
        if (pred is None or not pred.staffing) and not given:
            return
        if succ is not None:
            if succ.staffing:
                yield Handover(None if pred is None else pred.index, succ.index, given)
            return
        taken = self._fixed.get(node)
        if taken is None or not taken.activity.staffing or self._is_morning(taken):
            return
        there = self._places(taken.people)
        if pred is not None:
            yield Handover(pred.index, None, there)
        elif not there & given:
            raise InfeasibleError(
                f"{item.name} is frozen where nobody of its people begins a day, and takes over "
                f"from people elsewhere, who do {link.item}; make it free (frozen: false in the "
                "baseline)"
            )

    def _given(self, node: int) -> frozenset[int]:
        """Return the places of the people of an item about which nothing is open."""
        if node in self._fixed:
            return self._places(self._fixed[node].people)
        item = self._scenario.items[node]
        if not item.is_done:
            return frozenset()
        known = [self._person[name] for name in item.people if name in self._person]
        return self._places((known,))

    def _places(self, people: Sequence[Sequence[int]]) -> frozenset[int]:
        return frozenset(self._place_of[person] for part in people for person in part)

    def _is_morning(self, fixed: FixedItem) -> bool:
        return any(self._morning(p)[fixed.start] for part in fixed.people for p in part)

    def _morning(self, person: int) -> Table:
        calendar = self._calendars.of(self._scenario.people[person])
        if calendar not in self._tables:
            self._tables[calendar] = self._tabulate(calendar)
        return self._tables[calendar]

    def _tabulate(self, calendar: PersonCalendar) -> Table:
        timeline = self._timeline
        values = np.zeros(timeline.horizon, dtype=np.int64)
        first = timeline.origin.date()
        last = first + dt.timedelta(days=int(timeline.ends[-1]) // DAY_MINUTES + 1)
        instants = [timeline.minutes(begins) for begins in calendar.first_slots(first, last)]
        values[np.isin(timeline.starts, instants)] = 1
        return Table(values)
