"""Merges what people have written into a text that is made anew: nothing of theirs is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeVar

from allocator.drafting.markdown_parts import sections


@dataclass(frozen=True)
class TextConflict:
    """Lines that people have changed, and that are made otherwise now too.

    Attributes
    ----------
    line
        Where they stand in the merged text, counted from 1.
    mine
        What people wrote, which stands there.
    theirs
        What would have been made.
    """

    line: int
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass
class MergedText:
    """A text with what people wrote, and what is made anew.

    Attributes
    ----------
    lines
        Without their ends.
    conflicts
        Where both have changed the same; what people wrote stands.
    outlived
        Names of parts that are no longer made, and stay as people have written in them.
    withheld
        Names of parts that people have taken away, and that are made otherwise now.
    """

    lines: list[str] = field(default_factory=list)
    conflicts: list[TextConflict] = field(default_factory=list)
    outlived: list[tuple[object, ...]] = field(default_factory=list)
    withheld: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def add(self, other: MergedText) -> None:
        """Put another text behind it."""
        shift = len(self.lines)
        self.conflicts += [
            TextConflict(one.line + shift, one.mine, one.theirs) for one in other.conflicts
        ]
        self.lines += other.lines


def merge_lines(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> MergedText:
    """Merge lines three ways; where both sides have changed the same, mine stays.

    Parameters
    ----------
    base
        What was made the last time.
    mine
        What people have made of that.
    theirs
        What is made now.
    """
    merged = MergedText()
    at = 0
    for start, stop, own, others in _changes(base, mine, theirs):
        merged.lines += base[at:start]
        _add_changed(merged, list(base[start:stop]), own, others)
        at = stop
    merged.lines += base[at:]
    return merged


def _add_changed(merged: MergedText, base: list[str], mine: list[str], theirs: list[str]) -> None:
    """Add lines that one side has changed, or both."""
    if mine == base:
        merged.lines += theirs
        return
    if theirs not in (base, mine):
        line = len(merged.lines) + 1
        merged.conflicts.append(TextConflict(line, tuple(mine), tuple(theirs)))
    merged.lines += mine


@dataclass(frozen=True, order=True)
class _Change:
    """Lines of the base, from the first to that behind the last, that one side has changed."""

    start: int
    stop: int
    is_mine: bool
    lines: list[str] = field(compare=False)


def _changes(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, list[str], list[str]]]:
    """Yield the stretches of the base that are changed, and what each side makes of them.

    Changes of lines that stand beside each other are two, changes that share a line, or that put
    lines in at the same place, one.
    """
    changes = sorted([*_changed(base, mine, is_mine=True), *_changed(base, theirs, is_mine=False)])
    while changes:
        first = changes.pop(0)
        together, stop = [first], first.stop
        while changes and (
            changes[0].start < stop or first.start == changes[0].start == changes[0].stop == stop
        ):
            together.append(changes.pop(0))
            stop = max(stop, together[-1].stop)
        own, others = (
            _applied(base, first.start, stop, [one for one in together if one.is_mine is side])
            for side in (True, False)
        )
        yield first.start, stop, own, others


def _changed(base: Sequence[str], lines: Sequence[str], *, is_mine: bool) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, base, lines, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(start, stop, is_mine, list(lines[first:last]))


def _applied(base: Sequence[str], start: int, stop: int, changes: Sequence[_Change]) -> list[str]:
    """Return a stretch of the base with changes of one side."""
    lines: list[str] = []
    for one in changes:
        lines += [*base[start : one.start], *one.lines]
        start = one.stop
    return [*lines, *base[start:stop]]


Key = TypeVar("Key", bound=tuple[object, ...])


def merge_markdown(base: str, mine: str, theirs: str) -> MergedText:
    """Merge Markdown three ways, section by section and in each line by line.

    Parameters
    ----------
    base, mine, theirs
        As of :func:`merge_lines`, as texts.
    """
    return merge_parts(*(_sections(text) for text in (base, mine, theirs)))


def _sections(text: str) -> dict[tuple[str, int], list[str]]:
    """Return the lines of each section by its heading, and how often that stands further up."""
    lines, often = text.split("\n"), Counter[str]()
    found: dict[tuple[str, int], list[str]] = {}
    for part in sections(text):
        found[part.title, often[part.title]] = lines[part.first : part.end]
        often[part.title] += 1
    return found


def merge_parts(
    base: Mapping[Key, list[str]], mine: Mapping[Key, list[str]], theirs: Mapping[Key, list[str]]
) -> MergedText:
    """Merge the parts of a text three ways, each line by line.

    What people have written stays, also in parts that are no longer made. Parts that they removed
    stay away. New ones come behind the one after which they are made.

    Parameters
    ----------
    base, mine, theirs
        As of :func:`merge_lines`: the lines of parts by their names.
    """
    merged = MergedText()
    for key in _order(base, mine, theirs):
        if key not in mine:
            merged.lines += theirs[key]
        elif key in theirs:
            merged.add(merge_lines(base.get(key, []), mine[key], theirs[key]))
        elif key not in base:
            merged.lines += mine[key]
        elif mine[key] != base[key]:
            merged.lines += mine[key]
            merged.outlived.append(key)
    gone = base.keys() & theirs.keys() - mine.keys()
    merged.withheld = [key for key in theirs if key in gone and base[key] != theirs[key]]
    return merged


def _order(
    base: Mapping[Key, list[str]], mine: Mapping[Key, list[str]], theirs: Mapping[Key, list[str]]
) -> list[Key]:
    """Return the parts in my order, with the new ones behind those that they are made after."""
    order = list(mine)
    place = 0
    for key in theirs:
        if key in mine:
            place = order.index(key) + 1
        elif key not in base:
            order.insert(place, key)
            place += 1
    return order
