"""Reads cells of predecessors: ``12FS+2d; 14SS``, numbers of rows, ids, or names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Final, cast

from allocator.integrations.table.amounts import seconds_of
from allocator.integrations.tracker.precedence import ELAPSED
from allocator.integrations.tracker.ticket import LinkCell, LinkType

_LAG: Final = r"(?P<lag>[+-]\s*[\d.,]+\s*(?:%|e?[a-zA-Z]*))"
_FORMS: Final = (
    re.compile(rf"(?P<ref>.+?)\s*(?P<type>FS|SS|FF|SF|EA|AA|EE|AE)\s*{_LAG}?", re.IGNORECASE),
    re.compile(rf"(?P<ref>.+?)(?P<type>)\s*{_LAG}"),
)
_GERMAN: Final = {"EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF"}
_ELAPSED: Final = {"w": 7 / 5, "mo": 30 / 20}
"""Days around the clock for each working day of a unit, by its beginning."""

_RELATION: Final = re.compile(r"(.*\S)\s*\((?:https?://|notion://)[^)]*\)")
_SEPARATORS: Final = re.compile(r"[;\n]|,(?!\d{1,2}\s*(?:d|h|w|%))")


@dataclass
class PredecessorCells:
    """Reads the cells of links of one table.

    Attributes
    ----------
    known
        Keys, ids and row numbers of the table.
    day_hours
        Hours of a working day.
    unread
        Texts of lags that cannot be read, with their number.
    typed
        Number of links with a type or lag in their cell.
    """

    known: Container[str]
    day_hours: float
    unread: dict[str, int] = field(default_factory=dict)
    typed: int = 0

    def cells(self, text: str, name: str, *, outward: bool) -> Iterator[LinkCell]:
        """Yield a link for each ticket of a cell.

        Parameters
        ----------
        text
            The cell.
        name
            Name of the column.
        outward
            Whether the row comes before the tickets in the cell.
        """
        text = text.strip()
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
        matches = [self._typed(part) for part in parts]
        if not any(matches):
            yield LinkCell(key=_bare_names(text), type=name, outward=outward, link="FS")
            return
        for part, match in zip(parts, matches, strict=True):
            if match is None:
                yield LinkCell(key=_bare_names(part), type=name, outward=outward, link="FS")
                continue
            kind = (match["type"] or "FS").upper()
            self.typed += 1
            yield LinkCell(
                key=match["ref"].strip(),
                type=name,
                outward=outward,
                link=cast(LinkType, _GERMAN.get(kind, kind)),
                lag=self._lag(match["lag"] or ""),
            )

    def _typed(self, part: str) -> re.Match[str] | None:
        """Return the parts of ``12FS+2d``; None without a type or lag, or if it is a name."""
        for form in () if part in self.known else _FORMS:
            match = form.fullmatch(part)
            ref = "" if match is None else match["ref"].strip()
            if ref.lstrip("#").isdecimal() or ref in self.known:
                return match
        return None

    def _lag(self, text: str) -> str:
        """Return a lag as in a scenario file; empty if there is none."""
        bare = text.replace(" ", "").lower()
        if not bare:
            return ""
        sign = "-" if bare[0] == "-" else ""
        amount = bare[1:]
        elapsed = re.fullmatch(r"([\d.,]+)e([a-z]+)", amount)
        if elapsed:
            seconds = seconds_of("".join(elapsed.groups()), 24, "d")
            longer = next((f for unit, f in _ELAPSED.items() if elapsed[2].startswith(unit)), 1.0)
            return self._written(text, seconds and seconds * longer, sign, ELAPSED)
        return self._written(text, seconds_of(amount, self.day_hours, "d"), sign, "")

    def _written(self, text: str, seconds: float | None, sign: str, ending: str) -> str:
        if seconds is None:
            self.unread[text] = self.unread.get(text, 0) + 1
            return ""
        minutes = round(seconds / 60)
        day = 24 * 60 if ending else round(self.day_hours * 60)
        if not minutes:
            return ""
        if minutes % day == 0:
            return f"{sign}{minutes // day}d{ending}"
        return (
            f"{sign}{minutes // 60}h{ending}" if minutes % 60 == 0 else f"{sign}{minutes}m{ending}"
        )


def _bare_names(text: str) -> str:
    """Return names without the addresses that Notion puts behind them."""
    parts = re.split(r",\s+(?=[^()]*\((?:https?|notion)://)", text)
    bare = [match[1] if (match := _RELATION.fullmatch(part.strip())) else part for part in parts]
    return "; ".join(bare) if len(bare) > 1 else bare[0]


def bare_name(text: str) -> str:
    """Return a title or key without an address behind or around it."""
    match = _RELATION.fullmatch(text.strip())
    return match[1] if match else text.strip()
