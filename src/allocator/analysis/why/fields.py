"""Sentences for changed fields of a scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from allocator import wording
from allocator.domain import Link, ThreePoint, TimeOff
from allocator.domain.base import Model

_FIELD_PHRASES = {
    "not_before": "the earliest start of {}",
    "due": "the due date of {}",
    "date": "the fixed date of {}",
    "time_off": "the time off of {}",
    "after": "the lag or type of a link of {}",
    "assign": "who is assigned to {}",
    "avoid": "whom {} avoids",
    "people": "who works on {}",
    "needs": "what {} needs",
    "reassign": "whether {} may change hands",
}
"""Phrases for changed fields; other fields go by their name."""


def field_change_text(field: str, name: str, was: Any, now: Any) -> str:
    """Write the change of a field, named as in files, of an entry."""
    own = _OWN_PHRASES.get(field)
    text = own(name, was, now) if own is not None else None
    if text is not None:
        return text
    return change_text(
        _FIELD_PHRASES.get(field, f"the {field} of {{}}").replace("{}", name), was, now
    )


def change_text(what: str, was: Any, now: Any) -> str:
    """Write the new and the old value if both are short; else that it changed."""
    if _is_short(was) and _is_short(now):
        return f"{what} is {_shown(now)}, was {_shown(was)}"
    return f"{what} changed"


def _links(name: str, was: Iterable[Link], now: Iterable[Link]) -> str | None:
    before, after = [link.item for link in was], [link.item for link in now]
    new = [item for item in after if item not in before]
    gone = [item for item in before if item not in after]
    parts = [f"now comes after {wording.joined(new, most=3)}"] if new else []
    parts += [f"no longer comes after {wording.joined(gone, most=3)}"] if gone else []
    return f"{name} {' and '.join(parts)}" if parts else None


def _absences(name: str, was: tuple[TimeOff, ...], now: tuple[TimeOff, ...]) -> str | None:
    new = [absence for absence in now if absence not in was]
    gone = [absence for absence in was if absence not in now]
    if len(new) == 1:
        return f"{name} is off {_span(new[0])}"
    if len(gone) == 1 and not new:
        return f"{name} is no longer off {_span(gone[0])}"
    return None


def _span(absence: TimeOff) -> str:
    first, last = wording.when(absence.start), wording.when(absence.end)
    return f"on {first}" if first == last else f"from {first} to {last}"


def _joins(name: str, was: dt.date | None, now: dt.date | None) -> str | None:
    before = f", not on {wording.when(was)}" if was is not None else ""
    return f"{name} joins on {wording.when(now)}{before}" if now is not None else None


def _leaves(name: str, was: dt.date | None, now: dt.date | None) -> str:
    if now is None:
        return f"{name} stays, and does not leave after {wording.when(was)}"
    before = f", not after {wording.when(was)}" if was is not None else ""
    return f"{name} leaves after {wording.when(now)}{before}"


def _failures(name: str, was: int, now: int) -> str | None:
    return f"try {now} of {name} failed, and it is tried again" if now > was else None


_OWN_PHRASES: dict[str, Callable[[str, Any, Any], str | None]] = {
    "after": _links,
    "failures": _failures,
    "time_off": _absences,
    "from": _joins,
    "to": _leaves,
}


def _is_short(value: Any) -> bool:
    return not isinstance(value, (dict, tuple)) and (
        not isinstance(value, Model) or isinstance(value, ThreePoint)
    )


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, dt.date):
        return wording.when(value)
    if isinstance(value, ThreePoint):
        return f"{value.low}/{value.likely}/{value.high}"
    return str(value)
