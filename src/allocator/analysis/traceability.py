"""Which items meet which requirement, when, and how far they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from allocator.analysis.lateness import late_text, overdue_text
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanItem, Scenario
from allocator.domain.natural_order import natural
from allocator.domain.quantities import end_of
from allocator.domain.requirements import LABEL_OF_REQUIREMENT, MatchedRequirement

RequirementState = Literal[
    "not wanted", "without work", "not planned yet", "left out", "planned", "in progress", "done"
]
"""How far a requirement is: ``not wanted`` is what the document puts off (won't)."""


@dataclass(frozen=True, kw_only=True)
class RequirementRow:
    """A row of the matrix of requirements.

    Attributes
    ----------
    id, text, priority
        As the document has them; without it the text and priority are empty.
    items
        Ids of the items that meet it, in the scenario's order.
    start, finish
        When the first of them begins and the last one ends; None without a plan.
    state
        How far it is.
    done
        How many of its items are over.
    late_days
        Working days by which the latest of its items ends after its due date or deadline, or after
        those of its project; 0 where none does.
    late
        The same in words; empty where none does.
    """

    id: str
    text: str = ""
    priority: str = ""
    items: tuple[str, ...] = ()
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    state: RequirementState
    done: int = 0
    late_days: float = 0.0
    late: str = ""


def requirement_rows(
    plan: Plan | None, matched: Sequence[MatchedRequirement] = ()
) -> tuple[RequirementRow, ...]:
    """Return the matrix of requirements, items, dates and state.

    Items belong to a requirement by their labels, ``requirement:CH-R1``.

    Parameters
    ----------
    plan
        Where dates and state are taken from; None where there is none yet.
    matched
        The requirements of a document with their items, which come first, in its order. Those that
        labels of the plan name besides follow, R9 before R10.
    """
    labelled = {} if plan is None else items_by_requirement(plan.scenario)
    entries = {} if plan is None else {entry.id: entry for entry in plan.items}
    rows = []
    for one in matched:
        ids = labelled.pop(one.requirement.id, () if plan is not None else one.items)
        row = RequirementRow(
            id=one.requirement.id,
            text=one.requirement.text,
            priority=one.requirement.priority,
            items=tuple(ids),
            state=_without_plan(one, has_work=bool(ids or one.items)),
        )
        rows.append(_with_dates(row, entries))
    for name, ids in sorted(labelled.items(), key=lambda one: natural(one[0])):
        row = RequirementRow(id=name, items=ids, state="not planned yet")
        rows.append(_with_dates(row, entries))
    return tuple(rows if plan is None else _with_lateness(rows, plan))


def items_by_requirement(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the items that are labelled with each requirement, both in the scenario's order."""
    found: dict[str, list[str]] = {}
    for item in scenario.items:
        for label in item.labels:
            if label.startswith(LABEL_OF_REQUIREMENT):
                name = label.removeprefix(LABEL_OF_REQUIREMENT)
                found.setdefault(name, []).append(item.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _without_plan(one: MatchedRequirement, *, has_work: bool) -> RequirementState:
    if not one.requirement.is_wanted:
        return "not wanted"
    return "not planned yet" if has_work else "without work"


def _with_dates(row: RequirementRow, entries: Mapping[str, PlanItem]) -> RequirementRow:
    """Return a row with what a plan says of its items; the same one where it knows none."""
    found = [entries[item] for item in row.items if item in entries]
    kept = [entry for entry in found if not entry.is_left_out]
    if not kept:
        return replace(row, state="left out") if found else row
    done = sum(entry.is_over for entry in kept)
    begun = any(entry.state != "planned" for entry in kept)
    return replace(
        row,
        start=min((one.start for one in kept if one.start is not None), default=None),
        finish=max((one.finish for one in kept if one.finish is not None), default=None),
        state="done" if done == len(kept) else "in progress" if begun else "planned",
        done=done,
    )


def _with_lateness(rows: Iterable[RequirementRow], plan: Plan) -> Iterator[RequirementRow]:
    """Yield the rows with what their items miss of their dates and of those of their projects."""
    team = Calendars(plan.scenario).team
    entries = {entry.id: entry for entry in plan.items if not entry.is_left_out}
    for row in rows:
        found = [entries[name] for name in row.items if name in entries]
        late = [one for entry in found for one in _lateness(entry, plan.scenario, team)]
        days, text = max(late, default=(0.0, ""))
        yield replace(row, late_days=days, late=text)


def _lateness(
    entry: PlanItem, scenario: Scenario, team: TeamCalendar
) -> Iterator[tuple[float, str]]:
    """Yield by how many working days an item is late, and the same in words."""
    if entry.overdue_days > 0:
        yield entry.overdue_days, overdue_text(scenario, team, entry, brief=True)
    project = scenario.project_by_id.get(entry.project or "")
    dates = () if project is None else (project.due, project.deadline)
    limit = min((date for date in dates if date is not None), key=end_of, default=None)
    text = late_text(team, limit, entry.finish, brief=True)
    if limit is not None and entry.finish is not None and text:
        yield float(team.days_between(end_of(limit), entry.finish)), text
