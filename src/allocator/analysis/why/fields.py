"""Sentences for changed fields of a scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from allocator import wording
from allocator.domain import BudgetLimit, Link, Need, ThreePoint, TimeOff
from allocator.domain.base import Model
from allocator.domain.budgets import Budget
from allocator.domain.progress import Awaited, Blocked

FIELDS_FOR_READERS = frozenset(
    ("id", "title", "type", "labels", "group", "guessed", "name", "role", "email")
)
"""Fields that the planner ignores."""

_FIELD_PHRASES = {
    "not_before": "the earliest start of {}",
    "due": "the due date of {}",
    "date": "the fixed date of {}",
    "fixed": "the fixed start of {}",
    "uninterrupted": "whether {} goes on without interruption",
    "time_off": "the time off of {}",
    "after": "the lag, type or handover of a link of {}",
    "people": "who works on {}",
    "needs": "what {} needs",
    "prefer": "who is preferred for {}",
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


def fields_change_text(name: str, was: Model, now: Model, fields: Sequence[str]) -> str:
    """Write the changes of some fields of an entry, in one sentence.

    Parameters
    ----------
    name
        Of the entry, as a sentence calls it.
    was, now
        The entry in the two scenarios.
    fields
        Names of the model's fields that differ.
    """
    declared = type(now).model_fields
    return " and ".join(
        field_change_text(
            declared[field].alias or field, name, getattr(was, field), getattr(now, field)
        )
        for field in fields
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


def _skills(name: str, was: Mapping[str, int], now: Mapping[str, int]) -> str:
    parts = [f"no longer has {skill}" for skill in was if skill not in now]
    for skill, level in now.items():
        if skill not in was:
            parts.append(f"has {wording.skill_at_level(skill, level)}, which is new")
        elif was[skill] != level:
            parts.append(f"has {skill} at level {level}, was {was[skill]}")
    return f"{name} {' and '.join(parts)}"


def _needs(name: str, was: tuple[Need, ...], now: tuple[Need, ...]) -> str | None:
    before, after = (", ".join(map(_need, needs)) or "anybody" for needs in (was, now))
    return None if before == after else f"{name} needs {after}, needed {before}"


def _need(need: Need) -> str:
    effort = "" if need.effort is None else f" for {_shown(need.effort)}"
    people = f"{need.people} people with " if need.people > 1 else ""
    if need.is_shared:
        people = f"{need.people} to {need.up_to} people with "
    return f"{people}{wording.skills(need)}{effort}"


def _resources(name: str, was: Mapping[str, int], now: Mapping[str, int]) -> str:
    before, after = (
        ", ".join(f"{amount} of {key}" for key, amount in held.items()) or "nothing"
        for held in (was, now)
    )
    return f"{name} holds {after}, held {before}"


def _assigned(name: str, was: tuple[str, ...], now: tuple[str, ...]) -> str:
    before, after = (wording.joined(who, "or", most=4) if who else "anybody" for who in (was, now))
    return f"{name} is for {after}, was for {before}"


def _avoided(name: str, was: tuple[str, ...], now: tuple[str, ...]) -> str:
    before, after = (wording.joined(who, most=4) if who else "nobody" for who in (was, now))
    return f"{name} avoids {after}, avoided {before}"


def _awaited(name: str, was: tuple[Awaited, ...], now: tuple[Awaited, ...]) -> str:
    before, after = (", ".join(map(_arrival, waits)) or "nothing" for waits in (was, now))
    return f"{name} waits for {after}, waited for {before}"


def _arrival(awaited: Awaited) -> str:
    date = awaited.expected
    return awaited.what + ("" if date is None else f", expected on {wording.when(date)}")


def _blocked(name: str, was: Blocked | None, now: Blocked | None) -> str:
    if now is None:
        return f"{name} is no longer blocked"
    if was is None:
        return f"{name} is blocked{_block(now)}, which is new"
    before, after = _block(was), _block(now)
    return f"{name} is blocked{after}" + (f", was blocked{before}" if before != after else "")


def _block(block: Blocked) -> str:
    by = f" by {wording.printable(block.by)}" if block.by else ""
    dates = (("since", block.since), ("until", block.until))
    return by + "".join(f" {word} {wording.when(when)}" for word, when in dates if when is not None)


def _failures(name: str, was: int, now: int) -> str | None:
    return f"try {now} of {name} failed, and it is tried again" if now > was else None


def _budget(name: str, was: Budget | None, now: Budget | None) -> str:
    return f"the budget of {name} is {_budget_words(now)}, was {_budget_words(was)}"


def _budget_words(budget: Budget | None) -> str:
    if budget is None:
        return "none"
    if isinstance(budget, BudgetLimit):
        return f"at most {wording.number(budget.limit)}"
    return wording.number(budget)


_OWN_PHRASES: dict[str, Callable[[str, Any, Any], str | None]] = {
    "budget": _budget,
    "after": _links,
    "blocked": _blocked,
    "failures": _failures,
    "time_off": _absences,
    "skills": _skills,
    "assign": _assigned,
    "avoid": _avoided,
    "needs": _needs,
    "resources": _resources,
    "waits_for": _awaited,
    "from": _joins,
    "to": _leaves,
}


def _is_short(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(one, str) for one in value)
    return not isinstance(value, dict) and (
        not isinstance(value, Model) or isinstance(value, ThreePoint)
    )


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return wording.joined(value, most=4) if value else "none"
    if isinstance(value, dt.date):
        return wording.when(value)
    if isinstance(value, ThreePoint):
        return f"{value.low}/{value.likely}/{value.high}"
    return str(value)
