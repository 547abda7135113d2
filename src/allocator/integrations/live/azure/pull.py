"""Pulls from Azure DevOps: the work items of a query, their states, and the teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from allocator.errors import TrackerError
from allocator.integrations.azure.column_names import category_of
from allocator.integrations.azure.reader import read_answers
from allocator.integrations.azure.responses import Response
from allocator.integrations.live.azure.paths import VERSION, in_project
from allocator.integrations.live.azure.teams import read_teams
from allocator.integrations.live.azure.work_items import ACTIVATED, AzureWorkItems
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject
from allocator.integrations.live.history import work_history
from allocator.integrations.live.push.azure_fields import held_fields
from allocator.integrations.live.push.changes import known
from allocator.integrations.live.reading import ReadingRequest, TrackerReading, kept_note
from allocator.integrations.live.record_store import RecordStore
from allocator.integrations.tracker.headers import plain_name
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.ticket import Category

_CHANGED: Final = "System.ChangedDate"
_CLOSED: Final = "Microsoft.VSTS.Common.ClosedDate"
_STATE: Final = "System.State"
_TYPE: Final = "System.WorkItemType"

_CATEGORIES: Final[Mapping[str, Category]] = {
    "Proposed": "todo",
    "InProgress": "in_progress",
    "Resolved": "in_progress",
    "Completed": "done",
    "Removed": "removed",
}
"""What the categories of states of Azure DevOps mean."""


def read_azure(
    client: TrackerClient, site: AzureProject, request: ReadingRequest
) -> TrackerReading:
    """Read the work items of a project, and make tickets of them.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.
    request
        How it is read.

    Raises
    ------
    TrackerError
        The server refuses, or does not answer; what has been read is kept.
    """
    identity = {"site": site.url, "project": site.project, "query": site.wiql}
    with RecordStore(request.store, identity) as kept:
        try:
            counts = AzureWorkItems(client, site, kept, request.progress).read(request.now)
        except TrackerError as error:
            note = kept_note(kept, "work item")
            raise TrackerError(f"{error}{note}", status=error.status) from None
        records = [record for _, record in kept.records()]
        dropped = kept.dropped
    rules, names = request.rules, _field_names(client, site)
    states = _states(client, site, records)
    mapped = {plain_name(name) for name in (*rules.columns, *rules.link_columns)}
    teams, notes = read_teams(client, site, _newest(records) or request.now.date())
    entries = [_entry(record, names, mapped, rules, states) for record in records]
    place = Path(site.project)
    source = read_answers([Response("work items", entries, place), *teams], rules, states)
    source.notes += notes
    source.is_live = True
    source.site_statuses = dict(states)
    source.columns = {**dict.fromkeys(names, ""), **source.columns}
    return TrackerReading(
        source=source,
        counts=counts,
        noun="work item",
        anew=dropped,
        held={
            str(record["id"]): known(held_fields(record, with_order="order" in rules.push))
            for record in records
        },
    )


def _newest(records: Iterable[Mapping[str, Any]]) -> dt.date | None:
    """Return the day of the newest change of a work item."""
    days = [str(record["fields"].get(_CHANGED) or "")[:10] for record in records]
    return max((dt.date.fromisoformat(day) for day in days if day), default=None)


def _field_names(client: TrackerClient, site: AzureProject) -> dict[str, str]:
    """Return the name of each field by its reference name."""
    answer = client.read("GET", in_project(site.project, "wit/fields"), params=VERSION)
    entries = answer.get("value") or ()
    return {str(one.get("referenceName")): str(one.get("name")) for one in entries}


def _states(
    client: TrackerClient, site: AzureProject, records: Iterable[Mapping[str, Any]]
) -> dict[str, Category]:
    """Return what the states of the types of some work items mean."""
    found: dict[str, Category] = {}
    for kind in dict.fromkeys(str(record["fields"].get(_TYPE) or "") for record in records):
        if not kind:
            continue
        path = in_project(site.project, f"wit/workitemtypes/{quote(kind, safe='')}/states")
        try:
            answer = client.read("GET", path, params=VERSION)
        except TrackerError as error:
            if error.status not in (403, 404):
                raise
            continue
        for one in answer.get("value") or ():
            category = _CATEGORIES.get(str(one.get("category")))
            if category is not None:
                found.setdefault(str(one.get("name")), category)
    return found


def _entry(
    record: Mapping[str, Any],
    names: Mapping[str, str],
    mapped: set[str],
    rules: Rules,
    states: Mapping[str, Category],
) -> dict[str, Any]:
    """Return a work item as an answer has it, with what its history says in fields of dates.

    A field that the mapping names as an export does, by its name, has that name here too.
    """
    fields = dict(record["fields"])

    def state_of(_id: str, name: str) -> Category | None:
        return find(rules.statuses, name) or category_of(name) or states.get(name)

    found = work_history(record["changes"], state_of)
    for name, when in ((ACTIVATED, found.started), (_CLOSED, found.finished)):
        if when is not None and not fields.get(name):
            fields[name] = when
    if found.flagged_since is not None:
        fields["Blocked Since"] = found.flagged_since
    shown = {
        names[name] if plain_name(names.get(name, "")) in mapped else name: value
        for name, value in fields.items()
    }
    return {"id": record["id"], "fields": shown, "relations": record["relations"]}
