"""Why an item moved or has other people, and which change of the scenario set it off."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints
from allocator.analysis.why.causes import LENGTH_FIELDS
from allocator.analysis.why.chain import CauseChain
from allocator.analysis.why.finish import FinishExplainer
from allocator.analysis.why.reason import Cause, Reason, Why, why
from allocator.analysis.why.released import released_constraints
from allocator.calendars import Calendars
from allocator.domain import LinkType, Plan

_UNKNOWN = why(Reason(kind="free", sentence="a plan has it that its scenario does not have"))
"""Why an item moved that an edited plan has and its scenario has not; no such plan is verified."""


class Explainer:
    """Explains why items have other dates or people in the newer of two plans.

    Parameters
    ----------
    old, new
        The plans, each with its scenario.
    was, now
        The calendars of these.
    """

    def __init__(self, old: Plan, new: Plan, was: Calendars, now: Calendars) -> None:
        self._was, self._now = BindingConstraints(old, was), BindingConstraints(new, now)
        self._chain = CauseChain(self._was, self._now)
        self._finishes = FinishExplainer(self._was, self._now, self._chain, self.move)
        self._moves: dict[str, Why] = {}

    def move(self, item_id: str) -> Why:
        """Return why an item that both plans have has other dates.

        Later: what holds it in the new plan. Earlier: what held it in the old plan and no longer
        does. Where it begins as before, why it takes another time.
        """
        if not self._chain.knows(item_id):
            return _UNKNOWN
        if item_id not in self._moves:
            self._moves[item_id] = self._move(item_id)
        return self._moves[item_id]

    def milestone(self, item_id: str) -> Why:
        """Return why a milestone that both plans have has another date."""
        return self._finishes.milestone(item_id) if self._chain.knows(item_id) else _UNKNOWN

    def project(self, project_id: str) -> Why | None:
        """Return why a project ends at another time; None where one plan has no end of it."""
        return self._finishes.project(project_id)

    def reassignment(self, item_id: str) -> Why:
        """Return why an item that both plans have has other people."""
        if not self._chain.knows(item_id):
            return _UNKNOWN
        now = {work.person for work in self._now.entries[item_id].assignments}
        if self._now.scenario.item_by_id[item_id].is_done:
            return self._why(item_id, self._now.reasons(item_id))
        reasons = self._chain.reassignments(item_id)
        if not reasons:
            text = f"it takes {len(now)} people"
            reasons = [Reason(kind="staffing", sentence=text)]
        binding = [one for one in reasons if one.kind != "free"]
        return self._why(item_id, tuple(binding or reasons))

    def _move(self, item_id: str) -> Why:
        item = self._now.scenario.item_by_id[item_id]
        now, was = self._now.begins(item_id), self._was.begins(item_id)
        reasons = self._now.reasons(item_id)
        if item.state == "failed":
            return why(reasons[0])
        if item.is_done or (reasons[:1] and reasons[0].kind == "running"):
            return self._why(item_id, reasons)
        if now == was or self._goes_on(item_id):
            return self._length(item_id)
        if now < was:
            return self._why(item_id, tuple(released_constraints(self._was, self._now, item_id)))
        return self._why(item_id, tuple(self._compared(one) for one in reasons))

    def _goes_on(self, item_id: str) -> bool:
        """Whether only the remaining work of a started item has moved.

        If it was started at another time than planned, its progress must explain where it ends.
        """
        starts = [side.dates[item_id][0] for side in (self._was, self._now)]
        return (
            self._now.entries[item_id].state == "in_progress"
            and self._now.begins(item_id) <= self._was.dates[item_id][1]
            and self._now.slot_before(
                self._now.scenario.item_by_id[item_id],
                self._now.entries[item_id],
                self._now.begins(item_id),
            )
            < self._now.scenario.plan_from
            and (starts[0] == starts[1] or self._cause_of_length(item_id) is not None)
        )

    def _why(self, item_id: str, reasons: tuple[Reason, ...]) -> Why:
        """Return the first reason with a cause; else the first reason; else none."""
        for reason in reasons:
            cause = self._chain.cause(item_id, reason)
            if cause is not None:
                return why(reason, cause)
        free = Reason(kind="free", sentence="nothing holds it there")
        return why(reasons[0] if reasons else free)

    def _compared(self, reason: Reason) -> Reason:
        """Add to a predecessor's date what it was."""
        if reason.kind != "link" or reason.item not in self._was.dates or reason.until is None:
            return reason
        assert reason.item is not None
        ends = reason.until == self._now.dates[reason.item][1]
        was = self._was.dates[reason.item][1 if ends else 0]
        if was == reason.until:
            return reason
        before = self._was
        said = before.said_end(reason.item) if ends else before.said_start(reason.item)
        return reason.model_copy(update={"sentence": f"{reason.sentence} (was {said})"})

    def _length(self, item_id: str) -> Why:
        """Return why an item that begins as before ends at another time."""
        now = self._now
        finish = now.said_end(item_id)
        links = {
            link.item
            for link in now.scenario.binding_links(now.scenario.item_by_id[item_id])
            if link.type in (LinkType.FF, LinkType.SF)
        }
        held = [r for r in now.reasons(item_id) if r.kind == "link" and r.item in links]
        reassigned = self._chain.reassignments(item_id)
        reason = Reason(
            kind="length",
            sentence=f"it {self._begins(item_id)} and takes until {finish}",
            until=now.dates[item_id][1],
        )
        cause = self._cause_of_length(item_id)
        if cause is None and not held:
            found = (self._chain.cause(item_id, one) for one in reassigned)
            cause = next((one for one in found if one is not None), None)
        if cause is not None:
            return why(reason, cause)
        return self._why(item_id, (*map(self._compared, held), reason))

    def _begins(self, item_id: str) -> str:
        """Say that an item starts as before, and name new people."""
        now = self._now
        if now.entries[item_id].state == "in_progress":
            return "is in progress"
        people = [
            [w.person for w in side.entries[item_id].assignments] for side in (self._was, now)
        ]
        new = [wording.person_name(now.scenario, who) for who in people[1] if who not in people[0]]
        left = [wording.person_name(self._was.scenario, w) for w in people[0] if w not in people[1]]
        if new and left:
            now_on, before = (wording.joined(names, most=3) for names in (new, left))
            return f"begins as before, with {now_on} in place of {before},"
        return "begins as before"

    def _cause_of_length(self, item_id: str) -> Cause | None:
        fields = type(self._now.scenario.item_by_id[item_id]).model_fields
        others = tuple(name for name in fields if name not in LENGTH_FIELDS)
        return self._chain.of_item(item_id, leave_out=others)
