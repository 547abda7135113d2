"""Tells the comments of people from those that imports have written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allocator.scenario.merge.edits import comments_in
from allocator.scenario.merge.text_tree import TextNode, trailing_comment
from allocator.scenario.merge.values import ABSENT, Steps, same
from allocator.scenario.shape.sections import SECTIONS, entry_name


class ImportNotes:
    """The comments that imports write behind fields of entries.

    Parameters
    ----------
    before, now
        Texts of the last import and of this one, each with its tree.
    """

    def __init__(
        self, before: tuple[str, TextNode | None], now: tuple[str, TextNode | None]
    ) -> None:
        self._before = dict(_notes(*before))
        self._now = dict(_notes(*now))
        self._values = {} if now[1] is None else _fields(now[1])

    def before(self, path: Steps) -> str:
        """Return the comment of the last import on a field; empty for none."""
        return self._before.get(path, "")

    def now(self, path: Steps) -> str:
        """Return the comment of this import on a field; empty for none."""
        return self._now.get(path, "")

    def says(self, path: Steps, value: Any) -> bool:
        """Whether a value is the one that this import has for the field."""
        return same(self._values.get(path, ABSENT), value)

    def of_entry(self, section: str, entry: Any) -> Mapping[str, str]:
        """Return the comments of this import on an entry, by field."""
        name = entry_name(section, entry) or ""
        fields = entry if isinstance(entry, dict) else {}
        found = {str(field): self.now((section, name, str(field))) for field in fields}
        return {
            field: note
            for field, note in found.items()
            if note and self.says((section, name, field), fields[field])
        }


def hand_comments(text: str, tree: TextNode, notes: ImportNotes) -> frozenset[tuple[str, str]]:
    """Return section and name of the entries in which people have written comments.

    Parameters
    ----------
    text, tree
        The scenario.
    notes
        What the last import has written.
    """
    found = set()
    for section, name, entry in _entries(tree):
        end = _line_end(text, entry.end)
        written = comments_in_gaps(text, entry.start, end, [entry])
        known = [notes.before((section, name, str(key.value))) for key, _ in entry.pairs]
        if any(comment not in known for comment in written):
            found.add((section, name))
    return frozenset(found)


def comments_in_gaps(text: str, start: int, end: int, nodes: Sequence[TextNode]) -> list[str]:
    """Return the comments between the values of a piece of text, without their signs.

    Parameters
    ----------
    text
        The whole text.
    start, end
        The piece.
    nodes
        All that stands in it.
    """
    parts, at = [], start
    for leaf in sorted(_leaves(nodes), key=lambda leaf: leaf.start):
        parts.append(text[at : max(at, leaf.start)])
        at = max(at, leaf.end)
    parts.append(text[at:end])
    return comments_in("x".join(parts))


def _leaves(nodes: Sequence[TextNode]) -> Iterator[TextNode]:
    for node in nodes:
        if node.kind in ("scalar", "alias"):
            yield node
        else:
            yield from _leaves([each for pair in node.pairs for each in pair])
            yield from _leaves(node.entries)


def _entries(tree: TextNode) -> Iterator[tuple[str, str, TextNode]]:
    for key, value in tree.pairs:
        if key.value in SECTIONS and value.kind == "list":
            for entry in value.entries:
                name = entry_name(key.value, entry.data())
                if name is not None and entry.kind == "map":
                    yield key.value, name, entry


def _notes(text: str, tree: TextNode | None) -> Iterator[tuple[Steps, str]]:
    for section, name, entry in _entries(tree) if tree is not None else ():
        for key, value in entry.pairs if not entry.is_flow else ():
            found = trailing_comment(text, value.end)
            if found is not None:
                yield (section, name, str(key.value)), found[1].lstrip("# ").rstrip()


def _fields(tree: TextNode) -> dict[Steps, Any]:
    return {
        (section, name, str(key.value)): value.data()
        for section, name, entry in _entries(tree)
        for key, value in entry.pairs
    }


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
