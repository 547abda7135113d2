"""Writes a plan as REST requests for Azure DevOps 7.1: the data that its CSV import cannot carry.

``*.patch.json`` is the body of ``PATCH {organization}/_apis/wit/$batch``: an update of each work
item and one request for each predecessor, so that a link that exists already fails alone. A batch
has at most 200 requests.

``*.create.json`` lists the requests that make new items, parents and predecessors first; each is a
POST of its own. A request that refers to an item made by another one has ``{NAME}`` in its address,
the encoded ``name`` of that request, in place of the id in the response.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from allocator.domain.quantities import iso
from allocator.exports.tracker.azure_site import (
    Site,
    assignee,
    has_hours,
    numbered,
    work_item_type,
)
from allocator.exports.tracker.tracker_row import TrackerRow, TrackerSheet
from allocator.planfile.indented_json import indented_json

MAX_REQUESTS = 200
"""Requests that Azure DevOps accepts in one batch."""

VERSION = "7.1"
PREDECESSOR = "System.LinkTypes.Dependency-Reverse"
PARENT = "System.LinkTypes.Hierarchy-Reverse"
_JSON_PATCH = {"Content-Type": "application/json-patch+json"}

Operation = dict[str, Any]
Request = dict[str, Any]


def batches(
    sheet: TrackerSheet,
    stem: str,
    *,
    site: Site,
    plan_dates: bool = False,
    most: int = MAX_REQUESTS,
) -> tuple[dict[str, str], list[str]]:
    """Return the texts of the files by their names, and notes for the user, one line each.

    Parameters
    ----------
    sheet
        The rows.
    stem
        Beginning of the file names.
    site
        The project whose addresses are written.
    plan_dates
        Whether the plan's dates are written.
    most
        Requests of a batch.
    """
    rows = sheet.rows
    known = [row for row in rows if row.known]
    new = frozenset(row.id for row in rows if not row.known)
    updates = [request for row in known for request in _update(row, site, new, plan_dates)]
    files: dict[str, str] = {}
    for start in range(0, max(len(updates), 1), most):
        name = numbered(stem, start // most + 1, ".patch.json")
        files[name] = indented_json(updates[start : start + most]) + "\n"
    if not new:
        return files, []
    files[f"{stem}.create.json"] = indented_json(_creations(rows, site, new, plan_dates)) + "\n"
    return files, [
        "New work items are made either by importing the CSV, without their predecessors, or by "
        "the requests in the .create.json, with them: not both."
    ]


def _update(
    row: TrackerRow, site: Site, new: frozenset[str], plan_dates: bool
) -> Iterator[Request]:
    """Yield the updates of fields and dates, then each link to an existing item."""
    for changes in (list(_fields(row, site)), list(_dates(row, plan_dates))):
        if changes:
            yield _patch(row.id, changes)
    for before in row.after:
        if before not in new:
            yield _patch(row.id, [_relation(PREDECESSOR, before, site)])


def _creations(
    rows: Sequence[TrackerRow], site: Site, new: frozenset[str], plan_dates: bool
) -> list[Request]:
    """Return the requests that make new items, then those that need these items."""
    made: list[Request] = []
    waiting: list[Request] = []
    there: set[str] = set()
    for row in _makeable([row for row in rows if not row.known]):
        links = [(PARENT, row.parent)] if row.parent is not None else []
        links += [(PREDECESSOR, before) for before in row.after]
        ready = [(k, other) for k, other in links if other not in new or other in there]
        made.append(_creation(row, site, [_relation(k, o, site, new) for k, o in ready]))
        there.add(row.id)
        changes = list(_dates(row, plan_dates))
        waiting += [_patch(_named(row.id), changes)] if changes else []
        waiting += [
            _patch(_named(row.id), [_relation(k, other, site, new)])
            for k, other in links
            if (k, other) not in ready
        ]
    waiting += [
        _patch(row.id, [_relation(PREDECESSOR, before, site, new)])
        for row in rows
        if row.known
        for before in row.after
        if before in new
    ]
    return [*made, *waiting]


def _patch(number: str, body: list[Operation]) -> Request:
    return {
        "method": "PATCH",
        "uri": f"/_apis/wit/workitems/{number}?api-version={VERSION}",
        "headers": _JSON_PATCH,
        "body": body,
    }


def _creation(row: TrackerRow, site: Site, relations: list[Operation]) -> Request:
    kind = quote(work_item_type(row), safe="")
    return {
        "name": row.id,
        "method": "POST",
        "uri": f"/{_segment(site.project)}/_apis/wit/workitems/${kind}?api-version={VERSION}",
        "headers": _JSON_PATCH,
        "body": [_set("System.Title", row.title), *_fields(row, site), *relations],
    }


def _makeable(rows: Sequence[TrackerRow]) -> list[TrackerRow]:
    """Return new rows, each after its parent and, if possible, its predecessors."""
    new = {row.id: row for row in rows}
    order: dict[str, TrackerRow] = {}
    for first in rows:
        stack = {first.id: first}
        while stack:
            row = next(reversed(stack.values()))
            needed = [name for name in (row.parent, *row.after) if name in new]
            missing = [name for name in needed if name not in order and name not in stack]
            if missing:
                stack[missing[0]] = new[missing[0]]
            else:
                order.setdefault(row.id, stack.pop(row.id))
    return list(order.values())


def _fields(row: TrackerRow, site: Site) -> Iterator[Operation]:
    if row.entry is None:
        return
    if row.sprint is not None:
        yield _set("System.IterationPath", site.iteration(row.sprint))
    if row.people:
        yield _set("System.AssignedTo", assignee(row.people))
    if has_hours(row) and row.effort_hours is not None:
        yield _set("Microsoft.VSTS.Scheduling.OriginalEstimate", row.effort_hours)
        yield _set("Microsoft.VSTS.Scheduling.RemainingWork", row.remaining_hours)


def _dates(row: TrackerRow, plan_dates: bool) -> Iterator[Operation]:
    """Yield the dates; they are a request of their own, since not every type has these fields."""
    if plan_dates and row.entry is not None:
        for name, instant in (("StartDate", row.start), ("TargetDate", row.finish)):
            if instant is not None:
                yield _set(f"Microsoft.VSTS.Scheduling.{name}", iso(instant))


def _set(field: str, value: Any) -> Operation:
    return {"op": "add", "path": f"/fields/{field}", "value": value}


def _relation(kind: str, other: str, site: Site, new: frozenset[str] = frozenset()) -> Operation:
    """Return a link to another item: by number, or by the name of the request that makes it."""
    last = _named(other) if other in new else other
    url = f"{site.organization}/_apis/wit/workItems/{last}"
    return {"op": "add", "path": "/relations/-", "value": {"rel": kind, "url": url}}


def _named(name: str) -> str:
    """Return the placeholder for the id of an item that is still to be made."""
    return f"{{{quote(name, safe='')}}}"


def _segment(name: str) -> str:
    return name if name.startswith("{") else quote(name, safe="")
