"""Reads JSON text into data with their positions.

JSON is nearly YAML, but for long keys and characters escaped as pairs, so it has its own reader.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from allocator.errors import Finding, Place
from allocator.scenario.text.located import LocatedDict, LocatedList, Position
from allocator.scenario.text.tree import TreeBuilder
from allocator.wording import shorten

_TOKEN: Final = re.compile(
    r"[ \t\r\n]*+(?:"
    r"([\[\]{},:])"
    r'|("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null))"
)
"""White space, then a mark, a text or a bare word, in this order of groups."""

_MARK: Final = 1
_TEXT: Final = 2
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_VALUES: Final = frozenset({"value", "value or ]"})
_KEYS: Final = frozenset({"key", "key or }"})


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
    return _Reader(text, file).read()


class _Reader:
    """A pushdown automaton over the tokens: no recursion, so depth is the builder's matter."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file
        self._line, self._line_start = 1, 0
        self._builder = TreeBuilder(file)
        self._after = ["end"]
        """What may follow a value: of the document, then of each list and map that is open."""

    def read(self) -> Any:
        """Return the document, token by token."""
        text, match_token = self._text, _TOKEN.match
        expected, offset = "value", 0
        while expected != "end":
            token = match_token(text, offset)
            if token is None:
                self._wrong(expected, offset)
            kind: Any = token.lastindex
            start = token.start(kind)
            if start > offset and "\n" in text[offset:start]:
                self._pass_lines(offset, start)
            at = self._line, start - self._line_start + 1
            follows = None
            if kind == _MARK:
                follows = self._mark(token[kind], expected, at)
            elif expected in _VALUES:
                self._scalar(token[kind], at, start, bare=kind != _TEXT)
                follows = self._after[-1]
            elif kind == _TEXT and expected in _KEYS:
                self._scalar(token[kind], at, start, bare=False)
                follows = ":"
            if follows is None:
                self._wrong(expected, start)
            expected, offset = follows, token.end()
        self._check_end(offset)
        return self._builder.finish()

    def _mark(self, found: str, expected: str, at: Position) -> str | None:
        """Take a mark and return what may follow; None where it does not belong."""
        if found == ",":
            after = {", or }": "key", ", or ]": "value"}
            return after.get(expected)
        if found == ":":
            return "value" if expected == ":" else None
        if found in "}]":
            if not expected.endswith(found):
                return None
            self._after.pop()
            self._builder.close()
            return self._after[-1]
        if expected not in _VALUES:
            return None
        is_map = found == "{"
        data = LocatedDict(self._file, at) if is_map else LocatedList(self._file, at)
        self._builder.open(data)
        self._after.append(", or }" if is_map else ", or ]")
        return "key or }" if is_map else "value or ]"

    def _scalar(self, found: str, at: Position, start: int, *, bare: bool) -> None:
        text = found if bare else found[1:-1]
        escaped = "\\" in text
        if escaped:
            try:
                text = json.loads(found, strict=False)
            except ValueError:
                self._wrong("a text with valid escapes", start)
        self._builder.scalar(text, at, bare=bare, escaped=escaped)

    def _pass_lines(self, offset: int, end: int) -> None:
        """Count the lines of the white space between two tokens."""
        lines = self._text.count("\n", offset, end)
        if lines:
            self._line += lines
            self._line_start = self._text.rfind("\n", offset, end) + 1

    def _check_end(self, offset: int) -> None:
        rest = _SPACE.match(self._text, offset)
        if rest is not None and rest.end() < len(self._text):
            self._wrong("the end of the file", offset)

    def _wrong(self, expected: str, offset: int) -> NoReturn:
        space = _SPACE.match(self._text, offset)
        at = offset if space is None else space.end()
        self._pass_lines(offset, at)
        found = self._text[at : at + 20]
        raise NotJsonError(
            Finding(
                code="not-json",
                message=f"this is not JSON: expected {expected}, found "
                + (f'"{shorten(found)}"' if found else "the end of the file"),
                hint="JSON has no comments, no comma after the last entry, and quotes around names",
                place=Place(self._file, self._line, at - self._line_start + 1),
            )
        )
