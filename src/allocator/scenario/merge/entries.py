"""Merges an entry of a list of a scenario: a person, a project, a work item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from allocator.scenario.merge.values import (
    ABSENT,
    MergeConflict,
    Steps,
    ValueMerger,
    merged_keys,
    same,
)

Entry = dict[Any, Any]

_PROGRESS: Final = (
    *("state", "started", "finished", "remaining", "people", "spent", "reassign", "failures"),
)
"""Fields that say together how far an item is."""

_EXTENT: Final = (
    *("kind", "needs", "effort", "elapsed", "resources", "assign", "avoid", "prefer", "fit"),
    *("remaining", "people", "reassign", "spent", "succeeds", "if_fails", "failures", "date"),
    *("fixed", "uninterrupted"),
    *("not_same_as", "same_as"),
)
"""Fields that say together what an item is: a task, or a milestone without length."""


def merged_entry(
    merger: ValueMerger, path: Steps, base: Entry, mine: Entry, theirs: Entry
) -> Entry:
    """Return an entry after the merge.

    Fields are merged one by one. Where what comes out contradicts itself though neither side does
    (done in the tracker, while somebody has written what remains), these fields are a conflict.
    Of an entry that is new on both sides, an effort that the import has guessed counts for nothing.

    Parameters
    ----------
    merger
        Merges values, and takes the conflicts.
    path
        Of the entry.
    base, mine, theirs
        The entry as the last pull said, in the scenario, in the tracker.
    """
    if theirs.get("guessed") and not base and _says_how_long(mine) and not mine.get("guessed"):
        theirs = {key: value for key, value in theirs.items() if key not in ("effort", "guessed")}
    found = merged_keys(
        base, mine, theirs, lambda field, *three: merger.merged((*path, str(field)), *three)
    )
    if path[0] != "items":
        return found
    for fields, is_wrong in ((_EXTENT, _is_long_milestone), (_PROGRESS, _is_wrong_progress)):
        if is_wrong(found) and not is_wrong(mine) and not is_wrong(theirs):
            found = _as_one(merger, path, fields, found, base, mine, theirs)
    return found


def _as_one(
    merger: ValueMerger,
    path: Steps,
    fields: Iterable[str],
    found: Entry,
    base: Entry,
    mine: Entry,
    theirs: Entry,
) -> Entry:
    """Return the entry with all of some fields from one side, each difference a conflict."""
    decided: dict[str, Any] = {}
    known = {conflict.path for conflict in merger.conflicts}
    for field in fields:
        before, ours, new = (side.get(field, ABSENT) for side in (base, mine, theirs))
        if same(ours, new):
            continue
        note = "together they would contradict each other"
        conflict = MergeConflict((*path, field), before, ours, new, note)
        decided[field] = (
            found.get(field, ABSENT) if conflict.path in known else merger.decided(conflict)
        )
    order = [*found, *(field for field in decided if field not in found)]
    return {
        field: value
        for field in order
        if (value := decided.get(field, found.get(field, ABSENT))) is not ABSENT
    }


def _says_how_long(entry: Mapping[Any, Any]) -> bool:
    return entry.get("kind") == "milestone" or "effort" in entry or "elapsed" in entry


def _is_long_milestone(entry: Mapping[Any, Any]) -> bool:
    fields = (name for name in _EXTENT if name not in ("kind", "date"))
    return entry.get("kind") == "milestone" and any(entry.get(name) for name in fields)


def _is_wrong_progress(entry: Mapping[Any, Any]) -> bool:
    state = entry.get("state", "todo")
    has = {name for name in _PROGRESS[1:-1] if entry.get(name) not in (None, False, [], {})}
    if state == "todo":
        return bool(has)
    if state == "in_progress":
        return "started" not in has or "finished" in has
    started = "started" in has or entry.get("kind") == "milestone"
    return not started or "finished" not in has or "remaining" in has
