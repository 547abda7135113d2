"""Merges what a tracker says now into a scenario that people have edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import InputError, MergeConflictError
from allocator.scenario.merge.comments import ImportNotes, hand_comments
from allocator.scenario.merge.merge_report import THE_TRACKER, conflict_lines, report_lines
from allocator.scenario.merge.sections import ScenarioMerge
from allocator.scenario.merge.text_tree import TextNode, read_tree
from allocator.scenario.merge.updater import TextUpdater
from allocator.scenario.merge.values import MergeConflict, Prefer, ValueMerger, canonical
from allocator.scenario.shape.sections import SECTIONS, entry_name
from allocator.scenario.text.document import read_document
from allocator.scenario.text.source import read_text


@dataclass(frozen=True, kw_only=True)
class MergedScenario:
    """A scenario into which a pull or import was merged.

    Attributes
    ----------
    text
        The scenario file. Where nothing has changed it is the old one, to the byte.
    report
        Lines on what came in, what stayed, and what was decided.
    conflicts
        What both sides had changed, and ``prefer`` has decided.
    """

    text: str
    report: tuple[str, ...]
    conflicts: tuple[MergeConflict, ...]


def merge_scenario(
    mine: str,
    theirs: str,
    base: str | None,
    *,
    file: str,
    prefer: Prefer | None = None,
    source: str = THE_TRACKER,
) -> MergedScenario:
    """Merge a scenario three ways.

    Parameters
    ----------
    mine
        The text of the scenario, as people have edited it.
    theirs
        The text that the importer makes of the tracker now.
    base
        The text that it made at the last pull; None where that is not known, so that whatever
        differs but ``now`` is a conflict, and nothing counts as gone.
    file
        How messages call the scenario.
    prefer
        Whose value counts where both sides have changed one.
    source
        What messages call that which was read.

    Raises
    ------
    MergeConflictError
        Both sides have changed something, and ``prefer`` does not say whose counts; all of it is
        listed.
    InputError
        The scenario cannot be read, or keeps its items in another file.
    """
    with without_garbage_collection():
        return _merged(mine, theirs, base, file, prefer, source)


def _merged(
    mine: str, theirs: str, base: str | None, file: str, prefer: Prefer | None, source: str
) -> MergedScenario:
    tree = _checked_tree(mine, file)
    theirs_tree = read_tree(theirs)
    base_tree = theirs_tree if base == theirs else None if base is None else read_tree(base)
    notes = ImportNotes((base or "", base_tree), (theirs, theirs_tree))
    merger = ValueMerger(prefer)
    ours = tree.data()
    before = {"now": ours.get("now")} if base_tree is None else base_tree.data()
    sides = before, ours, theirs_tree.data()
    commented = frozenset() if base is None else hand_comments(mine, tree, notes)
    merge = ScenarioMerge(*sides, merger, commented, source=source)
    wanted = merge.merged()
    _refuse_conflicts(merger, merge, prefer, mine, tree, file, source, is_first=base is None)
    text = TextUpdater(mine, tree, notes).updated(wanted)
    if canonical(read_tree(text).data()) != canonical(wanted):
        raise InputError(
            f"{file} is written in a way that a merge cannot keep, perhaps with anchors (&) and "
            "aliases (*)",
            hint="write out what they stand for",
        )
    lines = report_lines(merge.changes, sides, wanted, merger.conflicts, prefer, source)
    return MergedScenario(
        text=_with_head(text, base or "", theirs),
        report=tuple(lines),
        conflicts=tuple(merger.conflicts),
    )


def _refuse_conflicts(
    merger: ValueMerger,
    merge: ScenarioMerge,
    prefer: Prefer | None,
    mine: str,
    tree: TextNode,
    file: str,
    source: str,
    *,
    is_first: bool,
) -> None:
    many = merge.many_gone()
    if prefer is not None or not (merger.conflicts or many):
        return
    lines = conflict_lines(merger.conflicts, mine, tree, file, many, source, is_first=is_first)
    raise MergeConflictError("\n".join(lines), conflicts=tuple(merger.conflicts))


def _checked_tree(text: str, file: str) -> TextNode:
    """Return the tree of a scenario, refused where its entries cannot be told apart."""
    root = read_document(text, file=file)
    _refuse_items_elsewhere(root, file)
    for section in SECTIONS:
        entries = root.get(section)
        if not isinstance(entries, list):
            continue  # the checks say what is wrong with it
        names = Counter(entry_name(section, entry) for entry in entries if entry)
        twice = [name or "one without id" for name, number in names.items() if number > 1]
        if twice or None in names:
            which = ", ".join(twice[:5]) or "an entry without id"
            raise InputError(
                f"{file}: entries of {section} cannot be told apart: {which}",
                hint=f"allocator check {file} says where",
            )
    return read_tree(text)


def refuse_items_elsewhere(path: Path) -> None:
    """Refuse to merge into a scenario that keeps its items in another file.

    Parameters
    ----------
    path
        The scenario; one that is not there, or cannot be read, is not refused.

    Raises
    ------
    InputError
        Its items are in another file.
    """
    if path.is_file():
        try:
            root = read_document(read_text(path, file=str(path)), file=str(path))
        except InputError:
            return
        _refuse_items_elsewhere(root, str(path))


def _refuse_items_elsewhere(root: Mapping[Any, Any], file: str) -> None:
    entries = root.get("items")
    if isinstance(entries, str):
        raise InputError(
            f"{file} keeps its items in {entries}, where a merge cannot put new values",
            hint="-o with another file makes a scenario of what is read, from which you can "
            "copy; pull --as-progress actuals.csv leaves the scenario as it is, and writes how far "
            "its items are, for replan; --overwrite writes over the scenario",
        )


def _with_head(text: str, base: str, theirs: str) -> str:
    """Bring the comment at the top up to date, which says what was imported."""
    before, now = _head(base), _head(theirs)
    return now + text[len(before) :] if before and text.startswith(before) else text


def _head(text: str) -> str:
    lines = text.splitlines(keepends=True)
    number = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:number])


def are_related(mine: str, theirs: str) -> bool:
    """Return whether a file is a scenario that has an item of another one.

    Parameters
    ----------
    mine
        Any text.
    theirs
        The text of a scenario.

    Raises
    ------
    ScenarioError
        The file is no map of fields.
    """
    root = read_document(mine, file="scenario")
    items, calendar = root.get("items"), root.get("calendar")
    if not isinstance(items, list) or not isinstance(calendar, dict) or not calendar.get("start"):
        return False
    names = {entry_name("items", entry) for entry in items} - {None}
    return any(entry_name("items", entry) in names for entry in _items(read_tree(theirs).data()))


def _items(data: Any) -> list[Any]:
    items = data.get("items")
    return items if isinstance(items, list) else []
