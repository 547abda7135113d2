"""Constraints that held an item in the old plan and no longer do."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints
from allocator.analysis.why.chain import is_linked
from allocator.analysis.why.reason import Reason


def released_constraints(
    was: BindingConstraints, now: BindingConstraints, item_id: str
) -> Iterator[Reason]:
    """Yield the constraints that held an item in the old plan."""
    reasons = was.reasons(item_id)
    for reason in reasons:
        text = f"what held it back in the old plan no longer does: {reason.sentence}"
        if reason.kind in ("link", "busy", "resource") and reason.item is not None:
            text = _without(was, now, item_id, reason) or text
        yield reason.model_copy(update={"former": True, "sentence": text})
    if not reasons:
        yield Reason(kind="free", sentence="nothing held it back in the old plan either")


def _without(
    was: BindingConstraints, now: BindingConstraints, item_id: str, reason: Reason
) -> str | None:
    """Say what happened to the item that held another one in the old plan."""
    other = reason.item
    assert other is not None
    if reason.kind == "link" and not is_linked(now, item_id, other):
        return f"it no longer comes after {other}"
    what = _what(was, reason)
    if other not in now.dates:
        return f"{what} is no longer planned"
    start, finish = now.dates[other]
    if reason.kind == "link" and reason.until == was.dates[other][0] < was.dates[other][1]:
        starts = f"{what} now starts {now.said_start(other)}"
        return starts if start < reason.until else None
    people = [work.person for work in now.entries[other].assignments]
    if reason.person is not None and reason.person not in people:
        names = [wording.person_name(now.scenario, name) for name in people]
        return f"{what} is now with {wording.joined(names, most=3) if names else 'nobody'}"
    assert reason.until is not None
    sooner = reason.kind == "link" and finish < reason.until
    if sooner or finish <= now.begins(item_id):
        return f"{what} now ends {now.said_end(other)}"
    if start >= now.dates[item_id][1]:
        return f"{what} now comes later, on {now.said_start(other)}"
    return None


def _what(was: BindingConstraints, reason: Reason) -> str:
    """Name the item and how it held the other one back."""
    other = reason.item
    assert reason.until is not None
    until = wording.work_end(reason.until, was.scenario.calendar)
    if reason.kind == "link" and other in was.dates and reason.until == was.dates[other][1]:
        until = was.said_end(other)
    if reason.person is not None:
        who = wording.person_name(was.scenario, reason.person)
        return f"{other}, on which {who} worked until {until},"
    if reason.kind == "resource":
        return f"{other}, which held {reason.resource} until {until},"
    return f"{other}, which it waited for until {until},"
