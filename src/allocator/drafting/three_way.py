"""Merges what people have written into a text that is made anew: nothing of theirs is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

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
    """

    lines: list[str] = field(default_factory=list)
    conflicts: list[TextConflict] = field(default_factory=list)

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
    at = (0, 0, 0)
    for kept, size in _kept(base, mine, theirs):
        before = [
            list(lines[start:stop])
            for lines, start, stop in zip((base, mine, theirs), at, kept, strict=True)
        ]
        _add_changed(merged, *before)
        merged.lines += base[kept[0] : kept[0] + size]
        at = (kept[0] + size, kept[1] + size, kept[2] + size)
    return merged


def _add_changed(merged: MergedText, base: list[str], mine: list[str], theirs: list[str]) -> None:
    """Add lines between two stretches that all have in common."""
    if mine == base:
        merged.lines += theirs
        return
    if theirs not in (base, mine):
        line = len(merged.lines) + 1
        merged.conflicts.append(TextConflict(line, tuple(mine), tuple(theirs)))
    merged.lines += mine


def _kept(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Yield the stretches that all three have in common: where in each, and how long; the end."""
    ours, others = (
        SequenceMatcher(None, base, lines, autojunk=False).get_matching_blocks()
        for lines in (mine, theirs)
    )
    first = second = 0
    while first < len(ours) and second < len(others):
        a, b = ours[first], others[second]
        start, stop = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if stop > start:
            yield (start, a.b + start - a.a, b.b + start - b.a), stop - start
        if a.a + a.size < b.a + b.size:
            first += 1
        else:
            second += 1
    yield (len(base), len(mine), len(theirs)), 0


SectionKey = tuple[str, int]
"""A heading, and how often it stands further up."""


def merge_markdown(base: str, mine: str, theirs: str) -> MergedText:
    """Merge Markdown three ways, section by section and in each line by line.

    What people have written stays, also in sections that are no longer made. Sections that they
    removed stay away. New ones come behind the one after which they are made.

    Parameters
    ----------
    base, mine, theirs
        As of :func:`merge_lines`, as texts.
    """
    old, own, new = (_by_key(text) for text in (base, mine, theirs))
    merged = MergedText()
    for key in _order(old, own, new):
        if key not in own:
            merged.lines += new[key]
        elif key in new:
            merged.add(merge_lines(old.get(key, []), own[key], new[key]))
        elif key not in old or own[key] != old[key]:
            merged.lines += own[key]
    return merged


def _by_key(text: str) -> dict[SectionKey, list[str]]:
    lines, often = text.split("\n"), Counter[str]()
    found: dict[SectionKey, list[str]] = {}
    for part in sections(text):
        found[part.title, often[part.title]] = lines[part.first : part.end]
        often[part.title] += 1
    return found


def _order(
    old: dict[SectionKey, list[str]],
    own: dict[SectionKey, list[str]],
    new: dict[SectionKey, list[str]],
) -> list[SectionKey]:
    """Return the sections in my order, with the new ones behind those that they are made after."""
    order = list(own)
    place = 0
    for key in new:
        if key in own:
            place = order.index(key) + 1
        elif key not in old:
            order.insert(place, key)
            place += 1
    return order
