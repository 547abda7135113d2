"""Suggests how to write amounts and dates in other spellings: ``2 days``, ``12/24/2026``."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from itertools import permutations
from typing import Final

_UNITS: Final = {
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours", "ph", "person-hour", "person-hours"),
    "d": (
        *("d", "day", "days", "pd", "md", "person-day", "person-days", "man-day", "man-days"),
        *("workday", "workdays", "working day", "working days", "business days", "bd"),
    ),
    "w": ("w", "wk", "wks", "week", "weeks", "pw", "person-week", "person-weeks"),
}
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words}
_AMOUNT: Final = re.compile(r"([-+]?)\s*(\d+(?:[.,]\d+)?|\.\d+)\s*([A-Za-z][A-Za-z -]*?)?[.,;]?")
_WEEKS_OF_LONGER_UNITS: Final = {
    **dict.fromkeys(("mo", "mon", "mth", "month", "months", "pm", "person-months"), 4),
    **dict.fromkeys(("q", "quarter", "quarters"), 13),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), 52),
}
_POINTS: Final = frozenset({"sp", "pt", "pts", "point", "points", "story points"})
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_RANGE: Final = re.compile(r"(\d+(?:\.\d+)?)[mhdw]?\s*(?:-|–|to|\.\.)\s*(\d+(?:\.\d+)?)([mhdw])")
_MAX_CHARACTERS: Final = 40


def amount_hint(text: str) -> str:
    """Return how an amount of time is written that was written in another way.

    Parameters
    ----------
    text
        What was written, which is no amount with a unit.
    """
    usual = "write 30m, 6h, 1.5d or 2w"
    if text.strip().endswith("%"):
        return "write the working time itself, for example 2d"
    match = _AMOUNT.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    if match is None:
        bounds = _RANGE.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
        if bounds is not None:
            low, high, unit = bounds.groups()
            return (
                f"write one amount, or for an effort all three: "
                f"{{low: {low}{unit}, likely: ..., high: {high}{unit}}}"
            )
        several = len(text) <= _MAX_CHARACTERS and re.fullmatch(
            r"(\s*\d+(\.\d+)?\s*[mhdw]){2,}\s*", text
        )
        return f"{usual}, one amount with one unit" if several else usual
    sign, digits, unit = match[1], match[2].replace(",", "."), " ".join((match[3] or "").split())
    unit, sign = unit.lower().removeprefix("of "), "-" if sign == "-" else ""
    if unit in _UNIT_OF:
        return f"write {sign}{digits}{_UNIT_OF[unit]}"
    if unit in _WEEKS_OF_LONGER_UNITS:
        weeks = _WEEKS_OF_LONGER_UNITS[unit] * Fraction(digits)
        return f"write {sign}{float(weeks):g}w: there are no units above the week"
    if unit in _POINTS:
        return "say how much working time they stand for, for example 2d"
    if not unit:
        return f"write {sign}{digits}d for days or {sign}{digits}h for hours"
    return usual


def date_hint(text: str) -> str:
    """Return how a date is written that was written in another way.

    Parameters
    ----------
    text
        What was written, which is no date in ISO 8601.
    """
    clock = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2})(?::(\d{2}))?h?", text.strip())
    if clock is not None:
        return f"write {clock[1]}T{int(clock[2]):02d}:{clock[3] or '00'}"
    meant = [] if len(text) > _MAX_CHARACTERS else list(dict.fromkeys(_dates(text)))
    if meant:
        return f"write {' or '.join(day.isoformat() for day in meant)}"
    return "write a day that exists, as year-month-day: 2026-12-01"


def _dates(text: str) -> list[dt.date]:
    """Return the days that a text can mean, the likeliest first."""
    parts = re.findall(r"\d+|[A-Za-z]+", text)
    digits = [part for part in parts if part.isdigit()]
    named = [
        _MONTHS.index(part[:3].lower()) + 1
        for part in parts
        if part[:3].lower() in _MONTHS and part.isalpha()
    ]
    if len(digits) == 1 and len(digits[0]) == 8 and len(parts) == 1:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    if re.search(r"\d:\d|[Tt]\d", text):
        return []
    if len(named) == 1 and len(digits) == 2:
        year = next((part for part in digits if len(part) == 4), digits[1])
        rest = digits[1] if year == digits[0] else digits[0]
        return _days([(year, str(named[0]), rest)])
    if len(digits) != 3 or named:
        return []
    if len(digits[0]) == 4:
        return _days([(digits[0], digits[1], digits[2])]) or _days(
            [(digits[0], digits[2], digits[1])]
        )
    year = digits[2]
    orders = permutations(digits[:2]) if "/" in text or "-" in text else [digits[1::-1]]
    return _days([(year, month, day) for month, day in orders])


def _days(candidates: list[tuple[str, str, str]]) -> list[dt.date]:
    found = []
    for year, month, day in candidates:
        full = int(year) + 2000 if len(year) == 2 else int(year)
        try:
            found.append(dt.date(full, int(month), int(day)))
        except ValueError:
            continue
    return found
