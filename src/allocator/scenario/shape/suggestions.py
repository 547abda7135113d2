"""Suggests how to write a value that has another form: ``50%``, ``Monday``, ``A, B``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from allocator.domain.calendar import WEEK
from allocator.scenario.shape.countries import country_meant
from allocator.scenario.text.located import Step
from allocator.wording import shorten

_CURRENCY: Final = r"(?:[A-Z]{3}|[$€£¥₹])"
_THOUSANDS: Final = (
    r"\d{1,3}(?:(?P<mark>[.,' ’\u00a0\u202f])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?"
)
_NUMBER: Final = re.compile(
    rf"\s*(?:{_CURRENCY}\s*)?(?P<number>[-+]?(?:{_THOUSANDS}|\d+(?:[.,]\d+)?))"
    r"\s*(?P<unit>%|percent|[$€£¥₹]|[A-Za-z][A-Za-z .]*[$€£¥₹]?)?\s*"
)
_FACTORS: Final = (
    (1e3, re.compile(rf"(?:[kK]|(?i:thousand|tsd|tausend))\.?\s*(?:{_CURRENCY})?(?:\s.*)?")),
    (1e6, re.compile(rf"(?:M|(?i:mln|mn|mio|millions?))\.?\s*(?:{_CURRENCY})?(?:\s.*)?")),
)
"""Factors of the words behind a number: ``10 kEUR``, ``1.2 Mio``."""
_DATE: Final = r"\d{4}-\d{2}-\d{2}"
_PERIOD: Final = re.compile(rf"\s*({_DATE})(?:\s*(?:\.\.|/|-|–|to|until|,)\s*({_DATE}))?\s*")
_DAYS: Final = re.compile(r"([a-z]{3})[a-z]*\s*(?:-|–|to)\s*([a-z]{3})[a-z]*", re.IGNORECASE)

_CHOICES: Final[dict[str, dict[str, str]]] = {
    "state": {
        **dict.fromkeys(("open", "new", "to do", "not started", "planned", "backlog"), "todo"),
        **dict.fromkeys(("ready", "blocked", "on hold", "pending"), "todo"),
        **dict.fromkeys(("in progress", "doing", "started", "active", "wip"), "in_progress"),
        **dict.fromkeys(("running", "ongoing", "in review", "review"), "in_progress"),
        **dict.fromkeys(("closed", "complete", "completed", "finished", "resolved"), "done"),
        **dict.fromkeys(("fail", "failure", "unsuccessful", "not successful"), "failed"),
    },
    "type": {
        **dict.fromkeys(("finish to start", "finish start", "blocks", "after"), "FS"),
        **dict.fromkeys(("start to start", "start start"), "SS"),
        **dict.fromkeys(("finish to finish", "finish finish"), "FF"),
        **dict.fromkeys(("start to finish", "start finish"), "SF"),
    },
    "slot": {"60m": "1h", "120m": "2h", "240m": "4h", "8h": "1d", "half hour": "30m"},
    "plan_on": {
        **dict.fromkeys(("most likely", "mode", "expected"), "likely"),
        **dict.fromkeys(("pert", "average", "avg", "p50"), "mean"),
        **dict.fromkeys(("worst", "pessimistic", "max", "p80", "p90"), "high"),
    },
    "objectives": {
        **dict.fromkeys(("lateness", "due dates", "delay", "on time", "deadlines"), "tardiness"),
        **dict.fromkeys(("duration", "length", "end", "finish", "time"), "makespan"),
        **dict.fromkeys(("money", "costs"), "cost"),
        **dict.fromkeys(("flow time", "flowtime", "wip"), "flow"),
        **dict.fromkeys(("benefit", "worth"), "value"),
        **dict.fromkeys(("stable", "changes"), "stability"),
        **dict.fromkeys(("prefer", "preferred", "preferences"), "preference"),
    },
}
"""By the field: other words for its values, in small letters and with blanks."""

_KINDS: Final = (
    "every item is a task or a milestone; what the tracker calls it is its type, and the epic "
    "that it belongs to its group"
)


def choice(field: str, value: str, allowed: Sequence[str]) -> str | None:
    """Return a hint for a value that is none of those that there are.

    Parameters
    ----------
    field
        Name of the field, or of the list in which it stands.
    value
        What was written.
    allowed
        The values that there are.
    """
    plain = " ".join(re.sub(r"[_-]", " ", value).lower().split())
    if field == "kind" and "milestone" in allowed:
        return _KINDS if plain in ("epic", "story", "bug", "feature", "subtask", "issue") else None
    if "mon" in allowed:
        days = _days(value)
        if days:
            return f"write {', '.join(days)}"
    found = _CHOICES.get(field, {}).get(plain)
    return f"write {found}" if found in allowed else None


def number(value: Any, *, whole: bool, most: float | None = None) -> str | None:
    """Return a hint for a text that stands where a number belongs.

    Parameters
    ----------
    value
        What was written.
    whole
        Whether only whole numbers will do.
    most
        The greatest number that the field takes; None where any will do.
    """
    match = _NUMBER.fullmatch(value) if isinstance(value, str) and len(value) < 40 else None
    if match is None:
        return None
    amount = _amount(match, is_part=most is not None)
    unit = (match["unit"] or "").strip()
    if unit in ("%", "percent"):
        amount /= 100
        if most is not None and amount > most:
            return f"write {most:g}, which is the whole, or less"
        return None if whole else f"write {amount:g}"
    if (whole and not amount.is_integer()) or (most is not None and amount > most):
        return None
    is_plain = match[0].strip() == match["number"].replace(",", "") and match["mark"] is None
    return f"write {_digits(amount)}" + (", without quotes" if is_plain else "")


def _amount(match: re.Match[str], *, is_part: bool) -> float:
    """Return the number that a text means; its groups of three digits are thousands."""
    text, mark = match["number"], match["mark"]
    if mark is not None and not (is_part and text.count(mark) == 1 and mark in ".,"):
        text = text.replace(mark, "")
    unit = (match["unit"] or "").strip()
    factor = next((factor for factor, form in _FACTORS if form.fullmatch(unit)), 1)
    return float(text.replace(",", ".")) * factor


def _digits(amount: float) -> str:
    return f"{amount:.0f}" if amount.is_integer() else f"{amount:g}"


def from_to(value: Any) -> str | None:
    """Return a hint for two numbers of people that are not written as from and to."""
    if isinstance(value, dict):
        value = list(value.values())
    match = re.fullmatch(r"\s*(\d+)\s*(?:-|–|to|\.\.)\s*(\d+)\s*", str(value))
    ends = [match[1], match[2]] if match else value if isinstance(value, list) else []
    if len(ends) != 2 or not all(str(end).isdecimal() for end in ends):
        return None
    least, most = sorted(ends, key=lambda end: int(str(end)))
    return f"write people: {{from: {least}, to: {most}}}"


def share(value: Any) -> str | None:
    """Return a hint for a share above 1 that is probably in percent."""
    if isinstance(value, (int, float)) and 5 <= value <= 100:
        return f"write {value / 100:g} for {value:g} %; the whole is 1"
    return None


def entries(field: str, value: Any) -> str | None:
    """Return a hint for a single value that stands where a list belongs.

    Parameters
    ----------
    field
        Name of the field.
    value
        What was written.
    """
    if isinstance(value, dict):
        return _mapped(field, value)
    if field == "workdays":
        days = _days(value) if isinstance(value, str) else []
        return f"write workdays: [{', '.join(days or WEEK[:5])}]"
    if field == "needs" and isinstance(value, int):
        return f"for {value} people, whoever they are, write needs: [{{people: {value}}}]"
    if field in ("time_off", "availability"):
        period = _period(value) or "{from: 2026-12-21, to: 2027-01-01}"
        return f"write {field}: [{_with_capacity(period) if field == 'availability' else period}]"
    if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
        names = [name for name in re.split(r"\s*[,;]\s*", str(value).strip()) if name]
        return f"write {field}: [{shorten(', '.join(names), most=120)}]"
    return None


def _mapped(field: str, value: dict[Any, Any]) -> str | None:
    """Return a hint for a map that stands where a list of maps belongs."""
    if field in ("time_off", "availability", "list"):
        return f"write a list: {field}: [{{...}}], or a dash before its first field"
    if not value:
        return None
    if field == "people" and value.keys() <= {"from", "to"}:
        ends = ", ".join(f"{name}: {one}" for name, one in value.items())
        return f"say it of a need: needs: [{{skills: ..., people: {{{ends}}}}}]"
    if field not in ("people", "items", "resources", "projects"):
        return f"write {field}: [{shorten(', '.join(map(str, value)), most=120)}]"
    name, first = next(iter(value.items()))
    rest = f", capacity: {first}" if field == "resources" and isinstance(first, int) else ", ..."
    return (
        f"write [ ] around the entries, or each on a line after a dash, each with its id: "
        f"{{id: {shorten(str(name))}{rest}}}"
    )


def _with_capacity(period: str) -> str:
    return f"{period[:-1]}, capacity: 0.5}}"


def fields(field: str, model: str, value: Any) -> str | None:
    """Return a hint for a value that stands where a map of fields belongs.

    Parameters
    ----------
    field
        Name of the field, or of the list in which it stands.
    model
        Name of the model.
    value
        What was written.
    """
    if model == "Holidays":
        return _holidays(value)
    if model == "Need" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return f"for one person with all of them write {{skills: [{', '.join(value)}]}}"
    period = _period(value)
    if period is not None and model in ("TimeOff", "Availability"):
        return f"write {_with_capacity(period) if model == 'Availability' else period}"
    if field in ("people", "items", "resources", "projects") and isinstance(value, (str, int)):
        rest = {"items": ", effort: 3d", "resources": ", capacity: 8"}.get(field, "")
        return f"write it as {{id: {shorten(str(value))}{rest}}}"
    written = value.strip() if isinstance(value, str) else ""
    if model == "Calendar" and re.fullmatch(_DATE, written):
        return f"write {field}: {{start: {written}}}"
    if model == "SprintCalendar" and re.fullmatch(r"\d+[wd]", written):
        return f"write {field}: {{length: {written}, first: 2026-12-01, count: 8}}"
    return None


def names(field: str, value: Any) -> str | None:
    """Return a hint for a value that stands where names for names belong; as of amounts."""
    words = value if isinstance(value, (list, tuple)) else str(value).split(",")
    pairs = [f"{str(one).strip()}: ..." for one in words if isinstance(one, str) and one.strip()]
    return f"write {field}: {{{shorten(', '.join(pairs), most=120)}}}" if pairs else None


def amounts(field: str, value: Any) -> str | None:
    """Return a hint for a value that stands where names with numbers belong.

    Parameters
    ----------
    field
        Name of the field.
    value
        What was written.
    """
    pairs: list[str] = []
    for entry in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(entry, dict) and _named_level(entry):
            pairs.append(_named_level(entry))
        elif isinstance(entry, dict):
            pairs += [
                f"{name}: {'1' if amount is None else amount}" for name, amount in entry.items()
            ]
        elif isinstance(entry, str):
            pairs += [f"{name.strip()}: 1" for name in entry.split(",") if name.strip()]
    return f"write {field}: {{{shorten(', '.join(pairs), most=120)}}}" if pairs else None


def _named_level(entry: dict[Any, Any]) -> str:
    """Return ``ml: 4`` of a map that has name and level as fields."""
    names = [value for value in entry.values() if isinstance(value, str)]
    levels = [value for value in entry.values() if isinstance(value, int)]
    return f"{names[0]}: {levels[0]}" if len(names) == len(levels) == 1 else ""


def level(path: Sequence[Step], value: Any) -> str | None:
    """Return a hint for a skill whose level is no whole number."""
    if "skills" not in path[:-1] or not isinstance(value, str):
        return None
    name = shorten(str(path[-1]))
    if path[0] == "needs" and name in ("skill", "name", "role"):
        return f"write the skill in its place, with the least level: {{{shorten(value)}: 3}}"
    if path[0] == "needs":
        return f"name each skill with the least level, a whole number: {{{name}: 3}}"
    return f"levels are whole numbers, for example {name}: 3"


def _days(text: str) -> list[str]:
    """Return the days of a week that a text names."""
    match = _DAYS.fullmatch(text.strip())
    if match is not None:
        first, last = match[1].lower(), match[2].lower()
        if first in WEEK and last in WEEK:
            start, end = WEEK.index(first), WEEK.index(last)
            return [WEEK[(start + k) % 7] for k in range((end - start) % 7 + 1)]
    names = [word[:3].lower() for word in re.split(r"[\s,;]+", text.strip()) if word]
    return names if names and all(name in WEEK for name in names) else []


def _period(value: Any) -> str | None:
    match = _PERIOD.fullmatch(value) if isinstance(value, str) else None
    return None if match is None else f"{{from: {match[1]}, to: {match[2] or match[1]}}}"


def _holidays(value: Any) -> str | None:
    if isinstance(value, (list, tuple)):
        dates = [str(one) for one in value if isinstance(one, str) and re.fullmatch(_DATE, one)]
        return f"write holidays: {{dates: [{shorten(', '.join(dates))}]}}" if dates else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.lower().endswith(".ics"):
        return f"write holidays: {{ics: {shorten(text)}}}"
    if re.fullmatch(_DATE, text):
        return f"write holidays: {{dates: [{text}]}}"
    code = re.fullmatch(r"[A-Za-z]{2}", text)
    meant = (text.upper(), None) if code is not None else country_meant(text)
    if meant is None:
        return None
    part = f", subdivision: {meant[1]}" if meant[1] else ""
    return f"write holidays: {{country: {meant[0]}{part}}}"
