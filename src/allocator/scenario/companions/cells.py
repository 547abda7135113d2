"""Reads cells of CSV files: a small grammar of lists, maps, links and needs.

Entries are separated by ``;`` and the people of a team by ``|``::

    skills        python:3; sql:2
    needs         python:3; sql:2 | mlops:2 x2 @0.5 =1d
    after         CH-1; CH-0 SS +2d; CH-3 FS +14d elapsed
    effort        3d    or low/likely/high: 2d/3d/6d
    time_off      2026-12-21..2027-01-01; 2027-02-01; ana.ics
    availability  2027-02-01..2027-02-28 @0.5
    holidays      BR; 2026-12-24; company.ics    or with a subdivision: US/CA
    resources     gpu:4; tpu
    remaining     2d    or by person: ana:2d; bob:0h
    waits_for     legal approval; data: labels @2026-12-10    or low/likely/high dates
    blocked       waiting for legal @2026-12-10    or yes
    if_fails      repeat: 2; effort: 0.6; then: EX-9; drop: EX-7; drop: EX-8; stop
    absence       5 @2d
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from allocator.scenario.text.scalars import plain
from allocator.wording import shorten

_LAG = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)[mhdw]")
_LINK_TYPES = ("FS", "SS", "FF", "SF")
_AWAITED = ("item", "decision", "data", "other")
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "y", "x", "1"), True),
    **dict.fromkeys(("false", "no", "n", "0"), False),
}

Reader = Callable[[str], Any]
"""Turns the text of a cell, not empty, into what the field of a YAML file would hold.

Raises :class:`CellError`.
"""


class CellError(Exception):
    """A cell does not follow the grammar.

    Attributes
    ----------
    code
        What kind of error it is; docs/findings.md lists them.
    message, hint
        What is wrong, and what would be right.
    """

    def __init__(self, message: str, hint: str, *, code: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def entries(cell: str, separator: str = ";") -> list[str]:
    """Return the entries of a cell, without blanks around them and without empty ones."""
    return [part.strip() for part in cell.split(separator) if part.strip()]


def number(cell: str) -> Any:
    """Read a number; what is none stays text, for the model to refuse."""
    if re.fullmatch(r"[-+]?\d+,\d+", cell):
        hint = f"write a point: {cell.replace(',', '.')}"
        raise CellError(f'"{cell}" is not a number', hint, code="decimal-comma")
    return plain(cell)


def boolean(cell: str) -> Any:
    """Read true or false, also as spreadsheets and people write it."""
    return _BOOLEANS.get(cell.lower(), cell)


def amounts(cell: str, *, default: int) -> dict[str, Any]:
    """Read names with whole numbers: ``python:3; sql``.

    Parameters
    ----------
    cell
        The text.
    default
        What a name without a number gets.
    """
    found: dict[str, Any] = {}
    for entry in entries(cell):
        name, colon, level = entry.rpartition(":")
        name = name.strip() if colon else entry
        if colon and "," in level:
            hint = "put semicolons between names"
            raise CellError(f'"{shorten(entry)}" has a comma', hint, code="comma-in-cell")
        if name in found:
            text = f'"{shorten(name)}" is named twice'
            raise CellError(text, "name it once", code="name-twice-in-cell")
        found[name] = plain(level.strip()) if colon else default
    return found


def effort(cell: str) -> Any:
    """Read an effort: one amount, or low/likely/high."""
    if "/" not in cell:
        return cell
    parts = [part.strip() for part in cell.split("/")]
    if len(parts) != 3:
        hint = "write three amounts, for example 2d/3d/6d"
        text = f'"{shorten(cell)}" is not low/likely/high'
        raise CellError(text, hint, code="incomplete-estimate")
    return dict(zip(("low", "likely", "high"), parts, strict=True))


def remaining(cell: str) -> Any:
    """Read what remains: an effort, or one for each person."""
    if ":" not in cell:
        return effort(cell)
    found: dict[str, str] = {}
    for entry in entries(cell):
        person, colon, span = (part.strip() for part in entry.rpartition(":"))
        if not colon or not person:
            hint = "write each with their effort: ana:2d; bob:0h"
            raise CellError(f'"{shorten(entry)}" names nobody', hint, code="effort-of-nobody")
        if person in found:
            text = f'"{shorten(person)}" is named twice'
            raise CellError(text, "name each once", code="name-twice-in-cell")
        found[person] = span
    return found


def needs(cell: str) -> list[dict[str, Any]]:
    """Read the people of an item: skills, then ``x2`` people, ``@0.5`` share, ``=1d`` effort.

    ``x1-3`` is work that one to three people share.
    """
    return [_need(entry) for entry in entries(cell, "|")]


def _need(entry: str) -> dict[str, Any]:
    words = entry.split()
    need: dict[str, Any] = {}
    value: Any
    while words:
        word = words[-1]
        if re.fullmatch(r"x\d+", word):
            field, value = "people", plain(word[1:])
        elif re.fullmatch(r"x\d+-\d+", word):
            least, _, most = word[1:].partition("-")
            field, value = "people", {"from": plain(least), "to": plain(most)}
        elif word.startswith("@"):
            field, value = "share", number(word[1:])
        elif word.startswith("="):
            field, value = "effort", effort(word[1:])
        else:
            break
        if field in need:
            text = f'"{shorten(entry)}" gives {field} twice'
            raise CellError(text, "keep one", code="field-twice")
        need[field] = value
        words.pop()
    return {"skills": amounts(" ".join(words), default=0), **need}


def links(cell: str) -> list[dict[str, Any]]:
    """Read links: an item, then a type (FS, SS, FF, SF), a lag, and ``elapsed``."""
    return [_link(entry) for entry in entries(cell)]


def _link(entry: str) -> dict[str, Any]:
    words = entry.split()
    link: dict[str, Any] = {}
    elapsed = len(words) > 2 and words[-1].lower() == "elapsed" and bool(_LAG.fullmatch(words[-2]))
    if elapsed:
        words.pop()
    if len(words) > 1 and _LAG.fullmatch(words[-1]):
        lag = words.pop().lstrip("+")
        link["lag"] = {"elapsed": lag} if elapsed else lag
    if len(words) > 1 and words[-1].upper() in _LINK_TYPES:
        link["type"] = words.pop().upper()
    return {"item": " ".join(words), **link}


def times(cell: str) -> list[dict[str, Any]]:
    """Read times off: a day, the first and last day with two dots between them, or a file."""
    return [{"ics": e} if _is_file(e) else _time(e) for e in entries(cell)]


def availability(cell: str) -> list[dict[str, Any]]:
    """Read times with another capacity: ``2027-02-01..2027-02-28 @0.5``."""
    found = []
    for entry in entries(cell):
        time, at, capacity = entry.rpartition("@")
        if not at:
            hint = "write 2027-02-01..2027-02-28 @0.5"
            raise CellError(f'"{shorten(entry)}" has no capacity', hint, code="no-capacity")
        found.append({**_time(time.strip()), "capacity": number(capacity.strip())})
    return found


def _is_file(entry: str) -> bool:
    return entry.lower().endswith(".ics")


def _time(entry: str) -> dict[str, Any]:
    first, dots, last = entry.partition("..")
    return {"from": first.strip(), "to": last.strip() if dots else first.strip()}


def holidays(cell: str) -> dict[str, Any]:
    """Read a country, perhaps with a subdivision, and further dates and iCalendar files."""
    found: dict[str, Any] = {}
    for entry in entries(cell):
        if _is_file(entry):
            found.setdefault("ics", []).append(entry)
        elif entry[:1].isdigit():
            found.setdefault("dates", []).append(entry)
        elif "country" in found:
            text = f'"{shorten(cell)}" names two countries'
            raise CellError(text, "name one, and dates", code="several-countries")
        else:
            country, slash, subdivision = entry.partition("/")
            found["country"] = country.strip()
            if slash:
                found["subdivision"] = subdivision.strip()
    return found


def awaited(cell: str) -> list[dict[str, Any]]:
    """Read what an item waits for: a kind and a colon may stand before, @ and a date behind."""
    return [_awaited(entry) for entry in entries(cell)]


def _awaited(entry: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    what, at, expected = entry.rpartition("@")
    if at and re.match(r"\s*\d{4}-", expected):
        found["expected"] = effort(expected.strip())
    else:
        what = entry
    kind, colon, rest = what.partition(":")
    if colon and kind.strip().lower() in _AWAITED:
        return {"what": rest.strip(), "kind": kind.strip().lower(), **found}
    return {"what": what.strip(), **found}


def blocked(cell: str) -> Any:
    """Read what blocks an item, in words, with @ and a date until when; or yes or no."""
    by, at, until = cell.rpartition("@")
    if at and re.match(r"\s*\d{4}-", until):
        return {"by": by.strip(), "until": until.strip()}
    return boolean(cell)


def if_fails(cell: str) -> dict[str, Any]:
    """Read what is done when a try fails: ``repeat: 2; then: EX-9``, or the bare word ``stop``."""
    found: dict[str, Any] = {}
    for entry in entries(cell):
        field, colon, text = (part.strip() for part in entry.partition(":"))
        if field in ("redo", "then", "drop") and text:
            found.setdefault(field, []).append(text)
        elif field == "stop" and not colon:
            found["stop"] = True
        elif field in ("repeat", "effort") and text:
            found[field] = number(text)
        else:
            hint = "write repeat: 2; effort: 0.6; redo: EX-0; then: EX-9; drop: EX-8; stop"
            raise CellError(f'"{shorten(entry)}" is none of these', hint, code="unreadable-failure")
    return found


def absence(cell: str) -> dict[str, Any]:
    """Read working days of absence a year, and after @ how long a spell is: ``5 @2d``."""
    days, at, spell = (part.strip() for part in cell.partition("@"))
    return {"days_per_year": number(days), **({"spell": spell} if at else {})}


READERS: Final[Mapping[str, Mapping[str, Reader]]] = {
    "people": {
        "skills": lambda cell: amounts(cell, default=1),
        "capacity": number,
        "rate": number,
        "max_items": number,
        "workdays": lambda cell: [day.lower() for day in entries(cell)],
        "holidays": holidays,
        "time_off": times,
        "availability": availability,
        "absence": absence,
    },
    "items": {
        "needs": needs,
        "effort": effort,
        "resources": lambda cell: amounts(cell, default=1),
        "after": links,
        "priority": number,
        "optional": boolean,
        "value": number,
        "assign": entries,
        "avoid": entries,
        "prefer": entries,
        "not_same_as": entries,
        "same_as": entries,
        "labels": entries,
        "guessed": boolean,
        "fit": boolean,
        "waits_for": awaited,
        "blocked": blocked,
        "remaining": remaining,
        "people": entries,
        "reassign": boolean,
        "uninterrupted": boolean,
        "succeeds": number,
        "if_fails": if_fails,
        "failures": number,
    },
}
"""For each section the columns whose cells are more than a text."""
