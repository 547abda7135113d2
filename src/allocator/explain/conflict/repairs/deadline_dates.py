"""Dates of deadlines: as written, as late as a finish needs, and as a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from allocator import wording
from allocator.domain import Project, Scenario, WorkItem
from allocator.domain.quantities import When, iso, last_day
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.date_sentences import deadline_date, owner_name
from allocator.explain.conflict.repairs.repair import Change, merged, updated


def asked_date(scenario: Scenario, deadline: Constraint) -> When:
    """Return the date of a deadline as the user wrote it."""
    date = scenario.item_by_id[deadline.id].date if deadline.owner == "item" else None
    return deadline_date(scenario, deadline) if date is None else date


def date_for(scenario: Scenario, deadline: Constraint, finish: dt.datetime) -> When:
    """Return the earliest date of a deadline that a finish keeps.

    It is an instant if it was one, else a day; a fixed date becomes the first day that begins at
    the finish or later.
    """
    if isinstance(asked_date(scenario, deadline), dt.datetime):
        return finish
    last = last_day(finish)
    is_kept = scenario.kept_until(_owner(scenario, deadline), last) == last
    return last if is_kept and not _is_fixed(scenario, deadline) else last + dt.timedelta(days=1)


def change_of(scenario: Scenario, dates: Mapping[Constraint, When]) -> Change:
    """Return the change that moves deadlines."""
    changes: list[Change] = []
    for deadline, date in dates.items():
        if deadline.owner == "calendar":
            changes.append({"update": {"calendar": {"end": iso(date)}}})
        elif deadline.owner == "project":
            changes.append(updated(scenario, "projects", deadline.id, {"deadline": iso(date)}))
        else:
            field = "date" if _is_fixed(scenario, deadline) else "deadline"
            changes.append(updated(scenario, "items", deadline.id, {field: iso(date)}))
    return merged(*changes)


def sentence(scenario: Scenario, deadline: Constraint, date: When) -> str:
    """Write the move of one deadline."""
    if deadline.owner == "calendar":
        what = "end of the plan (calendar.end)"
    else:
        kind = "date" if _is_fixed(scenario, deadline) else "deadline"
        what = f"{kind} of {owner_name(scenario, deadline)}"
    was, to = wording.when(asked_date(scenario, deadline)), wording.when(date)
    return f"move the {what} from {was} to {to}"


def _is_fixed(scenario: Scenario, deadline: Constraint) -> bool:
    """Return whether a deadline is the fixed date of a milestone."""
    return deadline.owner == "item" and scenario.item_by_id[deadline.id].date is not None


def _owner(scenario: Scenario, deadline: Constraint) -> WorkItem | Project | None:
    """Return the item or project that a deadline belongs to; None for the calendar."""
    if deadline.owner == "item":
        return scenario.item_by_id[deadline.id]
    return scenario.project_by_id[deadline.id] if deadline.owner == "project" else None
