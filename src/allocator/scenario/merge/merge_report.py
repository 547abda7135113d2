"""Puts into words what a merge has done, and what it could not decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from allocator.scenario.merge.sections import SectionChanges
from allocator.scenario.merge.text_tree import TextNode
from allocator.scenario.merge.values import ABSENT, MergeConflict, Prefer, Steps, same
from allocator.scenario.shape.sections import SECTIONS, entry_name
from allocator.scenario.write.render import one_line
from allocator.wording import count, enumerated, shorten

_MAX_CONFLICTS: Final = 50
_WIDTH: Final = 60
THE_TRACKER: Final = "the tracker"
"""What messages call that which was read, unless it is a table or a project file."""

Data = Mapping[Any, Any]


def report_lines(
    changes: Mapping[str, SectionChanges],
    sides: tuple[Data, Data, Data],
    wanted: Data,
    conflicts: Sequence[MergeConflict],
    prefer: Prefer | None,
    source: str,
) -> Iterator[str]:
    """Yield lines on what a merge has done.

    Parameters
    ----------
    changes
        New and gone entries by section.
    sides
        What the last pull said, the scenario before, the tracker.
    wanted
        The scenario after the merge.
    conflicts, prefer
        What both sides had changed, and whose values count.
    source
        What lines call that which was read: ``the tracker``.
    """
    for section, change in changes.items():
        noun = SECTIONS[section][1]
        plural = "people" if section == "people" else None
        if change.new:
            yield f"new, {count(len(change.new), noun, plural)}: {enumerated(change.new, most=6)}"
        if change.gone:
            yield (
                f"gone from {source} and removed, {count(len(change.gone), noun, plural)}: "
                f"{enumerated(change.gone, most=6)}"
            )
        for name, why in change.kept.items():
            yield f"gone from {source} and kept, {name}: {why}"
    base, mine, _ = sides
    came = Counter(_changed_fields(mine, wanted))
    stayed = Counter(_hand_fields(base, mine, wanted))
    if came:
        yield _counted(came, f"changed in {source}")
    elif not any(change.new or change.gone or change.kept for change in changes.values()):
        yield f"nothing has changed in {source}"
    if stayed:
        yield _counted(stayed, "written by hand and kept")
    if conflicts:
        winner = source if prefer == "tracker" else "the scenario"
        yield f"changed on both sides, {winner} counts: {count(len(conflicts), 'value')}"
        for conflict in conflicts[:_MAX_CONFLICTS]:
            yield f"  {_named(conflict.path, mine)}: {_values(conflict, source)}"


def conflict_lines(
    conflicts: Sequence[MergeConflict],
    text: str,
    tree: TextNode,
    file: str,
    many_gone: str | None,
    source: str,
    *,
    is_first: bool,
) -> Iterator[str]:
    """Yield the message on what a merge cannot decide.

    Parameters
    ----------
    conflicts
        What both sides have changed.
    text, tree, file
        The scenario.
    many_gone
        That suspiciously many items are gone; None where they are not.
    source
        What lines call that which was read: ``the tracker``.
    is_first
        Whether it is not known what the tracker said before.
    """
    if conflicts and is_first:
        yield (
            f"{file} and {source} differ in {count(len(conflicts), 'value')}, and nothing is "
            "written: no earlier pull or import is kept beside it that would tell which side has "
            "changed them"
        )
    elif conflicts:
        what = count(len(conflicts), "value")
        were = "was" if len(conflicts) == 1 else "were"
        last = "pull" if source == THE_TRACKER else "import"
        yield (
            f"{what} {were} changed both in {file} and in {source} since the last {last}, and "
            "nothing is written"
        )
    for conflict in conflicts[:_MAX_CONFLICTS]:
        line = text.count("\n", 0, _offset(tree, conflict.path)) + 1
        yield f"  {file}:{line}: {_named(conflict.path, tree.data())}: {_values(conflict, source)}"
    if len(conflicts) > _MAX_CONFLICTS:
        yield f"  and {len(conflicts) - _MAX_CONFLICTS} more"
    if many_gone:
        yield (
            f"{many_gone}; nothing is written\n    hint: look whether the filter still finds "
            "them; --prefer tracker removes them"
        )
    if conflicts:
        yield (
            f"    hint: --prefer tracker takes {source}'s values of these, --prefer scenario "
            f"keeps the scenario's; or write {source}'s value into the scenario where it is right"
        )


def _values(conflict: MergeConflict, source: str) -> str:
    if len(conflict.path) == 2 and conflict.path[0] in SECTIONS:
        if conflict.theirs is ABSENT:
            return conflict.note
        return f"{conflict.note}: {_shown(conflict.theirs)}"
    before = "" if conflict.before is ABSENT else f", before {_shown(conflict.before)}"
    note = f" ({conflict.note})" if conflict.note else ""
    return (
        f"{_shown(conflict.mine)} in the scenario, {_shown(conflict.theirs)} in {source}"
        f"{before}{note}"
    )


def _shown(value: Any) -> str:
    if value is ABSENT or value is None:
        return "nothing"
    return shorten(one_line(value) or repr(value), most=_WIDTH)


def _named(path: Steps, data: Data) -> str:
    if path[0] not in SECTIONS or len(path) < 2:
        return ".".join(path)
    entries = data.get(path[0])
    titles = {
        entry_name(path[0], entry): entry.get("title") or entry.get("name") or ""
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    }
    title = titles.get(path[1])
    name = f'{path[1]} "{shorten(str(title))}"' if title else path[1]
    return ", ".join([name, *path[2:3]]) + "".join(f" {step}" for step in path[3:])


def _offset(tree: TextNode, path: Steps) -> int:
    """Return where a value stands in the text, or what comes nearest."""
    node, at = tree, tree.start
    for depth, step in enumerate(path):
        if node.kind == "list" and depth == 1:
            found = [e for e in node.entries if entry_name(path[0], e.data()) == step]
            if not found:
                return at
            node = found[0]
        else:
            pair = next((p for p in node.pairs if str(p[0].value) == step), None)
            if pair is None:
                return at
            node = pair[1]
        at = node.start
    return at


def _changed_fields(old: Data, new: Data) -> Iterator[str]:
    """Yield a field's name for each value of it that is another in an entry that was there."""
    for key in new:
        if key not in SECTIONS or not isinstance(new[key], list):
            if not same(old.get(key, ABSENT), new[key]):
                yield str(key)
            continue
        entries = _by_name(key, old)
        for name, entry in _by_name(key, new).items():
            before = entries.get(name)
            if before is not None:
                yield from _fields(before, entry)


def _hand_fields(base: Data, mine: Data, wanted: Data) -> Iterator[str]:
    for key in mine:
        if key not in SECTIONS or not isinstance(mine[key], list):
            if base and not same(base.get(key, ABSENT), mine[key]) and _is_kept(mine, wanted, key):
                yield str(key)
            continue
        before, after = _by_name(key, base), _by_name(key, wanted)
        for name, entry in _by_name(key, mine).items():
            for field in _fields(before.get(name, entry), entry):
                if name in after and _is_kept(entry, after[name], field):
                    yield field


def _is_kept(mine: Data, wanted: Data, field: Any) -> bool:
    return same(mine.get(field, ABSENT), wanted.get(field, ABSENT))


def _fields(old: Data, new: Data) -> Iterator[str]:
    for field in dict.fromkeys([*old, *new]):
        if not same(old.get(field, ABSENT), new.get(field, ABSENT)):
            yield str(field)


def _by_name(section: str, data: Data) -> dict[str | None, Data]:
    entries = data.get(section)
    return {
        entry_name(section, entry): entry
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    }


def _counted(fields: Counter[str], words: str) -> str:
    some = [f"{field} {number}" for field, number in fields.most_common()]
    return f"{words}, {count(sum(fields.values()), 'value')}: {enumerated(some, most=8)}"
