"""Why an item moved or changed hands, and which change of the scenario set it off."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from allocator.analysis.availability import person_calendar
from allocator.analysis.why import words
from allocator.analysis.why.causes import LENGTH, TIED, Causes
from allocator.analysis.why.hands import why_not
from allocator.analysis.why.holding import Holding, workers
from allocator.analysis.why.reason import Cause, Reason, Why
from allocator.domain import LinkType, Plan

_UNKNOWN = Why(
    sentence="a plan has it that its scenario does not have",
    reason=Reason(kind="free", sentence="a plan has it that its scenario does not have"),
)
"""Of items in plans that were edited by hand, and do not pass ``allocator verify``."""


class Explainer:
    """Tells why items lie elsewhere in the new of two plans.

    Parameters
    ----------
    old, new
        The plans, each with its scenario.
    """

    def __init__(self, old: Plan, new: Plan) -> None:
        self._was, self._now = Holding(old), Holding(new)
        self._causes = Causes(old.scenario, new.scenario)

    def move(self, item_id: str) -> Why:
        """Return why an item that both plans have has other dates.

        Later: what holds it in the new plan. Earlier: what held it in the old plan and no longer
        does. Where it begins as before, why it takes another time.
        """
        if not self._knows(item_id):
            return _UNKNOWN
        item = self._now.scenario.item_by_id[item_id]
        now, was = self._now.begins(item_id), self._was.begins(item_id)
        reasons = self._now.reasons(item_id)
        if item.is_done or (reasons[:1] and reasons[0].kind == "running"):
            return self._why(item_id, reasons)
        if now == was:
            return self._length(item_id)
        if now < was:
            return self._why(item_id, tuple(self._released(item_id)))
        return self._why(item_id, tuple(self._compared(item_id, one) for one in reasons))

    def hands(self, item_id: str) -> Why:
        """Return why an item that both plans have has other people."""
        if not self._knows(item_id):
            return _UNKNOWN
        now = {work.person for work in self._now.entries[item_id].assignments}
        item = self._now.scenario.item_by_id[item_id]
        if item.is_done:
            return self._why(item_id, self._now.reasons(item_id))
        reasons = self._hands(item_id)
        if not reasons:
            text = f"it takes {len(now)} people"
            reasons = [Reason(kind="staffing", sentence=text)]
        binding = [one for one in reasons if one.kind != "free"]
        return self._why(item_id, tuple(binding or reasons))

    def _hands(self, item_id: str) -> list[Reason]:
        """Return why each of those who did an item in the old plan no longer does."""
        now = {work.person for work in self._now.entries[item_id].assignments}
        left = [w for w in self._was.entries[item_id].assignments if w.person not in now]
        return [why_not(self._now, item_id, work) for work in left]

    def _knows(self, item_id: str) -> bool:
        """Whether both plans have dates for an item that their scenarios have."""
        return item_id in self._now.dates and item_id in self._was.dates

    def _why(self, item_id: str, reasons: tuple[Reason, ...]) -> Why:
        """Return the first reason that a change set off; else the first; else that none is."""
        for reason in reasons:
            cause = self._cause(item_id, reason)
            if cause is not None:
                return Why(
                    sentence=f"{reason.sentence}, as {cause.sentence}", reason=reason, cause=cause
                )
        free = Reason(kind="free", sentence="nothing holds it there")
        reason = reasons[0] if reasons else free
        return Why(sentence=reason.sentence, reason=reason)

    def _compared(self, item_id: str, reason: Reason) -> Reason:
        """Add to a predecessor's date what it was."""
        if reason.kind != "link" or reason.item not in self._was.dates or reason.until is None:
            return reason
        assert reason.item is not None
        ends = reason.until == self._now.dates[reason.item][1]
        was = self._was.dates[reason.item][1 if ends else 0]
        if was == reason.until:
            return reason
        calendar = self._was.scenario.calendar
        said = words.ends(was, calendar) if ends else words.starts(was, calendar)
        return reason.model_copy(update={"sentence": f"{reason.sentence} (was {said})"})

    def _released(self, item_id: str) -> Iterator[Reason]:
        """Yield what held an item in the old plan, all of which it now begins before."""
        for reason in self._was.reasons(item_id):
            text = f"in the old plan {reason.sentence}, which no longer holds it back"
            if reason.kind in ("link", "busy", "resource") and reason.item is not None:
                text = self._without(item_id, reason) or text
            yield reason.model_copy(update={"former": True, "sentence": text})
        if not self._was.reasons(item_id):
            text = "nothing held it back in the old plan either"
            yield Reason(kind="free", sentence=text)

    def _without(self, item_id: str, reason: Reason) -> str | None:
        """Say what became of the item that held another back in the old plan."""
        other, until = reason.item, reason.until
        assert other is not None and until is not None
        if reason.kind == "link" and not _is_linked(self._now, item_id, other):
            return f"it no longer comes after {other}"
        was = words.ends(until, self._was.scenario.calendar)
        what = {
            "link": f"{other}, which it waited for until {was},",
            "resource": f"{other}, which held {reason.resource} until {was},",
        }.get(reason.kind)
        if reason.person is not None:
            who = words.person(self._was.scenario, reason.person)
            what = f"{other}, on which {who} worked until {was},"
        if other not in self._now.dates:
            return f"{what} is no longer planned"
        start, finish = self._now.dates[other]
        calendar = self._now.scenario.calendar
        if reason.person is not None:
            now = {work.person for work in self._now.entries[other].assignments}
            if reason.person not in now:
                return f"{what} is no longer theirs"
        if finish <= self._now.begins(item_id):
            return f"{what} now ends {words.ends(finish, calendar)}"
        if start >= self._now.dates[item_id][1]:
            return f"{what} now comes later, on {words.starts(start, calendar)}"
        return None

    def _length(self, item_id: str) -> Why:
        """Return why an item that begins as before ends at another time."""
        now = self._now
        finish = words.ends(now.dates[item_id][1], now.scenario.calendar)
        links = {
            link.item
            for link in now.scenario.binding_links(now.scenario.item_by_id[item_id])
            if link.type in (LinkType.FF, LinkType.SF)
        }
        held = [r for r in now.reasons(item_id) if r.kind == "link" and r.item in links]
        reason = Reason(
            kind="length",
            sentence=f"it begins as before and takes until {finish}",
            until=now.dates[item_id][1],
        )
        cause = self._cause_of_length(item_id)
        if cause is not None:
            sentence = f"{reason.sentence}, as {cause.sentence}"
            return Why(sentence=sentence, reason=reason, cause=cause)
        return self._why(item_id, (*(self._compared(item_id, one) for one in held), reason))

    def _cause_of_length(self, item_id: str) -> Cause | None:
        others = tuple(
            name
            for name in type(self._now.scenario.item_by_id[item_id]).model_fields
            if name not in LENGTH
        )
        own = self._causes.of_item(item_id, leave_out=others)
        if own is not None:
            return own
        start, finish = self._now.dates[item_id]
        for work in workers(self._now.entries[item_id]):
            old = self._was.scenario.person_by_id.get(work.person)
            new = self._now.scenario.person_by_id[work.person]
            if old is None:
                continue
            hours = [
                person_calendar(side.scenario, person).hours_between(start, finish)
                for side, person in ((self._was, old), (self._now, new))
            ]
            if hours[0] != hours[1]:
                return self._causes.of_person(work.person) or self._causes.of_field("sprints")
        return None

    def _cause(self, item_id: str, reason: Reason) -> Cause | None:
        """Follow the reasons, from item to item, to the nearest change of the scenario."""
        queue: deque[tuple[str, Iterable[Reason]]] = deque([(item_id, (reason,))])
        seen = {item_id}
        while queue:
            name, reasons = queue.popleft()
            for one in reasons:
                found = self._direct(name, one)
                if found is not None:
                    return found
                other = one.item
                if other is not None and other not in seen:
                    seen.add(other)
                    if self._differs(other):
                        queue.append((other, self._behind(other, former=one.former)))
        own = self._causes.of_item(item_id, leave_out=(*LENGTH, *TIED))
        if own is None and reason.kind in ("unfit", "staffing", "done", "running"):
            own = self._causes.of_item(item_id)
        return own

    def _behind(self, item_id: str, *, former: bool) -> Iterator[Reason]:
        """Yield what holds another item, or held it in the old plan, and why it changed hands."""
        held = self._was if former else self._now
        if item_id in held.dates:
            for reason in held.reasons(item_id):
                yield reason.model_copy(update={"former": former})
        if not self._knows(item_id) or self._now.scenario.item_by_id[item_id].is_done:
            return
        if not former:
            yield from self._hands(item_id)
            return
        was = {work.person for work in self._was.entries[item_id].assignments}
        for work in self._now.entries[item_id].assignments:
            if work.person not in was:
                reason = why_not(self._was, item_id, work)
                yield reason.model_copy(update={"former": True})

    def _direct(self, name: str, reason: Reason) -> Cause | None:
        """Return the change that a reason itself speaks of."""
        causes = self._causes
        if reason.kind == "link":
            other_side = self._now if reason.former else self._was
            if not _is_linked(other_side, name, reason.item):
                return causes.of_item(name, leave_out=LENGTH)
        if reason.kind in ("release", "expected"):
            item = self._now.scenario.item_by_id.get(name)
            project = item.project if item is not None else None
            own = causes.of_item(name, leave_out=LENGTH)
            return own or (causes.of_project(project) if project else None)
        if reason.kind == "now":
            return causes.of_field("now") or causes.of_field("calendar")
        if reason.kind == "sprint":
            return causes.of_field("sprints")
        if reason.item is not None:
            found = causes.of_item(reason.item, leave_out=TIED)
            if found is not None:
                return found
        if reason.resource is not None:
            return causes.of_resource(reason.resource)
        if reason.kind in ("away", "gone", "unfit") and reason.person is not None:
            return causes.of_person(reason.person)
        return None

    def _differs(self, item_id: str) -> bool:
        """Whether an item has other dates or people in the two plans, or is in one only."""
        if (item_id in self._was.dates) != (item_id in self._now.dates):
            return True
        if self._was.dates.get(item_id) != self._now.dates.get(item_id):
            return True
        was, now = self._was.entries.get(item_id), self._now.entries.get(item_id)
        if was is None or now is None:
            return was is not now
        return {w.person for w in was.assignments} != {w.person for w in now.assignments}


def _is_linked(side: Holding, name: str, other: str | None) -> bool:
    """Whether an item comes after another in one of the plans; so too where it is not there."""
    item = side.scenario.item_by_id.get(name)
    return item is None or any(link.item == other for link in item.after)
