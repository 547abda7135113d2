"""What a work item of Azure DevOps holds in the fields that a plan can change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from allocator.integrations.live.push.changes import AFTER, FieldChange

PREDECESSOR: Final = "System.LinkTypes.Dependency-Reverse"
PARENT: Final = "System.LinkTypes.Hierarchy-Reverse"
TAGS: Final = "System.Tags"
TITLE: Final = "System.Title"
_TYPE: Final = "System.WorkItemType"

_SCHEDULING: Final = "Microsoft.VSTS.Scheduling."
_DAYS: Final = {"start": f"{_SCHEDULING}StartDate", "due": f"{_SCHEDULING}TargetDate"}
_HOURS: Final = {
    "original": f"{_SCHEDULING}OriginalEstimate",
    "remaining": f"{_SCHEDULING}RemainingWork",
}
_POINTS: Final[tuple[str, ...]] = tuple(
    _SCHEDULING + name for name in ("StoryPoints", "Effort", "Size")
)
"""The fields of points of the processes Agile, Scrum and CMMI."""

_RANKS: Final[tuple[str, ...]] = (
    "Microsoft.VSTS.Common.StackRank",
    "Microsoft.VSTS.Common.BacklogPriority",
)
"""Fields by which backlogs are sorted: of the process Scrum the second, else the first."""

FIELDS: Final = ("assignee", "sprint", *_DAYS, *_HOURS, "points")
"""Fields that a push can write, but for links."""

_NUMBER: Final = re.compile(r"/workItems/(\d+)$", re.IGNORECASE)


def held_fields(item: Mapping[str, Any], *, with_order: bool = False) -> dict[str, Any]:
    """Return what a work item holds, in the terms of a push; what is empty is None.

    Parameters
    ----------
    item
        As the server answers, with its relations.
    with_order
        Whether its place in the backlog is among it.
    """
    fields = item.get("fields") or {}
    person = fields.get("System.AssignedTo")
    found: dict[str, Any] = {
        "assignee": person.get("uniqueName") if isinstance(person, Mapping) else person,
        "sprint": fields.get("System.IterationPath"),
        "points": next((fields[name] for name in _POINTS if fields.get(name) is not None), None),
    }
    if with_order:
        ranks = (fields[name] for name in _RANKS if fields.get(name) is not None)
        found["order"] = next((float(rank) for rank in ranks), None)
    for name, reference in _DAYS.items():
        found[name] = str(fields[reference])[:10] if fields.get(reference) else None
    for name, reference in _HOURS.items():
        hours = fields.get(reference)
        found[name] = round(float(hours) * 3600) if hours else None
    return found | {AFTER + number: True for _, number in predecessors(item)}


def predecessors(item: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the place of each relation that makes a work item wait, and what it waits for."""
    for place, relation in enumerate(item.get("relations") or ()):
        number = _NUMBER.search(str(relation.get("url", "")))
        if relation.get("rel") == PREDECESSOR and number is not None:
            yield place, number[1]


def operation(item: Mapping[str, Any], change: FieldChange, site_url: str) -> dict[str, Any]:
    """Return the step of a JSON patch that makes a change.

    Parameters
    ----------
    item
        The work item as it is.
    change
        Of one of its fields.
    site_url
        Address of the organisation.
    """
    if change.field.startswith(AFTER):
        number = change.field.removeprefix(AFTER)
        if change.after:
            return relation(PREDECESSOR, number, site_url)
        place = next(place for place, other in predecessors(item) if other == number)
        return {"op": "remove", "path": f"/relations/{place}"}
    path = f"/fields/{_reference(item, change.field)}"
    if change.after is None:
        return {"op": "remove", "path": path}
    value = change.after
    if change.field in _DAYS:
        value = f"{value}T00:00:00Z"
    elif change.field in _HOURS:
        value = value / 3600
    return {"op": "add", "path": path, "value": value}


def relation(kind: str, number: str, site_url: str) -> dict[str, Any]:
    """Return the step of a JSON patch that relates a work item to another one."""
    url = f"{site_url}/_apis/wit/workItems/{number}"
    return {"op": "add", "path": "/relations/-", "value": {"rel": kind, "url": url}}


def _reference(item: Mapping[str, Any], field: str) -> str:
    named = {**_DAYS, **_HOURS, "assignee": "System.AssignedTo", "sprint": "System.IterationPath"}
    fields = item.get("fields") or {}
    if field == "order":
        is_scrum = fields.get(_TYPE) == "Product Backlog Item" or _POINTS[1] in fields
        names = _RANKS[::-1] if is_scrum else _RANKS
    elif field == "points":
        names = _POINTS
    else:
        return named[field]
    return next((name for name in names if fields.get(name) is not None), names[0])
