"""Writes a scenario from plain data, with comments, fast: one line a field.

:func:`~allocator.scenario.write.dump.dump` writes any scenario; this is for importers, which have
plain data, many items, and something to say about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from allocator.scenario.write.dump import field_lines, is_text_everywhere

Commented = tuple[Mapping[str, Any], Mapping[str, str]]
"""An entry of a list: its fields, and comments by field, which stand at the end of its line."""

_WIDTH = 98
_BLOCK = re.compile(r"[^\W_](?:[^\s:#]|:(?=[^\s])|(?<=\S)#| (?=[^\s#]))*")
_FLOW = re.compile(r"[^\W_](?:[\w./+@%&*!-]| (?=[\w./+@%&*!-]))*")


def render(
    fields: Mapping[str, Any],
    sections: Mapping[str, Iterable[Commented]],
    heads: Mapping[str, Iterable[str]],
) -> str:
    """Return a scenario file.

    Parameters
    ----------
    fields
        All fields but the lists, in their order.
    sections
        The entries of ``people``, ``projects``, ``items``, in this order; none, no section.
    heads
        Comments above a section, lines without their ``#``; with the key "" above everything.
    """
    lines = [f"# {line}".rstrip() for line in heads.get("", ())]
    for name, value in fields.items():
        lines += field_lines(name, value).splitlines()
    for name, entries in sections.items():
        written = [line for entry in entries for line in entry_lines(name, *entry)]
        if written or name == "items":
            lines += ["", *(f"# {line}" for line in heads.get(name, ()))]
            lines += [f"{name}:" if written else f"{name}: []", *written]
    return "\n".join(lines) + "\n"


def entry_lines(section: str, fields: Mapping[str, Any], notes: Mapping[str, str]) -> list[str]:
    """Return the lines of an entry: one line where it is short, else a line for each field.

    Parameters
    ----------
    section
        The list that it is in.
    fields
        Plain data.
    notes
        Comments by field, for the end of its line.
    """
    if section != "items" and not notes:
        line = one_line(fields)
        if line is not None and len(line) + 4 <= _WIDTH:
            return [f"  - {line}"]
    lines: list[str] = []
    for name, value in fields.items():
        mine = lines_of(name, value)
        if name in notes:
            mine[0] += f" # {' '.join(notes[name].split())}"
        lines += mine
    return [("  - " if number == 0 else "    ") + line for number, line in enumerate(lines)]


def lines_of(name: str, value: Any) -> list[str]:
    """Return the lines of a field: one where that is short enough.

    Parameters
    ----------
    name
        Of the field.
    value
        Plain data.
    """
    plain = _scalar(value) if not isinstance(value, (list, dict)) else one_line(value)
    if plain is not None and len(name) + 2 + len(plain) <= (_WIDTH if plain[0] in "[{" else 1e9):
        return [f"{name}: {plain}"]
    return field_lines(name, value).splitlines()


def _scalar(value: Any) -> str | None:
    """Return a scalar that stands for itself in a line of its own; None where it needs more."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else None


def _text(value: str) -> str | None:
    if not value.isprintable():
        return None
    if _BLOCK.fullmatch(value) and is_text_everywhere(value):
        return value
    return _quoted(value)


@lru_cache(maxsize=65536)
def _flow_text(value: str) -> str | None:
    if not value.isprintable():
        return None
    return value if _FLOW.fullmatch(value) and is_text_everywhere(value) else _quoted(value)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def one_line(value: Any) -> str | None:
    """Return plain data on one line; None where it holds text that one line cannot hold."""
    if isinstance(value, str):
        return _flow_text(value)
    if isinstance(value, list):
        parts = [one_line(entry) for entry in value]
        return None if None in parts else f"[{', '.join(filter(None, parts))}]"
    if isinstance(value, Mapping):
        parts = [f"{k}: {v}" if (v := one_line(e)) else None for k, e in _keyed(value)]
        return None if None in parts else f"{{{', '.join(filter(None, parts))}}}"
    return _scalar(value)


def _keyed(value: Mapping[Any, Any]) -> Iterable[tuple[str, Any]]:
    for key, entry in value.items():
        yield (_flow_text(key) if isinstance(key, str) else str(key)) or "''", entry
