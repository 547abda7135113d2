"""What a push or an undo changes, and what both of them need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from allocator.api.push_sites import OpenSite
from allocator.errors import TrackerError
from allocator.integrations.live.push.changes import FieldChange, Fields, RefusedIssue
from allocator.integrations.live.push.journal import PushJournal
from allocator.integrations.live.push.ordering import RankMove, moves
from allocator.integrations.live.push.run import MAX_MOVED
from allocator.wording import count


@dataclass(frozen=True, kw_only=True)
class PushReport:
    """What a push changes, or would change, in a tracker.

    Attributes
    ----------
    changes : list of FieldChange
        Fields of issues that get another value; each has ``key``, ``field``, ``before``, ``after``.
    new : dict
        Fields of the issues that are made, by the id of the item.
    deletes : list of str
        Keys of the issues that an undo deletes.
    refused : list of RefusedIssue
        Issues that stay as they are; each has ``key`` and ``why``.
    notes : list of str
        What the tracker has no place for.
    titles : dict
        Title of each item, by its key.
    sprints : dict
        Name of each sprint, by its id.
    moves : list of RankMove
        Issues that are put elsewhere in the order of the backlog; each has ``keys``, ``anchor``
        and ``is_behind``.
    keys : dict
        Key of each issue that was made, by item.
    is_sent : bool
        Whether anything was sent.
    undo : Path or None
        The file that takes the push back; None if nothing was sent.

    Examples
    --------
    >>> allocator.PushReport(changes=[], new={}).is_sent
    False
    """

    changes: list[FieldChange]
    new: Mapping[str, Fields]
    deletes: list[str] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)
    sprints: Mapping[int, str] = field(default_factory=dict)
    moves: list[RankMove] = field(default_factory=list)
    keys: Mapping[str, str] = field(default_factory=dict)
    is_sent: bool = False
    undo: Path | None = None


Confirm = Callable[[PushReport], bool]


def has_work(report: PushReport) -> bool:
    """Return whether anything is to be sent."""
    return bool(report.changes or report.new or report.deletes or report.moves)


def moves_to(site: OpenSite, order: Sequence[str]) -> list[RankMove]:
    """Return the moves that bring the backlog into an order; new issues come when they are made."""
    return moves(site.target.order(), order, MAX_MOVED) if order and site.has_ranks else []


def broken_off(error: TrackerError, journal: PushJournal, what: str) -> TrackerError:
    """Return the error of a push that breaks off, with what was done by then and how to go on."""
    done = [step for step in journal.content.steps.values() if step.end == "done"]
    is_one = len(done) == 1
    text = f"{error}\n    {count(len(done), 'request')} of this {what} {'is' if is_one else 'are'} "
    text += "done; the same command goes on from there"
    text += f", and --undo {journal.path} takes it back" if what == "push" else ""
    return TrackerError(text, status=error.status, said=error.said)


def new_path(folder: Path, word: str) -> Path:
    """Return a file that is not there, named by the time: ``push-20261130-101500.jsonl``."""
    now = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    path, number = folder / f"{word}-{now}.jsonl", 2
    while path.exists():
        path, number = folder / f"{word}-{now}-{number}.jsonl", number + 1
    return path


def silent(_number: int) -> None:
    """Say nothing."""
