"""Follows reasons from item to item to the change of the scenario behind them."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

from allocator.analysis.why.binding import BindingConstraints, workers
from allocator.analysis.why.causes import (
    LENGTH_FIELDS,
    LINK_AND_DATE_FIELDS,
    PREFERENCE_FIELDS,
    Causes,
)
from allocator.analysis.why.progress import progress_cause
from allocator.analysis.why.reason import Cause, Reason
from allocator.analysis.why.reassignment import why_not_assigned


class CauseChain:
    """Links the reasons of two plans to the differences of their scenarios.

    Parameters
    ----------
    was, now
        The old plan and the new one.
    """

    def __init__(self, was: BindingConstraints, now: BindingConstraints) -> None:
        self._was, self._now = was, now
        self.causes = Causes(was.scenario, now.scenario)
        self._reasons: dict[tuple[str, bool], tuple[Reason, ...]] = {}
        self._differing: dict[str, bool] = {}

    def cause(self, item_id: str, reason: Reason) -> Cause | None:
        """Return the nearest change that a reason of an item leads to.

        Reasons are followed to the items that they name, as long as these lie elsewhere or have
        other people, or are in one of the plans only. That time has gone on counts, further away,
        only where they lead to nothing else, and so does what is wished of an item on the way.
        """
        passed: Cause | None = None
        start: tuple[str, Iterable[Reason], tuple[str, ...]] = (item_id, (reason,), ())
        queue, seen = deque([start]), {item_id: start[2]}
        while queue:
            name, reasons, through = queue.popleft()
            for one in reasons:
                found = self._direct(name, one)
                if found is not None:
                    last = one.item if found.id not in (name, one.item) else None
                    path = (*through, last) if last is not None else through
                    found = found.model_copy(update={"through": path})
                    if (found.section, found.id) != ("scenario", "now") or name == item_id:
                        return found
                    passed = passed or found
                    continue
                other = one.item
                if other is not None and other not in seen:
                    seen[other] = through
                    if self._differs(other):
                        behind = self._behind(other, former=one.former)
                        queue.append((other, behind, (*through, other)))
        for name, through in list(seen.items())[1:]:
            wished = self.of_item(name, leave_out=LINK_AND_DATE_FIELDS)
            if wished is not None:
                return wished.model_copy(update={"through": through})
        own = self.causes.of_item(item_id, leave_out=(*LENGTH_FIELDS, *LINK_AND_DATE_FIELDS))
        if own is None and reason.kind in ("unfit", "staffing", "done", "running"):
            own = self.of_item(item_id)
        return own or passed

    def of_item(self, item_id: str, *, leave_out: tuple[str, ...] = ()) -> Cause | None:
        """Return the difference of an item, its people or its progress."""
        absent, most = self._absent(item_id)
        if absent is not None and most:
            return absent
        found = self.causes.of_item(item_id, leave_out=leave_out)
        return found or progress_cause(self._was, self._now, item_id) or absent

    def _absent(self, item_id: str) -> tuple[Cause | None, bool]:
        """Return the difference of a person who works less, or more, during an item.

        And whether that makes up most of the time by which the item ends later, or earlier.
        """
        if not self.knows(item_id) or self._now.scenario.item_by_id[item_id].is_done:
            return None, False
        start, finish = self._now.dates[item_id]
        moved = self._now.team.hours_between(self._was.dates[item_id][1], finish)
        for work in workers(self._now.entries[item_id]):
            lost = self._hours_lost(work.person, start, finish)
            cause = self.causes.of_person(work.person) or self.causes.of_field("sprints")
            if cause is not None and lost * moved > 0:
                return cause, 2 * abs(lost) >= abs(moved)
        return None, False

    def _hours_lost(self, person_id: str, start: dt.datetime, finish: dt.datetime) -> Fraction:
        """Return the working hours that a person has lost between two instants."""
        hours = []
        for side in (self._was, self._now):
            person = side.scenario.person_by_id.get(person_id)
            if person is None:
                return Fraction(0)
            hours.append(side.calendars.of(person).hours_between(start, finish))
        return hours[0] - hours[1]

    def reassignments(self, item_id: str) -> list[Reason]:
        """Return why each former person of an item no longer does it."""
        now = {work.person for work in self._now.entries[item_id].assignments}
        left = [w for w in self._was.entries[item_id].assignments if w.person not in now]
        return [why_not_assigned(self._now, item_id, work) for work in left]

    def knows(self, item_id: str) -> bool:
        """Whether both plans have dates for an item that their scenarios have."""
        return item_id in self._now.dates and item_id in self._was.dates

    def _behind(self, item_id: str, *, former: bool) -> tuple[Reason, ...]:
        asked = item_id, former
        if asked not in self._reasons:
            self._reasons[asked] = tuple(self._holding(item_id, former=former))
        return self._reasons[asked]

    def _holding(self, item_id: str, *, former: bool) -> Iterator[Reason]:
        """Yield what holds another item, or held it in the old plan, and why other people do it."""
        held = self._was if former else self._now
        if item_id in held.dates:
            for reason in held.reasons(item_id):
                yield reason.model_copy(update={"former": former})
        if not self.knows(item_id) or self._now.scenario.item_by_id[item_id].is_done:
            return
        if not former:
            yield from self.reassignments(item_id)
            return
        was = {work.person for work in self._was.entries[item_id].assignments}
        for work in self._now.entries[item_id].assignments:
            if work.person not in was:
                reason = why_not_assigned(self._was, item_id, work)
                yield reason.model_copy(update={"former": True})

    def _direct(self, name: str, reason: Reason) -> Cause | None:
        """Return the change that a reason names directly."""
        causes = self.causes
        if reason.kind == "link":
            other_side = self._now if reason.former else self._was
            if not is_linked(other_side, name, reason.item):
                fallback = causes.of_fallback(reason.item or "")
                if fallback is not None:
                    return fallback
                if reason.item not in other_side.scenario.item_by_id:
                    return causes.of_item(reason.item or "")
                return causes.of_item(name, leave_out=LENGTH_FIELDS)
        if reason.kind in ("release", "expected", "blocked"):
            item = self._now.scenario.item_by_id.get(name)
            project = item.project if item is not None else None
            own = causes.of_item(name, leave_out=LENGTH_FIELDS)
            return own or (causes.of_project(project) if project else None)
        if reason.kind == "now":
            return causes.of_field("now") or causes.of_field("calendar")
        if reason.kind == "sprint":
            return causes.of_field("sprints")
        if reason.item is not None:
            found = self.of_item(reason.item, leave_out=(*LINK_AND_DATE_FIELDS, *PREFERENCE_FIELDS))
            if found is not None:
                return found
        if reason.resource is not None:
            return causes.of_resource(reason.resource)
        if reason.kind in ("away", "gone", "unfit") and reason.person is not None:
            return causes.of_person(reason.person)
        return None

    def _differs(self, item_id: str) -> bool:
        """Whether an item has other dates or people in the two plans, or is in one only."""
        if item_id not in self._differing:
            self._differing[item_id] = self._compared(item_id)
        return self._differing[item_id]

    def _compared(self, item_id: str) -> bool:
        if self._was.dates.get(item_id) != self._now.dates.get(item_id):
            return True
        was, now = self._was.entries.get(item_id), self._now.entries.get(item_id)
        if was is None or now is None:
            return was is not now
        return {w.person for w in was.assignments} != {w.person for w in now.assignments}


def is_linked(side: BindingConstraints, name: str, other: str | None) -> bool:
    """Whether a plan has a link between two items, or lacks the first of them."""
    item = side.scenario.item_by_id.get(name)
    return item is None or any(link.item == other for link in side.scenario.links_of(item))
