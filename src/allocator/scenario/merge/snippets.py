"""Writes values as the text of a scenario: between brackets, or on lines of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from allocator.scenario.write.dump import field_lines
from allocator.scenario.write.render import entry_lines, lines_of, one_line


class SnippetWriter:
    """Writes in the manner of a file.

    Parameters
    ----------
    text
        The file.

    Attributes
    ----------
    newline
        How its lines end.
    is_json
        Whether texts and keys must be in double quotes.
    """

    def __init__(self, text: str) -> None:
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.is_json = text.lstrip().startswith("{")

    def inline(self, value: Any) -> str:
        """Return a value on one line, as it may stand between brackets."""
        if self.is_json:
            return json.dumps(value, ensure_ascii=False)
        line = one_line(value)
        if line is not None:
            return line
        if isinstance(value, Mapping):
            pairs = (f"{self.inline(key)}: {self.inline(entry)}" for key, entry in value.items())
            return f"{{{', '.join(pairs)}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.inline, value))}]"
        return field_lines("x", value).removeprefix("x:").strip()

    def inline_pair(self, key: Any, value: Any) -> str:
        """Return a key and a value on one line."""
        return f"{self.inline(key)}: {self.inline(value)}"

    def field(self, key: Any, value: Any, indent: int, note: str) -> str:
        """Return a field on lines of its own, each with its end.

        Parameters
        ----------
        key, value
            The field.
        indent
            Blanks before it.
        note
            A comment for the end of its first line, without its sign; empty for none.
        """
        lines = lines_of(str(key), value)
        lines[0] += f" # {note}" if note else ""
        return self.lines([" " * indent + line for line in lines])

    def entry(
        self, section: str, fields: Mapping[str, Any], indent: int, notes: Mapping[str, str]
    ) -> str:
        """Return an entry of a list of the scenario, with its dash.

        Parameters
        ----------
        section
            Name of the list.
        fields
            The entry.
        indent
            Blanks before the dash.
        notes
            Comments by field.
        """
        plain = {str(key): value for key, value in fields.items()}
        written = entry_lines(section, plain, notes)
        return self.lines([" " * indent + line[2:] for line in written])

    def lines(self, lines: list[str]) -> str:
        """Return lines, each with its end."""
        return "".join(line + self.newline for line in lines)
