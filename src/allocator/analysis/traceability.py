"""Which items meet which requirement, when, and how far they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from allocator.domain import Plan, PlanItem, Scenario
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
        Working days by which the latest of its items is after its due date or deadline; 0 where
        none is.
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
        labels of the plan name besides follow.
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
    for name, ids in labelled.items():
        row = RequirementRow(id=name, items=ids, state="not planned yet")
        rows.append(_with_dates(row, entries))
    return tuple(rows)


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
        late_days=max(one.overdue_days for one in kept),
    )
