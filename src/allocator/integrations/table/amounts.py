"""Reads amounts of work and dates in the spellings of many tools."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from allocator.integrations.tracker.numbers import readings

_UNITS: Final = {
    "m": 60.0,
    "min": 60.0,
    "mins": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "h": 3600.0,
    "hr": 3600.0,
    "hrs": 3600.0,
    "hour": 3600.0,
    "hours": 3600.0,
    "std": 3600.0,
    **dict.fromkeys(("stunde", "stunden", "heure", "heures", "hora", "horas"), 3600.0),
    **dict.fromkeys(("ora", "ore", "uur", "uren", "godz", "godzina", "ч", "час", "часов"), 3600.0),
    **dict.fromkeys(("minuten", "minuto", "minutos", "minuti", "minut", "мин"), 60.0),
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
}
"""Seconds of a unit whose length is the same everywhere."""

_DAYS: Final = {
    **dict.fromkeys(("d", "dy", "day", "days", "ed", "eday", "edays", "pt", "tag", "tage"), 1.0),
    **dict.fromkeys(("tagen", "j", "jour", "jours", "día", "días", "dia", "dias", "g"), 1.0),
    **dict.fromkeys(("giorno", "giorni", "dag", "dagen", "dzień", "dni", "д", "день", "дней"), 1.0),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "ew"), 5.0),
    **dict.fromkeys(("woche", "wochen", "semaine", "semaines", "semana", "semanas", "weken"), 5.0),
    **dict.fromkeys(("settimana", "settimane", "tydz", "tydzień", "tygodnie", "нед"), 5.0),
    **dict.fromkeys(("mo", "mon", "mons", "month", "months"), 20.0),
}
"""Working days of a unit."""

_PART: Final = re.compile(r"([.,]?\d[\d.,]*)\s*([^\W\d_]+)?\.?\??")
_CLOCK: Final = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_EPOCH_MILLISECONDS: Final = re.compile(r"1\d{12}|9\d{11}")
_RANGE: Final = re.compile(r"\s*(?:→|->|–|—|\s-\s|\sto\s)\s*")
_WEEKDAY: Final = re.compile(r"^[A-Za-z]{3}\s+(?=[A-Za-z]{3}\s+\d{1,2}\s+\d{4}\b)")
_ZONE_IN_BRACKETS: Final = re.compile(r"\s*\((?:GMT|UTC)[^)]*\)\s*$", re.IGNORECASE)


def seconds_of(text: str, day_hours: float, unit: str = "") -> float | None:
    """Return an amount of work in seconds; None if the text is none.

    Parameters
    ----------
    text
        ``3h 30m``, ``2 weeks``, ``1,5 d``, ``2:30``, or a number of the unit.
    day_hours
        Hours of a working day.
    unit
        Unit of bare numbers: ``h``, ``d``, ``m``, ``ms``; empty if they are no amount of time.
    """
    text = text.strip().casefold().removeprefix("~").removesuffix("?").strip()
    if match := _CLOCK.fullmatch(text):
        return int(match[1]) * 3600.0 + int(match[2]) * 60
    if not text or _PART.sub("", text).strip(" ,+&") not in ("", "and"):
        return None
    total = 0.0
    for amount, word in _PART.findall(text):
        number = _number(amount)
        name = word or unit
        if number is None or not name:
            return None
        if name == "ms":
            total += number / 1000
        elif name in _UNITS:
            total += number * _UNITS[name]
        elif name in _DAYS:
            total += number * _DAYS[name] * day_hours * 3600
        else:
            return None
    return total


def _number(text: str) -> float | None:
    """Return a number; of two readings the smaller one, as 1.500 hours are no estimate."""
    return min(readings(text.strip(",")).values(), default=None)


def is_bare(text: str) -> bool:
    """Return whether a text is a number without a unit."""
    return bool(readings(text.strip())) and not any(letter.isalpha() for letter in text)


def percent_of(text: str) -> float | None:
    """Return the fraction of a percentage; a number up to 1 without a sign is the fraction."""
    bare = text.strip().removesuffix("%").strip()
    number = _number(bare) if bare else None
    if number is None or number > 100:
        return None
    return number / 100 if text.strip().endswith("%") or number > 1 else number


def plain_date(text: str) -> str:
    """Return a date as :mod:`allocator.integrations.tracker.dates` reads it.

    Milliseconds since 1970 become a date in UTC; a weekday before the month goes, and so does a
    zone in brackets.
    """
    text = _WEEKDAY.sub("", _ZONE_IN_BRACKETS.sub("", text.strip()))
    if _EPOCH_MILLISECONDS.fullmatch(text):
        since = dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
        return since.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    return text


def ends_of_range(text: str) -> tuple[str, str]:
    """Return start and end of a range of dates; a single date is the end."""
    parts = [part.strip() for part in _RANGE.split(text.strip()) if part.strip()]
    if len(parts) == 2:
        return parts[0], parts[1]
    return "", text.strip()
