"""Reads the text of a scenario into a tree whose nodes know the characters that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import yaml

from allocator.scenario.text.scalars import plain, plain_key

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TO_DASH: Final = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t]*(?=-)")
"""What may stand between two entries of a list that is written with dashes."""

_TRAILING: Final = re.compile(r"[ \t]+(#[^\r\n]*)")

Kind = Literal["scalar", "map", "list", "alias"]


@dataclass(slots=True)
class TextNode:
    """A value with the place of its text.

    Attributes
    ----------
    kind
        An alias stands for data that are written elsewhere.
    start, end
        Its first character, and the one behind its last; comments behind it are not part of it.
    is_flow
        Whether a map or list is written between brackets.
    value
        Plain data of a scalar or an alias.
    pairs
        Keys and values of a map.
    entries
        Entries of a list.
    dashes
        Of a list that is not between brackets: the places of the dashes of its entries.
    """

    kind: Kind
    start: int
    end: int
    is_flow: bool = False
    value: Any = None
    pairs: list[tuple[TextNode, TextNode]] = field(default_factory=list)
    entries: list[TextNode] = field(default_factory=list)
    dashes: list[int] = field(default_factory=list)

    def data(self) -> Any:
        """Return the plain data."""
        if self.kind == "map":
            return {key.value: value.data() for key, value in self.pairs}
        if self.kind == "list":
            return [entry.data() for entry in self.entries]
        return self.value

    def pair(self, key: Any) -> tuple[TextNode, TextNode] | None:
        """Return the key and the value of a field of a map."""
        return next((pair for pair in self.pairs if pair[0].value == key), None)


def read_tree(text: str) -> TextNode:
    """Return the tree of a YAML or JSON text that :func:`read_document` reads.

    Parameters
    ----------
    text
        One document, which holds something.
    """
    events = iter(yaml.parse(text, Loader=_Loader))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            break
    return _Composer(text, events).node(next(events), is_key=False)


def trailing_comment(text: str, end: int) -> re.Match[str] | None:
    """Return the comment on the same line behind a value; its group 1 is without the blanks."""
    return _TRAILING.match(text, end)


class _Composer:
    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self._text, self._events = text, events
        self._anchors: dict[str, Any] = {}

    def node(self, event: Any, *, is_key: bool) -> TextNode:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return TextNode("alias", start, end, value=self._anchors.get(str(event.anchor)))
        if isinstance(event, yaml.ScalarEvent):
            made = self._scalar(event, start, end, is_key)
        elif isinstance(event, yaml.MappingStartEvent):
            made = self._map(event, start)
        else:
            made = self._list(event, start)
        if event.anchor is not None:
            self._anchors[event.anchor] = made.data()
        return made

    def _scalar(self, event: Any, start: int, end: int, is_key: bool) -> TextNode:
        is_bare = not event.style and event.tag is None
        if event.style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip())
        read = plain_key if is_key else plain
        return TextNode("scalar", start, end, value=read(event.value) if is_bare else event.value)

    def _map(self, begun: Any, start: int) -> TextNode:
        made = TextNode("map", start, start, is_flow=bool(begun.flow_style))
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            key = self.node(event, is_key=True)
            made.pairs.append((key, self.node(next(self._events), is_key=False)))
        last = made.pairs[-1][1].end if made.pairs else start
        made.end = _end(event) if made.is_flow else last
        return made

    def _list(self, begun: Any, start: int) -> TextNode:
        made = TextNode("list", start, start, is_flow=bool(begun.flow_style))
        at = start
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            if not made.is_flow:
                made.dashes.append(self._dash(at))
            entry = self.node(event, is_key=False)
            made.entries.append(entry)
            at = entry.end
        made.end = _end(event) if made.is_flow else at
        return made

    def _dash(self, at: int) -> int:
        comment = _TRAILING.match(self._text, at)
        found = _TO_DASH.match(self._text, at if comment is None else comment.end())
        return self._text.index("-", at) if found is None else found.end()


def _end(event: Any) -> int:
    return int(event.end_mark.index)
