"""Sends the requests of a push, each written down before and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from allocator.errors import TrackerError, UncertainWriteError
from allocator.integrations.live.push.changes import (
    AFTER,
    FieldChange,
    Fields,
    NewIssue,
    PushOutcome,
    PushTarget,
    RefusedIssue,
    RequestStep,
)
from allocator.integrations.live.push.differences import moved_clause
from allocator.integrations.live.push.journal import JournalStep, PushJournal
from allocator.integrations.live.push.ordering import RankMove, moves
from allocator.integrations.live.push.refused_writes import refused_change, refused_issue

TRIES: Final = 6
"""How often a request is sent whose fate was not known, after the tracker says it was not done."""

MAX_MOVED: Final = 50
"""Issues of a move at most, as Jira takes them."""

_OF_A_VALUE: Final = frozenset({400, 422})
"""Answers that refuse a request for one of its values: each is sent by itself then."""

_OVERTAKEN: Final = frozenset({409, 412})
"""Answers that say that an issue has changed: perhaps by a request whose answer was lost."""

_OF_THE_ISSUE: Final = frozenset({400, 403, 404, 405, 409, 412, 413, 422})
"""Answers that refuse one request, and say nothing about the next one."""


class PushRun:
    """A push, or the undoing of one.

    Nothing is sent twice on trust: if an answer was lost, the tracker is asked first whether the
    request was done.

    Parameters
    ----------
    target
        The tracker.
    journal
        Where all is written down.
    sleep
        Waits some seconds.
    progress
        Is called with the number of requests that have ended.
    """

    def __init__(
        self,
        target: PushTarget,
        journal: PushJournal,
        *,
        sleep: Callable[[float], None] = time.sleep,
        progress: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self._target, self._journal = target, journal
        self._sleep, self._progress = sleep, progress
        self._ended = 0
        self.outcome = PushOutcome()

    def settle(self) -> None:
        """Find out how the requests of a push that broke off have ended; nothing is changed."""
        for number, step in list(self._journal.content.steps.items()):
            if step.end is not None:
                continue
            if step.creates is not None:
                key = self._target.find_marked(step.creates.marker)
                self._journal.end(number, "void" if key is None else "done", key=key)
            elif step.move is not None:
                self._journal.end(number, "void")
            elif step.deletes is not None:
                is_there = bool(self._target.states([step.deletes], one_by_one=True))
                self._journal.end(number, "void" if is_there else "done")
            else:
                self._settle_changes(number, step)

    def unmark_made(self) -> None:
        """Take the markers off the issues that a push that broke off has made."""
        for step in self._journal.content.steps.values():
            if step.creates is not None and step.key is not None:
                self._unmark(step.key, step.creates.marker)

    def _settle_changes(self, number: int, step: JournalStep) -> None:
        """Write down those changes of a step that were made as a step of their own."""
        missing = self._not_made(step.changes)
        made = tuple(change for change in step.changes if change not in missing)
        if not missing:
            self._journal.end(number, "done")
            return
        self._journal.end(number, "void")
        if made:
            again = self._journal.begin(JournalStep(changes=made))
            self._journal.end(again, "done")

    def create(self, issue: NewIssue) -> str | None:
        """Make an issue and return its key; None if the tracker refuses it."""
        for failures in range(1, TRIES + 1):
            number = self._journal.begin(JournalStep(creates=issue))
            try:
                key: str | None = self._target.create(issue)
            except UncertainWriteError as error:
                self._sleep(_pause(failures))
                key = self._target.find_marked(issue.marker)
                if key is None:
                    self._journal.end(number, "void", why=str(error))
                    continue
            except TrackerError as error:
                self._refuse(number, issue.item, refused_issue(issue, error))
                return None
            assert key is not None
            self._journal.end(number, "done", key=key)
            self.outcome.keys[issue.item] = key
            self._unmark(key, issue.marker)
            self._note_end()
            return key
        self.outcome.refused.append(RefusedIssue(issue.item, "the tracker does not make it"))
        return None

    def change(self, changes: Iterable[FieldChange]) -> None:
        """Make changes of fields."""
        for step in self._target.steps(changes):
            self._send(step)
            self._note_end()

    def reorder(self, wanted: Sequence[str]) -> None:
        """Put issues into an order, by the fewest moves; others stay.

        Parameters
        ----------
        wanted
            Their keys.
        """
        current = self._target.order()
        listed = set(current)
        current += [key for key in wanted if key not in listed]  # new ones, behind all others
        found = moves(current, wanted, MAX_MOVED)
        if found:
            self._journal.keep_order(current)
        for move in found:
            self._move(move)
            self._note_end()

    def _move(self, move: RankMove) -> None:
        """Send a move, which may be done twice."""
        number = self._journal.begin(JournalStep(move=move))
        try:
            self._target.move(move)
        except TrackerError as error:
            for key in move.keys:
                self._refuse(number, key, error)
            return
        self._journal.end(number, "done")
        self.outcome.moves.append(move)

    def remove_twins(self) -> None:
        """Take back what was done twice, since the tracker did a lost request after all, too late.

        A twin of a new issue has its marker; the marker of the other one is off by then.
        """
        steps = list(self._journal.content.steps.values())
        lost = [step for step in steps if step.end == "void" and (step.creates or step.changes)]
        if lost:
            self._sleep(_pause(TRIES))
        for marker in dict.fromkeys(step.creates.marker for step in lost if step.creates):
            twin = self._target.find_marked(marker)
            if twin is not None and twin not in self._journal.content.keys.values():
                self.delete(twin)
                self.outcome.deleted.remove(twin)
        links = [c for s in lost for c in s.changes if c.field.startswith(AFTER) and c.after]
        for change in dict.fromkeys(links):
            self._target.unite_links(change.key, change.field.removeprefix(AFTER))

    def delete(self, key: str) -> None:
        """Delete an issue that a push has made."""
        for failures in range(1, TRIES + 1):
            number = self._journal.begin(JournalStep(deletes=key))
            try:
                self._target.delete(key)
            except UncertainWriteError as error:
                self._sleep(_pause(failures))
                if self._target.states([key], one_by_one=True):
                    self._journal.end(number, "void", why=str(error))
                    continue
            except TrackerError as error:
                self._refuse(number, key, error)
                return
            self._journal.end(number, "done")
            self.outcome.deleted.append(key)
            self._note_end()
            return
        self.outcome.refused.append(RefusedIssue(key, "the tracker does not delete it"))

    def _send(self, step: RequestStep) -> None:
        """Send a request until it is done, or refused."""
        for failures in range(1, TRIES + 1):
            number = self._journal.begin(JournalStep(changes=step.changes))
            try:
                self._target.apply(step)
            except UncertainWriteError as error:
                self._sleep(_pause(failures))
                missing = self._not_made(step.changes)
                if missing:
                    self._settle_changes(number, self._journal.content.steps[number])
                    self._note_made(c for c in step.changes if c not in missing)
                    step = RequestStep(step.kind, self._still_free(missing, error))
                    if not step.changes:
                        return
                    continue
            except TrackerError as error:
                if error.status in _OVERTAKEN and not self._not_made(step.changes):
                    self._journal.end(number, "done")
                    self._note_made(step.changes)
                    return
                if len(step.changes) > 1 and error.status in _OF_A_VALUE:
                    self._journal.end(number, "void", why=str(error))
                    for change in step.changes:
                        self._send(RequestStep(step.kind, (change,)))
                    return
                refusal = refused_change(step.changes[0], error)
                for key in dict.fromkeys(change.key for change in step.changes):
                    self._refuse(number, key, refusal)
                return
            self._journal.end(number, "done")
            self._note_made(step.changes)
            return
        for key in dict.fromkeys(change.key for change in step.changes):
            why = f"the tracker has failed {TRIES} times, and does not have the change"
            self.outcome.refused.append(RefusedIssue(key, why))

    def _not_made(self, changes: Iterable[FieldChange]) -> list[FieldChange]:
        """Return those of some changes that the tracker does not have."""
        listed = list(changes)
        keys = list(dict.fromkeys(change.key for change in listed))
        states = self._target.states(keys, one_by_one=True)
        return [c for c in listed if states.get(c.key, {}).get(c.field) != c.after]

    def _still_free(
        self, missing: list[FieldChange], error: TrackerError
    ) -> tuple[FieldChange, ...]:
        """Return the changes that may be sent again; somebody else has changed the others."""
        keys = list(dict.fromkeys(change.key for change in missing))
        states = self._target.states(keys, one_by_one=True)
        free = []
        for change in missing:
            now = states.get(change.key, {}).get(change.field)
            if now == change.before:
                free.append(change)
            elif now != change.after:
                moved = FieldChange(change.key, change.field, change.before, now)
                self.outcome.refused.append(RefusedIssue(change.key, moved_clause([moved])))
        return tuple(free)

    def _unmark(self, key: str, marker: str) -> None:
        for failures in range(1, TRIES + 1):
            try:
                self._target.unmark(key, marker)
                return
            except UncertainWriteError:
                self._sleep(_pause(failures))
            except TrackerError:
                return

    def _refuse(self, number: int, key: str, error: TrackerError) -> None:
        """Note what the tracker refuses; end the push where it refuses everything.

        Raises
        ------
        TrackerError
            It is out of reach, asks for a pause, or takes the token no longer.
        """
        if error.status not in _OF_THE_ISSUE:
            self._journal.end(number, "void", why=str(error))
            raise error
        if self._journal.content.steps[number].end is None:
            self._journal.end(number, "refused", why=str(error))
        self.outcome.refused.append(RefusedIssue(key, str(error)))

    def _note_made(self, changes: Iterable[FieldChange]) -> None:
        self.outcome.changed += changes

    def _note_end(self) -> None:
        self._ended += 1
        self._progress(self._ended)


def states_after(
    target: PushTarget, keys: Sequence[str], changes: Iterable[FieldChange]
) -> dict[str, Fields]:
    """Return what issues hold after a push, many at once.

    Those that do not hold what the push has written are asked for one by one, since an index of
    searches may lag behind.

    Parameters
    ----------
    target
        The tracker.
    keys
        The issues.
    changes
        What the push has written.
    """
    found = target.states(keys)
    doubtful = [c.key for c in changes if found.get(c.key, {}).get(c.field) != c.after]
    doubtful += [key for key in keys if key not in found]
    for key in dict.fromkeys(doubtful):
        found.pop(key, None)
    return found | target.states(list(dict.fromkeys(doubtful)), one_by_one=True)


def _pause(failures: int) -> float:
    """Return the seconds to wait before the tracker is asked whether a request was done."""
    return float(min(0.5 * 2 ** (failures - 1), 8.0))
