"""The entries of a part of a scenario as they are written, so that each is merged by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

PartKey = tuple[str, str, int]
"""Field, id of the entry, and how often they stand further up; empty for what is no entry."""

_FIELD: Final = re.compile(r"([A-Za-z_]\w*):(?:\s|$)")
_ENTRY: Final = re.compile(r" {0,2}- ")
_ID: Final = re.compile(r"""(?:^\s*(?:- )?|[{,]\s*)id:\s*["']?([^"',}\s#]+)""")


def fragment_parts(text: str) -> dict[PartKey, list[str]]:
    """Return the lines of each entry, of each field, and of what stands above the first one.

    Comments and empty lines belong to what follows them, within an entry to that entry.

    Parameters
    ----------
    text
        YAML, a field or an entry on lines of its own.
    """
    often = Counter[tuple[str, str]]()
    found: dict[PartKey, list[str]] = {}
    for name, lines in _split(text.split("\n")):
        key = name, _id_in(lines)
        found[*key, often[key]] = lines
        often[key] += 1
    return found


def _split(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each part, with the name of its field."""
    name, part, waiting = "", list[str](), list[str]()
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            waiting.append(line)
            continue
        field = _FIELD.match(line)
        if field or (name and _ENTRY.match(line)):
            yield name, part
            name, part = field[1] if field else name, []
        part += [*waiting, line]
        waiting = []
    yield name, [*part, *waiting]


def _id_in(lines: list[str]) -> str:
    if not any(_ENTRY.match(line) for line in lines):
        return ""
    return next((match[1] for line in lines for match in [_ID.search(line)] if match), "")
