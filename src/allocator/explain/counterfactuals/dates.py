"""Changes of dates: deadlines, due dates, and what work waits for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.domain import Scenario
from allocator.domain.quantities import When, beginning, iso
from allocator.explain.counterfactuals.change import Change, updated

WEEK = -7
"""Calendar days by which something comes a week earlier."""


def soft_deadline(scenario: Scenario, section: str, name: str) -> Change:
    """Make a deadline a due date; where there is a due date, that stays and the deadline goes.

    Parameters
    ----------
    scenario
        Where it is.
    section
        ``items`` or ``projects``; ``calendar`` for its end, which simply goes.
    name
        Id of the item or project; of no matter for the calendar.
    """
    if section == "calendar":
        return {"update": {"calendar": {"end": None}}}
    entry: Any = _entry(scenario, section, name)
    if section == "items" and entry.date is not None:
        at = iso(beginning(entry.date))
        return updated("items", name, date=None, not_before=at, due=at)
    due = entry.deadline if entry.due is None else entry.due
    return updated(section, name, deadline=None, due=iso(due))


def moved_deadline(scenario: Scenario, section: str, name: str, days: int) -> Change:
    """Move a deadline, or the fixed date of a milestone, by calendar days."""
    if section == "calendar":
        assert scenario.calendar.end is not None
        return {"update": {"calendar": {"end": _moved(scenario.calendar.end, days)}}}
    entry: Any = _entry(scenario, section, name)
    if section == "items" and entry.date is not None:
        return updated("items", name, date=_moved(entry.date, days))
    return updated(section, name, deadline=_moved(entry.deadline, days))


def moved_start(scenario: Scenario, name: str, days: int) -> Change:
    """Move the fixed start of an item by calendar days; below 0 it comes earlier."""
    start = scenario.item_by_id[name].fixed
    assert start is not None, "only a fixed start can be moved"
    return updated("items", name, fixed=_moved(start, days))


def moved_due(scenario: Scenario, section: str, name: str, days: int) -> Change:
    """Move the due date of an item or project by calendar days; below 0 earlier."""
    entry: Any = _entry(scenario, section, name)
    return updated(section, name, due=_moved(entry.due, days))


def earlier_not_before(scenario: Scenario, section: str, name: str) -> Change:
    """Let an item or project start a week before the date before which it may not."""
    entry: Any = _entry(scenario, section, name)
    return updated(section, name, not_before=_moved(entry.not_before, WEEK))


def without_not_before(section: str, name: str) -> Change:
    """Let an item or project start whenever it can."""
    return updated(section, name, not_before=None)


def earlier_delivery(scenario: Scenario, item_id: str, number: int) -> Change:
    """Let something that an item waits for come a week earlier.

    Parameters
    ----------
    scenario
        Where the item is.
    item_id
        Which waits.
    number
        Of what it waits for, from 0; it has an expected date.
    """
    awaited = scenario.item_by_id[item_id].waits_for
    data = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in awaited]
    expected = data[number].get("expected", data[number].get("promised"))
    data[number]["expected"] = _moved_arrival(expected, WEEK)
    return updated("items", item_id, waits_for=data)


def without_delivery(scenario: Scenario, item_id: str, number: int) -> Change:
    """Let an item no longer wait for something from outside."""
    awaited = scenario.item_by_id[item_id].waits_for
    data = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in awaited]
    return updated("items", item_id, waits_for=[*data[:number], *data[number + 1 :]])


def shorter_block(scenario: Scenario, item_id: str) -> Change:
    """Let an item be blocked for a week less, in calendar days."""
    block = scenario.item_by_id[item_id].blocked
    assert block is not None and block.until is not None
    until = beginning(block.until) + dt.timedelta(days=WEEK)
    if block.since is not None and until <= beginning(block.since):
        return without_block(item_id)
    data = block.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return updated("items", item_id, blocked={**data, "until": _moved(block.until, WEEK)})


def without_block(item_id: str) -> Change:
    """Let an item no longer be blocked."""
    return updated("items", item_id, blocked=None)


def _entry(scenario: Scenario, section: str, name: str) -> Any:
    by_id: Any = scenario.item_by_id if section == "items" else scenario.project_by_id
    return by_id[name]


def _moved(when: When, days: int) -> str:
    return iso(when + dt.timedelta(days=days))


def _moved_arrival(expected: Any, days: int) -> Any:
    if isinstance(expected, dict):
        return {name: _moved_arrival(value, days) for name, value in expected.items()}
    when = dt.datetime.fromisoformat(expected) if "T" in expected else _date(expected)
    return _moved(when, days)


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
