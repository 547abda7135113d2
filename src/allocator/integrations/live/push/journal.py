"""Keeps on disk what a push does: what it takes up after a break, and what an undo takes back.

The file has a JSON object on each line. A request stands there before it is sent, its end after::

    {"format": "allocator-push/1", "site": "https://jira.acme.com", "began": "2026-11-30T10:15"}
    {"step": 1, "changes": [{"key": "DS-2", "field": "due", "before": null, "after": "2026-11-20"}]}
    {"done": 1}
    {"step": 2, "creates": {"item": "X-1", "title": "Review", "marker": "allocator-5f3a..."}}
    {"done": 2, "key": "DS-57"}
    {"end": true}

A push that puts issues into another order begins with the one before: ``{"order": ["DS-2", ...]}``.
A step without its end may have been done or not; the tracker is asked. No line holds a secret.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self, TextIO

from allocator.errors import InputError
from allocator.integrations.live.push.changes import FieldChange, NewIssue
from allocator.integrations.live.push.ordering import RankMove

FORMAT: Final = "allocator-push/1"


@dataclass
class JournalStep:
    """A request of a push.

    Attributes
    ----------
    changes
        What it changes.
    creates, deletes
        The issue that it makes; the key of one that it deletes.
    move
        Issues that it puts beside another one in the order of the backlog.
    key
        Of the issue that was made.
    end
        ``done``, ``refused`` or ``void`` (not done); None if the push broke off there.
    """

    changes: tuple[FieldChange, ...] = ()
    creates: NewIssue | None = None
    deletes: str | None = None
    move: RankMove | None = None
    key: str | None = None
    end: str | None = None


@dataclass
class JournalContent:
    """What the file of a push holds.

    Attributes
    ----------
    site
        Address of the tracker.
    steps
        The requests by number.
    is_finished
        Whether the push has come to its end.
    order
        The backlog as it was before the first move.
    """

    site: str
    steps: dict[int, JournalStep] = field(default_factory=dict)
    is_finished: bool = False
    order: tuple[str, ...] = ()

    @property
    def keys(self) -> dict[str, str]:
        """Keys of the issues that were made, by item."""
        return {s.creates.item: s.key for s in self.steps.values() if s.creates and s.key}

    @property
    def moved(self) -> frozenset[str]:
        """Keys of the issues that were put elsewhere in the backlog, or may have been."""
        steps = (step for step in self.steps.values() if step.move and step.end != "refused")
        return frozenset(key for step in steps if step.move for key in step.move.keys)


class PushJournal:
    """The file of a push, written as it goes on; used in a ``with`` statement.

    Parameters
    ----------
    path
        A new file, or that of a push that broke off, which goes on.
    site
        Address of the tracker.

    Raises
    ------
    InputError
        The file cannot be written, or is of another site.
    """

    def __init__(self, path: Path, site: str) -> None:
        self.path = path
        self.content = read_journal(path) if path.exists() else JournalContent(site)
        if self.content.site != site:
            raise InputError(f"{path} is of a push to {self.content.site}, not to {site}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: TextIO = path.open("a", encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror or error}") from None
        if self._file.tell() == 0:
            began = dt.datetime.now().isoformat(timespec="seconds")
            self._write({"format": FORMAT, "site": site, "began": began})
        else:
            self._file.write("\n")  # behind a line that broke off

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def begin(self, step: JournalStep) -> int:
        """Write down a request that is about to be sent, and return its number."""
        number = max(self.content.steps, default=0) + 1
        self.content.steps[number] = step
        line: dict[str, Any] = {"step": number}
        if step.creates is not None:
            line["creates"] = asdict(step.creates)
        elif step.deletes is not None:
            line["deletes"] = step.deletes
        elif step.move is not None:
            line["move"] = asdict(step.move)
        else:
            line["changes"] = [asdict(change) for change in step.changes]
        self._write(line)
        return number

    def end(self, number: int, how: str, *, key: str | None = None, why: str = "") -> None:
        """Write down how a request has ended.

        Parameters
        ----------
        number
            Of the request.
        how
            ``done``, ``refused`` or ``void``.
        key
            Of the issue that was made.
        why
            What the tracker said, without secrets.
        """
        step = self.content.steps[number]
        step.end, step.key = how, key
        line: dict[str, Any] = {how: number}
        line |= {"key": key} if key is not None else {}
        self._write(line | ({"why": why} if why else {}))

    def keep_order(self, order: Sequence[str]) -> None:
        """Write down the backlog as it is, unless that was done before an earlier move."""
        if not self.content.order:
            self.content.order = tuple(order)
            self._write({"order": list(order)})

    def finish(self) -> None:
        """Write down that the push has come to its end."""
        self.content.is_finished = True
        self._write({"end": True})

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise InputError(f"cannot write {self.path}: {error.strerror or error}") from None


def read_journal(path: Path) -> JournalContent:
    """Read the file of a push; a line that broke off is left out.

    Raises
    ------
    InputError
        It cannot be read, or is no such file.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{path} cannot be read: {why}") from None
    found = list(_objects(lines))
    if not found or found[0].get("format") != FORMAT:
        raise InputError(
            f"{path} is no file of a push ({FORMAT})",
            hint="allocator push writes one, and says its name at the end",
        )
    content = JournalContent(str(found[0].get("site", "")))
    try:
        for line in found[1:]:
            _take(content, line)
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{path} is damaged: a line is not as a push writes it") from None
    return content


def _objects(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _take(content: JournalContent, line: dict[str, Any]) -> None:
    if "step" in line:
        creates = line.get("creates")
        content.steps[int(line["step"])] = JournalStep(
            changes=tuple(FieldChange(**change) for change in line.get("changes", ())),
            creates=None if creates is None else NewIssue(**creates),
            deletes=line.get("deletes"),
            move=None if line.get("move") is None else _move(**line["move"]),
        )
        content.is_finished = False
    elif "order" in line:
        content.order = tuple(map(str, line["order"]))
    elif "end" in line:
        content.is_finished = True
    else:
        how = next((word for word in ("done", "refused", "void") if word in line), "")
        step = content.steps[line[how]]
        step.end, step.key = how, line.get("key")


def _move(keys: Iterable[str], anchor: str, is_behind: bool) -> RankMove:
    return RankMove(tuple(keys), anchor, is_behind)
