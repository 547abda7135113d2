"""Loosens what items ask for: who does them, when, with what, or that they are done at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allocator import wording
from allocator.domain import Blocked, Plan, Scenario, WorkItem
from allocator.domain.quantities import beginning, iso
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import Change, updated


def _change(scenario: Scenario, item: WorkItem, **fields: Any) -> Change:
    return updated(scenario, "items", item.id, fields)


def _item(subject: LoosenedConstraint) -> WorkItem:
    return subject.scenario.item_by_id[subject.constraint.id]


def assign(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that others may do an item too, as far as they can."""
    scenario, item = subject.scenario, _item(subject)
    able = {
        person.id: person.name or person.id
        for need in item.staffing
        for person in scenario.people
        if not scenario.lacks(person, need)
        and (person.id in item.avoid or (item.assign and person.id not in item.assign))
    }
    if able:
        names = wording.joined(able.values(), "or")
        fields = {"assign": None, "avoid": None}
        yield Loosening(
            f"let others do {item.name} too: {names}", _change(scenario, item, **fields)
        )


def fit(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that an item may cross the border of a sprint."""
    item = _item(subject)
    text = f"let {item.name} cross the border of a sprint (fit: false)"
    yield Loosening(text, _change(subject.scenario, item, fit=False))


def share(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that an item takes the whole time of whoever does it."""
    item = _item(subject)
    needs = [need.model_dump(mode="json", exclude_defaults=True) for need in item.needs]
    needs[int(subject.constraint.other)]["share"] = 1.0
    text = f"let {item.name} take the whole time of whoever does it (share: 1)"
    yield Loosening(text, _change(subject.scenario, item, needs=needs))


def people(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that one person fewer does an item, each still with the effort that is given.

    Of what people share, all of which is still done, that one fewer is enough.
    """
    item = _item(subject)
    needs = [need.model_dump(mode="json", exclude_defaults=True) for need in item.needs]
    number = int(subject.constraint.other)
    old, count = item.needs[number], item.needs[number].people - 1
    needs[number]["people"] = count
    text = f"let {wording.count(count, 'person', 'people')} do {item.name}, one fewer"
    if old.is_shared:
        before = f"{old.people} to {old.up_to}" if len(old.numbers) > 1 else f"{old.people}"
        text = f"let {count} to {old.up_to} people share {item.name}, instead of {before}"
    yield Loosening(text, _change(subject.scenario, item, needs=needs))


def resource(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield more of a resource: as much as one more item of the conflict needs, or all of them."""
    scenario, name = subject.scenario, subject.constraint.other
    pool = scenario.resource_by_id[name]
    held = [
        scenario.item_by_id[one.id].resources[name]
        for one in subject.conflict
        if one.kind == "resource" and one.other == name
    ]
    amounts = sorted({pool.capacity + min(held), sum(held)})
    for amount in amounts:
        if amount > pool.capacity:
            text = f"have {amount} of {pool.name or pool.id}, instead of {pool.capacity}"
            change = updated(scenario, "resources", pool.id, {"capacity": amount})
            covers = frozenset((name, one) for one in amounts if one <= amount)
            yield Loosening(text, change, covers=covers)


def release(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield an earlier start for an item or a project that waits."""
    scenario, constraint = subject.scenario, subject.constraint
    if constraint.owner == "project":
        project = scenario.project_by_id[constraint.id]
        inside = {item.id for item in scenario.items if item.project == project.id}
        yield _project_earlier(scenario, project.id, project.name or project.id, inside)
        return
    item = _item(subject)
    if item.date is None:  # a fixed date moves as a deadline does
        yield _item_earlier(scenario, item)


def fixed(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield another start for an item whose start is fixed."""
    scenario, item = subject.scenario, _item(subject)
    whole_day = not isinstance(item.fixed, dt.datetime)

    def moved(plan: Plan) -> Loosening | None:
        start = next((one.start for one in plan.items if one.id == item.id), None)
        if start is None:
            return None
        at = start.date() if whole_day else start
        return Loosening(
            f"move {item.name} to {wording.when(at)}", _change(scenario, item, fixed=iso(at))
        )

    text = f"let {item.name} start at another time"
    yield Loosening(text, _change(scenario, item, fixed=None), moved)


def uninterrupted(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that work in progress may be interrupted."""
    item = _item(subject)
    text = f"let {item.name} be interrupted (uninterrupted: false)"
    yield Loosening(text, _change(subject.scenario, item, uninterrupted=False))


def _project_earlier(scenario: Scenario, name: str, title: str, inside: set[str]) -> Loosening:
    def since(plan: Plan) -> Loosening | None:
        starts = [item.start for item in plan.items if item.id in inside and item.start]
        if not starts:
            return None
        first = min(starts).date()
        return Loosening(
            f"let project {title} start on {wording.when(first)}",
            updated(scenario, "projects", name, {"not_before": iso(first)}),
        )

    change = updated(scenario, "projects", name, {"not_before": None})
    return Loosening(f"let project {title} start at once", change, since)


def _item_earlier(scenario: Scenario, item: WorkItem) -> Loosening:
    def change(date: Any) -> Change:
        fields: dict[str, Any] = {}
        if item.not_before is not None:
            fields["not_before"] = None if date is None else iso(date)
        if item.waits_for:
            at = scenario.plan_from.date() if date is None else date
            fields["waits_for"] = [_earlier(one, at) for one in item.waits_for]
        if item.blocked is not None and item.blocked.until is not None:
            fields["blocked"] = None if date is None else _over_earlier(item.blocked, date)
        return _change(scenario, item, **fields)

    def since(plan: Plan) -> Loosening | None:
        start = next((one.start for one in plan.items if one.id == item.id), None)
        if start is None:
            return None
        date = start.date()
        return Loosening(f"let {item.name} start on {wording.when(date)}", change(date))

    return Loosening(f"let {item.name} start at once", change(None), since)


def _earlier(one: Any, date: Any) -> dict[str, Any]:
    """Return what is waited for as data, arriving by a date."""
    data: dict[str, Any] = one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if one.expected is not None and beginning(one.expected) > beginning(date):
        data["expected"] = iso(date)
    return data


def _over_earlier(block: Blocked, date: dt.date) -> dict[str, Any]:
    """Return what blocks an item as data, over by a date."""
    data: dict[str, Any] = block.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert block.until is not None
    if beginning(block.until) > beginning(date):
        data["until"] = iso(date)
    return data


def link(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that an item does not wait for another."""
    scenario, item, pred = subject.scenario, _item(subject), subject.constraint.other
    rest = [
        one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for one in item.after
        if one.item != pred
    ]
    text = f"let {item.name} not wait for {scenario.item_by_id[pred].name}"
    yield Loosening(text, _change(scenario, item, after=rest or None))


def removal(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that an item is left out; what comes after it comes after what that came after."""
    scenario, item = subject.scenario, _item(subject)
    if item.is_started:
        return
    gone: dict[str, list[str]] = {"items": [item.id]}
    if any(promise.subject == item.id for promise in scenario.promises):
        gone["promises"] = [item.id]
    yield Loosening(f"leave out {item.name}", {"remove": gone, "links": "relink"})
