"""Differences between the calendars and other fields of two scenarios as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allocator import wording
from allocator.analysis.why.fields import change_text
from allocator.domain import Scenario
from allocator.explain.replay.atoms import Atom

_FIELDS = ("sprints", "proficiency", "plan_on")
"""Fields of the scenario by which it is planned; that now moves on is no difference."""

_CALENDAR = ("end", "workdays", "day_hours", "day_start", "slot", "continuous")
"""Fields of the calendar; where it starts is no difference, as all of it is planned from now."""


def scenario_atoms(old: Scenario, new: Scenario) -> Iterator[Atom]:
    """Yield the differences of the calendar and of what else holds for all."""
    yield from _holidays(old, new)
    days = tuple(name for name in ("workdays", "day_hours", "day_start") if _differ(old, new, name))
    for names in (days, *((name,) for name in _CALENDAR if name not in days)):
        if any(_differ(old, new, name) for name in names):
            yield _calendar_atom(old, new, names)
    for name in _FIELDS:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield _field(name, was, now)


def _differ(old: Scenario, new: Scenario, name: str) -> bool:
    return bool(getattr(old.calendar, name) != getattr(new.calendar, name))


def _field(name: str, was: Any, now: Any) -> Atom:
    def undo(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={name: was})

    text = change_text(f"the {name}".replace("_", " "), was, now)
    return Atom("changed", "scenario", name, (name,), text, undo)


def _calendar_atom(old: Scenario, new: Scenario, names: tuple[str, ...]) -> Atom:
    def undo(scenario: Scenario) -> Scenario:
        before = {name: getattr(old.calendar, name) for name in names}
        return _with_calendar(scenario, before)

    text = ", ".join(
        change_text(
            f"the calendar's {name.replace('_', ' ')}",
            _plain(getattr(old.calendar, name)),
            _plain(getattr(new.calendar, name)),
        )
        for name in names
    )
    return Atom("changed", "scenario", "calendar", names, text, undo)


def _plain(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) else value


def _holidays(old: Scenario, new: Scenario) -> Iterator[Atom]:
    """Yield that days are no working days any more, or are again, and another country."""
    was, now = old.calendar.holidays, new.calendar.holidays
    more = [day for day in now.dates if day not in was.dates]
    less = [day for day in was.dates if day not in now.dates]
    if more or less:

        def undo(scenario: Scenario) -> Scenario:
            days = scenario.calendar.holidays
            kept = tuple(sorted({*(d for d in days.dates if d not in more), *less}, key=str))
            return _with_calendar(scenario, {"holidays": days.model_copy(update={"dates": kept})})

        text = _days_text(more, less)
        yield Atom("changed", "scenario", "calendar", ("holidays",), text, undo)
    if (was.country, was.subdivision) != (now.country, now.subdivision):

        def undo_country(scenario: Scenario) -> Scenario:
            place = {"country": was.country, "subdivision": was.subdivision}
            holidays = scenario.calendar.holidays.model_copy(update=place)
            return _with_calendar(scenario, {"holidays": holidays})

        shown = [
            "-".join(filter(None, (one.country, one.subdivision))) or "none" for one in (was, now)
        ]
        text = f"the public holidays are those of {shown[1]}, were those of {shown[0]}"
        yield Atom("changed", "scenario", "calendar", ("holidays",), text, undo_country)


def _days_text(more: list[Any], less: list[Any]) -> str:
    parts = []
    for days, verb in ((more, "new"), (less, "no longer")):
        if days:
            dates = [day.date() if isinstance(day, dt.datetime) else day for day in days]
            written = wording.day_ranges(dates)
            if verb == "new":
                parts.append(f"{written} {'is a holiday' if len(days) == 1 else 'are holidays'}")
            else:
                parts.append(
                    f"{written} {'is no holiday' if len(days) == 1 else 'are no holidays'} any more"
                )
    return " and ".join(parts)


def _with_calendar(scenario: Scenario, fields: dict[str, Any]) -> Scenario:
    calendar = scenario.calendar.model_copy(update=fields)
    return scenario.model_copy(update={"calendar": calendar})
