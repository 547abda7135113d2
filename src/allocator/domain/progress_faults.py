"""What of an item does not go together: state, dates, people at work; a milestone with length."""

from __future__ import annotations

import datetime as dt
from typing import LiteralString, Protocol

from pydantic_core import PydanticCustomError

from allocator.domain.base import Id, invalid
from allocator.domain.needs import EffortField, Needs, Remaining
from allocator.domain.progress import State
from allocator.domain.quantities import PositiveClockSpan, When, beginning, end_of, iso, parse_span

NOT_OF_MILESTONES = (
    *("needs", "effort", "elapsed", "resources", "assign", "avoid", "prefer"),
    *("not_same_as", "same_as", "overlap", "fit", "remaining", "people", "reassign"),
    *("uninterrupted", "spent", "succeeds", "if_fails", "failures"),
)
"""Fields that a milestone cannot have."""


class ItemProgress(Protocol):
    """What a work item says of how far it is; see ``WorkItem``."""

    id: Id
    state: State
    started: When | None
    finished: When | None
    remaining: Remaining | None
    people: tuple[Id, ...]
    needs: Needs
    effort: EffortField | None
    elapsed: PositiveClockSpan | None
    failures: int
    reassign: bool
    uninterrupted: bool

    @property
    def tries(self) -> int:
        """How many tries there are at most."""

    @property
    def can_fail(self) -> bool:
        """Whether a try of it can fail, or could."""

    @property
    def is_milestone(self) -> bool:
        """Whether the item has zero length."""


def fault_of_progress(item: ItemProgress) -> PydanticCustomError | None:
    """Return what of an item's state and dates does not go together."""
    if item.state == "failed" and not item.can_fail:
        hint = "give it succeeds, the chance that a try succeeds, or make it done"
        return _fault(item, "cannot-fail", "has failed, but nothing says that it may", hint)
    if item.failures >= item.tries and item.state != "failed":
        hint = "make it failed, with started and finished of its last try, or raise repeat"
        text = f"has {item.failures} failed tries of at most {item.tries}, so that none is left"
        return _fault(item, "no-try-left", text, hint)
    if item.state == "todo":
        names = ("started", "finished", "remaining", "people", "reassign", "spent")
        given = [name for name in names if getattr(item, name)]
        hint = "use assign" if given == ["people"] else "give its state, in_progress or done"
        text = f"has not been started, but has {' and '.join(given)}"
        return _fault(item, "progress-before-start", text, hint) if given else None
    if item.state == "in_progress":
        return _fault_in_progress(item)
    is_over = "is done" if item.state == "done" else "has failed"
    if item.finished is None or (item.started is None and not item.is_milestone):
        missing = [n for n in ("started", "finished") if getattr(item, n) is None]
        hint = f"add {' and '.join(missing)}"
        return _fault(item, "progress-without-date", f"{is_over}, but not since when", hint)
    if item.remaining is not None:
        hint = "leave out remaining, or make it in_progress"
        return _fault(item, "done-with-remaining", f"{is_over}, but something remains", hint)
    if item.started is not None and _is_before(item.finished, item.started):
        text = f"was finished {iso(item.finished)}, before it was started {iso(item.started)}"
        return _fault(item, "finished-before-started", text, "correct one of the two dates")
    if item.is_milestone and item.started not in (None, item.finished):
        text = "is a milestone, so it has one date"
        return _fault(item, "milestone-with-length", text, "leave out started")
    return None


def _fault(item: ItemProgress, code: LiteralString, text: str, hint: str) -> PydanticCustomError:
    return invalid(code, f'work item "{item.id}" {text}', hint, subjects=(item.id,))


def _is_before(finished: When, started: When) -> bool:
    end, begin = end_of(finished), beginning(started)
    return end < begin or (end == begin and not isinstance(finished, dt.datetime))


def _fault_in_progress(item: ItemProgress) -> PydanticCustomError | None:
    if item.is_milestone:
        text = "is a milestone, which has no length"
        return _fault(item, "milestone-in-progress", text, "make it todo or done")
    if item.started is None:
        text = "is in progress, but not since when"
        return _fault(item, "progress-without-date", text, "add started")
    if item.finished is not None:
        hint = "make it done, or leave finished out"
        return _fault(item, "in-progress-but-finished", "is in progress, but has finished", hint)
    staffed = bool(item.needs) or item.effort is not None
    if item.uninterrupted and item.reassign:
        text = "is not to be interrupted, and is open to others"
        hint = "leave out reassign, or uninterrupted"
        return _fault(item, "uninterrupted-but-reassigned", text, hint)
    if any(need.is_shared for need in item.needs) and item.remaining and not item.people:
        text = "says what remains of each, but not how many people share it"
        return _fault(item, "remaining-of-shared", text, "add people, who work on it")
    given = [name for name in ("remaining", "people") if getattr(item, name)]
    if given and not staffed:
        text = f"has {' and '.join(given)}, but no effort"
        return _fault(item, "needs-without-effort", text, "give its effort too")
    return _fault_by_person(item)


def _fault_by_person(item: ItemProgress) -> PydanticCustomError | None:
    """Return what is wrong with what remains of each one of its people."""
    if not isinstance(item.remaining, dict):
        return None
    silent = [person for person in item.people if person not in item.remaining]
    if silent:
        text = f"does not say what remains of {' and '.join(silent)}"
        return _fault(item, "remaining-unknown", text, "add them to remaining")
    if not item.elapsed and not any(parse_span(span)[0] for span in item.remaining.values()):
        hint = "make it done, and say when it finished"
        return _fault(item, "nothing-remains", "is in progress, but nothing of it remains", hint)
    return None
