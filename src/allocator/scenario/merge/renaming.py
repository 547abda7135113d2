"""Gives items of a scenario's text other ids, everywhere that they are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from allocator.scenario.merge.edits import TextEdits
from allocator.scenario.merge.snippets import SnippetWriter
from allocator.scenario.merge.text_tree import TextNode, read_tree
from allocator.scenario.shape.naming_fields import AFTER_FAILURE, SAME_PEOPLE
from allocator.scenario.shape.sections import id_text
from allocator.scenario.shape.short_forms import short_id

_NAMING: Final = ("after", "group", *SAME_PEOPLE)


def with_ids(text: str, ids: Mapping[str, str]) -> str:
    """Return a scenario's text with other ids of items; all else keeps its bytes.

    Parameters
    ----------
    text
        The scenario.
    ids
        New ids by old ones; those that it does not have are left out.
    """
    edits, writer = TextEdits(text), SnippetWriter(text)
    for node in _names(read_tree(text)):
        new = ids.get(id_text(node.value) or "")
        if new is not None and node.kind == "scalar":
            edits.replace(node.start, node.end, writer.inline(short_id(new)))
    return edits.made()


def _names(root: TextNode) -> Iterator[TextNode]:
    """Yield what names an item."""
    for entry in _entries(root, "items"):
        yield from _values(entry, "id")
        for field in _NAMING:
            yield from _values(entry, field)
        for fallback in _fields(entry, "if_fails"):
            for field in AFTER_FAILURE:
                yield from _values(fallback, field)
    for entry in _entries(root, "risks"):
        yield from _values(entry, "hits")
    for entry in _entries(root, "promises"):
        yield from _values(entry, "milestone")
    for entry in _entries(root, "baseline"):
        yield from _values(entry, "item")


def _entries(root: TextNode, section: str) -> Iterator[TextNode]:
    for value in _fields(root, section):
        yield from value.entries


def _fields(node: TextNode, name: str) -> Iterator[TextNode]:
    pair = node.pair(name)
    if pair is not None:
        yield pair[1]


def _values(node: TextNode, name: str) -> Iterator[TextNode]:
    """Yield the names in a field: one, a list of them, or links with an ``item``."""
    for value in _fields(node, name):
        for each in value.entries if value.kind == "list" else [value]:
            if each.kind == "map":
                yield from _fields(each, "item")
            else:
                yield each
