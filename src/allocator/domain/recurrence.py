"""Days that recur, by rules as iCalendar has them (RFC 5545, RRULE) and short forms of these."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from allocator.domain.base import invalid
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import YEARS

if TYPE_CHECKING:
    from dateutil.rrule import rrule

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS: Final = frozenset(
    (
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"),
        *("BYWEEKNO", "BYYEARDAY", "WKST"),
    )
)
_EXAMPLE: Final = "write for example FREQ=WEEKLY;BYDAY=MO,TH"
_EVERY: Final = "write a weekday, a list of them, day, week, month, or for example 2w"
_LONGEST: Final = 1000
_WORKDAYS: Final = "write every: [mon, tue, wed, thu, fri]"
_WORDS: Final = {"day": "FREQ=DAILY", "week": "FREQ=WEEKLY", "month": "FREQ=MONTHLY"}
_UNITS: Final = {"d": "FREQ=DAILY", "w": "FREQ=WEEKLY"}


def parts_of_rule(text: str) -> dict[str, str]:
    """Return the parts of a rule by name, in capitals.

    Parameters
    ----------
    text
        For example ``FREQ=WEEKLY;BYDAY=MO``; ``RRULE:`` may stand before it.

    Raises
    ------
    ValueError
        It is no rule of days.
    """
    plain = text.strip().upper().removeprefix("RRULE:").strip().rstrip(";")
    found: dict[str, str] = {}
    for part in plain.split(";"):
        name, _, value = (each.strip() for each in part.partition("="))
        if name not in _PARTS or not value or name in found:
            raise _bad(text, f"{part.strip()!r} is no part of it that is known", _hint(name))
        found[name] = value
    if found.get("FREQ") not in FREQUENCIES:
        raise _bad(text, "FREQ is none of " + ", ".join(FREQUENCIES), _EXAMPLE)
    for name in ("INTERVAL", "COUNT"):
        if name in found and not _is_count(found[name]):
            raise _bad(text, f"{name} is no number from 1 to {_LONGEST}", _EXAMPLE)
    if "UNTIL" in found and _day(found["UNTIL"]) is None:
        raise _bad(text, "UNTIL is no day", "leave it out, and write until: 2027-03-31")
    return found


_BESIDE_DAYS: Final = ("and", "every", "each", "on", "weekly", "week")
_RULES: Final = ("FREQ=", "RRULE:")
_MEANT: Final = {
    **dict.fromkeys(("daily", "days"), "write every: day"),
    **dict.fromkeys(("weekly", "weeks"), "write every: week, and from"),
    **dict.fromkeys(("monthly", "months"), "write every: month, and from"),
    **dict.fromkeys(
        ("fortnight", "fortnightly", "biweekly", "bi-weekly", "every two weeks", "every 2 weeks"),
        "write every: 2w, and from",
    ),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), _WORKDAYS),
}
"""Hints for other words for how often."""


def _of_days(words: str) -> str:
    """Return the hint for days of the week in other words: ``mon and thu``, ``every Monday``."""
    names = [word.removesuffix("s") for word in re.findall(r"[a-z]+", words)]
    days = [name[:3] for name in names if _is_weekday(name)]
    if not days or any(not _is_weekday(name) for name in names if name not in _BESIDE_DAYS):
        return _EVERY
    return f"write every: {days[0]}" if len(days) == 1 else f"write every: [{', '.join(days)}]"


def rule_of(every: Any) -> str:
    """Return the rule for which a short form stands: ``mon``, ``[mon, thu]``, ``day``, ``2w``.

    Raises
    ------
    ValueError
        It is none.
    """
    days = [every] if isinstance(every, str) else every
    names = [str(day).strip().lower()[:3] for day in days] if isinstance(days, list | tuple) else []
    if names and all(_is_weekday(day) for day in days):
        return "FREQ=WEEKLY;BYDAY=" + ",".join(day[:2].upper() for day in WEEK if day in names)
    word = str(every).strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    match = re.fullmatch(r"(\d{1,3})\s*([dw])", word)
    if match is None or int(match[1]) == 0:
        text = str(every).strip() if isinstance(every, str) else ""
        hint = (
            f"write rule: {text}"
            if text.upper().startswith(_RULES)
            else _MEANT.get(word) or _of_days(word)
        )
        raise invalid("bad-recurrence", f"{every!r} does not say how often", hint)
    return f"{_UNITS[match[2]]};INTERVAL={int(match[1])}" if match[1] != "1" else _UNITS[match[2]]


def needs_first(parts: dict[str, str]) -> bool:
    """Whether the days of a rule depend on the day from which it counts."""
    if int(parts.get("INTERVAL", "1")) > 1 or "COUNT" in parts:
        return True
    named = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & parts.keys()
    return not named and parts["FREQ"] != "DAILY"


def interval_of(text: str) -> int:
    """Return of how many days, weeks, months or years a rule takes the first."""
    return int(parts_of_rule(text).get("INTERVAL", "1"))


def day_of_month(text: str, first: dt.date) -> int | None:
    """Return on which day of its months a rule is, where that is one day by its number.

    Parameters
    ----------
    text
        A rule; see :func:`parts_of_rule`.
    first
        From which it counts: where the rule names no day, that one's number.
    """
    parts = parts_of_rule(text)
    other = parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTHDAY"}
    if parts["FREQ"] != "MONTHLY" or other:
        return None
    named = parts.get("BYMONTHDAY", str(first.day))
    return int(named) if named.isdecimal() else None


def recurring_days(text: str, first: dt.date) -> Iterator[dt.date]:
    """Yield the days of a rule in order, up to the last year of a plan.

    Parameters
    ----------
    text
        A rule; see :func:`parts_of_rule`.
    first
        From which it counts (DTSTART); it is one of the days only if the rule gives it.
    """
    parts = parts_of_rule(text)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    days: Iterator[dt.date] = (at.date() for at in _rule(parts, first))
    if until is not None:
        last = _day(until)
        assert last is not None, "parts_of_rule has read it"
        days = takewhile(lambda day: day <= last, days)
    return islice(days, None if count is None else int(count))


def check_rule(text: Any) -> str:
    """Return a rule as it was written.

    Raises
    ------
    ValueError
        It cannot be read.
    """
    if not isinstance(text, str):
        raise invalid("bad-recurrence", f"{text!r} is no rule of recurrence", _EXAMPLE)
    parts = parts_of_rule(text)
    try:
        _rule({**parts, "UNTIL": "", "COUNT": ""}, dt.date(2026, 1, 5))
    except ValueError as error:
        raise _bad(text, f"it cannot be read: {error}", _EXAMPLE) from None
    return text.strip()


def _rule(parts: dict[str, str], first: dt.date) -> rrule:
    from dateutil.rrule import rrulestr

    text = ";".join(f"{name}={value}" for name, value in parts.items() if value)
    start = dt.datetime.combine(first, dt.time())
    return rrulestr(text, dtstart=start).replace(until=dt.datetime(YEARS.stop, 1, 1))


def _day(text: str) -> dt.date | None:
    """Return the day of an UNTIL; None where it is none, or an instant of another clock."""
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(T\d{4,6})?", text)
    try:
        return None if match is None else dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text) <= _LONGEST


def _is_weekday(day: Any) -> bool:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    word = str(day).strip().lower()
    return len(word) >= 3 and any(name.startswith(word) for name in names)


def _hint(name: str) -> str:
    if name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        return 'leave it out, and write at: "10:00"'
    if name.startswith("DTSTART"):
        return "leave it out, and write from: 2026-12-07"
    of_days = _of_days(name.lower())
    return _EXAMPLE if of_days == _EVERY else f"{of_days}, in place of rule"


def _bad(text: str, why: str, hint: str) -> PydanticCustomError:
    return invalid("bad-recurrence", f"{text!r} is no rule of recurrence: {why}", hint)
