"""Reads JSON text into data with their positions.

JSON is nearly YAML, but for long keys and characters escaped as pairs, so it has its own reader.
It knows the place of every value and says what is wrong where; a text without faults is read by
:mod:`allocator.scenario.text.json_quick`.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from allocator.errors import Finding, Place
from allocator.scenario.shape.nearest import shorten
from allocator.scenario.text.json_quick import read_quickly
from allocator.scenario.text.located import LocatedDict, LocatedList, Position
from allocator.scenario.text.tree import TreeBuilder

_TOKEN = re.compile(
    r"(?P<mark>[\[\]{},:])"
    r'|(?P<text>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")'
    r"|(?P<bare>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)"
)
_SPACE = re.compile(r"[ \t\r\n]*")
_BLANKS = frozenset(" \t\r\n")
_CLOSING = {"{": "}", "[": "]"}


class NotJsonError(Exception):
    """The text is not JSON; holds the finding that says where."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


def read_json(text: str, *, file: str) -> Any:
    """Return the document of a JSON text.

    Parameters
    ----------
    text
        Printable text.
    file
        How messages call the file.

    Raises
    ------
    NotJsonError
        The text breaks the grammar of JSON.
    ScenarioError
        A key stands twice, or the text holds more than the limits allow.
    """

    def read() -> Any:
        return _Reader(text, file).read()

    root = read_quickly(text, file=file, read=read)
    return read() if root is None else root


class _Reader:
    """A pushdown automaton over the tokens: no recursion, so depth is the builder's matter."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file
        self._offset, self._line, self._line_start = 0, 1, 0
        self._builder = TreeBuilder(file)
        self._open: list[str] = []

    def read(self) -> Any:
        expected = "value"
        while expected != "end":
            expected = self._step(expected)
        self._skip_space()
        if self._offset < len(self._text):
            self._wrong("the end of the file")
        return self._builder.finish()

    def _step(self, expected: str) -> str:
        """Take one token and return what may follow."""
        self._skip_space()
        token = _TOKEN.match(self._text, self._offset)
        if token is None:
            self._wrong(expected)
        at = (self._line, self._offset - self._line_start + 1)
        kind, found = str(token.lastgroup), token.group()
        follows = self._mark(found, expected, at) if kind == "mark" else None
        if kind != "mark" and expected in ("value", "value or ]"):
            self._scalar(found, kind, at)
            follows = self._after_value()
        elif kind == "text" and expected in ("key", "key or }"):
            self._scalar(found, kind, at)
            follows = ":"
        if follows is None:
            self._wrong(expected)
        self._offset = token.end()
        return follows

    def _mark(self, found: str, expected: str, at: Position) -> str | None:
        if found in "{[" and expected.startswith("value"):
            self._open.append(found)
            is_map = found == "{"
            self._builder.open(
                LocatedDict(self._file, at) if is_map else LocatedList(self._file, at)
            )
            return "key or }" if is_map else "value or ]"
        if found in "}]" and expected.endswith(found):
            self._open.pop()
            self._builder.close()
            return self._after_value()
        if found == ":" and expected == ":":
            return "value"
        if found == "," and expected.startswith(", or"):
            return "key" if self._open[-1] == "{" else "value"
        return None

    def _after_value(self) -> str:
        return f", or {_CLOSING[self._open[-1]]}" if self._open else "end"

    def _scalar(self, found: str, kind: str, at: Position) -> None:
        if kind == "bare":
            self._builder.scalar(found, at, bare=True)
            return
        text = found[1:-1]
        if "\\" in text:
            try:
                text = json.loads(found, strict=False)
            except ValueError:
                self._wrong("a text with valid escapes")
        self._builder.scalar(text, at, bare=False)

    def _skip_space(self) -> None:
        if self._text[self._offset : self._offset + 1] not in _BLANKS:
            return
        space = _SPACE.match(self._text, self._offset)
        assert space is not None
        end = space.end()
        lines = self._text.count("\n", self._offset, end)
        if lines:
            self._line += lines
            self._line_start = self._text.rfind("\n", self._offset, end) + 1
        self._offset = end

    def _wrong(self, expected: str) -> NoReturn:
        found = self._text[self._offset : self._offset + 20]
        raise NotJsonError(
            Finding(
                code="not-json",
                message=f"this is not JSON: expected {expected}, found "
                + (f'"{shorten(found)}"' if found else "the end of the file"),
                hint="JSON has no comments, no comma after the last entry, and quotes around names",
                place=Place(self._file, self._line, self._offset - self._line_start + 1),
            )
        )
