"""Reads MiniZinc data (``.dzn``): statements of a name and a value, arrays and sets among them.

Of the language it reads what data files of scheduling instances hold: whole numbers, true and
false, arrays ``[1, 2]``, arrays of two dimensions ``[| 1, 2 | 3, 4 |]``, sets ``{1, 2}``, and
comments from ``%`` to the end of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from allocator.errors import FormatError
from allocator.integrations.input_files import fault

_TOKEN = re.compile(r"(?P<space>\s+|%[^\n]*)|(?P<token>-?\d+|[A-Za-z_]\w*|\[\||\|\]|[=;,\[\]{}|])")
_NAME = re.compile(r"[A-Za-z_]\w*")
_HINT = "a statement is a name, =, a value and a semicolon, such as: dur = [0,3,5];"
_CLOSING = {"[": "]", "[|": "|]", "{": "}"}


@dataclass(frozen=True)
class DataValue:
    """The value of a statement, its brackets and commas taken out.

    Attributes
    ----------
    line
        Line of its name, from 1.
    entries
        Its numbers and words in their order; those of sets are left out.
    rows
        Entries of each row of an array of two dimensions; of one row where it has one dimension.
    lines
        Line of each row.
    """

    line: int
    entries: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


@dataclass
class _DataReader:
    """The tokens of a file, each with its line, and which is next."""

    path: Path
    tokens: list[tuple[str, int]]
    at: int = 0
    values: dict[str, DataValue] = field(default_factory=dict)

    def next(self, what: str) -> tuple[str, int]:
        if self.at == len(self.tokens):
            line = self.tokens[-1][1] if self.tokens else None
            raise fault(
                self.path, line, f"the file ends where {what} is due", "it is cut off; get it anew"
            )
        self.at += 1
        return self.tokens[self.at - 1]

    def fault(self, line: int, what: str) -> FormatError:
        return fault(self.path, line, what, _HINT)


def read_minizinc_data(path: Path, text: str) -> dict[str, DataValue]:
    """Return the statements of a file by name.

    Raises
    ------
    FormatError
        The text is not MiniZinc data, or a name is given twice.
    """
    reader = _DataReader(path, list(_tokens(path, text)))
    while reader.at < len(reader.tokens):
        name, line = reader.next("a name")
        if not _NAME.fullmatch(name):
            raise reader.fault(line, f'"{name}" stands where a name is due')
        sign, line_of_sign = reader.next("=")
        if sign != "=":
            raise reader.fault(line_of_sign, f'"{sign}" stands after "{name}" in place of =')
        if name in reader.values:
            raise fault(path, line, f'"{name}" is given twice', "remove one of the two statements")
        reader.values[name] = _value(reader, name, line)
    return reader.values


def _tokens(path: Path, text: str) -> Iterator[tuple[str, int]]:
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise fault(path, line, f'"{text[at]}" is not MiniZinc data', _HINT)
        if match["token"]:
            yield match["token"], line
        line += match[0].count("\n")
        at = match.end()


def _value(reader: _DataReader, name: str, line: int) -> DataValue:
    rows: list[list[str]] = [[]]
    lines = [line]
    open_: list[str] = []
    while True:
        token, at = reader.next(f'the end of "{name}"')
        if token == ";" and not open_:
            break
        if token in _CLOSING:
            open_.append(token)
        elif open_ and token == _CLOSING[open_[-1]]:
            open_.pop()
        elif token == "|" and open_[-1:] == ["[|"]:
            rows.append([])
            lines.append(at)
        elif token in ("=", ";", "|", "]", "|]", "}"):
            raise reader.fault(at, f'"{token}" stands within the value of "{name}"')
        elif token != "," and "{" not in open_:
            if not rows[-1]:
                lines[-1] = at
            rows[-1].append(token)
    kept = [k for k, row in enumerate(rows) if row]
    return DataValue(
        line,
        tuple(token for row in rows for token in row),
        tuple(tuple(rows[k]) for k in kept),
        tuple(lines[k] for k in kept),
    )
